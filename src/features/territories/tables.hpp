// The read model as flat columns, the same whether just built or mapped from a snapshot. Text lies in one pool, named
// by position.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "territories.hpp"

namespace catalyse::territories {

struct Ref {
  std::uint32_t at = 0, size = 0;
};

// All members are named, none is padding: the bytes of a snapshot depend on the data alone.
struct PlaceRow {
  Ref code, name, slug, siren;
  std::int64_t population = -1;                      // -1: unknown
  double area_km2 = 0, longitude = 0, latitude = 0;  // NaN: unknown
  PlaceIndex commune = kNowhere, epci = kNowhere, departement = kNowhere, region = kNowhere, seat = kNowhere;
  std::uint8_t level = 0, zone = 0, liaison = 0, density = 0;  // density 0: unknown
  std::int8_t centrality = -1;                                 // -1: unknown
  std::uint8_t urban_category = 0;                             // 0: unknown
  std::uint8_t spare[6] = {};
};
static_assert(sizeof(PlaceRow) == 96);

struct FormerRow {
  Ref code, name;
  std::uint32_t kind = 0;  // a PassageKind
};

struct MembershipRow {
  Ref kind, code, label;
};

// A name that search knows: the official one of a place, or another one (`alias` 1).
struct SearchName {
  Ref shown;
  PlaceIndex place = kNowhere;
  std::uint32_t alias = 0;
};

enum class CodeKind : std::uint32_t { departement, commune, postcode, siren, region, former };
struct CodeTerm {
  Ref text;
  PlaceIndex place = kNowhere;
  CodeKind kind = CodeKind::commune;
};

// A spelling without spaces and the name it stands for.
struct CompactTerm {
  Ref text;
  std::uint32_t name = 0;
};

// `x_at[i] … x_at[i + 1]` are the items of `x` that belong to i.
template <template <class> class Column>
struct Tables {
  Column<char> pool;
  Column<std::uint32_t>
      header;  // population year, then the sizes of the ranges: communes, of COM, arrondissements, EPCI, dép., régions
  Column<Ref> version;  // one
  Column<PlaceRow> places;
  Column<std::uint32_t> members_at, departements_at, postcodes_at, former_at, memberships_at, passage_at;
  Column<PlaceIndex> members, departements;
  Column<Ref> postcodes;
  Column<FormerRow> former;
  Column<MembershipRow> memberships;
  Column<Ref> passage_codes;  // sorted
  Column<Carry> passage;
  Column<Restoration> restorations;
  Column<std::uint32_t> standing;  // of each place among all by population as search weighs it, 0 the largest
  Column<SearchName> names;
  Column<CompactTerm> compact;                  // sorted by text
  Column<Ref> words;                            // sorted
  Column<std::uint32_t> postings_at, postings;  // names that hold a word
  Column<CodeTerm> codes;                       // sorted by text

  [[nodiscard]] std::string_view text(Ref ref) const { return {pool.data() + ref.at, ref.size}; }
};

template <class T>
using Made = std::vector<T>;
template <class T>
using Seen = std::span<const T>;
using Built = Tables<Made>;
using View = Tables<Seen>;

// Calls `use` with each column, in the order of the file.
template <class T, class Use>
void each_column(T& t, Use use) {
  use(t.pool), use(t.header), use(t.version), use(t.places), use(t.members_at), use(t.departements_at),
      use(t.postcodes_at);
  use(t.former_at), use(t.memberships_at), use(t.passage_at), use(t.members), use(t.departements), use(t.postcodes),
      use(t.former);
  use(t.memberships), use(t.passage_codes), use(t.passage), use(t.restorations), use(t.standing), use(t.names),
      use(t.compact);
  use(t.words), use(t.postings_at), use(t.postings), use(t.codes);
}

[[nodiscard]] inline View view_of(const Built& built) {
  return {built.pool,           built.header,          built.version,      built.places,
          built.members_at,     built.departements_at, built.postcodes_at, built.former_at,
          built.memberships_at, built.passage_at,      built.members,      built.departements,
          built.postcodes,      built.former,          built.memberships,  built.passage_codes,
          built.passage,        built.restorations,    built.standing,     built.names,
          built.compact,        built.words,           built.postings_at,  built.postings,
          built.codes};
}

}  // namespace catalyse::territories
