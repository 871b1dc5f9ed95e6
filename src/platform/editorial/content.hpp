// What is contributed: fields, what they may hold, how two contents differ and are joined. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"

namespace catalyse::editorial {

// What is written: each field a list of texts (one for a plain field, none when empty). Ordered, so that equal contents
// are equal bytes. Texts are UTF-8 without control characters but the line feed.
using Content = std::map<std::string, std::vector<std::string>, std::less<>>;

enum class Shape : std::uint8_t {
  line,     // one line
  text,     // several lines
  choice,   // one of `choices`
  choices,  // any of `choices`
  lines,    // a list, one line each
  day,      // AAAA-MM-JJ, a day of the calendar
  link,     // https:// or http://
  places,   // territories by their code: com:76540, epci:200023414, dep:76, reg:28
};

struct Field {
  std::string_view name;  // in the content, in forms, in CSV and JSON; stable
  Shape shape = Shape::line;
  std::size_t most = 200;   // characters of a text; of each, where there are several
  std::size_t entries = 1;  // of a list
  bool required = false;    // to be submitted; a draft may lack anything
  std::span<const std::string_view> choices{};
  std::size_t columns = 1;  // of each entry of `lines`, between « | »: name | profile | role
};

// Something that is wrong with a field. `message_id` is one of kFaultIds or the kind's own.
struct Fault {
  std::string field;
  std::string message_id;
  std::vector<std::pair<std::string, std::string>> parameters;
  friend bool operator==(const Fault&, const Fault&) = default;
};

// The sentences that `faults` names; the floor that knows pages has a translation of each. `n` and `value` stand in
// some.
inline constexpr std::array<std::string_view, 10> kFaultIds{
    "editorial.fault.required", "editorial.fault.long", "editorial.fault.many",   "editorial.fault.choice",
    "editorial.fault.day",      "editorial.fault.link", "editorial.fault.column", "editorial.fault.field",
    "editorial.fault.text",     "editorial.fault.place"};

// One sort of thing that is contributed. Lives as long as the program.
struct Kind {
  std::string_view name;  // of the room in permissions: "cas"
  std::vector<Field> fields;
  std::string_view title;   // the field that names an item in lists
  std::string_view places;  // the field whose first entry is the item's scope; empty: the items are of no place
  // What must hold beyond the fields' own rules, to be submitted. Pure; may be empty.
  std::function<std::vector<Fault>(const Content&)> check;
};

// Faults that refuse even a draft (unknown field, not a text, beyond the limits), then, with `to_submit`, those that a
// draft may have. In the order of the fields.
enum class Strictness : std::uint8_t { draft, to_submit };
[[nodiscard]] std::vector<Fault> faults(const Kind& kind, const Content& content, Strictness strictness);

// Canonical JSON: {"titre":["…"]}. `from_json` refuses anything else: editorial.error.content.
[[nodiscard]] std::string to_json(const Content& content);
[[nodiscard]] core::Result<Content> from_json(std::string_view json);

// Fields in which two contents differ, by name.
struct Difference {
  std::string field;
  std::vector<std::string> before, after;
  friend bool operator==(const Difference&, const Difference&) = default;
};
[[nodiscard]] std::vector<Difference> differences(const Content& before, const Content& after);

// Joins what two people made of `base`: a field that one side changed takes that side; one that both changed alike,
// too. A field that both changed differently is a clash: `joined` keeps theirs.
struct Joining {
  Content joined;
  std::vector<std::string> clashes;
};
[[nodiscard]] Joining join(const Content& base, const Content& theirs, const Content& mine);

}  // namespace catalyse::editorial
