#include "needles_rules.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "text/fold.hpp"

namespace catalyse::personal {
namespace {

constexpr std::string_view kMark = "[…]";
constexpr std::size_t kShortest = 3;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool is_alnum(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z'); }
bool is_of_address(char c) { return is_alnum(c) || std::string_view("._%+-").find(c) != std::string_view::npos; }

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c;
  }
  return out;
}

// Many texts are kept as JSON, where « \n » stands for a line break: its n belongs to no word. Same length.
std::string without_escapes(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i + 1 < out.size(); ++i) {
    if (out[i] != '\\') continue;
    out[i] = ' ';
    out[i + 1] = ' ';
    ++i;
  }
  return out;
}

struct Span {
  std::size_t begin = 0, end = 0;
};

// ---- E-mail ----
std::optional<Span> find_email(std::string_view needle, std::string_view text, std::size_t from) {
  for (auto at = text.find(needle, from); at != std::string_view::npos; at = text.find(needle, at + 1)) {
    const auto end = at + needle.size();
    const bool begins = at == 0 || !is_of_address(text[at - 1]);
    const bool goes_on = end < text.size() && (is_alnum(text[end]) || text[end] == '-' ||
                                               (text[end] == '.' && end + 1 < text.size() && is_alnum(text[end + 1])));
    if (begins && !goes_on) return Span{at, end};
  }
  return std::nullopt;
}

// ---- Name ----
// A word of a text: what is neither letter nor digit separates; bytes beyond ASCII are taken for letters, and folding
// says what they are.
std::optional<Span> next_word(std::string_view text, std::size_t from) {
  const auto is_letter = [&](std::size_t i) {
    if (is_alnum(text[i])) return true;
    if (static_cast<unsigned char>(text[i]) < 0x80) return false;
    // ’ « » … and spaces of print: U+2000 to U+206F, U+00A0 to U+00BF.
    const auto lead = static_cast<unsigned char>(text[i]);
    const auto follows = [&](std::size_t back) {
      return i >= back ? static_cast<unsigned char>(text[i - back]) : static_cast<unsigned char>(0);
    };
    if (lead == 0xE2 || follows(1) == 0xE2 || follows(2) == 0xE2) return false;
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    return !((lead == 0xC2 && next >= 0xA0) || follows(1) == 0xC2);
  };
  while (from < text.size() && !is_letter(from)) ++from;
  if (from == text.size()) return std::nullopt;
  auto end = from;
  while (end < text.size() && is_letter(end)) ++end;
  return Span{from, end};
}

std::vector<std::string> words_of(std::string_view folded) {
  std::vector<std::string> all;
  while (const auto word = next_word(folded, 0)) {
    all.emplace_back(folded.substr(word->begin, word->end - word->begin));
    folded.remove_prefix(word->end);
  }
  return all;
}

// The words in their order, or the last first: « Anne Martin », « MARTIN Anne ».
std::optional<Span> find_name(const std::vector<std::string>& words, std::string_view text, std::size_t from) {
  auto turned = words;
  std::ranges::rotate(turned, turned.end() - 1);
  std::vector<Span> last;  // as many words as the name has
  std::vector<std::string> folded;
  while (const auto word = next_word(text, from)) {
    last.push_back(*word);
    folded.push_back(text::fold(text.substr(word->begin, word->end - word->begin)));
    from = word->end;
    if (last.size() > words.size()) {
      last.erase(last.begin());
      folded.erase(folded.begin());
    }
    if (folded == words || folded == turned) return Span{last.front().begin, last.back().end};
  }
  return std::nullopt;
}

// ---- Phone ----
// The nine digits behind 0, +33 or 0033; other numbers as they are.
std::string national(std::string_view digits) {
  for (const std::string_view prefix : {"0033", "33", "0"}) {
    if (digits.size() == prefix.size() + 9 && digits.starts_with(prefix))
      return std::string(digits.substr(prefix.size()));
    if (digits.size() == prefix.size() + 10 && digits.starts_with(prefix) && digits[prefix.size()] == '0')
      return std::string(digits.substr(prefix.size() + 1));  // +33 (0)6 …
  }
  return std::string(digits);
}

std::size_t gap_at(std::string_view text, std::size_t i) {
  if (std::string_view(" .-/()+").find(text[i]) != std::string_view::npos) return 1;
  if (text.substr(i).starts_with("\u00A0")) return 2;
  if (text.substr(i).starts_with("\u202F")) return 3;
  return 0;
}

std::optional<Span> phone_at(std::string_view needle, std::string_view text, std::size_t begin) {
  std::string digits;
  for (auto i = begin; i < text.size() && digits.size() <= needle.size() + 5;) {
    if (is_digit(text[i])) {
      digits += text[i++];
      const bool whole = i == text.size() || !is_digit(text[i]);
      if (whole && digits.size() > needle.size() && national(digits) == needle) return Span{begin, i};
      if (whole && digits == needle) return Span{begin, i};
    } else if (const auto gap = gap_at(text, i); gap > 0) {
      i += gap;
    } else {
      break;
    }
  }
  return std::nullopt;
}

std::optional<Span> find_phone(std::string_view needle, std::string_view text, std::size_t from) {
  for (auto i = from; i < text.size(); ++i) {
    const bool starts = (is_digit(text[i]) || text[i] == '+') && (i == 0 || !is_digit(text[i - 1]));
    if (!starts) continue;
    if (const auto found = phone_at(needle, text, i)) return found;
  }
  return std::nullopt;
}

// `plain`: the text without escapes, in lower case of ASCII; spans hold for the text itself.
std::optional<Span> find(const Needle& needle, const std::vector<std::string>& words, std::string_view plain,
                         std::size_t from) {
  if (needle.text.size() < kShortest) return std::nullopt;
  if (needle.kind == Needle::Kind::email) return find_email(needle.text, plain, from);
  if (needle.kind == Needle::Kind::phone) return find_phone(needle.text, plain, from);
  return find_name(words, plain, from);
}

// « zélie » as « ZÉLIE » stands in bytes of which only the letters of ASCII were made small.
std::string with_capital_accents(std::string text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(text[i + 1]);
    if (lead == 0xC3 && next >= 0xA0 && next <= 0xBE && next != 0xB7) text[i + 1] = static_cast<char>(next - 0x20);
    if (lead == 0xC5 && next == 0x93) text[i + 1] = static_cast<char>(0x92);  // œ
  }
  return text;
}

// As bytes may hold it.
std::vector<std::string> forms_of(const Needle& needle) {
  std::vector<std::string> forms{needle.text};
  if (needle.written != needle.text) forms.push_back(needle.written);
  if (auto capital = with_capital_accents(needle.written); capital != needle.written)
    forms.push_back(std::move(capital));
  if (needle.kind == Needle::Kind::phone && needle.text.size() == 9) {
    forms = {"0" + needle.text, "33" + needle.text};
    std::string spaced = "0" + needle.text.substr(0, 1);
    for (std::size_t i = 1; i < 9; i += 2) spaced += " " + needle.text.substr(i, 2);
    forms.push_back(spaced);
  }
  return forms;
}

std::vector<std::string> words_of(const Needle& needle) {
  return needle.kind == Needle::Kind::name ? words_of(needle.text) : std::vector<std::string>();
}

}  // namespace

Needle email_needle(std::string_view email) {
  const auto text = lowered(email);
  return {Needle::Kind::email, text, text, "%" + escaped(text) + "%"};
}

Needle name_needle(std::string_view name) {
  const auto folded = text::fold(name);
  // Letters that bear accents in French stand for any sign; « oe » and « ae » may be one letter.
  std::string pattern = "%";
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const bool joined = i + 1 < folded.size() && folded[i + 1] == 'e' && (folded[i] == 'o' || folded[i] == 'a');
    if (folded[i] == ' ' || joined) {
      pattern += '%';
      if (joined) ++i;
    } else if (static_cast<unsigned char>(folded[i]) >= 0x80) {
      if (!pattern.ends_with('%')) pattern += '%';
    } else {
      pattern += std::string_view("aceinouy").find(folded[i]) == std::string_view::npos ? folded[i] : '_';
    }
  }
  return {Needle::Kind::name, folded, lowered(name), pattern + "%"};
}

Needle phone_needle(std::string_view phone) {
  std::string digits;
  for (const char c : phone)
    if (is_digit(c)) digits += c;
  digits = national(digits);
  std::string pattern = "%";
  for (const char c : digits) pattern.append(1, c).append(1, '%');
  return {Needle::Kind::phone, digits, digits, pattern};
}

bool stands_in(const Needle& needle, std::string_view text) {
  return find(needle, words_of(needle), lowered(without_escapes(text)), 0).has_value();
}

std::string cleaned(const Needle& needle, std::string_view text) {
  const auto plain = lowered(without_escapes(text));
  const auto words = words_of(needle);
  std::string out;
  std::size_t from = 0;
  while (const auto found = find(needle, words, plain, from)) {
    out.append(text.substr(from, found->begin - from)).append(kMark);
    from = found->end;
  }
  return out.append(text.substr(from));
}

std::vector<std::string> longer_words(const Needle& needle, std::string_view text) {
  std::vector<std::string> all;
  const auto plain = lowered(text);
  const auto within = [&](char c) {
    return is_alnum(c) || static_cast<unsigned char>(c) >= 0x80 ||
           (needle.kind == Needle::Kind::email && std::string_view("._-+").find(c) != std::string_view::npos);
  };
  for (const auto& form : forms_of(needle)) {
    for (auto at = plain.find(form); at != std::string::npos; at = plain.find(form, at + 1)) {
      auto begin = at;
      auto end = at + form.size();
      while (begin > 0 && within(plain[begin - 1])) --begin;
      while (end < plain.size() && within(plain[end])) ++end;
      if (end - begin > form.size()) all.push_back(plain.substr(begin, end - begin));
    }
  }
  return all;
}

std::size_t count_in_bytes(const Needle& needle, std::string_view bytes, std::span<const std::string> others) {
  if (needle.text.size() < kShortest) return 0;
  // Columns of a row lie side by side in the file of a database: whatever stands beside it, an e-mail is one, and so is
  // a name of several words.
  const bool anywhere = needle.kind == Needle::Kind::email || needle.text.find(' ') != std::string::npos;
  std::size_t count = 0;
  for (const auto& form : forms_of(needle)) {
    const auto is_of = [&](std::size_t at, const std::string& other) {
      const auto before = other.find(form);
      return before != std::string::npos && before <= at && bytes.substr(at - before, other.size()) == other;
    };
    for (const char* at = bytes.data();;) {
      const auto left = static_cast<std::size_t>(bytes.data() + bytes.size() - at);
      const auto* found = static_cast<const char*>(::memmem(at, left, form.data(), form.size()));
      if (found == nullptr) break;
      const auto* end = found + form.size();
      const bool begins = found == bytes.data() || !is_alnum(found[-1]);
      const bool ends = end == bytes.data() + bytes.size() || !is_alnum(*end);
      const auto place = static_cast<std::size_t>(found - bytes.data());
      const bool others_word = std::ranges::any_of(others, [&](const auto& other) { return is_of(place, other); });
      if ((anywhere || (begins && ends)) && !others_word) ++count;
      at = end;
    }
  }
  return count;
}

}  // namespace catalyse::personal
