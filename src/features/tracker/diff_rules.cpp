#include <algorithm>

#include "status_rules.hpp"

namespace catalyse::tracker {
namespace {

// Comments are short; beyond this the whole text is shown as replaced rather than compared word by word.
constexpr std::size_t kWordsMost = 600;

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; (at = text.find_first_not_of(' ', at)) != std::string_view::npos;) {
    const auto end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

void add(std::vector<DiffPiece>& pieces, Piece piece, std::string_view word) {
  if (pieces.empty() || pieces.back().piece != piece)
    pieces.push_back({piece, std::string(word)});
  else
    pieces.back().text.append(" ").append(word);
}

}  // namespace

// Longest common subsequence of words (Wagner and Fischer, 1974).
std::vector<DiffPiece> diff(std::string_view before, std::string_view after) {
  const auto a = words_of(before), b = words_of(after);
  std::vector<DiffPiece> pieces;
  if (a.size() > kWordsMost || b.size() > kWordsMost) {
    if (before == after) return {{Piece::same, std::string(before)}};
    if (!before.empty()) pieces.push_back({Piece::removed, std::string(before)});
    if (!after.empty()) pieces.push_back({Piece::added, std::string(after)});
    return pieces;
  }
  const std::size_t width = b.size() + 1;
  std::vector<std::uint16_t> longest((a.size() + 1) * width);
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;)
      longest[i * width + j] = a[i] == b[j] ? static_cast<std::uint16_t>(longest[(i + 1) * width + j + 1] + 1)
                                            : std::max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
  }
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      add(pieces, Piece::same, a[i]);
      ++i, ++j;
    } else if (i < a.size() && (j == b.size() || longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
      add(pieces, Piece::removed, a[i++]);
    } else {
      add(pieces, Piece::added, b[j++]);
    }
  }
  return pieces;
}

}  // namespace catalyse::tracker
