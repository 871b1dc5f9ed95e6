#include "duplicate_rules.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace catalyse::projects {
namespace {

bool tells(const Line& line) { return !line.beneficiary.empty() && line.title.find(' ') != std::string::npos; }

auto same_project(const Line& line) { return std::tie(line.beneficiary, line.title); }
auto same_line(const Line& line) {
  return std::tie(line.beneficiary, line.title, line.programme, line.year, line.amount);
}

}  // namespace

Kinship find_kin(std::span<const Line> lines) {
  Kinship kin{std::vector<std::uint32_t>(lines.size()), std::vector<bool>(lines.size())};
  std::iota(kin.next.begin(), kin.next.end(), 0U);
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < lines.size(); ++i) {
    if (tells(lines[i])) order.push_back(i);
  }
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    return std::tuple(same_line(lines[a]), a) < std::tuple(same_line(lines[b]), b);
  });
  for (std::size_t first = 0; first < order.size();) {
    auto last = first + 1;
    while (last < order.size() && same_project(lines[order[first]]) == same_project(lines[order[last]])) ++last;
    for (auto i = first; i < last; ++i) {
      kin.next[order[i]] = order[i + 1 < last ? i + 1 : first];
      if (i > first) kin.duplicate[order[i]] = same_line(lines[order[i - 1]]) == same_line(lines[order[i]]);
    }
    first = last;
  }
  return kin;
}

}  // namespace catalyse::projects
