// A case as it is read: the content of its published version, taken apart. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "editorial/content.hpp"
#include "editorial/exchange.hpp"
#include "transfer_rules.hpp"

namespace catalyse::cases {

struct Partner {
  std::string name, profile, role;  // profile: a term of List::profile, or empty
};
struct Outcome {
  std::string axis, figure, evidence;  // axis: a term of List::axis
};
struct KeyDate {
  std::string when, what;  // when: a year, a month or a day, as ISO 8601
};
struct Source {
  std::string title, address;  // address empty for what is not on the web
};

struct Sheet {
  std::string id, slug;
  std::int64_t version = 0;
  core::Instant published;
  bool imported = false;
  editorial::Content content;
  std::string title, summary;
  std::vector<std::string> places;  // codes
  std::vector<Partner> partners;
  std::vector<Outcome> outcomes;
  std::vector<Condition> conditions;
  std::vector<KeyDate> dates;
  std::vector<Source> sources;
  std::optional<std::chrono::year_month_day> checked;

  [[nodiscard]] std::string address() const { return "/cas/" + id + "-" + slug; }
  // The only value of a field, or the first; empty when there is none.
  [[nodiscard]] std::string_view value(std::string_view field) const;
  [[nodiscard]] const std::vector<std::string>& values(std::string_view field) const;
};

[[nodiscard]] Sheet make_sheet(std::string id, std::int64_t version, core::Instant published,
                               editorial::Content content);

// 2020-07-02; nothing for what is not a day of the calendar.
[[nodiscard]] std::optional<std::chrono::year_month_day> read_day(std::string_view iso);

using editorial::parts;

// How old the last check is: quality of a case ages (conventions: under a year, under two, older). `unknown` when it
// was never checked.
enum class Freshness : std::uint8_t { fresh, ageing, old, unknown };
[[nodiscard]] Freshness freshness(const Sheet& sheet, std::chrono::year_month_day today);

// Fields that a complete sheet fills, and those this one does.
struct Completeness {
  std::size_t filled = 0, all = 0;
  std::vector<std::string_view> missing;
};
[[nodiscard]] Completeness completeness(const Sheet& sheet);

}  // namespace catalyse::cases
