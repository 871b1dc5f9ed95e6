// The catalogue of the bundle: data/indicators/{themes,indicators,series}.csv, read and judged before any figure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "ingest/ingest.hpp"
#include "observatory.hpp"
#include "series_values.hpp"

namespace catalyse::observatory {

struct CatalogueIndicator {
  Indicator indicator;
  ValueRule rule;
  // Kept for the catalogue pages; not needed to compute.
  std::string overseas, reliability_rule, short_en, sentence_fr;
};

struct CatalogueSeries {
  std::size_t indicator = 0;  // index in Catalogue::indicators
  Series series;
  SeriesPlan plan;
  std::string table;  // path in the bundle
};

struct Catalogue {
  std::vector<Theme> themes;                   // in order
  std::vector<CatalogueIndicator> indicators;  // by theme, then as listed
  std::vector<CatalogueSeries> series;         // as listed

  // A line that cannot be understood is refused in the report of its file, with its column, value and reason; so are a
  // series of an unknown indicator and a second series of the same indicator, level and year. Errors: those of
  // Bundle::read; observatory.import.catalogue when a file or a column lacks, and when the series of an indicator at
  // one level have none or several `latest`.
  [[nodiscard]] static core::Result<Catalogue> read(const ingest::Bundle& bundle, ingest::Report& report);
};

}  // namespace catalyse::observatory
