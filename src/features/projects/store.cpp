#include "store.hpp"

namespace catalyse::projects {
namespace {

using db::Value;

Value maybe(const std::optional<std::int64_t>& number) { return number ? Value(*number) : Value(std::monostate{}); }

template <class Row, class Fill>
void add(db::Transaction& tx, std::string_view table, std::span<const std::string_view> columns,
         const std::vector<Row>& rows, const Fill& fill) {
  std::size_t at = 0;
  tx.bulk_insert(table, columns, [&](std::span<Value> values) {
    if (at == rows.size()) return false;
    fill(rows[at++], values);
    return true;
  });
}

constexpr std::string_view kSources =
    "SELECT prefix, path, title, title_en, producer, relay, vintage, licence, licence_address, hash FROM "
    "project_source "
    "WHERE version = :version ORDER BY prefix";
constexpr std::string_view kProgrammes =
    "SELECT id, short, label, funder, funder_siren, funder_departement FROM project_programme WHERE version = :version "
    "ORDER BY id";
constexpr std::string_view kProjects =
    "SELECT prefix, number, siren, beneficiary, insee, departement, title, programme, cost, amount, year FROM project "
    "WHERE version = :version ORDER BY prefix, number";
constexpr std::string_view kRefusals =
    "SELECT prefix, number, field, value, reason FROM project_refusal WHERE version = :version ORDER BY prefix, "
    "number, "
    "field";

}  // namespace

void write_projects(db::Transaction& tx, std::int64_t version, const Records& records) {
  static constexpr std::array<std::string_view, 11> kSourceColumns{"version",  "prefix",          "path",  "title",
                                                                   "title_en", "producer",        "relay", "vintage",
                                                                   "licence",  "licence_address", "hash"};
  add(tx, "project_source", kSourceColumns, records.sources, [&](const SourceRecord& row, std::span<Value> to) {
    std::size_t i = 0;
    to[i++] = version;
    for (const auto* text : {&row.prefix, &row.path, &row.title, &row.title_en, &row.producer, &row.relay, &row.vintage,
                             &row.licence, &row.licence_address, &row.hash})
      to[i++] = *text;
  });
  static constexpr std::array<std::string_view, 7> kProgrammeColumns{
      "version", "id", "short", "label", "funder", "funder_siren", "funder_departement"};
  add(tx, "project_programme", kProgrammeColumns, records.programmes,
      [&](const ProgrammeRecord& row, std::span<Value> to) {
        std::size_t i = 0;
        to[i++] = version;
        for (const auto* text :
             {&row.id, &row.short_name, &row.label, &row.funder, &row.funder_siren, &row.funder_departement})
          to[i++] = *text;
      });
  static constexpr std::array<std::string_view, 12> kProjectColumns{"version",     "prefix", "number",      "siren",
                                                                    "beneficiary", "insee",  "departement", "title",
                                                                    "programme",   "cost",   "amount",      "year"};
  add(tx, "project", kProjectColumns, records.projects, [&](const ProjectRecord& row, std::span<Value> to) {
    to[0] = version;
    to[1] = row.prefix;
    to[2] = row.number;
    to[3] = row.siren;
    to[4] = row.beneficiary;
    to[5] = row.insee;
    to[6] = row.departement;
    to[7] = row.title;
    to[8] = row.programme;
    to[9] = maybe(row.cost);
    to[10] = row.amount;
    to[11] = maybe(row.year);
  });
  static constexpr std::array<std::string_view, 6> kRefusalColumns{"version", "prefix", "number",
                                                                   "field",   "value",  "reason"};
  add(tx, "project_refusal", kRefusalColumns, records.refusals, [&](const RefusalRecord& row, std::span<Value> to) {
    to[0] = version;
    to[1] = row.prefix;
    to[2] = row.number;
    to[3] = row.field;
    to[4] = row.value;
    to[5] = row.reason;
  });
}

Records read_projects(db::Transaction& tx, std::int64_t version) {
  using Text = std::string;
  Records all;
  tx.each<Text, Text, Text, Text, Text, Text, Text, Text, Text, Text>(
      kSources, {version}, [&](Text a, Text b, Text c, Text d, Text e, Text f, Text g, Text h, Text i, Text j) {
        all.sources.push_back({std::move(a), std::move(b), std::move(c), std::move(d), std::move(e), std::move(f),
                               std::move(g), std::move(h), std::move(i), std::move(j)});
      });
  tx.each<Text, Text, Text, Text, Text, Text>(
      kProgrammes, {version}, [&](Text a, Text b, Text c, Text d, Text e, Text f) {
        all.programmes.push_back({std::move(a), std::move(b), std::move(c), std::move(d), std::move(e), std::move(f)});
      });
  using Maybe = std::optional<std::int64_t>;
  tx.each<Text, std::int64_t, Text, Text, Text, Text, Text, Text, Maybe, std::int64_t, Maybe>(
      kProjects, {version},
      [&](Text prefix, std::int64_t n, Text siren, Text beneficiary, Text insee, Text departement, Text title,
          Text programme, Maybe cost, std::int64_t amount, Maybe year) {
        all.projects.push_back({std::move(prefix), n, std::move(siren), std::move(beneficiary), std::move(insee),
                                std::move(departement), std::move(title), std::move(programme), cost, amount, year});
      });
  tx.each<Text, std::int64_t, Text, Text, Text>(
      kRefusals, {version}, [&](Text prefix, std::int64_t n, Text field, Text value, Text reason) {
        all.refusals.push_back({std::move(prefix), n, std::move(field), std::move(value), std::move(reason)});
      });
  return all;
}

}  // namespace catalyse::projects
