// The content of a perimeter as letters of an address, pure: name and codes of communes, packed so that the perimeter
// of a PETR takes some sixty letters and that of a région some thousand. The same content has one writing only, and a
// writing that was cut or mistyped is no perimeter.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catalyse::perimeters {

inline constexpr std::size_t kNameMost = 120;        // bytes of a name
inline constexpr std::size_t kAddressMost = 1'800;   // letters that an address may hold; longer content is stored
inline constexpr std::size_t kWritingMost = 40'000;  // letters of any content
inline constexpr std::size_t kCodesMost = 40'000;    // communes of any content

struct Content {
  std::string name;                // UTF-8, at most kNameMost bytes
  std::vector<std::string> codes;  // of communes, well formed, distinct, ascending
  friend bool operator==(const Content&, const Content&) = default;
};

// Letters, digits, `_` and `~`. A gap between two codes takes two bits when they follow each other (Elias gamma and
// Golomb, exponential); three bytes of a SHA-256 stand at the end.
[[nodiscard]] std::string write(const Content& content);
// Empty for what `write` does not make. Any bytes are accepted.
[[nodiscard]] std::optional<Content> read(std::string_view letters);

// Ids: `c` and the writing, when an address may hold it; else `s` and the beginning of its SHA-256, and it is stored.
[[nodiscard]] std::string id_of(std::string_view writing);
[[nodiscard]] bool is_stored(std::string_view id);
// Well formed as an id of a stored perimeter.
[[nodiscard]] bool is_stored_id(std::string_view id);

}  // namespace catalyse::perimeters
