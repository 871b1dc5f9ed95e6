#include "acts.hpp"

#include <algorithm>

#include "audit/audit.hpp"
#include "cases/reading.hpp"
#include "messages.hpp"
#include "secrets/secrets.hpp"

namespace catalyse::examples {
namespace {

using core::ErrorKind;
using core::Result;

std::unexpected<core::Error> absent() { return core::fail(ErrorKind::not_found, "http.error.not_found"); }
std::unexpected<core::Error> moved() { return core::fail(ErrorKind::conflict, msg::error_stage.key); }

bool says_nothing(std::string_view words) { return words.find_first_not_of(" \n\r\t") == std::string_view::npos; }

struct Line {
  const web::Message& action;
  std::string object, detail;
};
void log(db::Transaction& tx, const Context& context, const http::Actor& actor, Line line) {
  audit::append(tx,
                {.person = actor.person,
                 .action = std::string(line.action.key),
                 .object = "exemples:" + line.object,
                 .detail = std::move(line.detail),
                 .origin = {}},
                context.clock->now());
}

struct Stored {
  Class in;
  Nomination nomination;
};
std::optional<Stored> stored(db::Transaction& tx, std::string_view id) {
  auto nomination = find_nomination(tx, id);
  if (!nomination) return std::nullopt;
  auto in = find_class(tx, nomination->in_class);
  if (!in) return std::nullopt;
  return Stored{std::move(*in), std::move(*nomination)};
}

}  // namespace

bool may(const http::Actor& actor, std::string_view action, const Nomination* about) {
  const auto object = about == nullptr ? std::string{} : "exemples:" + about->id;
  return accounts::may(actor, action,
                       {.room = kRoom,
                        .object = object,
                        .author = about == nullptr ? std::string_view{} : std::string_view(about->person)});
}

Hand hand_of(const Context& context, const http::Actor& actor, const Nomination& nomination) {
  const auto authors = context.authors(nomination.item);
  return {.nominated = nomination.person == actor.person,
          .wrote = std::ranges::find(authors, actor.person) != authors.end(),
          .sorted = nomination.sorted_by == actor.person,
          .said = std::ranges::find(nomination.opinions, actor.person, &Opinion::juror) != nomination.opinions.end()};
}

Result<std::string> nominate(const Context& context, const http::Actor& actor, const Put& put) {
  if (!may(actor, "contribute")) return absent();
  const auto found = cases::find_case(*context.cases, put.item);
  if (!found) return core::fail(ErrorKind::invalid, msg::error_case.key);
  if (find_category(put.category) == nullptr) return core::fail(ErrorKind::invalid, msg::error_category.key);
  if (says_nothing(put.reason)) return core::fail(ErrorKind::invalid, msg::error_words.key);
  Nomination one;
  one.id = secrets::random_id();
  one.in_class = put.in_class;
  one.item = found->id;
  one.category = put.category;
  one.person = actor.person;
  one.reason = put.reason;
  one.at = context.clock->now();
  const auto done = context.database->write([&](db::Transaction& tx) -> Result<void> {
    const auto in = find_class(tx, put.in_class);
    if (!in || in->stage != Stage::nominations) return core::fail(ErrorKind::invalid, msg::error_class.key);
    if (!add_nomination(tx, one)) return core::fail(ErrorKind::conflict, msg::error_known.key);
    log(tx, context, actor, {msg::act_nominate, one.id, one.item});
    return {};
  });
  if (!done) return std::unexpected(done.error());
  return one.id;
}

Result<void> sort_out(const Context& context, const http::Actor& actor, std::string_view id, const Nomination& as) {
  return context.database->write([&](db::Transaction& tx) -> Result<void> {
    const auto was = stored(tx, id);
    if (!was || !may(actor, "review")) return absent();
    if (auto allowed = may_sort(was->in.stage, was->nomination.standing, hand_of(context, actor, was->nomination));
        !allowed)
      return allowed;
    if (!may(actor, "review", &was->nomination)) return core::fail(ErrorKind::denied, msg::error_own.key);
    if (says_nothing(as.sorted_why)) return core::fail(ErrorKind::invalid, msg::error_words.key);
    auto now = was->nomination;
    now.standing = as.standing;
    now.sorted_by = actor.person;
    now.sorted_why = as.sorted_why;
    if (!sort(tx, was->nomination, now)) return moved();
    log(tx, context, actor,
        {as.standing == Standing::shortlisted ? msg::act_shortlist : msg::act_set_aside, std::string(id), {}});
    return {};
  });
}

Result<void> judge(const Context& context, const http::Actor& actor, std::string_view id, const Opinion& opinion) {
  return context.database->write([&](db::Transaction& tx) -> Result<void> {
    const auto was = stored(tx, id);
    if (!was || !may(actor, "decide")) return absent();
    if (auto allowed =
            may_judge(was->in.stage, was->nomination.standing, hand_of(context, actor, was->nomination), opinion.voice);
        !allowed)
      return allowed;
    if (says_nothing(opinion.words)) return core::fail(ErrorKind::invalid, msg::error_words.key);
    auto given = opinion;
    given.juror = actor.person;
    given.at = context.clock->now();
    if (!add_opinion(tx, id, given)) return core::fail(ErrorKind::conflict, msg::error_said.key);
    // Who voted what is not for the log: only that they did, or that they declared a tie.
    log(tx, context, actor, {given.voice == Voice::tied ? msg::act_tie : msg::act_judge, std::string(id), {}});
    return {};
  });
}

Result<void> open_class(const Context& context, const http::Actor& actor, std::string_view id) {
  if (!may(actor, "conduct")) return absent();
  if (!is_class_id(id)) return core::fail(ErrorKind::invalid, msg::error_class_id.key);
  return context.database->write([&](db::Transaction& tx) -> Result<void> {
    if (!add_class(tx, id, context.clock->now())) return core::fail(ErrorKind::conflict, msg::error_class_known.key);
    log(tx, context, actor, {msg::act_open, std::string(id), {}});
    return {};
  });
}

Result<void> advance(const Context& context, const http::Actor& actor, std::string_view id, Stage seen) {
  if (!may(actor, "conduct")) return absent();
  return context.database->write([&](db::Transaction& tx) -> Result<void> {
    const auto was = find_class(tx, id);
    if (!was) return absent();
    if (was->stage != seen) return moved();
    const auto next = next_stage(seen);
    if (!next) return std::unexpected(next.error());
    const auto all = nominations(tx, id);
    const auto has = [&](Standing standing) {
      return std::ranges::find(all, standing, &Nomination::standing) != all.end();
    };
    if (seen == Stage::nominations && has(Standing::nominated))
      return core::fail(ErrorKind::conflict, msg::error_unsorted.key);
    if (seen == Stage::nominations && !has(Standing::shortlisted))
      return core::fail(ErrorKind::conflict, msg::error_empty.key);
    if (*next == Stage::published) {
      for (const auto& one : all) {
        if (one.standing != Standing::shortlisted) continue;
        std::vector<Voice> voices;
        for (const auto& opinion : one.opinions) voices.push_back(opinion.voice);
        set_standing(tx, one.id, is_chosen(tally(voices)) ? Standing::chosen : Standing::not_chosen);
      }
    }
    if (!set_stage(tx, *was, *next, context.clock->now())) return moved();
    log(tx, context, actor, {*next == Stage::jury ? msg::act_jury : msg::act_publish, std::string(id), {}});
    return {};
  });
}

}  // namespace catalyse::examples
