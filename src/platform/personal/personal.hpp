// What is held about people, declared by the rooms that hold it: the public register, the export and the erasure of one
// person and the retention job are all made from these declarations, so that none can forget a table (ROOM.md; RGPD,
// articles 13, 15, 17, 20 and 30).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "web/i18n.hpp"

namespace catalyse::personal {

// RGPD, article 6, 1.
enum class Basis : std::uint8_t { public_interest, legal_duty, consent, legitimate_interest };

// How a row says whom it is about, in its column `key`.
enum class About : std::uint8_t {
  id,       // the public id
  object,   // « person:<public id> »
  mention,  // a text in which somebody's e-mail stands
};

enum class Fate : std::uint8_t {
  removed,  // the rows go
  kept,     // the rows stay for the history; the public id in them then names nobody
};

enum class Disclosure : std::uint8_t {
  shown,
  secret,    // a digest or a key: in the register, not in an export
  mentions,  // free text of people: what names an erased person in it is replaced; shown too
};

struct Column {
  std::string_view name;
  const web::Message* label;
  Disclosure disclosure = Disclosure::shown;
};

// Rows of one table about people. Tables that refer to others come first: erasing follows the order of the list.
struct Holding {
  std::string_view table, key;
  About about = About::id;
  Fate fate = Fate::removed;
  const web::Message* title = nullptr;
  const web::Message* purpose = nullptr;
  Basis basis = Basis::public_interest;
  const web::Message* retention = nullptr;
  std::span<const Column> columns{};
  // Rows older than `keep` are removed by the retention job, by their instant in `since`; empty: it has another rule.
  std::string_view since{};
  std::chrono::days keep{0};
};

// Who is looked for. Texts shorter than three characters are not looked for.
struct Subject {
  std::string id, email, name;
  std::vector<std::string> phones{};
};

// ---- Export ----
struct Sheet {
  const Holding* holding = nullptr;
  std::vector<const Column*> columns;          // without secrets
  std::vector<std::vector<std::string>> rows;  // as stored; empty where there is nothing
};
// Everything that is held about somebody; holdings without rows are left out.
[[nodiscard]] std::vector<Sheet> gather(db::Transaction& tx, std::span<const Holding> holdings, const Subject& subject);
[[nodiscard]] std::string to_json(std::span<const Sheet> sheets, const Subject& subject, core::Instant now);
[[nodiscard]] std::string to_csv(std::span<const Sheet> sheets, web::Language language);

// ---- Erasure ----
// In the transaction of the act; how many rows went and how many texts lost a mention.
struct Erased {
  std::int64_t removed = 0, cleaned = 0;
};
[[nodiscard]] Erased erase(db::Transaction& tx, std::span<const Holding> holdings, const Subject& subject);

// ---- Proof ----
enum class Sought : std::uint8_t { email, name, phone };
struct Trace {
  std::string place;  // « table.column », or the name of a file
  Sought sought = Sought::email;
  std::int64_t count = 0;
  // A name that also stands in open data, in tables and files that hold nothing about people: somebody or something
  // else of that name.
  bool homonym = false;
};
struct Proof {
  std::int64_t columns = 0, files = 0, bytes = 0;  // what was looked through
  std::vector<Trace> traces;
  // Words of others that stand in the tables and within which somebody's bytes are found: « jeanne martin ».
  std::vector<std::string> others;
  [[nodiscard]] bool clean() const;  // nothing but homonyms
};
// Looks through every text column of every table, as the engine lists them. Upper case, accents and punctuation do not
// hide a name, nor spaces and dots a phone number.
[[nodiscard]] Proof look_in_tables(const db::Database& database, std::span<const Holding> holdings,
                                   const Subject& subject);
// Looks through the bytes of every file under the folders, and of the database itself where it is a file: what was
// deleted must not lie on in free pages (db/sweep.hpp first). Errors: personal.error.file (unavailable).
[[nodiscard]] core::Result<Proof> look_in_files(std::span<const std::filesystem::path> places, const Subject& subject,
                                                const Proof& tables);

// ---- Retention ----
// Removes what is past its time; how many rows.
[[nodiscard]] std::int64_t remove_overdue(db::Transaction& tx, std::span<const Holding> holdings, core::Instant now);

}  // namespace catalyse::personal
