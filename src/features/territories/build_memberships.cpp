#include "build.hpp"

namespace catalyse::territories {

namespace {

class Memberships {
 public:
  explicit Memberships(Draft& d) : d_(d), lists_(d.out.places.size()) {
    for (const auto& label : d.records.labels) labels_[label.zoning + "=" + label.value] = label.label_fr;
  }
  void add(PlaceIndex place, std::string_view kind, std::string_view code, std::string_view label) {
    if (place != kNowhere) lists_.add(place, {d_.pool.add(kind), d_.pool.add(code), d_.pool.add(label)});
  }
  // A class of a zoning: its label is in zonings_labels.
  void add_class(PlaceIndex place, const std::string& zoning, std::string_view kind, const std::string& value) {
    if (!value.empty()) add(place, kind, value, label(zoning, value));
  }
  // A zone with a code and a name of its own.
  void add_zone(PlaceIndex place, std::string_view kind, const std::string& code, const std::string& name) {
    if (!code.empty()) add(place, kind, code, name);
  }
  void add_mark(PlaceIndex place, std::string_view kind, const std::string& flag) {
    if (flag == "1") add(place, kind, "", "");
  }
  [[nodiscard]] std::string_view label(const std::string& zoning, const std::string& value) const {
    const auto found = labels_.find(zoning + "=" + value);
    return found == labels_.end() ? std::string_view(value) : std::string_view(found->second);
  }
  void lay() { lists_.lay(d_.out.memberships_at, d_.out.memberships); }

 private:
  Draft& d_;
  Lists<MembershipRow> lists_;
  std::unordered_map<std::string, std::string> labels_;
};

std::string digits(const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : std::string(); }

void add_zoning(Draft& d, Memberships& m, const ZoningRecord& zoning) {
  const auto place = Draft::find(d.communes, zoning.code);
  if (place == kNowhere) return;
  auto& row = d.out.places[place];
  row.density = static_cast<std::uint8_t>(zoning.density.value_or(0));
  row.centrality = static_cast<std::int8_t>(zoning.centrality.value_or(-1));
  row.urban_category = static_cast<std::uint8_t>(zoning.aav_category.value_or(0));
  m.add_class(place, "density", "density", digits(zoning.density));
  m.add_class(place, "rurality", "rurality", zoning.rurality);
  m.add_class(place, "centrality", "centrality", digits(zoning.centrality));
  if (!zoning.mountain.empty()) m.add(place, "mountain", "", zoning.mountain);
  m.add_zone(place, "aav", zoning.aav, zoning.aav_name);
  m.add_class(place, "aav_category", "aav-category", digits(zoning.aav_category));
  m.add_zone(place, "ze", zoning.ze, zoning.ze_name);
  m.add_zone(place, "bv", zoning.bv, zoning.bv_name);
  m.add_zone(place, "uu", zoning.uu, zoning.uu_name);
  m.add_mark(place, "qpv", zoning.qpv);
  m.add_mark(place, "acv", zoning.acv);
  m.add_mark(place, "pvd", zoning.pvd);
}

std::unordered_map<std::string, std::string> names_by_code(const std::vector<DivisionRecord>& divisions) {
  std::unordered_map<std::string, std::string> names;
  for (const auto& division : divisions) names.emplace(division.code, division.name);
  return names;
}

// What the register of communes itself says: arrondissement, EPT, overseas collectivity, seat held.
void add_official(Draft& d, Memberships& m) {
  const auto arrondissements = names_by_code(d.records.arrondissements),
             collectivities = names_by_code(d.records.collectivities);
  const auto departements = names_by_code(d.records.departements), regions = names_by_code(d.records.regions);
  std::unordered_map<std::string, std::string> ept;
  for (const auto& grouping : d.records.ept) ept.emplace(grouping.siren, grouping.name);
  const auto name = [](const auto& names, const std::string& code) -> std::string {
    const auto found = names.find(code);
    return found == names.end() ? code : found->second;
  };
  for (const auto& commune : d.records.communes) {
    const auto place = Draft::find(d.communes, commune.code);
    if (!commune.arrondissement.empty())
      m.add(place, "arrondissement", commune.arrondissement, name(arrondissements, commune.arrondissement));
    if (!commune.ept.empty()) m.add(place, "ept", commune.ept, name(ept, commune.ept));
    if (commune.kind == "com")
      m.add(place, "collectivity", commune.departement, name(collectivities, commune.departement));
    if (commune.chef_lieu == "region") m.add(place, "chef-lieu", "region", name(regions, commune.region));
    if (commune.chef_lieu == "departement")
      m.add(place, "chef-lieu", "departement", name(departements, commune.departement));
    if (commune.chef_lieu == "arrondissement") {
      m.add(place, "chef-lieu", "arrondissement", name(arrondissements, commune.arrondissement));
    }
  }
}

// Legal kinds and tax regimes of EPCI: code général des collectivités territoriales, L. 5210-1-1 A and L. 3611-1; code
// général des impôts, 1379-0 bis and 1609 nonies C.
std::string_view legal_kind(const std::string& kind) {
  if (kind == "CC") return "Communauté de communes";
  if (kind == "CA") return "Communauté d'agglomération";
  if (kind == "CU") return "Communauté urbaine";
  if (kind == "METRO") return "Métropole";
  if (kind == "MET69") return "Métropole de Lyon (collectivité à statut particulier)";
  return kind;
}

std::string_view tax_regime(const std::string& financing) {
  if (financing == "FPU") return "Fiscalité professionnelle unique";
  if (financing == "FA") return "Fiscalité additionnelle";
  return financing;
}

void add_epci(Draft& d, Memberships& m) {
  for (const auto& grouping : d.records.epci) {
    const auto place = Draft::find(d.epci, grouping.siren);
    m.add(place, "epci-kind", grouping.kind, legal_kind(grouping.kind));
    if (!grouping.financing.empty()) m.add(place, "financing", grouping.financing, tax_regime(grouping.financing));
  }
}

}  // namespace

void build_memberships(Draft& d) {
  Memberships m(d);
  add_official(d, m);
  for (const auto& zoning : d.records.zonings) add_zoning(d, m, zoning);
  add_epci(d, m);
  for (const auto& programme : d.records.programmes) {
    const auto epci = Draft::find(d.epci, programme.holder);
    const auto place = epci != kNowhere ? epci : Draft::find(d.communes, programme.holder);
    const auto label =
        programme.name.empty() ? m.label("programme", programme.programme) : std::string_view(programme.name);
    m.add(place, programme.programme, programme.id, label);
  }
  m.lay();
}

}  // namespace catalyse::territories
