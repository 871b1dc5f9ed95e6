#include <map>
#include <unordered_set>

#include "core/territory.hpp"
#include "read_bundle.hpp"
#include "read_table.hpp"

namespace catalyse::territories {

namespace {

using Codes = std::unordered_set<std::string>;

constexpr std::int64_t kMostPeople = 100'000'000;
constexpr double kLargest = 1'000'000;  // km²

class Reading {
 public:
  Reading(const TableOf& table, const ingest::Progress& progress, Records& into)
      : table_(table), progress_(progress), into_(into) {}
  core::Result<void> all();

 private:
  using Step = core::Result<void> (Reading::*)();
  core::Result<void> edition();
  core::Result<void> scan_communes();
  core::Result<void> regions();
  core::Result<void> departements();
  core::Result<void> arrondissements();
  core::Result<void> collectivities();
  core::Result<void> epci() { return groupings("epci", epci_, into_.epci); }
  core::Result<void> ept() { return groupings("ept", ept_, into_.ept); }
  core::Result<void> communes();
  core::Result<void> delegated();
  core::Result<void> passage();
  core::Result<void> names();
  core::Result<void> postcodes();
  core::Result<void> restored();

  core::Result<void> groupings(std::string_view stem, Codes& known, std::vector<GroupingRecord>& into);
  void check_commune(Row& row, const CommuneRecord& commune);
  DivisionRecord division(Row& row, std::string_view kind);
  void commune_exists(Row& row, std::string_view column, const std::string& code) const {
    row.require(communes_.contains(code), column, "no such commune");
  }

  TableOf table_;
  const ingest::Progress& progress_;
  Records& into_;
  Codes communes_, kept_communes_, sirens_, regions_, departements_, arrondissements_, collectivities_, epci_, ept_;
  std::unordered_map<std::string, std::string> region_of_;
};

void unique(Row& row, Codes& known, const std::string& code, std::string_view column) {
  if (row.good()) row.require(known.insert(code).second, column, "given twice");
}

core::Result<void> Reading::all() {
  static constexpr std::pair<std::string_view, Step> kSteps[] = {{"communes", &Reading::edition},
                                                                 {"communes", &Reading::scan_communes},
                                                                 {"regions", &Reading::regions},
                                                                 {"departements", &Reading::departements},
                                                                 {"arrondissements", &Reading::arrondissements},
                                                                 {"com", &Reading::collectivities},
                                                                 {"epci", &Reading::epci},
                                                                 {"ept", &Reading::ept},
                                                                 {"communes", &Reading::communes},
                                                                 {"delegated", &Reading::delegated},
                                                                 {"passage", &Reading::passage},
                                                                 {"names", &Reading::names},
                                                                 {"postcodes", &Reading::postcodes},
                                                                 {"restored", &Reading::restored}};
  double done = 0;
  for (const auto& [what, step] : kSteps) {
    if (progress_) progress_(what, done / std::size(kSteps));
    if (auto read = (this->*step)(); !read) return read;
    done += 1;
  }
  return {};
}

core::Result<void> Reading::edition() {
  const auto* resource = find_table(table_.bundle, table_.set, "communes");
  if (resource == nullptr) return {};  // said by the next step
  for (const auto& [key, value] : resource->extra) {
    if (key == "population_year" && value.size() == 4) into_.population_year = std::atoi(value.c_str());
  }
  if (into_.population_year >= 1800 && into_.population_year <= 2200) return {};
  return core::fail(core::ErrorKind::damaged, "territories.import.edition",
                    resource->path + ": the descriptor gives no population_year");
}

// The codes first: seats and parents are named in files that are read before the communes themselves.
core::Result<void> Reading::scan_communes() {
  ingest::Report unused;
  return each_row({table_.bundle, table_.set, unused}, "communes", {"code", "siren"}, [&](Row& row) {
    if (auto code = row.text("code"); core::CommuneCode::parse(code)) communes_.insert(std::move(code));
  });
}

DivisionRecord Reading::division(Row& row, std::string_view kind) {
  DivisionRecord division;
  division.kind = kind;
  division.code = row.required("code");
  division.name = row.required("name");
  division.liaison = row.integer("liaison", 0, 8).value_or(0);
  if (kind == "collectivity") return division;
  division.chef_lieu = row.text("chef_lieu");
  if (!division.chef_lieu.empty()) commune_exists(row, "chef_lieu", division.chef_lieu);
  if (kind != "arrondissement") division.zone = row.one_of("zone", {"metro", "drom"});
  return division;
}

core::Result<void> Reading::regions() {
  return each_row(table_, "regions", {"code", "name", "chef_lieu", "zone", "liaison"}, [&](Row& row) {
    auto region = division(row, "region");
    row.require(core::RegionCode::parse(region.code).has_value(), "code", "not a code of a région");
    unique(row, regions_, region.code, "code");
    if (row.good()) into_.regions.push_back(std::move(region));
  });
}

core::Result<void> Reading::departements() {
  return each_row(table_, "departements", {"code", "name", "region", "chef_lieu", "zone", "liaison"}, [&](Row& row) {
    auto departement = division(row, "departement");
    departement.parent = row.required("region");
    row.require(core::DepartementCode::parse(departement.code).has_value(), "code", "not a code of a département");
    row.require(regions_.contains(departement.parent), "region", "no such région");
    unique(row, departements_, departement.code, "code");
    if (!row.good()) return;
    region_of_.emplace(departement.code, departement.parent);
    into_.departements.push_back(std::move(departement));
  });
}

core::Result<void> Reading::arrondissements() {
  return each_row(table_, "arrondissements", {"code", "name", "departement", "chef_lieu"}, [&](Row& row) {
    auto arrondissement = division(row, "arrondissement");
    arrondissement.parent = row.required("departement");
    row.require(departements_.contains(arrondissement.parent), "departement", "no such département");
    row.require(arrondissement.code.starts_with(arrondissement.parent), "code", "does not begin with its département");
    unique(row, arrondissements_, arrondissement.code, "code");
    if (row.good()) into_.arrondissements.push_back(std::move(arrondissement));
  });
}

core::Result<void> Reading::collectivities() {
  return each_row(table_, "com", {"code", "name"}, [&](Row& row) {
    auto collectivity = division(row, "collectivity");
    row.require(collectivity.code.size() == 3 && collectivity.code.starts_with("9"), "code",
                "not a code of an overseas collectivity");
    unique(row, collectivities_, collectivity.code, "code");
    if (row.good()) into_.collectivities.push_back(std::move(collectivity));
  });
}

core::Result<void> Reading::groupings(std::string_view stem, Codes& known, std::vector<GroupingRecord>& into) {
  return each_row(table_, stem, {"siren", "name", "kind", "financing", "seat"}, [&](Row& row) {
    GroupingRecord grouping{row.required("siren"), row.required("name"), "", row.text("financing"), row.text("seat")};
    grouping.kind =
        stem == "ept" ? row.one_of("kind", {"EPT"}) : row.one_of("kind", {"CC", "CA", "CU", "METRO", "MET69"});
    row.require(core::EpciCode::parse(grouping.siren).has_value(), "siren",
                "not a SIREN (nine digits, the last one a check)");
    if (!grouping.seat.empty()) commune_exists(row, "seat", grouping.seat);
    unique(row, sirens_, grouping.siren, "siren");
    if (!row.good()) return;
    known.insert(grouping.siren);
    into.push_back(std::move(grouping));
  });
}

void Reading::check_commune(Row& row, const CommuneRecord& commune) {
  row.require(core::CommuneCode::parse(commune.code).has_value(), "code", "not a code of a commune");
  const bool part = commune.kind == "arrondissement-municipal", com = commune.kind == "com";
  row.require(part == core::is_municipal_arrondissement(commune.code), "kind", "does not agree with the code");
  row.require(part ? communes_.contains(commune.parent) : commune.parent.empty(), "parent",
              "the commune of an arrondissement, no other");
  const auto& held = com ? collectivities_ : departements_;
  row.require(held.contains(commune.departement), "departement", "no such département or collectivity");
  if (!com && row.good()) {
    row.require(region_of_.at(commune.departement) == commune.region, "region", "not the région of the département");
  }
  const auto known_or_empty = [&](const Codes& codes, const std::string& code, std::string_view column) {
    row.require(code.empty() || codes.contains(code), column, "not among the rows of its file");
  };
  known_or_empty(arrondissements_, commune.arrondissement, "arrondissement");
  known_or_empty(epci_, commune.epci, "epci");
  known_or_empty(ept_, commune.ept, "ept");
  row.require(commune.siren.empty() || core::EpciCode::parse(commune.siren), "siren",
              "not a SIREN (nine digits, the last one a check)");
  row.require(commune.latitude.has_value() == commune.longitude.has_value(), "lat",
              "a point has both a latitude and a longitude");
}

core::Result<void> Reading::communes() {
  return each_row(table_, "communes",
                  {"code", "name", "kind", "parent", "departement", "region", "arrondissement", "epci", "ept", "siren",
                   "population", "area_km2", "lat", "lon", "chef_lieu", "liaison"},
                  [&](Row& row) {
                    CommuneRecord c;
                    c.code = row.required("code");
                    c.name = row.required("name");
                    c.kind = row.one_of("kind", {"commune", "arrondissement-municipal", "com"});
                    c.parent = row.text("parent");
                    c.departement = row.required("departement");
                    c.region = row.required("region");
                    c.arrondissement = row.text("arrondissement");
                    c.epci = row.text("epci");
                    c.ept = row.text("ept");
                    c.siren = row.text("siren");
                    c.population = row.integer("population", 0, kMostPeople);
                    c.area_km2 = row.real("area_km2", 0.001, kLargest);
                    c.latitude = row.real("lat", -90, 90);
                    c.longitude = row.real("lon", -180, 180);
                    c.chef_lieu = row.one_of("chef_lieu", {"", "arrondissement", "departement", "region"});
                    c.liaison = row.integer("liaison", 0, 8).value_or(0);
                    check_commune(row, c);
                    if (!c.siren.empty()) unique(row, sirens_, c.siren, "siren");
                    unique(row, kept_communes_, c.code, "code");
                    if (row.good()) into_.communes.push_back(std::move(c));
                  });
}

core::Result<void> Reading::delegated() {
  Codes known;
  return each_row(table_, "delegated", {"code", "name", "kind", "parent"}, [&](Row& row) {
    DelegatedRecord part{row.required("code"), row.required("name"), row.one_of("kind", {"associee", "deleguee"}),
                         row.required("parent")};
    row.require(core::CommuneCode::parse(part.code).has_value(), "code", "not a code of a commune");
    commune_exists(row, "parent", part.parent);
    unique(row, known, part.code + " " + part.parent, "code");
    if (row.good()) into_.delegated.push_back(std::move(part));
  });
}

core::Result<void> Reading::passage() {
  static constexpr double kExact = 1e-6;
  std::unordered_map<std::string, double> shares;
  ingest::Report unused;
  auto summed = each_row({table_.bundle, table_.set, unused}, "passage", {"old_code", "weight"},
                         [&](Row& row) { shares[row.text("old_code")] += row.real("weight", 0, 1).value_or(0); });
  if (!summed) return summed;
  Codes known;
  return each_row(
      table_, "passage", {"old_code", "old_name", "new_code", "kind", "date", "source", "weight"}, [&](Row& row) {
        PassageRecord step{row.required("old_code"),
                           row.text("old_name"),
                           row.required("new_code"),
                           row.one_of("kind", {"merge", "split", "change", "delegated", "associated", "uncertain"}),
                           row.text("date"),
                           row.text("source"),
                           0};
        const auto weight = row.real("weight", 0, 1);
        row.require(weight.has_value(), "weight", "empty");
        step.weight = weight.value_or(0);
        row.require(core::CommuneCode::parse(step.old_code).has_value(), "old_code", "not a code of a commune");
        row.require(!communes_.contains(step.old_code), "old_code", "a code in force leads nowhere else");
        commune_exists(row, "new_code", step.new_code);
        row.require(std::abs(shares[step.old_code] - 1) < kExact, "weight",
                    "the weights of this old code do not sum to 1");
        unique(row, known, step.old_code + " " + step.new_code, "new_code");
        if (row.good()) into_.passage.push_back(std::move(step));
      });
}

core::Result<void> Reading::names() {
  Codes known;
  return each_row(table_, "names", {"code", "name", "kind"}, [&](Row& row) {
    NameRecord name{row.required("code"), row.required("name"),
                    row.one_of("kind", {"former-name", "delivery", "delegated"})};
    commune_exists(row, "code", name.code);
    unique(row, known, name.code + name.kind + name.name, "name");
    if (row.good()) into_.names.push_back(std::move(name));
  });
}

core::Result<void> Reading::postcodes() {
  Codes known;
  return each_row(table_, "postcodes", {"code", "postcode", "label"}, [&](Row& row) {
    PostcodeRecord one{row.required("code"), row.required("postcode"), row.text("label")};
    const bool digits = one.postcode.size() == 5 && one.postcode.find_first_not_of("0123456789") == std::string::npos;
    row.require(digits, "postcode", "not five digits");
    commune_exists(row, "code", one.code);
    unique(row, known, one.code + one.postcode + one.label, "postcode");
    if (row.good()) into_.postcodes.push_back(std::move(one));
  });
}

core::Result<void> Reading::restored() {
  Codes known;
  return each_row(table_, "restored", {"code", "name", "from_code", "since"}, [&](Row& row) {
    RestoredRecord one{row.required("code"), row.required("name"), row.required("from_code"), row.text("since")};
    commune_exists(row, "code", one.code);
    commune_exists(row, "from_code", one.from_code);
    (void)row.integer("since", 1943, 2200);  // the first year of the register
    unique(row, known, one.code + " " + one.from_code, "code");
    if (row.good()) into_.restored.push_back(std::move(one));
  });
}

}  // namespace

core::Result<void> read_territories(const ingest::Bundle& bundle, const ingest::Progress& progress, Records& into,
                                    ingest::Report& report) {
  return Reading({bundle, "territoires", report}, progress, into).all();
}

}  // namespace catalyse::territories
