#include "query_rules.hpp"

#include <algorithm>

#include "search/search.hpp"
#include "text/french.hpp"
#include "text/utf8.hpp"

namespace catalyse::search {

namespace {

struct Mark {
  std::string_view opening, closing;
};
constexpr Mark kQuotes[] = {{"\"", "\""}, {"«", "»"}, {"“", "”"}};

class Parser {
 public:
  Parser(std::string_view text, core::Language language)
      : text_(text::cut_utf8(text, kMostQuestionBytes)), language_(language) {}

  Parsed run() {
    while (at_ < text_.size()) {
      if (quoted()) continue;
      plain();
    }
    if (parsed_.words.empty() && parsed_.phrases.empty()) parsed_.words = std::move(empty_);
    return std::move(parsed_);
  }

 private:
  static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

  // A minus counts at the beginning of a word only: « porte-à-porte » excludes nothing.
  [[nodiscard]] bool minus_before(std::size_t at) const {
    return at > 0 && text_[at - 1] == '-' && (at == 1 || is_space(text_[at - 2]));
  }

  bool quoted() {
    for (const auto& mark : kQuotes) {
      if (!text_.substr(at_).starts_with(mark.opening)) continue;
      parsed_.typed = true;
      const auto start = at_ + mark.opening.size();
      const auto end = text_.find(mark.closing, start);
      const bool minus = minus_before(at_);
      at_ = end == std::string_view::npos ? start : end + mark.closing.size();
      if (end != std::string_view::npos) phrase(text_.substr(start, end - start), minus);
      return true;
    }
    return false;
  }

  void phrase(std::string_view inside, bool minus) {
    Phrase stems;
    text::each_word(inside, [&](const text::TextWord& word) {
      if (stems.size() < kMostPhraseWords) stems.push_back(text::stem_french(word.folded));
      if (!minus) keep(word.folded, false);
    });
    if (stems.empty()) return;
    if (stems.size() == 1) {  // one word between quotation marks
      if (minus) parsed_.without.push_back(std::move(stems[0]));
      return;
    }
    auto& into = minus ? parsed_.without_phrases : parsed_.phrases;
    if (into.size() < kMostPrefixes) into.push_back(std::move(stems));
  }

  // Up to the next white space or quotation mark.
  void plain() {
    const auto start = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) && (at_ == start || !opens(at_))) ++at_;
    auto piece = text_.substr(start, at_ - start);
    if (piece.empty()) {
      ++at_;
      return;
    }
    parsed_.typed = true;
    if (piece == "-") return;  // of a phrase, or alone
    const bool minus = piece.starts_with('-');
    if (minus) piece.remove_prefix(1);
    const bool prefix = piece.size() > 1 && piece.ends_with('*');
    std::vector<std::string> folded;
    text::each_word(piece, [&](const text::TextWord& word) {
      if (folded.size() <= kMostWords) folded.emplace_back(word.folded);
    });
    for (std::size_t i = 0; i < folded.size(); ++i) {
      if (minus) {
        if (parsed_.without.size() < kMostWords) parsed_.without.push_back(text::stem_french(folded[i]));
      } else {
        keep(folded[i], prefix && i + 1 == folded.size());
      }
    }
  }

  [[nodiscard]] bool opens(std::size_t at) const {
    return std::ranges::any_of(kQuotes, [&](const Mark& mark) { return text_.substr(at).starts_with(mark.opening); });
  }

  void keep(std::string_view folded, bool prefix) {
    if (prefix && !may_be_prefix(folded)) return;
    const auto stem = prefix ? std::string(folded) : text::stem_french(folded);
    const bool empty = !prefix && text::is_empty_word(folded, language_);
    auto& into = empty ? empty_ : parsed_.words;
    const auto same = [&](const Word& word) { return word.stem == stem && word.prefix == prefix; };
    if (std::ranges::any_of(into, same)) return;
    if (into.size() == kMostWords) {
      parsed_.words_left_out = parsed_.words_left_out || !empty;
      return;
    }
    into.push_back({std::string(folded), stem, prefix});
  }

  bool may_be_prefix(std::string_view folded) {
    if (folded.size() >= kShortestPrefix && prefixes_ < kMostPrefixes) {
      ++prefixes_;
      return true;
    }
    if (parsed_.prefixes_left_out.size() < kMostPrefixes)
      parsed_.prefixes_left_out.push_back(std::string(folded) + "*");
    return false;
  }

  std::string_view text_;
  core::Language language_;
  std::size_t at_ = 0, prefixes_ = 0;
  Parsed parsed_;
  std::vector<Word> empty_;  // searched when there is nothing else
};

}  // namespace

Parsed parse_question(std::string_view text, core::Language language) { return Parser(text, language).run(); }

}  // namespace catalyse::search
