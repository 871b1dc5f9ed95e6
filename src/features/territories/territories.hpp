// The territories of France in force (COG 2026, INSEE; EPCI, DGCL): identity, memberships, former codes, search of
// places. `Territories` is an immutable read model, built from SQL or loaded from its snapshot file; share it as
// shared_ptr<const Territories>.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/language.hpp"
#include "core/result.hpp"
#include "core/territory.hpp"

namespace catalyse::territories {

// Position of a place in the read model: communes (with those of the COM last), municipal arrondissements, EPCI,
// départements, régions, each ordered by code. Dense, so other read models use it as an index. Only valid within one
// data version.
using PlaceIndex = std::uint32_t;
inline constexpr PlaceIndex kNowhere = 0xFFFFFFFFU;

struct Range {
  PlaceIndex first = 0;
  PlaceIndex last = 0;  // one past the end
  [[nodiscard]] std::size_t size() const { return last - first; }
  [[nodiscard]] bool holds(PlaceIndex place) const { return place >= first && place < last; }
};

enum class Zone : std::uint8_t { metropole, drom, com };  // com: collectivité d'outre-mer, identity page only

struct Place {
  core::Level level = core::Level::commune;
  Zone zone = Zone::metropole;
  std::string_view code;
  std::string_view name;
  std::string_view slug;                   // decoration of the address: `saint-etienne`
  std::string_view siren;                  // empty when unknown
  int liaison = 0;                         // INSEE TNCC: how the name takes its article
  std::optional<std::int64_t> population;  // municipal population, year in Territories::population_year
  std::optional<double> area_km2;
  std::optional<double> longitude, latitude;  // WGS84, of a point inside or the seat
  // Memberships, kNowhere where there is none. For an EPCI, departement and region are those that hold most of its
  // population.
  PlaceIndex commune = kNowhere;  // of a municipal arrondissement
  PlaceIndex epci = kNowhere;
  PlaceIndex departement = kNowhere;
  PlaceIndex region = kNowhere;
};

// A named thing a place belongs to that has no dossier of its own: arrondissement, EPT, zone d'emploi, aire
// d'attraction, programme…
struct Membership {
  // arrondissement | ept | collectivity | chef-lieu | density | rurality | centrality | mountain | aav | aav-category |
  // ze | bv | uu | qpv | acv | pvd | epci-kind | financing | a programme: territoire-industrie | tec |
  // avenir-montagnes-ingenierie | …
  std::string_view kind;
  std::string_view code;   // may be empty; of a chef-lieu: arrondissement, departement or region
  std::string_view label;  // French, as its producer writes it; empty where the kind says all (qpv, acv, pvd)
};

struct FormerCommune {
  std::string_view code;
  std::string_view name;  // empty when no source tells it
  std::string_view kind;  // merge | split | change | delegated | associated
};

// How a former code leads to a current place. `uncertain`: one source says so and the COG in force does not; shown to a
// reader as a choice, and its weight is 0.
enum class PassageKind : std::uint32_t { merge, split, change, delegated, associated, uncertain };

// What a figure of a former code becomes: `weight` of it goes to `place`. The weights of a code sum to 1.
struct Carry {
  double weight = 0;
  PlaceIndex place = kNowhere;
  PassageKind kind = PassageKind::merge;
};

// A commune taken out of another that still exists: figures of `from` before `since` are about both together.
struct Restoration {
  PlaceIndex commune = kNowhere;
  PlaceIndex from = kNowhere;
  std::uint32_t since = 0;  // first year of the COG that has the commune; 0 when before 2022
};

struct Hit {
  PlaceIndex place = kNowhere;
  std::string_view matched;  // the name, postcode or former name that matched
  double score = 0;
};

struct SearchOptions {
  std::size_t limit = 10;  // at most 200
  std::optional<core::Level> level;
};

class Territories {
 public:
  ~Territories();
  Territories(Territories&&) noexcept;

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] Range range(
      core::Level level) const;  // of communes: metropolitan and overseas départements only, without the COM
  [[nodiscard]] Range overseas_collectivities() const;  // communes of the COM
  [[nodiscard]] const Place& place(PlaceIndex index) const;
  [[nodiscard]] std::optional<PlaceIndex> find(const core::PlaceCode& code) const;
  [[nodiscard]] int population_year() const;
  [[nodiscard]] std::string_view version() const;  // digest of the data this was made of

  // Communes of an EPCI, a département or a région; arrondissements of Paris, Lyon or Marseille. Ordered by code.
  [[nodiscard]] std::span<const PlaceIndex> members(PlaceIndex place) const;
  // Every département an EPCI has communes in, most populated first (one for most; 89 have two or more).
  [[nodiscard]] std::vector<PlaceIndex> departements_of(PlaceIndex epci) const;
  [[nodiscard]] std::vector<Membership> memberships(PlaceIndex place) const;
  [[nodiscard]] std::vector<FormerCommune> former_communes(PlaceIndex commune) const;
  [[nodiscard]] std::vector<std::string_view> postcodes(PlaceIndex commune) const;

  // Where a former code leads: empty when the code was never one; several when the commune was split. A current code is
  // never here.
  [[nodiscard]] std::vector<PlaceIndex> successors(std::string_view former_code) const;

  // The same with weights, to bring figures of an older geography forward. Empty for a current code: it keeps its
  // figures.
  [[nodiscard]] std::span<const Carry> carry(std::string_view former_code) const;
  [[nodiscard]] std::span<const Restoration> restorations() const;  // ordered by commune

  // INSEE density grid, 1 (densest) to 7; ANCT centrality, 0 (not a centre) to 4 (major centre); place in its urban
  // attraction area (INSEE AAV 2020): 11 central commune, 12 main pole, 13 secondary pole, 20 commuting belt, 30
  // outside. Of communes; empty where not published.
  [[nodiscard]] std::optional<int> density_class(PlaceIndex place) const;
  [[nodiscard]] std::optional<int> centrality(PlaceIndex place) const;
  [[nodiscard]] std::optional<int> urban_category(PlaceIndex place) const;
  // The chef-lieu of a département or a région; kNowhere for others (no source gives the seat of an EPCI).
  [[nodiscard]] PlaceIndex seat(PlaceIndex place) const;

  // Names, former names, postcodes, codes and SIREN; accents, hyphens, apostrophes, « st/ste » and one typo do not
  // matter. Best first: kind of match, then population. Any bytes are accepted. `total`, when given, gets the number of
  // places that match.
  [[nodiscard]] std::vector<Hit> search(std::string_view words, const SearchOptions& options = {},
                                        std::size_t* total = nullptr) const;

 private:
  friend struct TerritoriesBuilder;
  struct State;
  explicit Territories(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// `/territoires/commune/76540-rouen`; municipal arrondissements are addressed as communes. English pages add /en
// themselves.
[[nodiscard]] std::string address(const Place& place);
// « de Rouen », « du Havre », « du Lot », « de l’Ain », « des Landes », « de la CC Terroir de Caux », « du 12e
// arrondissement de Paris »: name with its preposition (INSEE TNCC). Articles that are added bear a typographic
// apostrophe, names are as INSEE writes them.
[[nodiscard]] std::string of_name(const Place& place);
// « Rouen », « Le Havre », « la Lozère », « l’Ain », « la Normandie », « le 12e arrondissement de Paris »: name with
// its article where French wants one inside a sentence.
[[nodiscard]] std::string with_article(const Place& place);

}  // namespace catalyse::territories
