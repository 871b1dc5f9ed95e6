#include "desk.hpp"

#include <algorithm>

#include "messages.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/rendering.hpp"

namespace catalyse::tracker {
namespace {

using core::ErrorKind;
using core::Language;
using web::say;

constexpr std::array<const web::Message*, kStatuses> kStatusWords{&msg::status_very, &msg::status_satisfactory,
                                                                  &msg::status_delayed, &msg::status_questioned};

std::string short_text(std::string_view text) { return std::string(text.substr(0, 60)); }

core::Result<const Entry*> entry_of(const State& state, const http::Request& request) {
  const auto id = request.capture("programme");
  if (state.programmes.empty()) return core::fail(ErrorKind::not_found, msg::none.key);
  if (id.empty()) return &state.programmes.front();
  if (const auto* entry = state.find(id)) return entry;
  return core::fail(ErrorKind::not_found, msg::unknown_programme.key, {}, {{"programme", short_text(id)}});
}

}  // namespace

std::string Desk::path() const {
  return entry == &state->programmes.front() ? "/mesures" : "/mesures/programmes/" + programme().id;
}

std::string Desk::measure_path(unsigned number) const { return path() + "/" + std::to_string(number); }

std::string Desk::status_path(unsigned number) const {
  return "/mesures/programmes/" + programme().id + "/" + std::to_string(number) + "/statut";
}

std::string Desk::author_of(const Change& change) const { return signed_as(change.author, language()); }

std::string Desk::history_path() const { return path() + "/historique"; }

std::string Desk::review_path() const { return "/mesures/programmes/" + programme().id + "/revue"; }

std::string Desk::signed_as(const std::string& author, core::Language read_in) const {
  if (!author.starts_with(kSigned) || !context.name_of) return author;
  return context.name_of(std::string_view(author).substr(kSigned.size()), read_in);
}

std::string Desk::date_query() const { return replay ? "?date=" + text::iso_date(day) : std::string(); }

std::span<const Change> Desk::changes() const {
  return std::span(programme().changes).first(changes_until(programme().changes, day));
}

core::Result<Desk> open_desk(const Context& context, const http::Request& request) {
  auto state = context.programmes->current();
  if (!state) return std::unexpected(state.error());
  const auto entry = entry_of(**state, request);
  if (!entry) return std::unexpected(entry.error());
  const Day today(std::chrono::floor<std::chrono::days>(context.clock->now()));
  Desk desk{context, request, *state, *entry, today, today, false};
  const auto asked = request.query.first("date");
  if (!asked || asked->empty()) return desk;
  const auto day = parse_day(*asked);
  if (!day) return core::fail(ErrorKind::invalid, msg::date_unreadable.key, {}, {{"date", short_text(*asked)}});
  if (*day > today)
    return core::fail(ErrorKind::invalid, msg::date_future.key, {}, {{"date", text::date(*day, request.language)}});
  desk.day = *day;
  desk.replay = true;
  return desk;
}

std::string signature(const Desk& desk) {
  const auto& actor = desk.request.actor;
  return desk.context.name_of ? desk.context.name_of(actor.person, desk.language()) : actor.name;
}

std::string review_anchor(std::string_view day, unsigned months) {
  return "revue-" + std::string(day) + (months == 0 ? std::string() : "-" + std::to_string(months));
}

std::string status_text(Language language, const std::optional<Status>& status) {
  return say(language, status ? *kStatusWords[static_cast<std::size_t>(*status)] : msg::status_unknown);
}

std::string status_html(Language language, const std::optional<Status>& status) {
  const auto level = status ? static_cast<std::size_t>(*status) + 1 : 0;
  return "<span class=\"level l" + std::to_string(level) + "\">" + web::escaped(status_text(language, status)) +
         "</span>";
}

std::string day_text(const Desk& desk, Day day) { return text::date(day, desk.language()); }

std::string date_text(Language language, std::string_view date) {
  if (date.size() == 4) return std::string(date);
  const auto day = parse_day(date.size() == 7 ? std::string(date) + "-02" : std::string(date));
  if (!day) return std::string(date);
  auto words = text::date(*day, language);
  // « 2 novembre 2020 » without its day.
  return date.size() == 7 ? words.substr(words.find(' ') + 1) : words;
}

bool is_known(const Desk& desk, std::string_view date) {
  return date <= std::string_view(text::iso_date(desk.day)).substr(0, date.size());
}

web::Inline origin_inline(const Desk& desk, const Origin& origin) {
  const auto& sources = desk.programme().sources;
  web::Inline pieces;
  for (const auto& id : origin) {
    pieces.push_back({" ", {}});
    if (id == "proposal" || id == "inferred") {
      pieces.push_back({say(desk.language(), id == "proposal" ? msg::origin_proposal : msg::origin_inferred), {}});
      continue;
    }
    const auto number = std::to_string(std::ranges::find(sources, id, &Source::id) - sources.begin() + 1);
    pieces.push_back({"[" + number + "]", web::localised(desk.language(), desk.path()) + "#source-" + number});
  }
  if (!pieces.empty()) pieces.front().text = say(desk.language(), msg::origin_source) + "\u00a0";
  return pieces;
}

std::string origin_text(const Desk& desk, const Origin& origin) {
  std::vector<std::string> names;
  for (const auto& id : origin) {
    const auto source = std::ranges::find(desk.programme().sources, id, &Source::id);
    if (source != desk.programme().sources.end()) names.push_back(source->label.in(desk.language()));
  }
  std::string text = names.empty() ? std::string() : say(desk.language(), msg::origin_source);
  for (const auto& name : names) text += (&name == &names.front() ? " " : " ; ") + name;
  return text;
}

std::string month_words(Language language, const std::vector<unsigned>& months) {
  std::vector<std::string> words;
  for (const auto one : months) words.push_back(std::to_string(one));
  if (words.empty()) return {};
  return say(language, msg::months, {{"months", text::list(words, language)}});
}

std::string number_words(Language language, const std::vector<unsigned>& numbers) {
  if (numbers.size() > 2 && numbers.back() - numbers.front() + 1 == numbers.size())
    return say(language, msg::numbers_range,
               {{"first", std::to_string(numbers.front())}, {"last", std::to_string(numbers.back())}});
  std::vector<std::string> words;
  for (const auto one : numbers) words.push_back(std::to_string(one));
  return text::list(words, language);
}

std::string tally_sentence(Language language, const std::array<unsigned, kStatuses>& counts, unsigned unknown) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < kStatuses; ++i)
    parts.push_back(
        say(language, msg::tally_part, {{"n", std::to_string(counts[i])}, {"level", say(language, *kStatusWords[i])}}));
  if (unknown > 0)
    parts.push_back(say(language, msg::tally_part,
                        {{"n", std::to_string(unknown)}, {"level", say(language, msg::status_unknown)}}));
  return text::list(parts, language);
}

http::Response framed(const Desk& desk, Body body) {
  web::Page page;
  page.language = desk.language();
  page.title = std::move(body.title);
  page.description = std::move(body.description);
  page.path = std::move(body.path);
  page.query = desk.request.raw_query;
  page.layout = web::Layout::wide;
  // The board of today is a page to find; each of its days is not.
  if (!desk.request.raw_query.empty()) page.indexing = web::Indexing::noindex;
  page.crumbs = std::move(body.crumbs);
  page.offers = std::move(body.offers);
  page.json_ld = std::move(body.json_ld);
  page.print_footer = page.title + " · " + day_text(desk, desk.day);
  page.body_html = std::move(body.html);
  return web::page_response(*desk.context.site, page);
}

}  // namespace catalyse::tracker
