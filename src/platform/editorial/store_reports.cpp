#include "reports.hpp"

#include <algorithm>

#include "ids.hpp"
#include "once.hpp"
#include "store.hpp"
#include "text/utf8.hpp"

namespace catalyse::editorial {
namespace {

constexpr std::string_view kAdd =
    "INSERT INTO editorial_report (id, item, version, motive, text, email, language, at, state, decided_by, decided_at,"
    " answer) VALUES (:id, :item, :version, :motive, :text, :email, :language, :at, 'open', '', 0, '')";
constexpr std::string_view kCount = "SELECT COUNT(*) FROM editorial_report WHERE item = :item AND state = 'open'";
constexpr std::string_view kOpen =
    "SELECT id, item, version, motive, text, email, language, at FROM editorial_report"
    " WHERE state = 'open' AND (:id = '' OR id = :id) ORDER BY at, id";
constexpr std::string_view kDecide =
    "UPDATE editorial_report SET state = :state, decided_by = :person, decided_at = :at, answer = :answer, email = ''"
    " WHERE id = :id AND state = 'open'";

std::unexpected<core::Error> refuse(core::ErrorKind kind, std::string_view id) {
  return core::fail(kind, std::string(id));
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \n") == std::string_view::npos; }

std::vector<Report> read_open(db::Transaction& tx, std::string_view id) {
  std::vector<Report> all;
  std::vector<std::string> items;
  tx.each<std::string, std::string, std::int64_t, std::string, std::string, std::string, std::string, std::int64_t>(
      kOpen, {std::string(id)},
      [&](auto found, auto item, auto version, auto motive, auto text, auto email, auto language, auto at) {
        items.push_back(std::move(item));
        all.push_back({std::move(found),
                       {},
                       version,
                       std::move(motive),
                       std::move(text),
                       std::move(email),
                       language == "en" ? core::Language::en : core::Language::fr,
                       core::Instant(std::chrono::seconds(at))});
      });
  for (std::size_t i = 0; i < all.size(); ++i) all[i].item = find_item(tx, items[i]).value_or(Item{});
  return all;
}

}  // namespace

ReportBox::ReportBox(db::Database& database, Setting setting, Answered answered)
    : database_(&database), setting_(std::move(setting)), answered_(std::move(answered)) {}

bool ReportBox::may_decide(db::Transaction& tx, const http::Actor& actor, const Report& report) const {
  if (!actor.signed_in() || !setting_.allows(actor, "review", report.item.kind, report.item)) return false;
  const auto version = find_version(tx, report.item.id, report.item.version);
  return report.item.owner != actor.person && (!version || version->author != actor.person);
}

core::Result<std::string> ReportBox::report(std::string_view item, const NewReport& report) {
  if (is_blank(report.text)) return refuse(core::ErrorKind::invalid, "editorial.error.reason");
  if (std::ranges::find(kMotives, report.motive) == kMotives.end() || text::characters(report.text) > kReportText)
    return refuse(core::ErrorKind::invalid, "editorial.error.content");
  core::Result<std::string> id;
  const auto added = [&](db::Transaction& tx) -> core::Result<std::string> {
    auto fresh = new_id();
    const auto found = find_item(tx, item);
    if (!found || found->state.shown != Shown::published)
      return refuse(core::ErrorKind::not_found, "editorial.error.absent");
    std::int64_t waiting = 0;
    tx.each<std::int64_t>(kCount, {found->id}, [&](std::int64_t n) { waiting = n; });
    if (waiting >= kOpenReports) return refuse(core::ErrorKind::conflict, "editorial.error.reported");
    tx.execute(kAdd, {fresh, found->id, found->version, std::string(report.motive), std::string(report.text),
                      std::string(report.email), report.language == core::Language::en ? "en" : "fr",
                      setting_.clock->now().time_since_epoch().count()});
    return fresh;
  };
  const auto done = database_->write([&](db::Transaction& tx) -> core::Result<void> {
    id = once(tx, {"report", {}, report.key, report.text}, setting_.clock->now(), [&] { return added(tx); });
    if (!id) return std::unexpected(id.error());
    return {};
  });
  if (!done) return std::unexpected(done.error());
  return id;
}

std::vector<Report> ReportBox::open(const http::Actor& actor) const {
  std::vector<Report> all;
  if (!actor.signed_in()) return all;
  database_->read([&](db::Transaction& tx) {
    all = read_open(tx, {});
    std::erase_if(all, [&](const Report& one) { return !may_decide(tx, actor, one); });
  });
  return all;
}

core::Result<void> ReportBox::decide(const By& by, std::string_view id, Verdict verdict, std::string_view answer) {
  if (is_blank(answer)) return refuse(core::ErrorKind::invalid, "editorial.error.reason");
  if (text::characters(answer) > kReportText) return refuse(core::ErrorKind::invalid, "editorial.error.content");
  return database_->write([&](db::Transaction& tx) -> core::Result<void> {
    const auto found = id.empty() ? std::vector<Report>{} : read_open(tx, id);
    if (found.empty() || !may_decide(tx, by.actor, found.front()))
      return refuse(core::ErrorKind::not_found, "editorial.error.absent");
    tx.execute(kDecide, {std::string(verdict == Verdict::upheld ? "upheld" : "dismissed"), by.actor.person,
                         setting_.clock->now().time_since_epoch().count(), std::string(answer), std::string(id)});
    if (answered_) answered_(tx, {.by = by, .report = found.front(), .verdict = verdict, .answer = answer});
    return {};
  });
}

}  // namespace catalyse::editorial
