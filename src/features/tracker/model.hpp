// A programme as it is published: objectives in groupings, their horizons, deployment levers with dated states, what
// was quoted about it, the reviews held, and the history of the status of each measure. Values only, no I/O.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/language.hpp"

namespace catalyse::tracker {

using Day = std::chrono::year_month_day;

struct Words {
  std::string fr, en;
  // French where there is no English: another programme need not be translated.
  [[nodiscard]] const std::string& in(core::Language language) const {
    return language == core::Language::en && !en.empty() ? en : fr;
  }
};

// The published scale of progress (documents 001 and 004), in its order. A measure without any change is unknown, which
// is not a level of the scale.
enum class Status : std::uint8_t { very_satisfactory, satisfactory, delayed, questioned };
inline constexpr std::size_t kStatuses = 4;
inline constexpr std::array<std::string_view, kStatuses> kStatusCodes{"tres-satisfaisant", "satisfaisant",
                                                                      "retard-explique", "remis-en-cause"};
[[nodiscard]] constexpr std::string_view code_of(Status status) {
  return kStatusCodes[static_cast<std::size_t>(status)];
}
[[nodiscard]] std::optional<Status> status_from(std::string_view code);

// Where something is known from. `date` is a year, a month or a day: what is known of it.
struct Source {
  std::string id, date;
  Words label;
  std::string address;  // of the page, or empty
};

// Identifiers of sources, and two words: `inferred` (deduced from them) and `proposal` (this project's own).
using Origin = std::vector<std::string>;
[[nodiscard]] bool is_proposal(const Origin& origin);
[[nodiscard]] bool is_inferred(const Origin& origin);

struct Grouping {
  std::string id;
  Words label, note;
  Origin origin;
};

struct Group {
  std::string id;
  std::size_t grouping = 0;
  std::vector<unsigned> months;  // horizons, after the start of the programme, ascending
  Words label, note;
  Origin origin;
};

// Measure n of the programme stands at n − 1. One group of each grouping.
struct Objective {
  std::vector<std::size_t> groups;
  Words label, note;
  Origin origin;
};

struct LeverState {
  std::string date;
  Words text;
  Origin origin;
};

struct Lever {
  std::string id;
  Words label;
  Origin origin;
  std::vector<LeverState> states;
};

struct Output {
  std::string id, date;
  Words label;
  Origin origin;
};

// What a measure has to do with: a case, a resource, another programme…
struct MeasureLink {
  unsigned measure = 0;
  Words label;
  std::string address;  // a path of ours, or http(s)
  Origin origin;
};

// A tally that somebody else published: quoted with its source, never mixed with what is computed here.
struct Quote {
  Day day;
  std::array<unsigned, kStatuses> counts{};
  Words text;
  Origin origin;
};

// A review that was held. `months` names the horizon it answers; 0 for one outside the calendar.
struct Review {
  Day day;
  unsigned months = 0;
  Words label, text;
  std::string evidence;  // address of the minutes, or words
  Origin origin;
  std::string author{};  // who recorded it; empty for one of a file that says nobody
};

// One entry of the history. Entries are only ever added.
struct Change {
  unsigned measure = 0;  // 1 to the number of measures
  Day day;
  Status status = Status::satisfactory;
  std::string explanation, risks, next, success;
  std::string author, evidence;  // evidence: an address, or the words for a document or a figure
  unsigned months = 0;           // the horizon it evaluates; 0 for a change of status that evaluates none
};

struct Programme {
  std::string id;
  Day start;  // horizons count from here
  Words label, text;
  std::string address;  // of the programme elsewhere, or empty
  Origin origin;
  std::vector<Source> sources;
  std::vector<Grouping> groupings;
  std::vector<Group> groups;
  std::vector<Objective> objectives;
  std::vector<Lever> levers;
  std::vector<Output> outputs;
  std::vector<MeasureLink> links;
  std::vector<Quote> quotes;
  std::vector<Review> reviews;
  std::vector<Change> changes;  // by day, then as they were added
};

[[nodiscard]] std::optional<Day> parse_day(std::string_view text);  // 2020-10-17, a day that exists

}  // namespace catalyse::tracker
