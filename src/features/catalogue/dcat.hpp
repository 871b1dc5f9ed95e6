// The catalogue of the data sets for other catalogues (data.gouv.fr, data.europa.eu): DCAT-AP 3.0 (SEMIC, 2024) on DCAT
// 3 (W3C, 2024).
#pragma once

#include "catalogue.hpp"
#include "export/rdf.hpp"

namespace catalyse::catalogue {

// One dcat:Dataset per set of the bundle, one dcat:Distribution per file. Every address starts with the site's base.
[[nodiscard]] exporting::RdfGraph dcat_graph(const Holdings& holdings);

}  // namespace catalyse::catalogue
