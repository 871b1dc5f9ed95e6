// The rows of the data set « projets », as the bundle and SQL hold them. Empty text: not said.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace catalyse::projects {

struct SourceRecord {
  std::string prefix;  // d18, fv23…: begins the ids of its projects
  std::string path, title, title_en, producer, relay, vintage, licence, licence_address, hash;
};

struct ProgrammeRecord {
  std::string id, short_name, label, funder, funder_siren, funder_departement;
};

struct ProjectRecord {
  std::string prefix;
  std::int64_t number = 0;
  std::string siren;  // nine digits that fit, or empty
  std::string beneficiary, insee, departement, title, programme;
  std::optional<std::int64_t> cost;  // cents
  std::int64_t amount = 0;           // cents
  std::optional<std::int64_t> year;
};

// A cell set aside; the rest of its row is kept.
struct RefusalRecord {
  std::string prefix;
  std::int64_t number = 0;
  std::string field, value, reason;
};

struct Records {
  std::string version;  // of the data set
  std::vector<SourceRecord> sources;
  std::vector<ProgrammeRecord> programmes;
  std::vector<ProjectRecord> projects;  // by source, then number
  std::vector<RefusalRecord> refusals;
};

}  // namespace catalyse::projects
