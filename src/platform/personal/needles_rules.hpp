// How a person is recognised in a text. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace catalyse::personal {

// Something that is looked for: its folded form, and a pattern for SQL's LIKE (escape !) over lower case of ASCII that
// finds every text it may stand in, and some more.
struct Needle {
  enum class Kind : unsigned char { email, name, phone } kind = Kind::email;
  std::string text;     // folded
  std::string written;  // as it was given, in lower case of ASCII
  std::string pattern;
};
[[nodiscard]] Needle email_needle(std::string_view email);
[[nodiscard]] Needle name_needle(std::string_view name);
[[nodiscard]] Needle phone_needle(std::string_view phone);

// Whether it stands in the text: an e-mail between characters that are none of an address, a name as whole words
// whatever its case and accents, a phone number whatever stands between its digits and however it begins (0, +33,
// 0033).
[[nodiscard]] bool stands_in(const Needle& needle, std::string_view text);
// The text with « […] » in its place.
[[nodiscard]] std::string cleaned(const Needle& needle, std::string_view text);
// The words of somebody else's in a text within which its bytes stand, in lower case of ASCII: « jeanne martin » for
// « anne martin ».
[[nodiscard]] std::vector<std::string> longer_words(const Needle& needle, std::string_view text);
// How often it stands in bytes of any kind, given in lower case of ASCII, otherwise than within one of `others`.
[[nodiscard]] std::size_t count_in_bytes(const Needle& needle, std::string_view bytes,
                                         std::span<const std::string> others = {});

}  // namespace catalyse::personal
