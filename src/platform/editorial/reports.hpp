// What readers say is wrong with something public, and what is decided about it. Anyone may report, without account;
// whoever may review the item decides, but for those who wrote its public version.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/language.hpp"
#include "editorial/desk.hpp"

namespace catalyse::editorial {

// Why; the floor that knows pages has words for each.
inline constexpr std::array<std::string_view, 5> kMotives{"error", "link", "rights", "personal", "other"};

inline constexpr std::size_t kReportText = 2000;  // characters
inline constexpr std::int64_t kOpenReports = 20;  // of one item, at most

enum class Verdict : std::uint8_t { upheld, dismissed };

struct Report {
  std::string id;
  Item item;
  std::int64_t version = 0;
  std::string motive, text;
  std::string email;  // may be empty; nothing once it is decided
  core::Language language = core::Language::fr;
  core::Instant at;
};

struct NewReport {
  std::string_view motive, text, email{};
  core::Language language = core::Language::fr;
  std::string_view key{};  // of the page it is sent from (once.hpp)
};

// Told of a decision in its own transaction, while the e-mail is still there.
struct Decision {
  const By& by;
  const Report& report;
  Verdict verdict = Verdict::dismissed;
  std::string_view answer;
};
using Answered = std::function<void(db::Transaction&, const Decision&)>;

// Thread-safe. Errors: those of db, editorial.error.absent (not_found), editorial.error.reason (invalid) for a report
// or a decision without words, editorial.error.content (invalid) for an unknown motive or a text too long,
// editorial.error.reported (conflict) when as many reports as are read wait already.
class ReportBox {
 public:
  ReportBox(db::Database& database, Setting setting, Answered answered);

  // About what is public now; its id.
  [[nodiscard]] core::Result<std::string> report(std::string_view item, const NewReport& report);
  // Those that wait and that this actor may decide, the oldest first.
  [[nodiscard]] std::vector<Report> open(const http::Actor& actor) const;
  [[nodiscard]] core::Result<void> decide(const By& by, std::string_view id, Verdict verdict, std::string_view answer);

 private:
  [[nodiscard]] bool may_decide(db::Transaction& tx, const http::Actor& actor, const Report& report) const;

  db::Database* database_;
  Setting setting_;
  Answered answered_;
};

}  // namespace catalyse::editorial
