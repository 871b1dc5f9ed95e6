// Contribution, review, publication: the one way by which something that several people write becomes public. A feature
// joins with a `Kind` (which fields, what they may hold); it never writes these tables. All SQL of the mechanism is
// here, and who may do what is asked of `Permissions` about the item as it is stored.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "editorial/content.hpp"
#include "editorial/states.hpp"
#include "http/http.hpp"

namespace catalyse::editorial {

struct Item {
  std::string id;     // 13 letters and digits, or what an import gave
  std::string kind;   // Kind::name
  std::string scope;  // the code of its place, com:76540; empty: none
  std::string owner;  // person; empty for what was imported
  std::string title;
  State state;
  std::int64_t version = 0;  // the public one, or the last that was; 0: never
  std::int64_t edition = 0;  // of the work in hand; 0: none
  core::Instant since;       // of the state
};

struct Version {
  std::int64_t number = 0;
  std::string author, reviewer;  // persons; empty for what was imported
  core::Instant at;
  std::string reason;
  Content content;
};

struct Event {
  std::int64_t number = 0;
  core::Instant at;
  std::string person;
  Act act = Act::save;
  std::string reason;
};

struct Remark {
  std::string field;  // empty: about the whole
  std::string text;
};

struct WorkInHand {
  Item item;
  Content content;
  std::vector<Remark> remarks;  // of the last request for changes
};

// What a save came to. With clashes nothing was stored: `theirs` is what stands, `mine` what was sent, with what others
// changed in other fields joined in.
struct Saved {
  std::int64_t edition = 0;
  std::vector<std::string> clashes;
  Content theirs, mine;
  bool joined = false;  // something of another's was taken in
};

struct Published {
  Item item;
  Version version;
};

// A content that comes from a file.
struct Import {
  Content content;
  core::Instant at;
  std::string_view reason;  // where it comes from
};

// Who acts, and the address they act from, for the log of acts; without one where nobody asks from anywhere.
struct By {
  By(const http::Actor& who, std::string_view where = {}) : actor(who), origin(where) {}  // NOLINT: an actor is one
  const http::Actor& actor;
  std::string_view origin;
};

// May this actor do this in this room (Kind::name) about an object of this scope? Actions: contribute, review,
// withdraw. Any thread.
using Permissions =
    std::function<bool(const http::Actor&, std::string_view action, std::string_view room, const Item&)>;
// An act that was just done; what it points to outlives the call.
struct Done {
  const By& by;
  const Item& item;  // as it is now
  Act act = Act::save;
  std::int64_t event = 0;                  // its number in the history of the item
  std::span<const std::string> authors{};  // who own the item, wrote what was judged, or what is public
};
// Told of each act in its own transaction, for the audit log and for those whom it concerns; may refuse by throwing.
using Journal = std::function<void(db::Transaction&, const Done&)>;

struct Setting {
  Permissions allows;
  Journal journal{};                // may be empty
  std::function<void()> changed{};  // after a commit that changed what is public; may be empty
  const core::Clock* clock = nullptr;
};

[[nodiscard]] std::span<const db::Migration> editorial_migrations();

// Thread-safe. Errors of all: those of db, editorial.error.absent (not_found) for what is not there for this actor,
// editorial.error.denied, editorial.error.state, editorial.error.content (invalid), editorial.error.faults (invalid;
// the caller shows `faults`), editorial.error.reason (invalid) where an act needs words and has none.
class Desk {
 public:
  Desk(db::Database& database, std::vector<const Kind*> kinds, Setting setting);

  [[nodiscard]] const Kind* find_kind(std::string_view name) const;

  // A new item with its first draft; its id. `key`: of the page it is sent from (once.hpp); sent twice it is begun
  // once.
  [[nodiscard]] core::Result<std::string> begin(const By& by, std::string_view kind, const Content& content,
                                                std::string_view key = {});
  // Saves what was made of edition `seen`. On a published item without work in hand (`seen` 0) a revision begins.
  [[nodiscard]] core::Result<Saved> save(const By& by, std::string_view id, std::int64_t seen, const Content& content);
  [[nodiscard]] core::Result<void> submit(const By& by, std::string_view id, std::string_view reason);
  [[nodiscard]] core::Result<void> take_back(const By& by, std::string_view id);
  // At least one remark. The edition reviewed is named, so that nobody judges what they have not read.
  [[nodiscard]] core::Result<void> ask_changes(const By& by, std::string_view id, std::int64_t seen,
                                               std::span<const Remark> remarks);
  [[nodiscard]] core::Result<void> publish(const By& by, std::string_view id, std::int64_t seen,
                                           std::string_view reason);
  [[nodiscard]] core::Result<void> withdraw(const By& by, std::string_view id, std::string_view reason);
  [[nodiscard]] core::Result<void> show_again(const By& by, std::string_view id, std::string_view reason);

  // What is being written; for one who may begin a revision, what is public (edition 0).
  [[nodiscard]] core::Result<WorkInHand> work(const http::Actor& actor, std::string_view id) const;
  [[nodiscard]] std::vector<Item> mine(const http::Actor& actor) const;
  // What waits for a review by this actor, the oldest first; never their own.
  [[nodiscard]] std::vector<Item> queue(const http::Actor& actor) const;
  // For the public: only what was published. An item that is, or was and is withdrawn.
  [[nodiscard]] std::optional<Item> find_public(std::string_view id) const;
  // The newest first; empty when it was never published, or is withdrawn.
  [[nodiscard]] std::vector<Version> versions(std::string_view id) const;
  [[nodiscard]] std::vector<Event> history(const http::Actor& actor, std::string_view id) const;
  [[nodiscard]] static std::vector<Published> published(const db::Database& database, std::string_view kind);

  // For importers, in their transaction: publishes the content as the next version of the item of this id. Leaves an
  // item alone whose last version says the same, that a person has revised, or that was withdrawn. True when it added
  // one.
  static bool import(db::Transaction& tx, const Kind& kind, std::string_view id, const Import& import);

 private:
  db::Database* database_;
  std::vector<const Kind*> kinds_;
  Setting setting_;
};

}  // namespace catalyse::editorial
