// A sorted array of words, searched by prefix and with one edit, without any further index.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

namespace catalyse::territories {

struct TermRange {
  std::uint32_t first = 0, last = 0;  // one past the end
  [[nodiscard]] bool empty() const { return first >= last; }
};

inline constexpr std::size_t kHead = 8;

// The first eight bytes of a term as a number that sorts as the term does.
[[nodiscard]] inline std::uint64_t head_of(std::string_view term) {
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < kHead; ++i) {
    head = head << 8U | (i < term.size() ? static_cast<unsigned char>(term[i]) : 0U);
  }
  return head;
}

// Terms in the order of their bytes, equal ones next to each other, none holding a NUL. `text(i)` gives the i-th;
// `heads` their heads, most of a search being done on them, or nothing.
template <class TextOf>
struct Terms {
  TextOf text;
  std::span<const std::uint64_t> heads;

  // Of `range`, whose terms agree on their first `depth` bytes, those that go on with `tail`.
  [[nodiscard]] TermRange narrow(TermRange range, std::size_t depth, std::string_view tail) const {
    if (tail.empty() || range.empty()) return range;
    if (heads.empty() || depth >= kHead) return narrow_by_text(range, depth, tail);
    const auto bits = [](std::size_t bytes) { return bytes * 8; };
    const auto begun = depth == 0 ? 0 : heads[range.first] >> bits(kHead - depth) << bits(kHead - depth);
    const auto low = begun | head_of(tail) >> bits(depth);
    const auto known = std::min(depth + tail.size(), kHead);
    const auto high = known == kHead ? low : low | ~std::uint64_t{0} >> bits(known);
    const auto at = [&](std::uint32_t i) { return heads.begin() + i; };
    const auto first = std::lower_bound(at(range.first), at(range.last), low);
    const auto last = std::upper_bound(first, at(range.last), high);
    const TermRange found{static_cast<std::uint32_t>(first - heads.begin()),
                          static_cast<std::uint32_t>(last - heads.begin())};
    return known - depth == tail.size() ? found : narrow_by_text(found, kHead, tail.substr(kHead - depth));
  }

 private:
  [[nodiscard]] TermRange narrow_by_text(TermRange range, std::size_t depth, std::string_view tail) const {
    const auto rest = [&](std::uint32_t i) { return text(i).substr(depth, tail.size()); };
    const auto bound = [&](std::uint32_t low, std::uint32_t high, auto before) {
      while (low < high) {
        const auto middle = low + (high - low) / 2;
        if (before(rest(middle))) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    };
    const auto first = bound(range.first, range.last, [&](std::string_view term) { return term < tail; });
    if (first == range.last || rest(first) != tail) return {first, first};
    return {first, bound(first + 1, range.last, [&](std::string_view term) { return term <= tail; })};
  }
};

// Calls `found(range, whole)` for ranges of terms at one insertion, deletion, replacement or swap of neighbours from
// `word`: the term as a whole, or its beginning. Edits of the last letter count for whole terms only: while one types,
// it may be the right letter of a longer word. A range may come twice; terms that begin with `word` itself may come
// too.
template <class TextOf, class Found>
void near(const Terms<TextOf>& terms, TermRange all, std::string_view word, const Found& found) {
  // Of terms that agree on their first `length` bytes, those without more come first.
  const auto report = [&](TermRange range, std::size_t length, bool beginnings) {
    auto whole = range.first;
    while (whole < range.last && terms.text(whole).size() == length) ++whole;
    if (whole > range.first) found(TermRange{range.first, whole}, true);
    if (beginnings && whole < range.last) found(TermRange{whole, range.last}, false);
  };
  TermRange range = all;  // the terms that begin with word[0, i)
  for (std::size_t i = 0; i <= word.size() && !range.empty(); ++i) {
    const bool inside = i + 1 < word.size();
    const auto here = word.substr(i), after = here.substr(std::min<std::size_t>(1, here.size()));
    if (!here.empty()) report(terms.narrow(range, i, after), word.size() - 1, inside);
    if (inside && here[0] != after[0]) {
      const char swapped[2] = {after[0], here[0]};
      const auto start = terms.narrow(range, i, {swapped, 2});
      report(terms.narrow(start, i + 2, after.substr(1)), word.size(), true);
    }
    auto at = range.first;
    while (at < range.last && terms.text(at).size() == i) ++at;  // terms that end here
    while (at < range.last) {
      const char next = terms.text(at)[i];
      const auto child = terms.narrow({at, range.last}, i, {&next, 1});
      report(terms.narrow(child, i + 1, here), word.size() + 1, !here.empty());
      if (!here.empty() && next != here[0]) report(terms.narrow(child, i + 1, after), word.size(), inside);
      at = child.last;
    }
    range = terms.narrow(range, i, here.substr(0, 1));
  }
}

}  // namespace catalyse::territories
