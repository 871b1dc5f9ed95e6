// Lines that are one project. Two rules, both on the whole text of a title of at least two words:
// - the same line: same beneficiary, title, programme, year and amount, in one file or in two. All but the first are
//   duplicates: shown, said, and counted in no total;
// - the same project again: same beneficiary and title, anything else differing (another year, another programme,
// another
//   part). Linked to each other, each counted: several grants to one project add up.
// The beneficiary is its SIREN, or its folded name with the département where there is none.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace catalyse::projects {

struct Line {
  std::string beneficiary;  // see above; empty: cannot be told, never a duplicate
  std::string title;        // folded
  std::string programme;
  std::int64_t year = 0, amount = 0;
};

struct Kinship {
  std::vector<std::uint32_t> next;  // the next line of the same project, in a ring; its own number when it is alone
  std::vector<bool> duplicate;
};

// Lines in the order in which the first of equal ones is kept. O(n log n).
[[nodiscard]] Kinship find_kin(std::span<const Line> lines);

}  // namespace catalyse::projects
