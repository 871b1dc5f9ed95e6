// The rows of the data sets « territoires » and « zonages », as files and SQL hold them. Empty text: not said.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace catalyse::territories {

struct CommuneRecord {
  std::string code, name, kind;  // commune | arrondissement-municipal | com
  std::string parent;            // of an arrondissement
  std::string departement, region, arrondissement, epci, ept, siren;
  std::optional<std::int64_t> population;
  std::optional<double> area_km2, latitude, longitude;
  std::string chef_lieu;  // highest seat held: arrondissement | departement | region
  std::int64_t liaison = 0;
};

struct DelegatedRecord {
  std::string code, name, kind, parent;  // associee | deleguee
};

struct GroupingRecord {  // EPCI and EPT
  std::string siren, name, kind, financing, seat;
};

// A département (parent: its région), a région, an arrondissement (parent: its département) or an overseas
// collectivity.
struct DivisionRecord {
  std::string kind;                                 // departement | region | arrondissement | collectivity
  std::string code, name, parent, chef_lieu, zone;  // zone: metro | drom
  std::int64_t liaison = 0;
};

struct PassageRecord {
  std::string old_code, old_name, new_code, kind, date, source;
  double weight = 1;
};

struct NameRecord {
  std::string code, name, kind;  // former-name | delivery | delegated
};

struct PostcodeRecord {
  std::string code, postcode, label;
};

struct RestoredRecord {
  std::string code, name, from_code, since;
};

struct ZoningRecord {
  std::string code;
  std::optional<std::int64_t> density, centrality, aav_category;
  std::string rurality, mountain, aav, aav_name, ze, ze_name, bv, bv_name, uu, uu_name, qpv, acv,
      pvd;  // the last three: 1 or empty
};

struct LabelRecord {
  std::string zoning, value, label_fr, label_en;
  std::optional<std::int64_t> ordinal;
};

struct ProgrammeRecord {
  std::string holder;  // SIREN of an EPCI or an EPT, or code of a commune
  std::string programme, id, name;
};

struct Records {
  std::int64_t population_year = 0;
  std::string version;  // digest of the two data sets
  std::vector<CommuneRecord> communes;
  std::vector<DelegatedRecord> delegated;
  std::vector<GroupingRecord> epci, ept;
  std::vector<DivisionRecord> departements, regions, arrondissements, collectivities;
  std::vector<PassageRecord> passage;
  std::vector<NameRecord> names;
  std::vector<PostcodeRecord> postcodes;
  std::vector<RestoredRecord> restored;
  std::vector<ZoningRecord> zonings;
  std::vector<LabelRecord> labels;
  std::vector<ProgrammeRecord> programmes;
};

}  // namespace catalyse::territories
