#include "base.hpp"

#include <algorithm>
#include <array>

#include "core/digest.hpp"
#include "kind.hpp"
#include "territories/reader_place.hpp"
#include "text/fold.hpp"

namespace catalyse::cases {
namespace {

using territories::related;
using territories::Territories;

constexpr std::array kFacets{Facet{List::fragility, "fragilite", "fragilites", &Filter::fragility},
                             Facet{List::goal, "odd", "odd", &Filter::goal},
                             Facet{List::category, "categorie", "categorie", &Filter::category},
                             Facet{List::form, "forme", "forme", &Filter::form},
                             Facet{List::phase, "phase", "phase", &Filter::phase},
                             Facet{List::level, "niveau", "niveau", &Filter::level}};

bool has(const Sheet& sheet, std::string_view field, std::string_view value) {
  return std::ranges::find(sheet.values(field), value) != sheet.values(field).end();
}

// What two cases share weighs by how much it says: a fragility more than a level.
constexpr std::array<std::pair<std::string_view, double>, 6> kShared{
    {{"fragilites", 3}, {"categorie", 2}, {"forme", 1.5}, {"odd", 1}, {"phase", 0.5}, {"niveau", 0.5}}};

}  // namespace

std::span<const Facet> facets() { return kFacets; }

Base::Base(std::vector<Sheet> sheets, std::shared_ptr<const Territories> territories)
    : sheets_(std::move(sheets)), territories_(std::move(territories)) {
  std::ranges::sort(sheets_, {}, [](const Sheet& sheet) { return text::fold(sheet.title) + '\n' + sheet.id; });
}

const Sheet* Base::find(std::string_view id) const {
  const auto found = std::ranges::find(sheets_, id, &Sheet::id);
  return found == sheets_.end() ? nullptr : &*found;
}

bool Base::is_of(const Sheet& sheet, std::string_view place) const {
  const auto asked = find_place(*territories_, place);
  return asked && std::ranges::any_of(sheet.places, [&](const std::string& code) {
           const auto own = find_place(*territories_, code);
           return own && related(*territories_, *own, *asked);
         });
}

bool Base::is_of(const Sheet& sheet, const perimeters::Perimeter& perimeter) const {
  const auto within = [&](territories::PlaceIndex commune) {
    return std::ranges::binary_search(perimeter.communes, commune);
  };
  return std::ranges::any_of(sheet.places, [&](const std::string& code) {
    const auto own = find_place(*territories_, code);
    if (!own) return false;
    const auto& place = territories_->place(*own);
    if (place.level == core::Level::commune) return within(*own);
    if (place.level == core::Level::arrondissement) return within(place.commune);
    return std::ranges::any_of(territories_->members(*own), within);
  });
}

bool Base::fits(const Sheet& sheet, const Filter& filter) const {
  for (const auto& facet : kFacets)
    if (const auto& wanted = filter.*facet.chosen; !wanted.empty() && !has(sheet, facet.field, wanted)) return false;
  if (filter.perimeter && !is_of(sheet, *filter.perimeter)) return false;
  return filter.place.empty() || is_of(sheet, filter.place);
}

std::vector<const Sheet*> Base::select(const Filter& filter) const {
  std::vector<const Sheet*> all;
  for (const auto& sheet : sheets_)
    if (fits(sheet, filter)) all.push_back(&sheet);
  return all;
}

std::size_t Base::count(const Filter& filter, const Facet& facet, std::string_view id) const {
  Filter asked = filter;
  asked.*facet.chosen = id;
  return static_cast<std::size_t>(
      std::ranges::count_if(sheets_, [&](const Sheet& sheet) { return fits(sheet, asked); }));
}

// Both an id and a slug may have hyphens: the longest beginning that is an id decides.
const Sheet* sheet_at(const Base& base, std::string_view asked) {
  for (auto end = asked.size(); end != std::string_view::npos && end > 0; end = asked.rfind('-', end - 1))
    if (const auto* sheet = base.find(asked.substr(0, end))) return sheet;
  return nullptr;
}

std::vector<Likeness> like(const Base& base, const Sheet& sheet, std::size_t most) {
  std::vector<Likeness> all;
  for (const auto& other : base.sheets()) {
    if (other.id == sheet.id) continue;
    Likeness one{.sheet = &other, .strength = 0, .shared = {}};
    for (const auto& [field, weight] : kShared) {
      for (const auto& value : sheet.values(field)) {
        if (!has(other, field, value)) continue;
        one.strength += weight;
        one.shared.emplace_back(field, value);
      }
    }
    // A form and a level alone are no likeness.
    if (one.strength > 2) all.push_back(std::move(one));
  }
  std::ranges::stable_sort(all, std::greater{}, &Likeness::strength);
  if (all.size() > most) all.resize(most);
  return all;
}

std::string content_version(const Base& base) {
  std::string all;
  // The content too: an erasure changes words of a version that keeps its number.
  for (const auto& sheet : base.sheets())
    all += sheet.id + ":" + std::to_string(sheet.version) + ":" + editorial::to_json(sheet.content) + "\n";
  return core::sha256(all);
}

std::shared_ptr<const Base> load_base(const db::Database& database, std::shared_ptr<const Territories> territories) {
  std::vector<Sheet> sheets;
  for (auto& published : editorial::Desk::published(database, kind().name)) {
    auto sheet = make_sheet(published.item.id, published.version.number, published.version.at,
                            std::move(published.version.content));
    sheet.imported = published.version.author.empty();
    sheets.push_back(std::move(sheet));
  }
  return std::make_shared<const Base>(std::move(sheets), std::move(territories));
}

}  // namespace catalyse::cases
