// Where a page of answers ended, as text of an address. Pure. A cursor names the last document shown, the value it was
// sorted by and the version of the index that was asked: the next page begins after it whatever was added or removed
// meanwhile. It bears a digest of its question, so one that was cut, altered or taken from another question is refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "search/search.hpp"

namespace catalyse::search {

struct Cursor {
  double key = 0;  // what the order is by: more is earlier
  std::string source, id;
  std::string version;  // Index::version, eight hexadecimal digits
};

// Everything of a question that decides its order and its content; not the cursor, the limit or what is counted.
[[nodiscard]] std::string question_digest(const Question& question);
[[nodiscard]] std::string write_cursor(const Cursor& cursor, std::string_view digest);
[[nodiscard]] std::optional<Cursor> read_cursor(std::string_view text, std::string_view digest);

}  // namespace catalyse::search
