#include "store.hpp"

namespace catalyse::territories {

namespace {

// A table as its columns and the members they fill: one description serves the writing and the reading.
template <class Row>
using Member = std::variant<std::string Row::*, std::int64_t Row::*, double Row::*, std::optional<std::int64_t> Row::*,
                            std::optional<double> Row::*>;
template <class Row>
struct Column {
  std::string_view name;
  Member<Row> member;
};
template <class Row>
struct Table {
  std::string_view name;
  std::vector<Column<Row>> columns;
  std::string_view order;  // the primary key
};

const Table<CommuneRecord>& commune_table() {
  using R = CommuneRecord;
  static const Table<R> table{"commune",
                              {{"code", &R::code},
                               {"name", &R::name},
                               {"kind", &R::kind},
                               {"parent", &R::parent},
                               {"departement", &R::departement},
                               {"region", &R::region},
                               {"arrondissement", &R::arrondissement},
                               {"epci", &R::epci},
                               {"ept", &R::ept},
                               {"siren", &R::siren},
                               {"population", &R::population},
                               {"area_km2", &R::area_km2},
                               {"latitude", &R::latitude},
                               {"longitude", &R::longitude},
                               {"chef_lieu", &R::chef_lieu},
                               {"liaison", &R::liaison}},
                              "code"};
  return table;
}

const Table<DelegatedRecord>& delegated_table() {
  using R = DelegatedRecord;
  static const Table<R> table{"delegated_commune",
                              {{"code", &R::code}, {"name", &R::name}, {"kind", &R::kind}, {"parent", &R::parent}},
                              "code, parent"};
  return table;
}

const Table<GroupingRecord>& grouping_table() {
  using R = GroupingRecord;
  static const Table<R> table{
      "intercommunality",
      {{"siren", &R::siren}, {"name", &R::name}, {"kind", &R::kind}, {"financing", &R::financing}, {"seat", &R::seat}},
      "siren"};
  return table;
}

const Table<DivisionRecord>& division_table() {
  using R = DivisionRecord;
  static const Table<R> table{"division",
                              {{"kind", &R::kind},
                               {"code", &R::code},
                               {"name", &R::name},
                               {"parent", &R::parent},
                               {"chef_lieu", &R::chef_lieu},
                               {"zone", &R::zone},
                               {"liaison", &R::liaison}},
                              "kind, code"};
  return table;
}

const Table<PassageRecord>& passage_table() {
  using R = PassageRecord;
  static const Table<R> table{"passage",
                              {{"old_code", &R::old_code},
                               {"old_name", &R::old_name},
                               {"new_code", &R::new_code},
                               {"kind", &R::kind},
                               {"date", &R::date},
                               {"source", &R::source},
                               {"weight", &R::weight}},
                              "old_code, new_code"};
  return table;
}

const Table<NameRecord>& name_table() {
  using R = NameRecord;
  static const Table<R> table{
      "place_name", {{"code", &R::code}, {"name", &R::name}, {"kind", &R::kind}}, "code, name, kind"};
  return table;
}

const Table<PostcodeRecord>& postcode_table() {
  using R = PostcodeRecord;
  static const Table<R> table{
      "postcode", {{"code", &R::code}, {"postcode", &R::postcode}, {"label", &R::label}}, "code, postcode, label"};
  return table;
}

const Table<RestoredRecord>& restored_table() {
  using R = RestoredRecord;
  static const Table<R> table{
      "restored_commune",
      {{"code", &R::code}, {"name", &R::name}, {"from_code", &R::from_code}, {"since", &R::since}},
      "code, from_code"};
  return table;
}

const Table<ZoningRecord>& zoning_table() {
  using R = ZoningRecord;
  static const Table<R> table{"commune_zoning",
                              {{"code", &R::code},
                               {"density", &R::density},
                               {"rurality", &R::rurality},
                               {"centrality", &R::centrality},
                               {"mountain", &R::mountain},
                               {"aav", &R::aav},
                               {"aav_name", &R::aav_name},
                               {"aav_category", &R::aav_category},
                               {"ze", &R::ze},
                               {"ze_name", &R::ze_name},
                               {"bv", &R::bv},
                               {"bv_name", &R::bv_name},
                               {"uu", &R::uu},
                               {"uu_name", &R::uu_name},
                               {"qpv", &R::qpv},
                               {"acv", &R::acv},
                               {"pvd", &R::pvd}},
                              "code"};
  return table;
}

const Table<LabelRecord>& label_table() {
  using R = LabelRecord;
  static const Table<R> table{"zoning_label",
                              {{"zoning", &R::zoning},
                               {"value", &R::value},
                               {"label_fr", &R::label_fr},
                               {"label_en", &R::label_en},
                               {"ordinal", &R::ordinal}},
                              "zoning, value"};
  return table;
}

const Table<ProgrammeRecord>& programme_table() {
  using R = ProgrammeRecord;
  static const Table<R> table{
      "zoning_programme",
      {{"holder", &R::holder}, {"programme", &R::programme}, {"id", &R::id}, {"name", &R::name}},
      "holder, programme, id"};
  return table;
}

template <class Row>
db::Value value_of(const Row& row, const Member<Row>& member) {
  return std::visit(
      [&](auto at) -> db::Value {
        const auto& value = row.*at;
        if constexpr (requires { value.has_value(); }) {
          return value ? db::Value(*value) : db::Value();
        } else {
          return value;
        }
      },
      member);
}

template <class Row>
db::Type type_of(const Member<Row>& member) {
  return std::visit(
      [](auto at) { return db::detail::TypeOf<std::remove_cvref_t<decltype(std::declval<Row>().*at)>>::value; },
      member);
}

template <class Row>
void write(db::Transaction& tx, const Table<Row>& table, std::int64_t version, const std::vector<Row>& rows) {
  std::vector<std::string_view> names{"version"};
  for (const auto& column : table.columns) names.push_back(column.name);
  std::size_t at = 0;
  tx.bulk_insert(table.name, names, [&](std::span<db::Value> values) {
    if (at == rows.size()) return false;
    values[0] = version;
    for (std::size_t i = 0; i < table.columns.size(); ++i) values[i + 1] = value_of(rows[at], table.columns[i].member);
    ++at;
    return true;
  });
}

template <class Row>
void read(db::Transaction& tx, const Table<Row>& table, std::int64_t version, const std::function<void(Row)>& use) {
  std::string columns;
  std::vector<db::Type> types;
  for (const auto& column : table.columns) {
    columns += (columns.empty() ? "" : ", ") + std::string(column.name);
    types.push_back(type_of(column.member));
  }
  const auto sql = "SELECT " + columns + " FROM " + std::string(table.name) + " WHERE version = :version ORDER BY " +
                   std::string(table.order);
  tx.each_row(sql, {version}, types, [&](std::span<db::Value> values) {
    Row row;
    for (std::size_t i = 0; i < values.size(); ++i) {
      std::visit([&](auto at) { row.*at = db::detail::take<std::remove_cvref_t<decltype(row.*at)>>(values[i]); },
                 table.columns[i].member);
    }
    use(std::move(row));
  });
}

template <class Row>
void read(db::Transaction& tx, const Table<Row>& table, std::int64_t version, std::vector<Row>& into) {
  read<Row>(tx, table, version, [&](Row row) { into.push_back(std::move(row)); });
}

constexpr std::string_view kAddEdition =
    "INSERT INTO territory_edition (version, population_year) VALUES (:version, :year)";
constexpr std::string_view kEdition = "SELECT population_year FROM territory_edition WHERE version = :version";
constexpr std::string_view kCommuneCodes = "SELECT code FROM commune WHERE version = :version";
constexpr std::string_view kSirens = "SELECT siren FROM intercommunality WHERE version = :version";

}  // namespace

void write_territories(db::Transaction& tx, std::int64_t version, const Records& records) {
  tx.execute(kAddEdition, {version, records.population_year});
  write(tx, commune_table(), version, records.communes);
  write(tx, delegated_table(), version, records.delegated);
  for (const auto* groupings : {&records.epci, &records.ept}) write(tx, grouping_table(), version, *groupings);
  for (const auto* divisions :
       {&records.regions, &records.departements, &records.arrondissements, &records.collectivities}) {
    write(tx, division_table(), version, *divisions);
  }
  write(tx, passage_table(), version, records.passage);
  write(tx, name_table(), version, records.names);
  write(tx, postcode_table(), version, records.postcodes);
  write(tx, restored_table(), version, records.restored);
}

void write_zonings(db::Transaction& tx, std::int64_t version, const Records& records) {
  write(tx, zoning_table(), version, records.zonings);
  write(tx, label_table(), version, records.labels);
  write(tx, programme_table(), version, records.programmes);
}

void read_territories(db::Transaction& tx, std::int64_t version, Records& records) {
  tx.each<std::int64_t>(kEdition, {version}, [&](std::int64_t year) { records.population_year = year; });
  read(tx, commune_table(), version, records.communes);
  read(tx, delegated_table(), version, records.delegated);
  read<GroupingRecord>(tx, grouping_table(), version, [&](GroupingRecord row) {
    auto& list = row.kind == "EPT" ? records.ept : records.epci;
    list.push_back(std::move(row));
  });
  read<DivisionRecord>(tx, division_table(), version, [&](DivisionRecord row) {
    auto& list = row.kind == "region"           ? records.regions
                 : row.kind == "departement"    ? records.departements
                 : row.kind == "arrondissement" ? records.arrondissements
                                                : records.collectivities;
    list.push_back(std::move(row));
  });
  read(tx, passage_table(), version, records.passage);
  read(tx, name_table(), version, records.names);
  read(tx, postcode_table(), version, records.postcodes);
  read(tx, restored_table(), version, records.restored);
}

void read_zonings(db::Transaction& tx, std::int64_t version, Records& records) {
  read(tx, zoning_table(), version, records.zonings);
  read(tx, label_table(), version, records.labels);
  read(tx, programme_table(), version, records.programmes);
}

KnownCodes read_codes(db::Transaction& tx, std::int64_t version) {
  KnownCodes known;
  tx.each<std::string>(kCommuneCodes, {version}, [&](std::string code) { known.communes.insert(std::move(code)); });
  tx.each<std::string>(kSirens, {version},
                       [&](std::string siren) { known.intercommunalities.insert(std::move(siren)); });
  return known;
}

}  // namespace catalyse::territories
