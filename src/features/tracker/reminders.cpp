#include "tracker/reminders.hpp"

#include "messages.hpp"
#include "register.hpp"
#include "status_rules.hpp"
#include "text/numbers.hpp"

namespace catalyse::tracker {
namespace {

using core::Result;

constexpr std::string_view kKind = "programme.review", kJob = "reviews";
constexpr auto kHour = std::chrono::hours(5);  // before the digests
constexpr auto kAhead = std::chrono::days(14);

struct Reminder {
  const web::Message* sentence = nullptr;
  std::string key;
  std::vector<std::pair<std::string, std::string>> parameters;
};

// What stands to be said of a programme on that day.
std::vector<Reminder> reminders(const Programme& programme, Day today) {
  std::vector<Reminder> all;
  for (const auto& point : review_calendar(programme, today)) {
    const auto left = point.measures.size() - evaluated(programme, point, today).size();
    const bool past = point.due < today;
    if (past ? point.state == ReviewState::held && left == 0
             : point.state == ReviewState::held ||
                   std::chrono::sys_days(point.due) - std::chrono::sys_days(today) > kAhead)
      continue;
    all.push_back({past ? &msg::notice_late : &msg::notice_soon,
                   programme.id + ":" + std::to_string(point.months) + (past ? ":late" : ":soon"),
                   {{"programme", programme.label.fr},
                    {"months", std::to_string(point.months)},
                    {"date", text::iso_date(point.due)},
                    {"n", std::to_string(left)},
                    {"all", std::to_string(point.measures.size())}}});
  }
  return all;
}

Result<void> order_next(const Context& context) {
  const auto now = context.clock->now();
  auto day = std::chrono::floor<std::chrono::days>(now);
  if (now - day >= kHour) day += std::chrono::days(1);
  return context.database->write([&](db::Transaction& tx) -> Result<void> {
    jobs::add(tx, {std::string(kJob), std::string(kJob) + ":" + text::iso_date(Day(day)), {}}, day + kHour);
    return {};
  });
}

Result<void> remind(const Context& context, const Pilots& pilots) {
  if (auto ordered = order_next(context); !ordered) return ordered;
  const auto state = context.programmes->current();
  if (!state) return std::unexpected(state.error());
  const auto now = context.clock->now();
  const Day today(std::chrono::floor<std::chrono::days>(now));
  for (std::size_t p = 0; p < (*state)->programmes.size(); ++p) {
    const auto& programme = (*state)->programmes[p].programme;
    const auto all = reminders(programme, today);
    if (all.empty()) continue;
    const auto people = pilots(programme.id);
    const auto path = p == 0 ? std::string("/mesures") : "/mesures/programmes/" + programme.id;
    auto told = context.database->write([&](db::Transaction& tx) -> Result<void> {
      for (const auto& person : people)
        for (const auto& one : all)
          notices::tell(
              tx,
              {person, std::string(kKind), "review:" + one.key + ":" + person, one.sentence->key, one.parameters, path},
              now);
      return {};
    });
    if (!told) return told;
  }
  return {};
}

}  // namespace

std::vector<notices::Kind> notice_kinds() { return {{kKind, &msg::notice_kind, notices::Rhythm::daily}}; }

void add_handlers(std::map<std::string, jobs::Handler, std::less<>>& handlers, const Context& context, Pilots pilots) {
  handlers[std::string(kJob)] = [context, pilots = std::move(pilots)](const jobs::Job&) {
    return remind(context, pilots);
  };
}

Result<void> start(const Context& context) { return order_next(context); }

}  // namespace catalyse::tracker
