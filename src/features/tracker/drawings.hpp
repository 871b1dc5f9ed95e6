// Tallies as SVG without script: positions are parts of the width, so that texts keep their size from 320 px to paper.
#pragma once

#include <string>
#include <vector>

#include "status_rules.hpp"

namespace catalyse::tracker {

// One tally as a bar cut in the levels of the scale, the unknown last; the sentence says the same.
[[nodiscard]] std::string tally_bar(const Tally& tally, std::string_view sentence);

// The tally over time: what was computed as areas, each tally that was quoted as a bar of its own, outlined and named,
// so that the two are never taken for one another.
struct CourseQuote {
  Day day;
  std::array<unsigned, kStatuses> counts{};
  std::string label;  // « publié »
};
struct Course {
  std::string sentence;
  Day from, until;  // from < until
  std::string from_text, until_text;
  unsigned measures = 0;
  std::vector<TallyPoint> points;
  std::vector<CourseQuote> quotes;
};
[[nodiscard]] std::string course_svg(const Course& course);

}  // namespace catalyse::tracker
