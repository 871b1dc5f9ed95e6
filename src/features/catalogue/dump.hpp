// A whole data set as one CSV, gzipped while it is sent: memory does not grow with it.
#pragma once

#include "catalogue.hpp"

namespace catalyse::catalogue {

// Empty when the set is not made of rows.
// - indicateurs, and sets that came from files: indicator,level,year,code,name,state,value,reliability; a place without
// a
//   row has no figure there (« not available »).
// - zonages: level,code,name,kind,zone,label: what a place belongs to.
// - sets that another room lists: the columns of its CSV.
// - territoires: level,code,name,siren,population,area_km2,commune,epci,departement,region.
[[nodiscard]] std::optional<http::Response> dump(const Holdings& holdings, std::string_view set);

}  // namespace catalyse::catalogue
