#include "spelling.hpp"

#include <array>

#include "text/fold.hpp"

namespace catalyse::territories {

namespace {

bool all_digits(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_ordinal_suffix(std::string_view word) {
  static constexpr std::array<std::string_view, 7> kSuffixes{"e", "er", "ere", "re", "eme", "ieme", "nd"};
  return std::ranges::find(kSuffixes, word) != kSuffixes.end();
}

// "12e", "1er", "3eme" → their number; anything else as it is.
std::string_view without_ordinal(std::string_view word) {
  const auto digits = std::min(word.find_first_not_of("0123456789"), word.size());
  return digits > 0 && is_ordinal_suffix(word.substr(digits)) ? word.substr(0, digits) : word;
}

}  // namespace

std::string_view written_out(std::string_view word) {
  if (word == "st" || word == "sts") return word == "st" ? "saint" : "saints";
  if (word == "ste" || word == "stes") return word == "ste" ? "sainte" : "saintes";
  return word;
}

std::vector<std::string> spelt_words(std::string_view name) {
  const auto folded = text::fold(name);
  std::vector<std::string> out;
  for (const auto word : text::words(folded)) {
    if (!out.empty() && all_digits(out.back()) && is_ordinal_suffix(word)) continue;
    out.emplace_back(written_out(without_ordinal(word)));
  }
  return out;
}

bool is_article(std::string_view word) { return word == "le" || word == "la" || word == "les" || word == "l"; }

bool is_small_word(std::string_view word) {
  static constexpr std::array<std::string_view, 17> kSmall{"le", "la",  "les", "l",  "de",  "du",   "des", "d",   "a",
                                                           "au", "aux", "en",  "et", "sur", "sous", "lez", "pres"};
  return std::ranges::find(kSmall, word) != kSmall.end();
}

std::string compact(std::span<const std::string> words) {
  std::string out;
  for (const auto& word : words) out += word;
  return out;
}

}  // namespace catalyse::territories
