#include "phrases.hpp"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "fold.hpp"
#include "utf8.hpp"

namespace catalyse::text {

namespace {

// Beginnings (of the folded first word) before which French does not elide: aspirated h, and the few vowels said apart.
constexpr std::array<std::string_view, 18> kNotElided{"hach",   "haie",   "hall",  "halt",  "hameau", "hand",
                                                      "hangar", "harcel", "hau",   "havre", "haine",  "hierarch",
                                                      "hors",   "hott",   "houil", "huit",  "hutt",   "onz"};

constexpr std::string_view kApostrophe = "\u2019";

}  // namespace

bool elides(std::string_view word) {
  const auto folded = fold(cut_utf8(word, 64));
  if (folded.empty()) return false;
  if (std::ranges::any_of(kNotElided, [&](std::string_view start) { return folded.starts_with(start); })) return false;
  if (folded == "oui" || folded.starts_with("oui ")) return false;
  const char first = folded.front();
  if (first == 'y') return folded.size() > 1 && std::string_view("aeiouy").find(folded[1]) == std::string_view::npos;
  return std::string_view("aeiouh").find(first) != std::string_view::npos;
}

std::string with_de(std::string_view word) {
  return (elides(word) ? "d" + std::string(kApostrophe) : std::string("de ")) + std::string(word);
}

std::string with_que(std::string_view word) {
  return (elides(word) ? "qu" + std::string(kApostrophe) : std::string("que ")) + std::string(word);
}

std::string list(std::span<const std::string> items, core::Language language) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 < items.size() ? ", " : language == core::Language::fr ? " et " : " and ";
    out += items[i];
  }
  return out;
}

std::string capitalised(std::string_view text) {
  if (text.empty()) return {};
  if (static_cast<unsigned char>(text[0]) < 0x80) {  // most often
    std::string out(text);
    if (out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
    return out;
  }
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) ++length;
  const auto first = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(length)))
                         .toUpper(icu::Locale::getFrench());
  std::string out;
  first.toUTF8String(out);
  out += text.substr(length);
  return out;
}

}  // namespace catalyse::text
