#include "snippet_rules.hpp"

#include <algorithm>

#include "text/french.hpp"
#include "text/utf8.hpp"

namespace catalyse::search {

namespace {

constexpr std::size_t kRead = 20'000;
constexpr std::size_t kBefore = 60;  // bytes shown before the first marked word

struct Match {
  std::size_t first = 0, last = 0;
  std::size_t which = 0;  // of the wanted words
};

std::vector<Match> matches(std::string_view text, const Wanted& wanted) {
  std::vector<Match> all;
  if (wanted.stems.empty() && wanted.prefixes.empty()) return all;
  text::each_word(text, [&](const text::TextWord& word) {
    for (std::size_t i = 0; i < wanted.prefixes.size(); ++i) {
      if (word.folded.starts_with(wanted.prefixes[i])) {
        all.push_back({word.first, word.last, wanted.stems.size() + i});
        return;
      }
    }
    if (wanted.stems.empty()) return;
    const auto stem = text::stem_french(word.folded);
    const auto found = std::ranges::lower_bound(wanted.stems, stem);
    if (found != wanted.stems.end() && *found == stem)
      all.push_back({word.first, word.last, static_cast<std::size_t>(found - wanted.stems.begin())});
  });
  return all;
}

// Cuts [first, last) of the text into pieces. Neighbouring marks stay apart: each is a word.
Marked pieces(std::string_view text, std::size_t first, std::size_t last, const std::vector<Match>& marks) {
  Marked out;
  const auto add = [&](std::size_t from, std::size_t to, bool mark) {
    if (from < to) out.push_back({std::string(text.substr(from, to - from)), mark});
  };
  auto at = first;
  for (const auto& mark : marks) {
    if (mark.first < at || mark.last > last) continue;
    add(at, mark.first, false);
    add(mark.first, mark.last, true);
    at = mark.last;
  }
  add(at, last, false);
  return out;
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// Where the best window begins: the match from which most different words, then most words, are in reach.
std::size_t best_start(const std::vector<Match>& all) {
  std::size_t best = 0, best_score = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::vector<std::size_t> seen;
    std::size_t n = 0;
    for (auto j = i; j < all.size() && all[j].last - all[i].first <= kSnippetBytes - kBefore && n < 40; ++j, ++n) {
      if (std::ranges::find(seen, all[j].which) == seen.end()) seen.push_back(all[j].which);
    }
    const auto score = seen.size() * 100 + n;
    if (score > best_score) {
      best = i;
      best_score = score;
    }
  }
  return all.empty() ? 0 : all[best].first;
}

}  // namespace

Marked marked(std::string_view text, const Wanted& wanted) {
  const auto read = text::cut_utf8(text, kRead);
  return pieces(read, 0, read.size(), matches(read, wanted));
}

Marked snippet(std::string_view text, const Wanted& wanted) {
  const auto read = text::cut_utf8(text, kRead);
  const auto all = matches(read, wanted);
  auto first = best_start(all);
  first = first <= kBefore ? 0 : first - kBefore;
  if (read.size() <= kSnippetBytes) first = 0;
  if (first > 0) {
    const auto limit = std::min(first + kBefore, read.size());
    auto at = first;
    while (at < limit && !is_space(read[at])) ++at;
    // A text without spaces is cut between characters.
    first = at < limit ? at + 1 : text::cut_utf8(read, first).size();
  }
  auto last = std::min(first + kSnippetBytes, read.size());
  if (last < read.size()) {
    auto at = last;
    while (at > first + kSnippetBytes / 2 && !is_space(read[at])) --at;
    last = is_space(read[at]) ? at : text::cut_utf8(read, last).size();
  }
  auto out = pieces(read, first, last, all);
  if (first > 0) out.insert(out.begin(), Piece{"… ", false});
  if (last < text.size()) out.push_back({" …", false});
  return out;
}

}  // namespace catalyse::search
