// The tables of the room, in the transaction of the caller. The SQL stands here and nowhere else.
#pragma once

#include "desk.hpp"

namespace catalyse::editorial {

[[nodiscard]] std::optional<Item> find_item(db::Transaction& tx, std::string_view id);
void add_item(db::Transaction& tx, const Item& item);
// False when the item is no longer as it was read: somebody acted meanwhile.
[[nodiscard]] bool change_item(db::Transaction& tx, const Item& was, const Item& now);

// The owner, who wrote in the work in hand, and who wrote what is public; each once.
[[nodiscard]] std::vector<std::string> authors_of(db::Transaction& tx, const Item& item);
[[nodiscard]] bool wrote_in(db::Transaction& tx, std::string_view item, std::string_view person);
[[nodiscard]] std::optional<std::string> edition_content(db::Transaction& tx, std::string_view item,
                                                         std::int64_t number);
[[nodiscard]] std::string edition_author(db::Transaction& tx, std::string_view item, std::int64_t number);
struct NewEdition {
  std::string_view item;
  std::int64_t number = 0;
  std::string_view author;
  core::Instant at;
  std::string content;
};
// Keeps the last fifty: autosave makes many, and only what an open page was made from is ever asked for.
void add_edition(db::Transaction& tx, const NewEdition& edition);
void drop_editions(db::Transaction& tx, std::string_view item);

void add_version(db::Transaction& tx, std::string_view item, const Version& version);
[[nodiscard]] std::vector<Version> versions_of(db::Transaction& tx, std::string_view item);  // the newest first
[[nodiscard]] std::optional<Version> find_version(db::Transaction& tx, std::string_view item, std::int64_t number);

std::int64_t add_event(db::Transaction& tx, std::string_view item, const Event& event);  // its number
[[nodiscard]] std::vector<Event> events_of(db::Transaction& tx, std::string_view item);
void add_remarks(db::Transaction& tx, std::string_view item, std::int64_t event, std::span<const Remark> remarks);
[[nodiscard]] std::vector<Remark> last_remarks(db::Transaction& tx, std::string_view item);

[[nodiscard]] std::vector<Item> items_of(db::Transaction& tx, std::string_view person);  // owned or written in
[[nodiscard]] std::vector<Item> waiting(db::Transaction& tx, std::string_view not_by);   // the oldest first
[[nodiscard]] std::vector<Published> published_of(db::Transaction& tx, std::string_view kind);

}  // namespace catalyse::editorial
