// From the rows of somebody's file to the tables that the rules read: codes put right, absences told from numbers, one
// table for each group of rows and year.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "file_plan.hpp"
#include "ingest/source.hpp"
#include "series_ground.hpp"
#include "series_table.hpp"

namespace catalyse::observatory {

struct FileTables {
  // By the indicator's `where` (sorted pairs) and the year.
  std::map<std::pair<ingest::MappingEntry::Pairs, int>, Table> tables;
  int cog = 0;  // of the codes: declared, else found from the former codes that stand in them; 0: those in force
  bool arrondissements = false;  // some rows are of Paris, Lyon or Marseille
};

// Rows that cannot be are refused in `report`. Error: ingest.mapping.malformed when a column that the declaration names
// does not exist.
[[nodiscard]] core::Result<FileTables> read_tables(const ingest::Source& source, const ingest::Mapping& mapping,
                                                   const std::vector<FilePlan>& plans, const Ground& ground,
                                                   ingest::FileReport& report);

}  // namespace catalyse::observatory
