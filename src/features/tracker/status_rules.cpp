#include "status_rules.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace catalyse::tracker {
namespace {

constexpr std::size_t kEvidenceBytes = 2000;

// The letters before a colon that no space follows: the scheme of an address, or nothing. « Rapport : page 3 » has
// none.
std::string_view scheme_of(std::string_view text) {
  const auto end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
  const bool scheme =
      end != std::string_view::npos && end > 0 && text[end] == ':' && !text.substr(end).starts_with(": ");
  return scheme ? text.substr(0, end) : std::string_view();
}

bool needs_explanation(Status status) { return status == Status::delayed || status == Status::questioned; }

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\n") == std::string_view::npos; }

}  // namespace

unsigned Tally::total() const { return std::accumulate(counts.begin(), counts.end(), unknown); }

std::size_t changes_until(std::span<const Change> changes, Day day) {
  const auto after = std::ranges::upper_bound(changes, day, {}, &Change::day);
  return static_cast<std::size_t>(after - changes.begin());
}

std::vector<std::optional<std::size_t>> standing(std::span<const Change> changes, std::size_t measures, Day day) {
  std::vector<std::optional<std::size_t>> last(measures);
  std::size_t unknown = measures;
  for (std::size_t i = changes_until(changes, day); i-- > 0 && unknown > 0;) {
    auto& place = last[changes[i].measure - 1];
    if (place) continue;
    place = i;
    --unknown;
  }
  return last;
}

Tally tally(std::span<const Change> changes, std::size_t measures, Day day) {
  Tally counted;
  for (const auto& place : standing(changes, measures, day)) {
    if (place)
      ++counted.counts[static_cast<std::size_t>(changes[*place].status)];
    else
      ++counted.unknown;
  }
  return counted;
}

std::vector<TallyPoint> course(std::span<const Change> changes, std::size_t measures) {
  std::vector<TallyPoint> points;
  std::vector<std::optional<Status>> last(measures);
  Tally now;
  now.unknown = static_cast<unsigned>(measures);
  for (const auto& change : changes) {
    auto& before = last[change.measure - 1];
    --(before ? now.counts[static_cast<std::size_t>(*before)] : now.unknown);
    ++now.counts[static_cast<std::size_t>(change.status)];
    before = change.status;
    if (points.empty() || points.back().day != change.day) points.push_back({change.day, {}});
    points.back().tally = now;
  }
  return points;
}

std::vector<ChangeFault> faults(const Change& change, const Ground& ground) {
  std::vector<ChangeFault> found;
  if (change.measure < 1 || change.measure > ground.measures) found.push_back(ChangeFault::unknown_measure);
  if (change.day > ground.today) found.push_back(ChangeFault::future);
  if (ground.latest && change.day < *ground.latest) found.push_back(ChangeFault::back_dated);
  if (change.months != 0 && std::ranges::find(ground.horizons, change.months) == ground.horizons.end())
    found.push_back(ChangeFault::horizon);
  if ((change.months != 0 || needs_explanation(change.status)) && is_blank(change.explanation))
    found.push_back(ChangeFault::unexplained);
  if (is_blank(change.author)) found.push_back(ChangeFault::anonymous);
  if (!is_evidence(change.evidence)) found.push_back(ChangeFault::evidence);
  return found;
}

std::string_view column_of(ChangeFault fault) {
  switch (fault) {
    case ChangeFault::unknown_measure:
      return "number";
    case ChangeFault::future:
    case ChangeFault::back_dated:
      return "date";
    case ChangeFault::horizon:
      return "months";
    case ChangeFault::unexplained:
      return "explanation";
    case ChangeFault::anonymous:
      return "author";
    case ChangeFault::evidence:
      return "evidence";
  }
  return "";
}

std::string_view reason_of(ChangeFault fault) {
  switch (fault) {
    case ChangeFault::unknown_measure:
      return "the programme has no measure of this number";
    case ChangeFault::future:
      return "lies in the future";
    case ChangeFault::back_dated:
      return "back-dated: earlier than the last entry of the history";
    case ChangeFault::horizon:
      return "the measure has no such horizon to evaluate";
    case ChangeFault::unexplained:
      return "this status, or this evaluation, needs an explanation";
    case ChangeFault::anonymous:
      return "nobody signs this status";
    case ChangeFault::evidence:
      return "neither an http or https address nor plain words";
  }
  return "";
}

bool is_link(std::string_view evidence) { return evidence.starts_with("https://") || evidence.starts_with("http://"); }

bool is_evidence(std::string_view text) {
  if (text.size() > kEvidenceBytes) return false;
  if (std::ranges::any_of(text, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; })) return false;
  if (!is_link(text)) return scheme_of(text).empty() && !text.starts_with("//") && !text.starts_with("\\");
  if (text.find_first_of(" \\<>\"'`") != std::string_view::npos) return false;
  auto host = text.substr(text.find("//") + 2);
  host = host.substr(0, host.find_first_of("/?#"));
  return !host.empty() && host.find('@') == std::string_view::npos;
}

bool is_target(std::string_view address) {
  if (is_link(address)) return is_evidence(address);
  return address.size() > 1 && address.size() <= 500 && address.starts_with('/') && address[1] != '/' &&
         address.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_/?=&.:+#") == std::string_view::npos;
}

Day months_after(Day day, unsigned months) {
  const auto moved = day + std::chrono::months(months);
  return moved.ok() ? moved : Day(moved.year() / moved.month() / std::chrono::last);
}

std::vector<ReviewPoint> review_calendar(const Programme& programme, Day today) {
  std::set<unsigned> horizons;
  for (const auto& group : programme.groups) horizons.insert(group.months.begin(), group.months.end());
  std::vector<ReviewPoint> calendar;
  for (const unsigned months : horizons) {
    ReviewPoint point{months, months_after(programme.start, months), ReviewState::due, {}, {}};
    for (std::size_t i = 0; i < programme.objectives.size(); ++i) {
      if (std::ranges::any_of(programme.objectives[i].groups, [&](std::size_t group) {
            return std::ranges::find(programme.groups[group].months, months) != programme.groups[group].months.end();
          }))
        point.measures.push_back(static_cast<unsigned>(i + 1));
    }
    for (std::size_t i = 0; i < programme.reviews.size() && !point.held; ++i) {
      if (programme.reviews[i].months == months && programme.reviews[i].day <= today) point.held = i;
    }
    point.state = point.held ? ReviewState::held : point.due < today ? ReviewState::late : ReviewState::due;
    calendar.push_back(std::move(point));
  }
  return calendar;
}

std::vector<unsigned> horizons(const Programme& programme, unsigned measure) {
  std::set<unsigned> all;
  for (const auto group : programme.objectives[measure - 1].groups)
    all.insert(programme.groups[group].months.begin(), programme.groups[group].months.end());
  return {all.begin(), all.end()};
}

std::vector<Evaluation> evaluations(const Programme& programme, unsigned measure, Day today) {
  std::vector<Evaluation> all;
  const auto known = changes_until(programme.changes, today);
  for (const auto months : horizons(programme, measure)) {
    Evaluation one{months, months_after(programme.start, months), ReviewState::due, {}};
    for (std::size_t i = known; i-- > 0 && !one.entry;)
      if (programme.changes[i].measure == measure && programme.changes[i].months == months) one.entry = i;
    one.state = one.entry ? ReviewState::held : one.due < today ? ReviewState::late : ReviewState::due;
    all.push_back(one);
  }
  return all;
}

std::vector<unsigned> evaluated(const Programme& programme, const ReviewPoint& point, Day today) {
  std::set<unsigned> all;
  const auto known = std::span(programme.changes).first(changes_until(programme.changes, today));
  for (const auto& change : known)
    if (change.months == point.months) all.insert(change.measure);
  return {all.begin(), all.end()};
}

}  // namespace catalyse::tracker
