#include "distance.hpp"

namespace catalyse::text {

// Rows of the usual table, of which only the band of 2 × limit + 1 cells around the diagonal is kept: band[k] is the
// distance between a[0, i) and b[0, i + k - limit).
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  limit = std::min<std::size_t>(limit, 8);
  const std::size_t too_far = limit + 1;
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > limit) return too_far;
  const std::size_t width = 2 * limit + 1;
  std::array<std::size_t, 17> before_last{}, last{}, now{};
  before_last.fill(too_far);
  for (std::size_t k = 0; k < width; ++k) last[k] = k >= limit ? k - limit : too_far;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t best = too_far;
    for (std::size_t k = 0; k < width; ++k) {
      now[k] = too_far;
      if (i + k < limit || i + k - limit > b.size()) continue;
      const std::size_t j = i + k - limit;
      if (k + 1 < width) now[k] = std::min(now[k], last[k + 1] + 1);
      if (j > 0) {
        if (k > 0) now[k] = std::min(now[k], now[k - 1] + 1);
        now[k] = std::min(now[k], last[k] + (a[i - 1] == b[j - 1] ? 0U : 1U));
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
          now[k] = std::min(now[k], before_last[k] + 1);
      }
      best = std::min(best, now[k]);
    }
    if (best > limit) return too_far;
    before_last = last;
    last = now;
  }
  return std::min(last[b.size() - a.size() + limit], too_far);
}

}  // namespace catalyse::text
