// « Tell this person that … »: a room says it in the transaction that decides it, and this room brings it to them by
// mail, at once or in one digest a day or a week, as they prefer. Neither lost nor doubled: the notice is written with
// the decision under a key of its own, its mail is written with its change of state (ROOM.md).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "core/language.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "jobs/jobs.hpp"
#include "personal/personal.hpp"
#include "web/i18n.hpp"

namespace catalyse::notices {

[[nodiscard]] std::span<const db::Migration> migrations();
[[nodiscard]] std::span<const web::Message> messages();
[[nodiscard]] std::span<const personal::Holding> personal_data();

enum class Rhythm : std::uint8_t { at_once, daily, weekly, never };
inline constexpr std::array<std::string_view, 4> kRhythms{"at_once", "daily", "weekly", "never"};

// What a room tells people about, named in app/features.cpp. Its name and its sentences are for ever: notices wait
// under them.
struct Kind {
  std::string_view name;      // « review.decision »
  const web::Message* label;  // « Décision sur une de vos contributions »
  Rhythm usual = Rhythm::at_once;
};

// One thing to tell. The words are those of a message of the caller's room (registered by web::register_messages), with
// its parameters; they are put together in the person's language when the mail is made.
struct Notice {
  std::string person;  // public id; nothing is told to nobody (empty)
  std::string kind;    // Kind::name
  std::string key;     // what it is about, under 150 bytes: « review:k3f…:7 »; the same key again adds nothing
  std::string_view message;  // web::Message::key of one sentence, without a line break
  std::vector<std::pair<std::string, std::string>> parameters{};
  std::string path{};  // page of ours where to read more, « /contributions/k3f… »; may be empty
};

// Inside the transaction that decides. False: there was a notice of that key already. Throws db::Failure as statements
// do, std::invalid_argument for a key or a path that is none.
bool tell(db::Transaction& tx, const Notice& notice, core::Instant now);

// ---- For who keeps people and runs the program ----
struct Recipient {
  std::string email, name;
  core::Language language = core::Language::fr;
};
struct Setting {
  std::string base_url;
  std::string secret;  // signs the addresses to unsubscribe
  std::vector<Kind> kinds;
  // Where a person is written to; nothing for who is not there or not admitted: what waits for them is dropped.
  std::function<std::optional<Recipient>(db::Transaction&, const std::string& person)> recipient;
};

// What the job queue does with notices (kinds « notice » and « digest ») and, around the handler of mails, the notes of
// what was sent and what failed. `start` orders the digests; once at the start of the program. The database, the clock
// and the setting outlive the handlers.
using Handlers = std::map<std::string, jobs::Handler, std::less<>>;
void add_handlers(Handlers& handlers, db::Database& database, const core::Clock& clock, const Setting& setting);
[[nodiscard]] core::Result<void> start(db::Database& database, const core::Clock& clock);

// ---- Preferences ----
[[nodiscard]] Rhythm rhythm_of(db::Transaction& tx, const Setting& setting, std::string_view person,
                               std::string_view kind);
void set_rhythm(db::Transaction& tx, std::string_view person, std::string_view kind, Rhythm rhythm, core::Instant now);

// ---- One click ----
// A key for an address that ends a kind of mails for a person; `kind` « * »: all of them. What it says when it is ours.
[[nodiscard]] std::string unsubscribe_key(const Setting& setting, std::string_view person, std::string_view kind);
struct Unsubscribed {
  std::string person, kind;
};
[[nodiscard]] std::optional<Unsubscribed> read_key(const Setting& setting, std::string_view key);
// No more mails of this kind; of any, those chosen one by one included, when it is « * ».
void stop(db::Transaction& tx, const Setting& setting, const Unsubscribed& unsubscribed, core::Instant now);

// What was told to a person, the latest first. States: pending, queued (its mail waits), sent, failed, dropped.
struct Told {
  core::Instant at;
  std::string kind, state, path, sentence;
};
[[nodiscard]] std::vector<Told> told(db::Transaction& tx, std::string_view person, core::Language language,
                                     std::int64_t most);

}  // namespace catalyse::notices
