// Pure rules on text that comes from outside. RFC 3629 (UTF-8), RFC 3986 (percent-encoding), Unicode TR 36
// (bidirectional overrides).
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace catalyse::http::edge {

// Why a request is refused: the status to answer, and a constant sentence for the log, never sent to the client.
struct Refusal {
  unsigned status = 400;
  std::string_view why;
};
template <class T>
using Checked = std::expected<T, Refusal>;

[[nodiscard]] inline std::unexpected<Refusal> refuse(std::string_view why, unsigned status = 400) {
  return std::unexpected(Refusal{status, why});
}

// True for valid UTF-8 (no surrogate, no overlong form, at most U+10FFFF) without C0 and C1 controls, DEL and the
// characters that reorder text (U+202A to U+202E, U+2066 to U+2069).
[[nodiscard]] bool is_clean_text(std::string_view bytes);

enum class Plus : unsigned char { literal, space };
// Appends the decoded bytes; false when a `%` is not followed by two hexadecimal digits.
[[nodiscard]] bool percent_decode(std::string_view text, Plus plus, std::string& out);

// Encodes all but unreserved characters; `/` is kept by encode_path.
void encode_component(std::string_view text, std::string& out);
[[nodiscard]] std::string encode_path(std::string_view path);

// RFC 9110, 5.6.2.
[[nodiscard]] bool is_token_char(char c);
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);  // ASCII only
[[nodiscard]] std::string_view trim(std::string_view text);                      // spaces and tabs

}  // namespace catalyse::http::edge
