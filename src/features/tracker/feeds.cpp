// RFC 4287 (Atom) and RFC 5545 (iCalendar).
#include <algorithm>

#include "export/xml.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "text/numbers.hpp"
#include "text/utf8.hpp"
#include "web/i18n.hpp"

namespace catalyse::tracker {
namespace {

using exporting::xml_text;
using web::localised;
using web::say;

constexpr std::size_t kEntriesMost = 100;
constexpr std::size_t kLineBytes = 75;  // RFC 5545 § 3.1

struct FeedEntry {
  Day day;
  std::string id, href, title, text, author;
};

FeedEntry change_entry(const Desk& desk, std::size_t place) {
  const auto language = desk.language();
  const auto& change = desk.programme().changes[place];
  const auto& label = desk.programme().objectives[change.measure - 1].label.in(language);
  FeedEntry entry;
  entry.day = change.day;
  entry.href = localised(language, desk.measure_path(change.measure)) + "#changement-" + std::to_string(place + 1);
  entry.id = entry.href;
  entry.title = say(language, change.months == 0 ? msg::feed_change : msg::feed_evaluation,
                    {{"n", std::to_string(change.measure)},
                     {"label", label},
                     {"months", month_words(language, {change.months})},
                     {"status", status_text(language, change.status)}});
  for (const auto* text : {&change.explanation, &change.risks, &change.next, &change.success})
    if (!text->empty()) entry.text += (entry.text.empty() ? "" : " ") + *text;
  entry.author = desk.author_of(change);
  return entry;
}

// The programme's own entries beside the changes of status.
void add_programme_entries(const Desk& desk, std::vector<FeedEntry>& entries) {
  const auto language = desk.language();
  const auto base = localised(language, desk.path());
  for (const auto& quote : desk.programme().quotes) {
    if (quote.day > desk.day) continue;
    const auto date = text::iso_date(quote.day);
    entries.push_back({quote.day,
                       base + "#publie-" + date,
                       base + "?date=" + date,
                       say(language, msg::quote_title, {{"date", day_text(desk, quote.day)}}),
                       tally_sentence(language, quote.counts, 0) + ". " + origin_text(desk, quote.origin),
                       {}});
  }
  for (const auto& review : desk.programme().reviews) {
    if (review.day > desk.day) continue;
    const auto date = text::iso_date(review.day);
    entries.push_back({review.day, base + "#revue-" + date, base + "?date=" + date,
                       say(language, msg::feed_review, {{"label", review.label.in(language)}}),
                       review.text.in(language) + (review.text.fr.empty() || review.origin.empty() ? "" : " ") +
                           origin_text(desk, review.origin),
                       review.author.empty() ? std::string() : desk.signed_as(review.author, desk.language())});
  }
}

std::string instant(Day day) { return text::iso_date(day) + "T00:00:00Z"; }

void add_entry(std::string& out, const Desk& desk, const FeedEntry& entry) {
  const auto& base = desk.context.site->base_url;
  out += "<entry><id>" + xml_text(base + entry.id) + "</id><title>" + xml_text(entry.title) + "</title><updated>" +
         instant(entry.day) + "</updated><link rel=\"alternate\" type=\"text/html\" href=\"" +
         xml_text(base + entry.href) + "\"/>";
  if (!entry.author.empty()) out += "<author><name>" + xml_text(entry.author) + "</name></author>";
  out += "<summary>" + xml_text(entry.text.empty() ? entry.title : entry.text) + "</summary></entry>\n";
}

// Text of a property: RFC 5545 § 3.3.11.
std::string ics_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n')
      out += "\\n";
    else if (c < 0 || c >= ' ')
      out += c;
  }
  return out;
}

// A content line, folded between characters.
void add_line(std::string& out, std::string_view line) {
  for (std::size_t room = kLineBytes; !line.empty(); room = kLineBytes - 1) {
    const auto part = text::cut_utf8(line, room);
    out.append(part);
    line.remove_prefix(part.size());
    out += line.empty() ? "\r\n" : "\r\n ";
  }
}

std::string ics_day(Day day) {
  auto text = text::iso_date(day);
  std::erase(text, '-');
  return text;
}

void add_event(std::string& out, const Desk& desk, const ReviewPoint& point) {
  const auto language = desk.language();
  const auto& programme = desk.programme();
  const bool held = point.held.has_value();
  const auto day = held ? programme.reviews[*point.held].day : point.due;
  const auto host = desk.context.site->base_url.substr(
      std::min(desk.context.site->base_url.find("//") + 2, desk.context.site->base_url.size()));
  add_line(out, "BEGIN:VEVENT");
  add_line(out,
           "UID:" + programme.id + "-revue-" + std::to_string(point.months) + "@" + (host.empty() ? "catalyse" : host));
  add_line(out, "DTSTAMP:" + ics_day(programme.start) + "T000000Z");
  add_line(out, std::string("SEQUENCE:") + (held ? "1" : "0"));
  add_line(out, "DTSTART;VALUE=DATE:" + ics_day(day));
  add_line(out, "DTEND;VALUE=DATE:" + ics_day(Day(std::chrono::sys_days(day) + std::chrono::days(1))));
  add_line(out, "SUMMARY:" + ics_text(say(language, msg::calendar_summary,
                                          {{"months", month_words(language, {point.months})},
                                           {"programme", programme.label.in(language)}})));
  add_line(out, "DESCRIPTION:" + ics_text(say(language, msg::calendar_description,
                                              {{"numbers", number_words(language, point.measures)}})));
  add_line(out, "URL:" + desk.context.site->base_url + localised(language, desk.path()));
  add_line(out, "TRANSP:TRANSPARENT");
  add_line(out, "END:VEVENT");
}

}  // namespace

std::string feed(const Desk& desk, std::optional<unsigned> number) {
  const auto language = desk.language();
  const auto& base = desk.context.site->base_url;
  const auto path = localised(language, number ? desk.measure_path(*number) : desk.path());
  std::vector<FeedEntry> entries;
  const auto changes = desk.changes();
  for (std::size_t i = changes.size(); i-- > 0 && entries.size() < kEntriesMost;) {
    if (!number || changes[i].measure == *number) entries.push_back(change_entry(desk, i));
  }
  if (!number) add_programme_entries(desk, entries);
  std::ranges::stable_sort(entries, std::greater(), &FeedEntry::day);
  const auto title = number ? say(language, msg::measure_title,
                                  {{"n", std::to_string(*number)},
                                   {"label", desk.programme().objectives[*number - 1].label.in(language)}})
                            : desk.programme().label.in(language);
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"";
  out += std::string(web::language_code(language)) + "\"><id>" + xml_text(base + path) + "</id><title>" +
         xml_text(title) + "</title><updated>" +
         instant(entries.empty() ? desk.programme().start : entries.front().day) +
         "</updated><author><name>Catalyse</name></author><link rel=\"self\" type=\"application/atom+xml\" href=\"" +
         xml_text(base + path + ".atom") + "\"/><link rel=\"alternate\" type=\"text/html\" href=\"" +
         xml_text(base + path) + "\"/>\n";
  for (const auto& entry : entries) add_entry(out, desk, entry);
  return out + "</feed>\n";
}

std::string calendar(const Desk& desk) {
  std::string out;
  add_line(out, "BEGIN:VCALENDAR");
  add_line(out, "VERSION:2.0");
  add_line(out, "PRODID:-//Catalyse//Mesures//FR");
  add_line(out, "CALSCALE:GREGORIAN");
  add_line(out, "X-WR-CALNAME:" + ics_text(desk.programme().label.in(desk.language())));
  for (const auto& point : review_calendar(desk.programme(), desk.day)) add_event(out, desk, point);
  add_line(out, "END:VCALENDAR");
  return out;
}

}  // namespace catalyse::tracker
