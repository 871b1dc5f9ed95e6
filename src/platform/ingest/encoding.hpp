// The characters of a file that does not say its encoding: UTF-8, UTF-16, or one of the two that French programs have
// written for thirty years. Pure, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace catalyse::ingest {

enum class Encoding : std::uint8_t { utf8, utf8_bom, utf16_le, utf16_be, latin_1, windows_1252 };

// « UTF-8 », « Windows-1252 »…, as people write it; and back, in lower case or as it is shown.
[[nodiscard]] std::string_view encoding_name(Encoding encoding);
[[nodiscard]] std::optional<Encoding> encoding_from_name(std::string_view name);

// A byte order mark decides. Else UTF-16 when every second byte of the beginning is nearly always zero; UTF-8 when it
// is well formed, or so nearly that its rows can be refused one by one; Windows-1252 when a byte from 80 to 9F stands
// in it; else Latin-1.
[[nodiscard]] Encoding detect_encoding(std::string_view bytes);

// The same text in UTF-8 without a byte order mark. Bytes that mean nothing become U+FFFD; UTF-8 is given as it is.
[[nodiscard]] std::string to_utf8(std::string_view bytes, Encoding encoding);

// Length of the well-formed UTF-8 sequence (Unicode 15, table 3-7) at the start of a text that is not empty; 0 when
// there is none.
[[nodiscard]] std::size_t utf8_sequence(std::string_view text);

}  // namespace catalyse::ingest
