#include <charconv>
#include <map>

#include "export/csv.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "text/numbers.hpp"

namespace catalyse::accounts {
namespace {

constexpr std::int64_t kOnAPage = 50;
constexpr std::int64_t kInAFile = 100'000;

std::int64_t before_of(const Desk& desk) {
  const auto text = desk.request.query.first("avant").value_or("");
  std::int64_t number = 0;
  const auto end = text.data() + text.size();
  if (std::from_chars(text.data(), end, number).ptr != end || number < 1) return INT64_MAX;
  return number;
}

// 2026-11-22T06:00:00Z
std::string iso(core::Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::hh_mm_ss time{at - day};
  const auto two = [](long n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return text::iso_date(day) + "T" + two(time.hours().count()) + ":" + two(time.minutes().count()) + ":" +
         two(time.seconds().count()) + "Z";
}

std::vector<audit::Line> read(const Desk& desk, const audit::Wanted& wanted) {
  std::vector<audit::Line> lines;
  desk.state.database.read([&](db::Transaction& tx) { lines = audit::read(tx, wanted); });
  return lines;
}

http::Response csv(const Desk& desk, audit::Wanted wanted) {
  wanted.most = kInAFile;
  exporting::CsvWriter out(exporting::Dialect::standard);
  for (const auto* name : {"numero", "instant", "personne", "action", "objet", "detail", "origine", "empreinte"})
    out.text(name);
  out.end_row();
  for (const auto& line : read(desk, wanted)) {
    out.number(line.number).text(iso(line.at)).code(line.act.person).text(line.act.action).text(line.act.object);
    out.text(line.act.detail).text(line.act.origin).code(line.digest);
    out.end_row();
  }
  return http::attachment(http::kCsvType, out.take(), "journal.csv");
}

// The names behind the ids, for who administers people; an id that names nobody any more stays one. The log itself and
// its file hold ids only.
class Names {
 public:
  explicit Names(const Desk& desk) : desk_(desk), shown_(may(desk.request.actor, "manage", {.room = "people"})) {}
  std::string of(const std::string& person) {
    if (person == "command") return desk_.say(msg::journal_command);
    if (!shown_ && person != desk_.request.actor.person) return person;
    const auto [at, fresh] = known_.try_emplace(person, person);
    if (fresh && !person.empty()) {
      desk_.state.database.read([&](db::Transaction& tx) {
        if (const auto found = store::find_by_id(tx, person)) at->second = found->name;
      });
    }
    return at->second;
  }
  std::string of_object(const std::string& object) {
    constexpr std::string_view kPerson = "person:";
    return object.starts_with(kPerson) ? of(object.substr(kPerson.size())) : object;
  }

 private:
  const Desk& desk_;
  bool shown_;
  std::map<std::string, std::string> known_;
};

std::string table_html(const Desk& desk, const std::vector<audit::Line>& lines) {
  Names names(desk);
  web::Table table{.id = "actes", .caption = desk.say(msg::journal_caption)};
  table.columns = {{.label = desk.say(msg::column_number), .align = web::Align::number},
                   {.label = desk.say(msg::column_instant)},
                   {.label = desk.say(msg::column_person)},
                   {.label = desk.say(msg::column_action)},
                   {.label = desk.say(msg::column_object)},
                   {.label = desk.say(msg::column_origin)}};
  for (const auto& line : lines) {
    web::Cell act{.text = action_text(desk.language(), line.act.action)};
    act.note = line.act.detail;
    table.rows.push_back({{.text = std::to_string(line.number)},
                          {.text = instant_text(desk, line.at)},
                          {.text = names.of(line.act.person)},
                          std::move(act),
                          {.text = names.of_object(line.act.object)},
                          {.text = line.act.origin}});
  }
  return web::table(table);
}

struct Place {
  const web::Message& title;
  const web::Message& text;
  std::string_view path;
  std::span<const Crumb> crumbs;
};

Answer show(const Desk& desk, const audit::Wanted& asked, const Place& place) {
  auto wanted = asked;
  wanted.before = before_of(desk);
  if (desk.request.form == http::Form::csv) return csv(desk, wanted);
  wanted.most = kOnAPage + 1;
  auto lines = read(desk, wanted);
  web::Paging paging;
  if (lines.size() > kOnAPage) {
    lines.pop_back();
    paging.next = desk.at(place.path) + "?avant=" + std::to_string(lines.back().number);
  }
  SheetView view;
  view.title = desk.say(place.title);
  view.notice = notice_of(desk);
  view.lead = desk.say(place.text);
  const web::Offer file{http::Form::csv, desk.say(msg::journal_csv), desk.at(place.path) + ".csv"};
  view.form_html = table_html(desk, lines) + web::paging(desk.language(), paging) +
                   web::downloads(desk.language(), std::span(&file, 1));
  return framed(desk, view, place.crumbs, web::Layout::wide);
}

}  // namespace

Answer journal_page(const Desk& desk) {
  static constexpr Crumb kHere[] = {{msg::admin_title, "/admin"}};
  return show(desk, {}, {msg::journal_title, msg::journal_lead, "/admin/journal", kHere});
}

Answer own_journal_page(const Desk& desk) {
  static constexpr Crumb kHere[] = {{msg::account_title, "/compte"}};
  return show(desk, {.person = desk.request.actor.person},
              {msg::nav_own_journal, msg::own_journal_lead, "/compte/journal", kHere});
}

}  // namespace catalyse::accounts
