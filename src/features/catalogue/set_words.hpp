// How a data set and its versions are named and addressed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue.hpp"

namespace catalyse::catalogue {

// The first twelve digits of the digest of a version: what its address is made of.
[[nodiscard]] std::string short_version(std::string_view version);

[[nodiscard]] std::string set_address(core::Language language, std::string_view set);
[[nodiscard]] std::string version_address(core::Language language, const ingest::DataVersion& version);
// The whole set as one file; empty for a set that is not made of rows.
[[nodiscard]] std::string dump_address(const Holdings& holdings, std::string_view set);

// As it is told to readers; empty when there is no such set.
[[nodiscard]] std::string title_of(const Holdings& holdings, std::string_view set, core::Language language);
// Newest first.
[[nodiscard]] std::vector<const SetVersion*> versions_of(const Holdings& holdings, std::string_view set);
// The current version of each set that came from a file.
[[nodiscard]] std::vector<const SetVersion*> deposited(const Holdings& holdings);

// Producers and licences of a version, each once, as they are cited.
[[nodiscard]] std::string producers_of(const Holdings& holdings, const SetVersion& version);

struct Citation {
  std::string apa, bibtex;
};
// APA 7 (data set) and BibTeX (@misc), made of the version's own facts.
[[nodiscard]] Citation cite(const Holdings& holdings, const SetVersion& version, core::Language language);

// Whether an indicator of the observatory belongs to a set.
[[nodiscard]] bool belongs(const Holdings& holdings, std::string_view indicator, std::string_view set);

}  // namespace catalyse::catalogue
