// Filters of a question as sets of documents, and the counts of facets under them.
#pragma once

#include <string>
#include <vector>

#include "index.hpp"
#include "search/search.hpp"

namespace catalyse::search {

// The filters of one question on one shard. Several values of a facet are alternatives; a facet is counted under all
// filters but its own.
struct Filters {
  struct OfFacet {
    std::string facet;
    Bits set;
  };
  std::vector<OfFacet> facets;  // one for each facet with a choice
  std::vector<Bits> others;     // dates, measures
  std::vector<Bits> by_place;   // places and distance: documents without a place fail these

  [[nodiscard]] static Filters of(const Shard& shard, const Question& question);
  // All of them, but the facet's own.
  void narrow(Bits& set, std::string_view but_facet = {}) const;
  // All of them but those by place.
  void narrow_but_place(Bits& set) const;
};

// Kilometres over a sphere of 6 371.0088 km (mean radius of the IUGG); haversine.
[[nodiscard]] double kilometres_between(const GeoPoint& a, const GeoPoint& b);

// The documents that have each value of the facet, added into `counts` (one for each value of the column).
void count_facet(const FacetColumn& facet, const Bits& set, std::vector<std::uint32_t>& counts);

}  // namespace catalyse::search
