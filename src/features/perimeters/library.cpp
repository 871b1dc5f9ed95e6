#include "library.hpp"

#include <algorithm>

#include "store.hpp"
#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace catalyse::perimeters {
namespace {

std::unexpected<core::Error> unknown() { return core::fail(core::ErrorKind::not_found, "perimeters.unknown"); }

}  // namespace

std::string address(const Perimeter& perimeter) {
  const auto slug = text::slug(perimeter.name);
  return "/perimetres/" + perimeter.id + (slug.empty() ? "" : "-" + slug);
}

std::string clean_name(std::string_view name, std::string_view otherwise) {
  std::string out;
  for (const char c : name) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (space && (out.empty() || out.back() == ' ')) continue;
    out += space ? ' ' : c;
  }
  out = std::string(text::cut_utf8(out, kNameMost));
  while (out.ends_with(' ')) out.pop_back();
  return out.empty() ? std::string(otherwise) : out;
}

std::string save_address(const Perimeter& perimeter) { return "/compte" + address(perimeter); }

std::int64_t people_of(const territories::Territories& territories, std::span<const PlaceIndex> communes) {
  std::int64_t people = 0;
  for (const PlaceIndex commune : communes)
    people += static_cast<std::int64_t>(territories.place(commune).population.value_or(0));
  return people;
}

Content content_of(const territories::Territories& territories, std::string name,
                   std::span<const PlaceIndex> communes) {
  Content content{std::move(name), {}};
  for (const PlaceIndex commune : communes) content.codes.emplace_back(territories.place(commune).code);
  std::ranges::sort(content.codes);
  return content;
}

core::Result<Perimeter> on_today(const territories::Territories& territories, std::string id, const Content& content) {
  Perimeter perimeter{std::move(id), content.name, {}, {}};
  const auto range = territories.range(core::Level::commune);
  for (const auto& text : content.codes) {
    const auto code = core::PlaceCode::make(core::Level::commune, text);
    const auto found = code ? territories.find(*code) : std::nullopt;
    if (found && range.holds(*found)) {
      perimeter.communes.push_back(*found);
      continue;
    }
    Carried carried{text, {}};
    for (const auto& carry : territories.carry(text))
      if (carry.weight > 0 && range.holds(carry.place)) carried.to.push_back(carry.place);
    perimeter.communes.insert(perimeter.communes.end(), carried.to.begin(), carried.to.end());
    perimeter.carried.push_back(std::move(carried));
  }
  std::ranges::sort(perimeter.communes);
  const auto again = std::ranges::unique(perimeter.communes);
  perimeter.communes.erase(again.begin(), again.end());
  if (perimeter.communes.empty()) return unknown();
  return perimeter;
}

std::vector<PlaceIndex> places_within(const territories::Territories& territories, const Perimeter& perimeter,
                                      core::Level level) {
  if (level == core::Level::commune) return perimeter.communes;
  std::vector<PlaceIndex> places;
  const auto range = territories.range(level);
  if (level == core::Level::arrondissement) {
    for (PlaceIndex place = range.first; place < range.last; ++place)
      if (std::ranges::binary_search(perimeter.communes, territories.place(place).commune)) places.push_back(place);
    return places;
  }
  for (PlaceIndex place = range.first; place < range.last; ++place) {
    const auto members = territories.members(place);
    const bool whole = !members.empty() && std::ranges::all_of(members, [&](PlaceIndex commune) {
      return std::ranges::binary_search(perimeter.communes, commune);
    });
    if (whole) places.push_back(place);
  }
  return places;
}

std::vector<PlaceIndex> places_of(const territories::Territories& territories, const Perimeter& perimeter) {
  auto all = perimeter.communes;
  for (const auto level :
       {core::Level::arrondissement, core::Level::epci, core::Level::departement, core::Level::region})
    std::ranges::copy(places_within(territories, perimeter, level), std::back_inserter(all));
  return all;
}

bool is_id(std::string_view text) {
  const auto id = bare_id(text);
  return is_stored_id(id) || (id.size() > 12 && id.starts_with('c') && id.find(':') == std::string_view::npos);
}

Perimeters::Perimeters(std::shared_ptr<const territories::Territories> territories, const db::Database* database)
    : territories_(std::move(territories)), database_(database) {}

core::Result<std::shared_ptr<const Perimeter>> Perimeters::find(std::string_view id) const {
  id = bare_id(id);
  std::optional<Content> content;
  if (is_stored_id(id)) {
    if (database_ == nullptr) return unknown();
    const auto writing = kept(*database_, id);
    if (!writing) return std::unexpected(writing.error());
    if (*writing) content = read(**writing);
  } else if (id.starts_with('c') && id.size() <= 1 + kAddressMost) {
    content = read(id.substr(1));
  }
  if (!content) return unknown();
  auto perimeter = on_today(*territories_, std::string(id), *content);
  if (!perimeter) return std::unexpected(perimeter.error());
  return std::make_shared<const Perimeter>(std::move(*perimeter));
}

std::shared_ptr<const Perimeter> find_asked(const std::shared_ptr<const Perimeters>& perimeters, std::string_view id) {
  if (perimeters == nullptr) return nullptr;
  auto found = perimeters->find(id);
  return found ? std::move(*found) : nullptr;
}

}  // namespace catalyse::perimeters
