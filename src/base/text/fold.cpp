#include "fold.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <stdexcept>

namespace catalyse::text {

namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

// Gathers characters into words with one space between them.
class Words {
 public:
  explicit Words(std::size_t expected) { out_.reserve(expected); }
  void add(std::string_view letters) {
    if (pending_ && !out_.empty()) out_ += ' ';
    pending_ = false;
    out_ += letters;
  }
  void add(char letter) { add(std::string_view(&letter, 1)); }
  void separate() { pending_ = true; }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  bool pending_ = false;
};

std::string fold_ascii(std::string_view text) {
  Words words(text.size());
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      words.add(c);
    } else if (c >= 'A' && c <= 'Z') {
      words.add(static_cast<char>(c - 'A' + 'a'));
    } else {
      words.separate();
    }
  }
  return words.take();
}

const icu::Normalizer2& case_folding() {
  UErrorCode status = U_ZERO_ERROR;
  const auto* form = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU: no NFKC_Casefold data");
  return *form;
}

const icu::Normalizer2& decomposition() {
  UErrorCode status = U_ZERO_ERROR;
  const auto* form = icu::Normalizer2::getNFKDInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU: no NFKD data");
  return *form;
}

icu::UnicodeString normalized(const icu::Normalizer2& form, const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString out = form.normalize(text, status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU: normalisation failed");
  return out;
}

// Latin letters that Unicode does not decompose into a base letter and a mark.
std::string_view base_letters(UChar32 character) {
  switch (character) {
    case 0x0153:
      return "oe";
    case 0x00E6:
      return "ae";
    case 0x00F8:
      return "o";
    case 0x0142:
      return "l";
    case 0x0111:
      return "d";
    case 0x0131:
      return "i";
    default:
      return {};
  }
}

void add_character(Words& words, UChar32 character) {
  if (const auto letters = base_letters(character); !letters.empty()) return words.add(letters);
  const auto category = U_GET_GC_MASK(character);
  if ((category & U_GC_M_MASK) != 0) return;  // accents, and the signs that ride on other scripts' letters
  if ((category & (U_GC_L_MASK | U_GC_N_MASK)) == 0) return words.separate();
  std::string utf8;
  icu::UnicodeString(character).toUTF8String(utf8);
  words.add(utf8);
}

}  // namespace

std::string fold(std::string_view text) {
  if (is_ascii(text)) return fold_ascii(text);
  // ICU's lengths are 32-bit; nobody reads a longer text as a name, so what is beyond is left out.
  const auto piece = text.substr(0, 1U << 24U);
  const auto utf16 =
      icu::UnicodeString::fromUTF8(icu::StringPiece(piece.data(), static_cast<std::int32_t>(piece.size())));
  const auto folded = normalized(decomposition(), normalized(case_folding(), utf16));
  Words words(text.size());
  for (std::int32_t at = 0; at < folded.length(); at = folded.moveIndex32(at, 1))
    add_character(words, folded.char32At(at));
  return words.take();
}

std::vector<std::string_view> words(std::string_view folded) {
  std::vector<std::string_view> all;
  for (std::size_t at = 0; at < folded.size();) {
    const auto end = std::min(folded.find(' ', at), folded.size());
    if (end > at) all.push_back(folded.substr(at, end - at));
    at = end + 1;
  }
  return all;
}

std::string slug(std::string_view text) {
  std::string out;
  for (const char c : fold(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    } else if (c == ' ' && !out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  if (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

}  // namespace catalyse::text
