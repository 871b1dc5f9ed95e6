// What a declared file is judged against, and what it gives. Private to the room.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "files.hpp"
#include "series_catalogue.hpp"
#include "series_ground.hpp"
#include "store.hpp"

namespace catalyse::observatory {

struct FileGround::State {
  ingest::Bundle bundle;
  Ground ground;
  std::vector<Theme> themes;
  std::set<std::string, std::less<>> indicators, sets;  // names of the bundle's
  std::string territories;                              // version of that set
};

struct FileFigures {
  FileOutcome outcome;
  Catalogue catalogue;
  std::vector<Filled> values;  // parallel to the catalogue's series
};

[[nodiscard]] core::Result<FileFigures> judge(const FileGround::State& ground, const ingest::Source& source,
                                              const ingest::Mapping& mapping, std::string_view file);

}  // namespace catalyse::observatory
