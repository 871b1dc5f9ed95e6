#include "title_rules.hpp"

#include <algorithm>
#include <vector>

#include "search/search.hpp"
#include "text/french.hpp"

namespace catalyse::search {

std::int64_t title_key(std::span<const std::string> stems) {
  if (stems.empty()) return 0;
  std::uint64_t key = 0xcbf29ce484222325U;
  const auto add = [&](char c) { key = (key ^ static_cast<unsigned char>(c)) * 0x100000001b3U; };
  for (const auto& stem : stems) {
    for (const char c : stem) add(c);
    add(' ');
  }
  return key == 0 ? 1 : static_cast<std::int64_t>(key);
}

std::int64_t title_key(std::string_view title) {
  std::vector<std::string> telling, empty;
  text::each_word(title, [&](const text::TextWord& word) {
    auto& into = text::is_empty_word(word.folded, core::Language::fr) ? empty : telling;
    if (into.size() > kMostWords) return;
    auto stem = text::stem_french(word.folded);
    if (std::ranges::find(into, stem) == into.end()) into.push_back(std::move(stem));
  });
  const auto& words = telling.empty() ? empty : telling;
  return words.size() > kMostWords ? 0 : title_key(std::span(words));
}

}  // namespace catalyse::search
