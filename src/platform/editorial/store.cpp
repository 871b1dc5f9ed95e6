#include "store.hpp"

#include <algorithm>

#include "migrations.hpp"

namespace catalyse::editorial {
namespace {

#define EDITORIAL_ITEM_COLUMNS "id, kind, scope, owner, title, work, shown, version, edition, since"

constexpr std::string_view kFindItem = "SELECT " EDITORIAL_ITEM_COLUMNS " FROM editorial_item WHERE id = :id";
constexpr std::string_view kAddItem =
    "INSERT INTO editorial_item (" EDITORIAL_ITEM_COLUMNS
    ") VALUES (:id, :kind, :scope, :owner, :title, :work, :shown, :version, :edition, :since)";
constexpr std::string_view kChangeItem =
    "UPDATE editorial_item SET scope = :scope, title = :title, work = :work, shown = :shown, version = :version,"
    " edition = :edition, since = :since WHERE id = :id AND work = :was_work AND shown = :was_shown"
    " AND version = :was_version AND edition = :was_edition";
constexpr std::string_view kMine =
    "SELECT " EDITORIAL_ITEM_COLUMNS
    " FROM editorial_item WHERE owner = :person OR id IN (SELECT item FROM editorial_edition WHERE author = :person)"
    " ORDER BY since DESC, id";
constexpr std::string_view kWaiting =
    "SELECT " EDITORIAL_ITEM_COLUMNS
    " FROM editorial_item WHERE work = 'submitted' AND owner <> :person"
    " AND NOT EXISTS (SELECT 1 FROM editorial_edition e WHERE e.item = editorial_item.id AND e.author = :person)"
    " ORDER BY since, id";

constexpr std::string_view kAuthors =
    "SELECT author FROM editorial_edition WHERE item = :item UNION"
    " SELECT author FROM editorial_version WHERE item = :item AND number = :version";
constexpr std::string_view kWrote = "SELECT COUNT(*) FROM editorial_edition WHERE item = :item AND author = :person";
constexpr std::string_view kEdition =
    "SELECT author, content FROM editorial_edition WHERE item = :item AND number = :number";
constexpr std::string_view kAddEdition =
    "INSERT INTO editorial_edition (item, number, author, at, content) VALUES (:item, :number, :author, :at, :content)";
constexpr std::string_view kTrimEditions = "DELETE FROM editorial_edition WHERE item = :item AND number <= :oldest";
constexpr std::int64_t kEditionsKept = 50;

constexpr std::string_view kAddVersion =
    "INSERT INTO editorial_version (item, number, author, reviewer, at, reason, content)"
    " VALUES (:item, :number, :author, :reviewer, :at, :reason, :content)";
constexpr std::string_view kVersions =
    "SELECT number, author, reviewer, at, reason, content FROM editorial_version"
    " WHERE item = :item AND (:number = 0 OR number = :number) ORDER BY number DESC";
constexpr std::string_view kPublished =
    "SELECT i.id, i.kind, i.scope, i.owner, i.title, i.work, i.shown, i.version, i.edition, i.since,"
    " v.author, v.reviewer, v.at, v.reason, v.content"
    " FROM editorial_item i JOIN editorial_version v ON v.item = i.id AND v.number = i.version"
    " WHERE i.kind = :kind AND i.shown = 'published'";

constexpr std::string_view kNextEvent = "SELECT COALESCE(MAX(number), 0) + 1 FROM editorial_event WHERE item = :item";
constexpr std::string_view kAddEvent =
    "INSERT INTO editorial_event (item, number, at, person, act, reason)"
    " VALUES (:item, :number, :at, :person, :act, :reason)";
constexpr std::string_view kEvents =
    "SELECT number, at, person, act, reason FROM editorial_event WHERE item = :item ORDER BY number";
constexpr std::string_view kAddRemark =
    "INSERT INTO editorial_remark (item, event, number, field, text) VALUES (:item, :event, :number, :field, :text)";
constexpr std::string_view kLastRemarks =
    "SELECT field, text FROM editorial_remark WHERE item = :item"
    " AND event = (SELECT MAX(event) FROM editorial_remark WHERE item = :item) ORDER BY number";

std::int64_t seconds(core::Instant at) { return at.time_since_epoch().count(); }
core::Instant instant(std::int64_t at) { return core::Instant(std::chrono::seconds(at)); }

// The name as it is stored, back to the value; another is damage that CHECK prevents.
template <class Enum, std::size_t count>
Enum named(std::string_view name) {
  for (std::size_t i = 0; i < count; ++i)
    if (name_of(static_cast<Enum>(i)) == name) return static_cast<Enum>(i);
  throw db::Failure({core::ErrorKind::damaged, "db.damaged", {}, "unknown word in editorial: " + std::string(name)});
}
constexpr std::size_t kWorks = 4, kShowns = 3, kActs = 7;

Item make_item(std::string id, std::string kind, std::string scope, std::string owner, std::string title,
               std::string work, std::string shown, std::int64_t version, std::int64_t edition, std::int64_t since) {
  return {.id = std::move(id),
          .kind = std::move(kind),
          .scope = std::move(scope),
          .owner = std::move(owner),
          .title = std::move(title),
          .state = {.work = named<Work, kWorks>(work), .shown = named<Shown, kShowns>(shown)},
          .version = version,
          .edition = edition,
          .since = instant(since)};
}

std::vector<Item> items(db::Transaction& tx, std::string_view sql, std::string_view key) {
  std::vector<Item> all;
  tx.each<std::string, std::string, std::string, std::string, std::string, std::string, std::string, std::int64_t,
          std::int64_t, std::int64_t>(sql, {std::string(key)},
                                      [&](auto... columns) { all.push_back(make_item(std::move(columns)...)); });
  return all;
}

Content stored(std::string_view json) {
  auto content = from_json(json);
  if (!content)
    throw db::Failure({core::ErrorKind::damaged, "db.damaged", {}, "content of an item: " + content.error().note});
  return std::move(*content);
}

std::vector<Version> versions(db::Transaction& tx, std::string_view item, std::int64_t number) {
  std::vector<Version> all;
  tx.each<std::int64_t, std::string, std::string, std::int64_t, std::string, std::string>(
      kVersions, {std::string(item), number},
      [&](auto found, auto author, auto reviewer, auto at, auto reason, auto content) {
        all.push_back({found, std::move(author), std::move(reviewer), instant(at), std::move(reason), stored(content)});
      });
  return all;
}

}  // namespace

std::span<const db::Migration> editorial_migrations() { return migrations(); }

std::optional<Item> find_item(db::Transaction& tx, std::string_view id) {
  auto found = items(tx, kFindItem, id);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

void add_item(db::Transaction& tx, const Item& item) {
  tx.execute(kAddItem, {item.id, item.kind, item.scope, item.owner, item.title, std::string(name_of(item.state.work)),
                        std::string(name_of(item.state.shown)), item.version, item.edition, seconds(item.since)});
}

bool change_item(db::Transaction& tx, const Item& was, const Item& now) {
  return tx.execute(kChangeItem,
                    {now.scope, now.title, std::string(name_of(now.state.work)), std::string(name_of(now.state.shown)),
                     now.version, now.edition, seconds(now.since), was.id, std::string(name_of(was.state.work)),
                     std::string(name_of(was.state.shown)), was.version, was.edition}) == 1;
}

std::vector<std::string> authors_of(db::Transaction& tx, const Item& item) {
  std::vector<std::string> all;
  const auto add = [&](std::string person) {
    if (!person.empty() && std::ranges::find(all, person) == all.end()) all.push_back(std::move(person));
  };
  add(item.owner);
  tx.each<std::string>(kAuthors, {item.id, item.version}, add);
  return all;
}

bool wrote_in(db::Transaction& tx, std::string_view item, std::string_view person) {
  std::int64_t count = 0;
  tx.each<std::int64_t>(kWrote, {std::string(item), std::string(person)}, [&](std::int64_t n) { count = n; });
  return count > 0;
}

std::optional<std::string> edition_content(db::Transaction& tx, std::string_view item, std::int64_t number) {
  std::optional<std::string> content;
  tx.each<std::string, std::string>(kEdition, {std::string(item), number},
                                    [&](auto, auto found) { content = std::move(found); });
  return content;
}

std::string edition_author(db::Transaction& tx, std::string_view item, std::int64_t number) {
  std::string author;
  tx.each<std::string, std::string>(kEdition, {std::string(item), number},
                                    [&](auto found, auto) { author = std::move(found); });
  return author;
}

void add_edition(db::Transaction& tx, const NewEdition& edition) {
  tx.execute(kAddEdition, {std::string(edition.item), edition.number, std::string(edition.author), seconds(edition.at),
                           edition.content});
  tx.execute(kTrimEditions, {std::string(edition.item), edition.number - kEditionsKept});
}

void drop_editions(db::Transaction& tx, std::string_view item) {
  tx.execute("DELETE FROM editorial_edition WHERE item = :item", {std::string(item)});
}

void add_version(db::Transaction& tx, std::string_view item, const Version& version) {
  tx.execute(kAddVersion, {std::string(item), version.number, version.author, version.reviewer, seconds(version.at),
                           version.reason, to_json(version.content)});
}

std::vector<Version> versions_of(db::Transaction& tx, std::string_view item) { return versions(tx, item, 0); }

std::optional<Version> find_version(db::Transaction& tx, std::string_view item, std::int64_t number) {
  auto found = versions(tx, item, number);
  if (number == 0 || found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::int64_t add_event(db::Transaction& tx, std::string_view item, const Event& event) {
  std::int64_t number = 0;
  tx.each<std::int64_t>(kNextEvent, {std::string(item)}, [&](std::int64_t next) { number = next; });
  tx.execute(kAddEvent, {std::string(item), number, seconds(event.at), event.person, std::string(name_of(event.act)),
                         event.reason});
  return number;
}

std::vector<Event> events_of(db::Transaction& tx, std::string_view item) {
  std::vector<Event> all;
  tx.each<std::int64_t, std::int64_t, std::string, std::string, std::string>(
      kEvents, {std::string(item)}, [&](auto number, auto at, auto person, auto act, auto reason) {
        all.push_back({number, instant(at), std::move(person), named<Act, kActs>(act), std::move(reason)});
      });
  return all;
}

void add_remarks(db::Transaction& tx, std::string_view item, std::int64_t event, std::span<const Remark> remarks) {
  std::int64_t number = 0;
  for (const auto& remark : remarks)
    tx.execute(kAddRemark, {std::string(item), event, ++number, remark.field, remark.text});
}

std::vector<Remark> last_remarks(db::Transaction& tx, std::string_view item) {
  std::vector<Remark> all;
  tx.each<std::string, std::string>(kLastRemarks, {std::string(item)}, [&](auto field, auto text) {
    all.push_back({std::move(field), std::move(text)});
  });
  return all;
}

std::vector<Item> items_of(db::Transaction& tx, std::string_view person) { return items(tx, kMine, person); }

std::vector<Item> waiting(db::Transaction& tx, std::string_view not_by) { return items(tx, kWaiting, not_by); }

std::vector<Published> published_of(db::Transaction& tx, std::string_view kind) {
  std::vector<Published> all;
  tx.each<std::string, std::string, std::string, std::string, std::string, std::string, std::string, std::int64_t,
          std::int64_t, std::int64_t, std::string, std::string, std::int64_t, std::string, std::string>(
      kPublished, {std::string(kind)},
      [&](auto id, auto of, auto scope, auto owner, auto title, auto work, auto shown, auto number, auto edition,
          auto since, auto author, auto reviewer, auto at, auto reason, auto content) {
        all.push_back(
            {make_item(std::move(id), std::move(of), std::move(scope), std::move(owner), std::move(title),
                       std::move(work), std::move(shown), number, edition, since),
             {number, std::move(author), std::move(reviewer), instant(at), std::move(reason), stored(content)}});
      });
  // By bytes, so that both engines tell the same order.
  std::ranges::sort(all, {}, [](const Published& one) { return std::string_view(one.item.id); });
  return all;
}

}  // namespace catalyse::editorial
