#include "series_ground.hpp"

#include <algorithm>
#include <charconv>
#include <functional>

namespace catalyse::observatory {
namespace {

using core::Level;

std::size_t at(Level level) { return static_cast<std::size_t>(level); }

core::Result<void> broken(std::string note) {
  return core::fail(core::ErrorKind::damaged, "observatory.import.territories", std::move(note));
}

template <class Number>
Number number_or(std::string_view text, Number otherwise) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : otherwise;
}

// Calls `use` with the named cells of every row of one file of the territories. Rows that cannot be are passed over
// here: the import of the territories has told them.
core::Result<void> each_row(const ingest::Bundle& bundle, std::string_view name,
                            const std::vector<std::string_view>& columns,
                            const std::function<void(std::span<const std::string_view>)>& use) {
  const ingest::Resource* resource = bundle.find(name);
  if (resource == nullptr) return broken("the bundle has no resource " + std::string(name));
  const std::string& path = resource->path;
  const auto text = bundle.read(*resource);
  if (!text) return std::unexpected(text.error());
  ingest::CsvReader reader(*text);
  std::vector<std::size_t> where;
  for (const std::string_view column : columns) {
    const auto found = reader.column(column);
    if (!found) return broken(path + " has no column " + std::string(column));
    where.push_back(*found);
  }
  std::vector<std::string_view> cells(columns.size());
  while (const auto row = reader.next()) {
    if (!*row) continue;
    for (std::size_t i = 0; i < where.size(); ++i) cells[i] = (**row)[where[i]];
    use(cells);
  }
  return {};
}

// A commune or an arrondissement as read, before the places are put in order.
struct Draft {
  GroundPlace place;
  std::string parent, epci, region;
};

std::vector<std::uint32_t>& group(Ground& ground, Level level, std::string_view code) {
  auto [found, fresh] =
      ground.index[at(level)].try_emplace(std::string(code), static_cast<std::uint32_t>(ground.at(level).size()));
  if (fresh) {
    ground.places[at(level)].push_back({std::string(code), 0, {}});
    ground.members[at(level)].emplace_back();
  }
  return ground.members[at(level)][found->second];
}

// Orders drafts by code into a level.
void settle(Ground& ground, Level level, std::vector<Draft>& drafts) {
  std::ranges::sort(drafts, {}, [](const Draft& d) -> const std::string& { return d.place.code; });
  for (const Draft& draft : drafts) {
    ground.index[at(level)].emplace(draft.place.code, static_cast<std::uint32_t>(ground.at(level).size()));
    ground.places[at(level)].push_back(draft.place);
  }
}

// Orders a level made of groups by code, its members with it.
void order_groups(Ground& ground, Level level) {
  auto& places = ground.places[at(level)];
  auto& members = ground.members[at(level)];
  std::vector<std::uint32_t> order(places.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](std::uint32_t i) -> const std::string& { return places[i].code; });
  std::vector<GroundPlace> sorted;
  std::vector<std::vector<std::uint32_t>> sorted_members;
  for (const std::uint32_t i : order) {
    ground.index[at(level)][places[i].code] = static_cast<std::uint32_t>(sorted.size());
    GroundPlace& place = sorted.emplace_back(places[i]);
    for (const std::uint32_t member : members[i]) {
      place.population += ground.at(Level::commune)[member].population;
    }
    place.departement = ground.at(Level::commune)[members[i].front()].departement;
    sorted_members.push_back(std::move(members[i]));
  }
  places = std::move(sorted);
  members = std::move(sorted_members);
}

void gather_departements(Ground& ground) {
  const auto& communes = ground.at(Level::commune);
  for (std::uint32_t r = 0; r < ground.at(Level::region).size(); ++r) {
    auto& list = ground.region_departements.emplace_back();
    for (const std::uint32_t commune : ground.members[at(Level::region)][r]) {
      const std::uint32_t departement = ground.find(Level::departement, communes[commune].departement);
      if (std::ranges::find(list, departement) == list.end()) list.push_back(departement);
    }
    if (list.size() > 1) ground.places[at(Level::region)][r].departement.clear();
  }
}

core::Result<void> read_places(const ingest::Bundle& bundle, Ground& ground) {
  std::vector<Draft> communes, arrondissements;
  const auto read = each_row(
      bundle, "communes", {"code", "kind", "parent", "departement", "region", "epci", "population"}, [&](auto cells) {
        if (cells[1] == "com") return;  // no dossier, no figures
        const std::string code(cells[0]);
        if (!core::CommuneCode::parse(code)) return;
        Draft draft{{code, number_or(cells[6], 0.0), std::string(cells[3])},
                    std::string(cells[2]),
                    std::string(cells[5]),
                    std::string(cells[4])};
        (cells[1] == "commune" ? communes : arrondissements).push_back(std::move(draft));
      });
  if (!read) return read;
  settle(ground, Level::commune, communes);
  settle(ground, Level::arrondissement, arrondissements);
  for (std::uint32_t i = 0; i < communes.size(); ++i) {
    if (!communes[i].epci.empty()) group(ground, Level::epci, communes[i].epci).push_back(i);
    group(ground, Level::departement, communes[i].place.departement).push_back(i);
    group(ground, Level::region, communes[i].region).push_back(i);
  }
  for (const Level level : {Level::epci, Level::departement, Level::region}) order_groups(ground, level);
  gather_departements(ground);
  ground.members[at(Level::commune)].resize(communes.size());
  for (std::uint32_t i = 0; i < arrondissements.size(); ++i) {
    const std::uint32_t city = ground.find(Level::commune, arrondissements[i].parent);
    if (city != kNoPlace) ground.members[at(Level::commune)][city].push_back(i);
  }
  return {};
}

core::Result<void> read_passages(const ingest::Bundle& bundle, Ground& ground) {
  ground.passages.resize(ground.at(Level::commune).size());
  return each_row(bundle, "passage", {"old_code", "new_code", "kind", "date", "weight"}, [&](auto cells) {
    const std::string old(cells[0]);
    const double weight = number_or(cells[4], -1.0);
    const std::uint32_t target = ground.find(Level::commune, cells[1]);
    const bool current =
        ground.find(Level::commune, old) != kNoPlace || ground.find(Level::arrondissement, old) != kNoPlace;
    if (current || !(weight >= 0 && weight <= 1)) return;  // a current code is never redirected
    ground.former.emplace(old, target);
    if (target != kNoPlace &&
        weight > 0)  // weight 0: offered to a reader, without figures; no target: a collectivity without figures
      ground.passages[target].push_back({old, weight, number_or(cells[3].substr(0, 4), 0), cells[2] == "change"});
  });
}

}  // namespace

std::uint32_t Ground::find(Level level, std::string_view code) const {
  const auto& codes = index[static_cast<std::size_t>(level)];
  const auto found = codes.find(code);
  return found == codes.end() ? kNoPlace : found->second;
}

core::Result<Ground> Ground::read(const ingest::Bundle& bundle) {
  Ground ground;
  if (auto read = read_places(bundle, ground); !read) return std::unexpected(read.error());
  if (auto read = read_passages(bundle, ground); !read) return std::unexpected(read.error());
  return ground;
}

}  // namespace catalyse::observatory
