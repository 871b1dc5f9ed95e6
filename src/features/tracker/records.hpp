// A programme as rows of one table: what the interchange file holds, and what SQL holds. Each kind of row uses some of
// the columns; the others are empty.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "model.hpp"

namespace catalyse::tracker {

enum class Kind : std::uint8_t {
  programme,
  source,
  grouping,
  group,
  objective,
  lever,
  state,
  output,
  link,
  quote,
  review,
  status,
};
inline constexpr std::size_t kKinds = 12;

enum class Field : std::uint8_t {
  id,
  parent,
  number,
  date,
  months,
  status,
  label_fr,
  label_en,
  text_fr,
  text_en,
  explanation,
  risks,
  next,
  success,
  author,
  evidence,
  counts,
  source,
};
inline constexpr std::size_t kFields = 18;
inline constexpr std::array<std::string_view, kFields> kFieldNames{
    "id",      "parent",      "number", "date", "months",  "status", "label_fr", "label_en", "text_fr",
    "text_en", "explanation", "risks",  "next", "success", "author", "evidence", "counts",   "source"};
[[nodiscard]] constexpr std::string_view name_of(Field field) { return kFieldNames[static_cast<std::size_t>(field)]; }

// A kind of row: its word in the file, its table, the columns it may use and those it must fill.
struct KindShape {
  Kind kind;
  std::string_view word, table;
  std::vector<Field> fields, required;
};
[[nodiscard]] std::span<const KindShape> shapes();  // in the order of Kind, which is the order of the file
[[nodiscard]] const KindShape& shape_of(Kind kind);

// Before a public id, in the author of a change signed by a person of ours. Whoever reads gets the name that the person
// allows (or a word for none), files included: an id is nobody else's business.
inline constexpr std::string_view kSigned = "person:";

struct Record {
  Kind kind = Kind::programme;
  std::uint64_t line = 0;  // in the file it was read from, for the report
  std::array<std::string, kFields> cells;
  [[nodiscard]] const std::string& operator[](Field field) const { return cells[static_cast<std::size_t>(field)]; }
  [[nodiscard]] std::string& operator[](Field field) { return cells[static_cast<std::size_t>(field)]; }
};

// The model of rows that were checked (programme_file.hpp) or come from the database: throws std::logic_error on rows
// that no check lets through. The rows are in the order of their kinds.
[[nodiscard]] Programme programme_of(std::span<const Record> records);
[[nodiscard]] Change change_of(const Record& record);

// « 3 9 » → {3, 9}; empty text, no words.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);
[[nodiscard]] std::optional<unsigned> whole_number(std::string_view text);  // at most four digits, no sign
// « 6/9/6/0 »: one count for each level of the scale.
[[nodiscard]] std::optional<std::array<unsigned, kStatuses>> parse_counts(std::string_view text);

}  // namespace catalyse::tracker
