// Well-formedness of UTF-8 (Unicode 15, table 3-7: no surrogates, no overlong forms, nothing above U+10FFFF).
#pragma once

#include <cstddef>
#include <string_view>

namespace catalyse::text {

[[nodiscard]] bool is_valid_utf8(std::string_view bytes);

// How many characters (code points) well-formed bytes hold.
[[nodiscard]] std::size_t characters(std::string_view bytes);

// The longest beginning of at most `limit` bytes that does not end inside a character.
[[nodiscard]] std::string_view cut_utf8(std::string_view bytes, std::size_t limit);

}  // namespace catalyse::text
