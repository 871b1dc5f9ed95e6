#include "sql_text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace catalyse::db {
namespace {

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }

enum class Piece : std::uint8_t { quoted, comment, parameter, word, other };

struct Token {
  Piece piece;
  std::string_view text;
};

std::size_t end_of_quoted(std::string_view sql, std::size_t start) {
  const char quote = sql[start];
  const auto end = sql.find(quote, start + 1);  // a doubled quote is simply two quoted pieces in a row
  return end == std::string_view::npos ? sql.size() : end + 1;
}

std::size_t end_of_word(std::string_view sql, std::size_t start) {
  while (start < sql.size() && is_word(sql[start])) ++start;
  return start;
}

// The next token of `sql` at `at`, which moves behind it.
Token next_token(std::string_view sql, std::size_t& at) {
  const std::size_t start = at;
  const char c = sql[at];
  const char after = at + 1 < sql.size() ? sql[at + 1] : '\0';
  auto piece = Piece::other;
  if (c == '\'' || c == '"') {
    piece = Piece::quoted;
    at = end_of_quoted(sql, at);
  } else if (c == '-' && after == '-') {
    piece = Piece::comment;
    at = std::min(sql.find('\n', at), sql.size());
  } else if (c == '/' && after == '*') {
    piece = Piece::comment;
    const auto end = sql.find("*/", at + 2);
    at = end == std::string_view::npos ? sql.size() : end + 2;
  } else if (c == ':' && after == ':') {
    at += 2;
  } else if (c == ':' && is_letter(after)) {
    piece = Piece::parameter;
    at = end_of_word(sql, at + 1);
  } else if (is_word(c)) {
    piece = Piece::word;
    at = end_of_word(sql, at);
  } else {
    ++at;
  }
  return {piece, sql.substr(start, at - start)};
}

bool same_word(std::string_view text, std::string_view upper) {
  return std::ranges::equal(text, upper,
                            [](char a, char b) { return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 32) : a) == b; });
}

std::size_t index_of(const std::vector<std::string_view>& names, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
}

std::string_view type_name(const Value& value) {
  if (std::holds_alternative<std::int64_t>(value)) return "bigint";
  return std::holds_alternative<double>(value) ? "double precision" : "text";
}

// Length of the table options at the start of `rest` (just behind a closing parenthesis), 0 when there are none.
std::size_t table_options(std::string_view rest) {
  std::size_t at = 0, end = 0;
  bool expect_rowid = false;
  while (at < rest.size()) {
    const auto token = next_token(rest, at);
    const bool blank = token.piece == Piece::other &&
                       (token.text == " " || token.text == "\n" || token.text == "\t" || token.text == "\r");
    if (blank || token.text == ",") continue;
    if (token.piece != Piece::word) break;
    if (expect_rowid != same_word(token.text, "ROWID")) return 0;
    expect_rowid = same_word(token.text, "WITHOUT");
    if (!expect_rowid && !same_word(token.text, "ROWID") && !same_word(token.text, "STRICT")) return 0;
    end = at;
  }
  return end;
}

// Whether eight bytes from `at` on are all of 1 to 127.
bool is_plain(std::string_view text, std::size_t at) {
  constexpr std::uint64_t kOnes = 0x0101010101010101, kHigh = 0x8080808080808080;
  if (text.size() - at < sizeof(std::uint64_t)) return false;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data() + at, sizeof bytes);
  return ((bytes | (bytes - kOnes)) & kHigh) == 0;
}

}  // namespace

std::vector<std::string_view> parameter_names(std::string_view sql) {
  std::vector<std::string_view> names;
  for (std::size_t at = 0; at < sql.size();) {
    const auto token = next_token(sql, at);
    if (token.piece == Piece::parameter && std::ranges::find(names, token.text.substr(1)) == names.end()) {
      names.push_back(token.text.substr(1));
    }
  }
  return names;
}

std::string with_typed_parameters(std::string_view sql, const std::vector<Value>& parameters,
                                  std::vector<const Value*>& kept) {
  const auto names = parameter_names(sql);
  std::string text;
  for (std::size_t at = 0; at < sql.size();) {
    const auto token = next_token(sql, at);
    if (token.piece == Piece::comment) {
      text += ' ';
    } else if (token.piece != Piece::parameter) {
      text += token.text;
    } else if (const Value& value = parameters.at(index_of(names, token.text.substr(1)));
               std::holds_alternative<std::monostate>(value)) {
      text += "NULL";
    } else {
      kept.push_back(&value);
      text.append("CAST(").append(token.text).append(" AS ").append(type_name(value)).append(")");
    }
  }
  return text;
}

std::string migration_for_postgresql(std::string_view sql) {
  std::string text;
  for (std::size_t at = 0; at < sql.size();) {
    const auto token = next_token(sql, at);
    if (token.piece == Piece::word && same_word(token.text, "INTEGER")) {
      text += "BIGINT";
    } else if (token.piece == Piece::word && same_word(token.text, "REAL")) {
      text += "DOUBLE PRECISION";
    } else {
      text += token.text;
      if (token.text == ")") at += table_options(sql.substr(at));
    }
  }
  return text;
}

void require_identifier(std::string_view name) {
  const bool fits = !name.empty() && name.size() <= 63 && !(name[0] >= '0' && name[0] <= '9') &&
                    std::ranges::all_of(name, [](char c) { return is_word(c) && !(c >= 'A' && c <= 'Z'); });
  if (!fits) throw std::logic_error("not a plain SQL identifier: " + std::string(name));
}

void require_text(std::string_view text) {
  const auto bad = [] { throw std::invalid_argument("text for the database is not UTF-8 without NUL"); };
  for (std::size_t i = 0; i < text.size();) {
    if (is_plain(text, i)) {
      i += sizeof(std::uint64_t);
      continue;
    }
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead == 0) bad();
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || i + length > text.size()) bad();
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      // The second byte also rules out overlong forms, surrogates and what lies beyond U+10FFFF (RFC 3629 §4).
      const unsigned low = k > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
      const unsigned high = k > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
      if (next < low || next > high) bad();
    }
    i += length;
  }
}

CheckedText::CheckedText(std::string_view text) : text_(text) { require_text(text); }

}  // namespace catalyse::db
