// What the entries [[indicator]] of a declaration ask for. Pure.
#pragma once

#include <string>
#include <vector>

#include "ingest/mapping.hpp"
#include "series_catalogue.hpp"

namespace catalyse::observatory {

struct FilePlan {
  CatalogueIndicator indicator;
  SeriesPlan plan;                    // level, from and year are set series by series
  ingest::MappingEntry::Pairs where;  // rows of this indicator
  std::string caution_fr, caution_en;
  bool rolls_up = false;  // its counts are summed to the higher levels
};

// `themes` in the order of their indexes. Error: ingest.mapping.malformed, its line that of the key.
[[nodiscard]] core::Result<std::vector<FilePlan>> read_plans(const ingest::Mapping& mapping, std::string_view file,
                                                             const std::vector<Theme>& themes);

}  // namespace catalyse::observatory
