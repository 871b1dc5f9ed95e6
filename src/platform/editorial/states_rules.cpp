#include "states.hpp"

#include <array>
#include <string>

namespace catalyse::editorial {
namespace {

std::unexpected<core::Error> denied(Act act) {
  return core::fail(core::ErrorKind::denied, "editorial.error.denied", std::string(name_of(act)));
}

std::unexpected<core::Error> elsewhere(State state, Act act) {
  return core::fail(
      core::ErrorKind::conflict, "editorial.error.state",
      std::string(name_of(act)) + " of " + std::string(name_of(state.work)) + ", " + std::string(name_of(state.shown)));
}

bool may(Act act, Standing standing) {
  switch (act) {
    case Act::save:
    case Act::submit:
    case Act::take_back:
      return standing.author;
    case Act::ask_changes:
    case Act::publish:
      return standing.reviewer && !standing.author;
    case Act::withdraw:
      return standing.author || standing.reviewer || standing.editor;
    case Act::show_again:
      return standing.reviewer || standing.editor;
  }
  return false;
}

}  // namespace

core::Result<State> after(State state, Act act, Standing standing) {
  if (!may(act, standing)) return denied(act);
  const bool being_written = state.work == Work::draft || state.work == Work::changes_asked;
  State next = state;
  switch (act) {
    case Act::save:
      if (!being_written && (state.work != Work::none || state.shown == Shown::never)) return elsewhere(state, act);
      // What was asked stays in sight while it is being answered.
      if (state.work == Work::none) next.work = Work::draft;
      return next;
    case Act::submit:
      if (!being_written) return elsewhere(state, act);
      next.work = Work::submitted;
      return next;
    case Act::take_back:
      if (state.work != Work::submitted) return elsewhere(state, act);
      next.work = Work::draft;
      return next;
    case Act::ask_changes:
      if (state.work != Work::submitted) return elsewhere(state, act);
      next.work = Work::changes_asked;
      return next;
    case Act::publish:
      if (state.work != Work::submitted) return elsewhere(state, act);
      return State{.work = Work::none, .shown = Shown::published};
    case Act::withdraw:
      if (state.shown != Shown::published) return elsewhere(state, act);
      next.shown = Shown::withdrawn;
      return next;
    case Act::show_again:
      if (state.shown != Shown::withdrawn) return elsewhere(state, act);
      next.shown = Shown::published;
      return next;
  }
  return elsewhere(state, act);
}

std::string_view name_of(Work work) {
  constexpr std::array<std::string_view, 4> kNames{"none", "draft", "submitted", "changes_asked"};
  return kNames[static_cast<std::size_t>(work)];
}

std::string_view name_of(Shown shown) {
  constexpr std::array<std::string_view, 3> kNames{"never", "published", "withdrawn"};
  return kNames[static_cast<std::size_t>(shown)];
}

std::string_view name_of(Act act) {
  constexpr std::array<std::string_view, 7> kNames{"save",    "submit",   "take_back", "ask_changes",
                                                   "publish", "withdraw", "show_again"};
  return kNames[static_cast<std::size_t>(act)];
}

}  // namespace catalyse::editorial
