// Outgoing mail: RFC 5322 messages, RFC 2047 words, sent by SMTP (RFC 5321) from the queue of jobs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "jobs/jobs.hpp"

namespace catalyse::mail {

inline constexpr std::string_view kKind = "mail";  // of the jobs

struct Mail {
  std::string to, subject;
  std::string text;           // lines ended by a line feed
  std::string unsubscribe{};  // address that ends mails of this kind by one POST (RFC 8058); empty: none is offered
};

// Inside the transaction that decides; `key` as in jobs::Order. Error mail.address (invalid): an address or a subject
// that could add a header.
core::Result<void> send(db::Transaction& tx, const Mail& mail, const std::string& key, core::Instant now);

struct Server {
  std::string url;             // smtp://mail.example:587 (STARTTLS), smtps://mail.example:465
  std::string from;            // catalyse@exemple.fr
  std::string user, password;  // empty: none
};
[[nodiscard]] bool is_address(std::string_view text);
// What `jobs::Runner` does with mails. Errors: mail.server (unavailable), mail.refused (invalid, 5xx).
[[nodiscard]] jobs::Handler handler(Server server, const core::Clock& clock);

// The mails that wait, for the outbox of a machine of one's own.
[[nodiscard]] std::vector<Mail> waiting(db::Transaction& tx, std::int64_t most);

// The bytes that go out. `id` without brackets.
struct Envelope {
  std::string_view from, id;
  core::Instant now;
};
[[nodiscard]] std::string message(const Mail& mail, const Envelope& envelope);

}  // namespace catalyse::mail
