// A sorted array of words, searched by prefix and with one edit, without any further index. `TextOf` is a callable that
// gives the i-th term; terms are in the order of their bytes, equal ones next to each other.
#pragma once

#include <cstdint>
#include <string_view>

namespace catalyse::territories {

struct TermRange {
  std::uint32_t first = 0, last = 0;  // one past the end
  [[nodiscard]] bool empty() const { return first >= last; }
};

// Of `range`, whose terms agree on their first `depth` bytes, those that go on with `tail`.
template <class TextOf>
[[nodiscard]] TermRange narrow(const TextOf& text, TermRange range, std::size_t depth, std::string_view tail) {
  if (tail.empty()) return range;
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

// Calls `found(range, length)` for every range of terms whose first `length` bytes are at one insertion, deletion,
// replacement or swap of neighbours from `word`; those of exactly `length` bytes match as a whole. A range may come
// twice. Terms that begin with `word` itself may come too.
template <class TextOf, class Found>
void near(const TextOf& text, TermRange all, std::string_view word, const Found& found) {
  const auto report = [&](TermRange range, std::size_t length) {
    if (!range.empty()) found(range, length);
  };
  TermRange range = all;  // the terms that begin with word[0, i)
  for (std::size_t i = 0; i < word.size() && !range.empty(); ++i) {
    const auto here = word.substr(i), after = word.substr(i + 1);
    report(narrow(text, range, i, after), word.size() - 1);
    if (!after.empty() && here[0] != after[0]) {
      const char swapped[2] = {after[0], here[0]};
      const auto start = narrow(text, range, i, {swapped, 2});
      report(narrow(text, start, i + 2, after.substr(1)), word.size());
    }
    auto at = range.first;
    while (at < range.last && text(at).size() == i) ++at;  // terms that end here
    while (at < range.last) {
      const char next = text(at)[i];
      const auto child = narrow(text, {at, range.last}, i, {&next, 1});
      report(narrow(text, child, i + 1, here), word.size() + 1);
      if (next != here[0]) report(narrow(text, child, i + 1, after), word.size());
      at = child.last;
    }
    range = narrow(text, range, i, here.substr(0, 1));
  }
  // A letter missing at the end: the terms of one more letter.
  if (!range.empty()) report(range, word.size() + 1);
}

}  // namespace catalyse::territories
