#include "french.hpp"

#include <libstemmer.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "fold.hpp"

namespace catalyse::text {

namespace {

// Words that lose their last vowel before another word; « aujourd » and « prud » are not among them.
constexpr std::array<std::string_view, 14> kElided{"l", "d",  "j",     "n",      "s",      "t",      "m",
                                                   "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu"};
// Before an apostrophe that is part of the word.
constexpr std::array<std::string_view, 3> kJoined{"aujourd", "prud", "entr"};

constexpr bool is_apostrophe(UChar32 c) {
  return c == '\'' || c == 0x2019 || c == 0x02BC || c == 0x201B || c == 0x2032;
}

// What one character of the text is worth in a folded word.
struct Letters {
  std::array<char, 13> bytes{};
  std::uint8_t size = 0;
  bool separates = false;

  void set(std::string_view text) {
    for (const char c : text.substr(0, bytes.size())) bytes[size++] = c;
  }
  [[nodiscard]] std::string_view view() const { return {bytes.data(), size}; }
};

// `fold` one character; those that vanish (accents, soft hyphens) neither add nor separate.
Letters fold_character(UChar32 character) {
  Letters out;
  std::string utf8;
  icu::UnicodeString(character).toUTF8String(utf8);
  const auto folded = fold(utf8);
  if (const auto space = folded.find(' '); space != std::string::npos) {
    out.set(folded.substr(0, space));  // « ½ » is 1 and 2: rare enough
  } else if (!folded.empty()) {
    out.set(folded);
  } else {
    const auto category = U_GET_GC_MASK(character);
    const bool vanishes =
        (category & U_GC_M_MASK) != 0 || u_hasBinaryProperty(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
    out.separates = !vanishes;
  }
  return out;
}

constexpr UChar32 kTabled = 0x250;  // Latin, its supplement and extensions

const std::array<Letters, kTabled>& table() {
  static const auto made = [] {
    std::array<Letters, kTabled> all{};
    for (UChar32 c = 0; c < kTabled; ++c) all[static_cast<std::size_t>(c)] = fold_character(c);
    return all;
  }();
  return made;
}

class Splitter {
 public:
  Splitter(std::string_view text, const std::function<void(const TextWord&)>& give) : text_(text), give_(give) {}

  void run() {
    const auto& letters_of = table();
    const auto size = static_cast<std::int64_t>(text_.size());
    for (std::int64_t at = 0; at < size;) {
      const auto start = at;
      const auto c = next(at);
      if (c >= 0 && c < kTabled && !is_apostrophe(c) && c != '.') {
        take(letters_of[static_cast<std::size_t>(c)], start, at);
      } else if (is_apostrophe(c)) {
        apostrophe(at);
      } else if (c == '.') {
        if (!(dotted() && one_letter_follows(at))) end();
      } else if (c < 0) {
        end();
      } else {
        take(fold_character(c), start, at);
      }
    }
    end();
  }

 private:
  // The character at `at`, which moves past it; negative when ill-formed.
  UChar32 next(std::int64_t& at) const {
    UChar32 c = 0;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text_.data());  // NOLINT: ICU counts in unsigned bytes
    const auto size = static_cast<std::int64_t>(text_.size());
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
    U8_NEXT(bytes, at, size, c);
#pragma GCC diagnostic pop
    return c;
  }
  void take(const Letters& letters, std::int64_t start, std::int64_t past) {
    if (letters.separates) return end();
    if (letters.size == 0) return;
    if (size_ == 0) first_ = static_cast<std::size_t>(start);
    last_ = static_cast<std::size_t>(past);
    ++characters_;
    if (size_ + letters.size > word_.size()) {
      full_ = true;
      return;
    }
    if (full_) return;
    for (const char c : letters.view()) word_[size_++] = c;
  }
  void apostrophe(std::int64_t after) {
    if (!letter_at(after)) return end();
    const std::string_view so_far(word_.data(), size_);
    for (const auto elided : kElided) {
      if (so_far == elided) return forget();
    }
    if (std::ranges::find(kJoined, so_far) == kJoined.end()) end();
  }
  // Whether what was read since the last separator is a letter, or letters joined by dots.
  [[nodiscard]] bool dotted() const { return characters_ > 0 && characters_ == dots_ + 1; }
  bool one_letter_follows(std::int64_t at) {
    if (!letter_at(at)) return false;
    next(at);
    if (letter_at(at)) return false;
    ++dots_;
    return true;
  }
  [[nodiscard]] bool letter_at(std::int64_t at) const {
    if (at >= static_cast<std::int64_t>(text_.size())) return false;
    const auto c = next(at);
    return c >= 0 && (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
  }
  void end() {
    if (size_ > 0) give_({{word_.data(), size_}, first_, last_});
    forget();
  }
  void forget() {
    size_ = characters_ = dots_ = 0;
    full_ = false;
  }

  std::string_view text_;
  const std::function<void(const TextWord&)>& give_;
  std::array<char, kLongestWord> word_{};
  std::size_t size_ = 0, first_ = 0, last_ = 0, characters_ = 0, dots_ = 0;
  bool full_ = false;
};

struct StemmerDelete {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

// A stemmer keeps its last answer inside: one a thread.
sb_stemmer* stemmer() {
  thread_local const std::unique_ptr<sb_stemmer, StemmerDelete> one(sb_stemmer_new("french", "UTF_8"));
  if (!one) throw std::runtime_error("libstemmer: no French stemmer");
  return one.get();
}

}  // namespace

void each_word(std::string_view text, const std::function<void(const TextWord&)>& word) { Splitter(text, word).run(); }

std::string stem_french(std::string_view folded) {
  if (!std::ranges::all_of(folded, [](char c) { return c >= 'a' && c <= 'z'; })) return std::string(folded);
  auto* const one = stemmer();
  const auto* bytes = reinterpret_cast<const sb_symbol*>(folded.data());  // NOLINT: the library's own letters
  const auto* stem = sb_stemmer_stem(one, bytes, static_cast<int>(folded.size()));
  if (stem == nullptr) throw std::bad_alloc();
  const auto size = static_cast<std::size_t>(sb_stemmer_length(one));
  // A stem of nothing would match nothing.
  return size == 0 ? std::string(folded) : std::string(reinterpret_cast<const char*>(stem), size);  // NOLINT: the same
}

}  // namespace catalyse::text
