#include "store.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/digest.hpp"

namespace catalyse::tracker {
namespace {

constexpr std::string_view kProgrammes = "SELECT programme, revision FROM programme ORDER BY position";
constexpr std::string_view kAddProgramme =
    "INSERT INTO programme (programme, position, revision, id, number, date, label_fr, label_en, text_fr, text_en,"
    " evidence, source) SELECT :id, COALESCE(MAX(position), 0) + 1, 1, :id, :number, :date, :label_fr, :label_en,"
    " :text_fr, :text_en, :evidence, :source FROM programme";
constexpr std::string_view kChangeProgramme =
    "UPDATE programme SET revision = revision + 1, number = :number, date = :date, label_fr = :label_fr,"
    " label_en = :label_en, text_fr = :text_fr, text_en = :text_en, evidence = :evidence, source = :source"
    " WHERE programme = :id";
constexpr std::string_view kAddChange =
    "INSERT INTO programme_change (programme, position, number, date, months, status, explanation, risks, next,"
    " success, author, evidence, recorded_at, digest) VALUES (:programme, :position, :number, :date, :months, :status,"
    " :explanation, :risks, :next, :success, :author, :evidence, :recorded_at, :digest)";
constexpr std::string_view kRevise = "UPDATE programme SET revision = revision + 1 WHERE programme = :programme";
constexpr std::string_view kCount = "SELECT COUNT(*) FROM programme_change WHERE programme = :programme";
constexpr std::string_view kLedger =
    "SELECT recorded_at, digest FROM programme_change WHERE programme = :programme ORDER BY position";

// A table of definitions by its shape: one description serves the reading and the writing. Names are constants.
std::string columns_of(const KindShape& shape, std::string_view separator, std::string_view before) {
  std::string list;
  for (const auto field : shape.fields) {
    if (!list.empty()) list += separator;
    list.append(before).append(name_of(field));
  }
  return list;
}

void read_kind(db::Transaction& tx, std::string_view programme, const KindShape& shape, std::vector<Record>& all) {
  const std::string sql = "SELECT " + columns_of(shape, ", ", "") + " FROM " + std::string(shape.table) +
                          " WHERE programme = :programme ORDER BY position";
  const std::vector<db::Type> types(shape.fields.size(), db::Type::text);
  tx.each_row(sql, {std::string(programme)}, types, [&](std::span<db::Value> row) {
    Record record{shape.kind, 0, {}};
    for (std::size_t i = 0; i < row.size(); ++i) record[shape.fields[i]] = std::get<std::string>(std::move(row[i]));
    all.push_back(std::move(record));
  });
}

std::vector<db::Value> values_of(const Record& record, const KindShape& shape) {
  std::vector<db::Value> values;
  for (const auto field : shape.fields) values.emplace_back(record[field]);
  return values;
}

bool is_definition(Kind kind) { return kind != Kind::programme && kind != Kind::status; }

// Those that name others first.
void remove_definitions(db::Transaction& tx, const std::string& programme) {
  for (std::size_t i = kKinds; i-- > 0;) {
    if (!is_definition(static_cast<Kind>(i))) continue;
    tx.execute("DELETE FROM " + std::string(shapes()[i].table) + " WHERE programme = :programme", {programme});
  }
}

void add_definition(db::Transaction& tx, const std::string& programme, std::int64_t position, const Record& record) {
  const auto& shape = shape_of(record.kind);
  auto values = values_of(record, shape);
  values.insert(values.begin(), {programme, position});
  tx.execute("INSERT INTO " + std::string(shape.table) + " (programme, position, " + columns_of(shape, ", ", "") +
                 ") VALUES (:programme, :position, " + columns_of(shape, ", ", ":") + ")",
             values);
}

// Each entry holds the digest of the one before: nothing can be changed, taken out or put between without showing.
std::string digest_of(const Record& record, std::string_view before) {
  std::string text(before);
  for (const auto& cell : record.cells) text.append("\x1F").append(cell);
  return core::sha256(text);
}

std::vector<Record> of_kind(std::span<const Record> records, Kind kind) {
  std::vector<Record> found;
  std::ranges::copy_if(records, std::back_inserter(found), [&](const Record& record) { return record.kind == kind; });
  return found;
}

core::Error refused(std::string_view id, std::string note) {
  return {core::ErrorKind::conflict, std::string(id), {}, std::move(note)};
}

// Whether a row of a file is this entry. Of an entry signed by a person of ours the file has the name that the public
// reads, which may have been allowed or taken back since: it is no other entry for that.
bool is_same(const Record& held, const Record& offered) {
  if (!held[Field::author].starts_with(kSigned)) return held.cells == offered.cells;
  auto named = offered.cells;
  named[static_cast<std::size_t>(Field::author)] = held[Field::author];
  return held.cells == named;
}

// The entries of the file that the register does not have yet.
core::Result<std::vector<Record>> additions(const std::vector<Record>& held, const std::vector<Record>& offered) {
  const auto common = std::min(held.size(), offered.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (is_same(held[i], offered[i])) continue;
    return std::unexpected(refused("tracker.import.history",
                                   "line " + std::to_string(offered[i].line) + ": entry " + std::to_string(i + 1) +
                                       " of the history stands otherwise in the register and cannot be changed"));
  }
  std::vector<Record> more(offered.begin() + static_cast<std::ptrdiff_t>(common), offered.end());
  if (!held.empty() && !more.empty() && more.front()[Field::date] < held.back()[Field::date])
    return std::unexpected(refused("tracker.import.back_dated", "line " + std::to_string(more.front().line) +
                                                                    ", column date: back-dated, the last entry of "
                                                                    "the register is of " +
                                                                    held.back()[Field::date]));
  return more;
}

void add_changes(db::Transaction& tx, const std::string& programme, const std::vector<Record>& more,
                 core::Instant now) {
  std::int64_t position = 0;
  std::string digest;
  tx.each<std::int64_t, std::string>(kLedger, {programme}, [&](std::int64_t, std::string last) {
    ++position;
    digest = std::move(last);
  });
  for (const auto& record : more) {
    digest = digest_of(record, digest);
    auto values = values_of(record, shape_of(Kind::status));
    values.insert(values.begin(), {programme, ++position});
    values.insert(values.end(), {std::int64_t{now.time_since_epoch().count()}, digest});
    tx.execute(kAddChange, values);
  }
}

bool same_review(const Record& one, const Record& other) {
  return one[Field::date] == other[Field::date] && one[Field::months] == other[Field::months];
}

// Reviews of the register that the file does not have, with those of their sources that it has.
std::vector<Record> other_reviews(const std::vector<Record>& held, std::span<const Record> offered) {
  const auto of_file = of_kind(offered, Kind::review);
  std::vector<Record> others;
  for (auto& review : of_kind(held, Kind::review)) {
    if (std::ranges::any_of(of_file, [&](const Record& one) { return same_review(one, review); })) continue;
    std::string sources;
    for (const auto& id : words_of(review[Field::source]))
      if (id == "inferred" || id == "proposal" || std::ranges::any_of(offered, [&](const Record& one) {
            return one.kind == Kind::source && one[Field::id] == id;
          }))
        sources += (sources.empty() ? "" : " ") + id;
    review[Field::source] = std::move(sources);
    others.push_back(std::move(review));
  }
  return others;
}

// A review that comes back as it went out keeps the signature that the register has of it.
const Record& as_held(const std::vector<Record>& held, const Record& offered) {
  if (offered.kind != Kind::review) return offered;
  const auto found =
      std::ranges::find_if(held, [&](const Record& one) { return one.kind == Kind::review && is_same(one, offered); });
  return found == held.end() ? offered : *found;
}

}  // namespace

std::vector<ProgrammeRow> programme_rows(db::Transaction& tx) {
  std::vector<ProgrammeRow> rows;
  tx.each<std::string, std::int64_t>(kProgrammes, {}, [&](std::string id, std::int64_t revision) {
    rows.push_back({std::move(id), revision});
  });
  return rows;
}

std::vector<Record> read_records(db::Transaction& tx, std::string_view programme) {
  std::vector<Record> all;
  for (const auto& shape : shapes()) read_kind(tx, programme, shape, all);
  return all;
}

Ledgered read_ledger(db::Transaction& tx, std::string_view programme, std::span<const Record> records) {
  Ledgered ledger;
  const auto changes = of_kind(records, Kind::status);
  std::size_t at = 0;
  tx.each<std::int64_t, std::string>(kLedger, {std::string(programme)}, [&](std::int64_t when, std::string digest) {
    ledger.recorded.emplace_back(std::chrono::seconds(when));
    ledger.intact = ledger.intact && at < changes.size() && digest_of(changes[at], ledger.digest) == digest;
    ledger.digest = std::move(digest);
    ++at;
  });
  return ledger;
}

core::Result<Saved> save(db::Transaction& tx, std::span<const Record> records, core::Instant now) {
  const auto& head = records.front();
  const auto& id = head[Field::id];
  const auto held = read_records(tx, id);
  const auto held_changes = of_kind(held, Kind::status), offered = of_kind(records, Kind::status);
  if (of_kind(held, Kind::objective).size() > of_kind(records, Kind::objective).size())
    return std::unexpected(refused("tracker.import.measures",
                                   "the register has " + held.front()[Field::number] + " measures, the file " +
                                       head[Field::number] + ": measure " +
                                       std::to_string(of_kind(records, Kind::objective).size() + 1) + " is missing"));
  const auto more = additions(held_changes, offered);
  if (!more) return std::unexpected(more.error());
  auto values = values_of(head, shape_of(Kind::programme));
  if (held.empty()) {
    tx.execute(kAddProgramme, values);
  } else {
    std::ranges::rotate(values, values.begin() + 1);  // the statement names the programme last
    tx.execute(kChangeProgramme, values);
  }
  remove_definitions(tx, id);
  std::array<std::int64_t, kKinds> positions{};
  for (const auto& record : records) {
    if (is_definition(record.kind))
      add_definition(tx, id, ++positions[static_cast<std::size_t>(record.kind)], as_held(held, record));
  }
  const auto reviews = other_reviews(held, records);
  for (const auto& review : reviews)
    add_definition(tx, id, ++positions[static_cast<std::size_t>(Kind::review)], review);
  add_changes(tx, id, *more, now);
  return Saved{more->size(), held_changes.size() + more->size() - offered.size(), reviews.size()};
}

core::Result<void> append(db::Transaction& tx, const Addition& addition, core::Instant now) {
  const std::string programme(addition.programme);
  std::int64_t there = 0;
  tx.each<std::int64_t>(kCount, {programme}, [&](std::int64_t count) { there = count; });
  if (there != static_cast<std::int64_t>(addition.seen))
    return std::unexpected(refused("tracker.status.moved", "another entry was added meanwhile"));
  add_changes(tx, programme, {addition.record}, now);
  tx.execute(kRevise, {programme});
  return {};
}

core::Result<void> append_review(db::Transaction& tx, const std::string& programme, const Record& record) {
  const auto held = of_kind(read_records(tx, programme), Kind::review);
  if (std::ranges::any_of(held, [&](const Record& one) { return same_review(one, record); }))
    return std::unexpected(refused("tracker.review.twice", "a review of that day and horizon is recorded"));
  add_definition(tx, programme, static_cast<std::int64_t>(held.size()) + 1, record);
  tx.execute(kRevise, {programme});
  return {};
}

}  // namespace catalyse::tracker
