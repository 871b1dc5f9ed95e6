#include "leaving.hpp"

#include <string>
#include <utility>
#include <vector>

namespace catalyse::editorial {
namespace {

// A draft that was taken back before anybody answered is as private as one never submitted; one that was answered
// since it was last public has been read by others.
constexpr std::string_view kPrivate =
    "SELECT i.id, i.shown FROM editorial_item AS i WHERE i.work = 'draft'"
    " AND EXISTS (SELECT 1 FROM editorial_edition AS e WHERE e.item = i.id AND e.author = :person)"
    " AND NOT EXISTS (SELECT 1 FROM editorial_edition AS e WHERE e.item = i.id AND e.author <> :person)"
    " AND NOT EXISTS (SELECT 1 FROM editorial_event AS a WHERE a.item = i.id AND a.act = 'ask_changes' AND a.number >"
    " (SELECT COALESCE(MAX(p.number), 0) FROM editorial_event AS p WHERE p.item = i.id AND p.act = 'publish'))";
constexpr std::string_view kDropEditions = "DELETE FROM editorial_edition WHERE item = :item";
constexpr std::string_view kDropEvents = "DELETE FROM editorial_event WHERE item = :item";
constexpr std::string_view kDropItem = "DELETE FROM editorial_item WHERE id = :item";
// Its state began with the last act on what is public.
constexpr std::string_view kEndRevision =
    "UPDATE editorial_item SET work = 'none', edition = 0, since = COALESCE((SELECT MAX(at) FROM editorial_event"
    " WHERE item = :item AND act IN ('publish', 'withdraw', 'show_again')), since) WHERE id = :item";

}  // namespace

std::int64_t drop_private_drafts(db::Transaction& tx, std::string_view person) {
  std::vector<std::pair<std::string, bool>> drafts;  // whether it was ever public
  tx.each<std::string, std::string>(kPrivate, {std::string(person)}, [&](std::string item, const std::string& shown) {
    drafts.emplace_back(std::move(item), shown != "never");
  });
  std::int64_t gone = 0;
  for (const auto& [item, was_public] : drafts) {
    gone += tx.execute(kDropEditions, {item});
    if (was_public) {
      tx.execute(kEndRevision, {item});
      continue;
    }
    gone += tx.execute(kDropEvents, {item});
    gone += tx.execute(kDropItem, {item});
  }
  return gone;
}

}  // namespace catalyse::editorial
