#include "cases/reading.hpp"

#include <algorithm>

#include "base.hpp"
#include "kind.hpp"

namespace catalyse::cases {
namespace {

// Lists whose values stand first in an entry with columns.
const List* list_of_saying(std::string_view field) {
  static constexpr List kAxis = List::axis;
  return field == "resultats" ? &kAxis : list_of(field);
}

std::size_t times(const Sheet& sheet, const Saying& saying) {
  const auto& values = sheet.values(saying.field);
  if (saying.value.empty()) return values.size();
  return static_cast<std::size_t>(std::ranges::count_if(
      values, [&](const std::string& value) { return value == saying.value || parts(value).front() == saying.value; }));
}

}  // namespace

bool is_sound(const Saying& saying) {
  if (std::ranges::find(kind().fields, saying.field, &editorial::Field::name) == kind().fields.end()) return false;
  const auto* list = list_of_saying(saying.field);
  return saying.value.empty() || (list != nullptr && find_term(*list, saying.value) != nullptr);
}

std::optional<Brief> find_case(const Base& base, std::string_view asked) {
  asked = asked.substr(0, asked.find_first_of("?#"));
  asked.remove_prefix(asked.rfind('/') + 1);  // none: all of it, as npos + 1 is 0
  const auto* sheet = sheet_at(base, asked);
  if (sheet == nullptr) return std::nullopt;
  return Brief{sheet->title, sheet->summary, sheet->address(), false, sheet->id};
}

std::vector<Brief> which_say(const Base& base, const Saying& saying, std::string_view place, std::size_t most) {
  struct Ranked {
    const Sheet* sheet;
    bool near;
    std::size_t entries;
  };
  std::vector<Ranked> found;
  for (const auto& sheet : base.sheets())
    if (const auto entries = times(sheet, saying); entries > 0)
      found.push_back({&sheet, !place.empty() && base.is_of(sheet, place), entries});
  std::ranges::stable_sort(
      found, [](const Ranked& a, const Ranked& b) { return a.near != b.near ? a.near : a.entries > b.entries; });
  std::vector<Brief> all;
  for (const auto& one : found) {
    if (all.size() == most) break;
    all.push_back({one.sheet->title, one.sheet->summary, one.sheet->address(), one.near});
  }
  return all;
}

std::size_t count_near(const Base& base, std::string_view place) {
  return static_cast<std::size_t>(
      std::ranges::count_if(base.sheets(), [&](const Sheet& sheet) { return base.is_of(sheet, place); }));
}

std::string saying_label(const Saying& saying, core::Language language) {
  auto label = web::say(language, *words_of(saying.field).label);
  if (saying.value.empty()) return label;
  return label + (language == core::Language::fr ? " : " : ": ") +
         term_label(*list_of_saying(saying.field), saying.value, language);
}

std::string goal_label(std::string_view number, core::Language language) {
  return term_label(List::goal, number, language);
}

}  // namespace catalyse::cases
