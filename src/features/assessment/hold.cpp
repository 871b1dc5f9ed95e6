// What several pages need: the assessment with its summaries, words of days and means, the frame, other territories.
#include <algorithm>

#include "editorial/content.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "store.hpp"
#include "territories/reader_place.hpp"
#include "text/numbers.hpp"

namespace catalyse::assessment {

core::Result<Held> hold(db::Transaction& tx, std::optional<Assessment> assessment) {
  if (!assessment || assessment->rounds.empty()) return core::fail(core::ErrorKind::not_found, msg::error_absent.key);
  Held held{std::move(*assessment), {}, {}};
  for (const auto& round : held.assessment.rounds) {
    auto asked = questionnaire(tx, round.version);
    if (!asked) return core::fail(core::ErrorKind::damaged, msg::error_absent.key, "a version of the questionnaire");
    held.questionnaires.push_back(std::move(*asked));
  }
  // A summary points into its questionnaire: made once these stand where they stay.
  for (std::size_t i = 0; i < held.assessment.rounds.size(); ++i)
    held.summaries.push_back(summarise(held.questionnaires[i], held.assessment.rounds[i].respondents));
  return held;
}

std::optional<Others> others_of(const Context& context, db::Transaction& tx, const Assessment& assessment) {
  if (assessment.kind != kKinds[0]) return std::nullopt;
  const auto shared = shared_places(tx);
  const auto& territories = *context.library.territories;
  const auto place = territories::find_place(territories, assessment.place);
  if (!place || shared.size() < kSharedLeast) return std::nullopt;
  observatory::PeerOptions widest;
  widest.k = observatory::kPeersMax;
  const auto peers = context.observatory->peers(*place, widest);
  const auto own = peers ? peers : context.observatory->peers(*place);
  if (!own) return std::nullopt;
  Others others;
  std::array<std::vector<double>, kLevers> values;
  for (const auto& peer : own->list) {
    const auto code = territories::code_of(territories.place(peer.place));
    if (std::ranges::find(shared, code) == shared.end()) continue;
    // The newest of that place that has something to say.
    for (auto& one : shared_of(tx, code)) {
      const auto held = hold(tx, std::move(one));
      if (!held || !held->summary().complete()) continue;
      ++others.places;
      for (std::size_t i = 0; i < kLevers; ++i) values.at(i).push_back(*held->summary().levers.at(i).mean);
      break;
    }
  }
  if (others.places < kSharedLeast) return std::nullopt;
  for (std::size_t i = 0; i < kLevers; ++i) others.medians.at(i) = shared_median(std::move(values.at(i)));
  return others;
}

std::string mean_text(const std::optional<double>& mean, core::Language language) {
  return mean ? text::number(*mean, 1, language) : "–";
}

std::string today(const Context& context) {
  return text::iso_date(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(context.clock->now())));
}

std::string day_words(const std::string& iso, core::Language language) {
  const auto number = [&](std::size_t from, std::size_t length) {
    return std::atoi(iso.substr(std::min(from, iso.size()), length).c_str());
  };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  return day.ok() ? text::date(day, language) : iso;
}

std::string lever_title(const Context& context, unsigned lever, core::Language language) {
  const auto levers = context.library.shelf->levers();
  const auto found = std::ranges::find(levers, lever, &library::Lever::number);
  return std::to_string(lever) + (found == levers.end() ? std::string{} : ". " + found->title.in(language));
}

std::string line_of(std::string_view text, std::size_t most) {
  std::string line(text.substr(0, most));
  // Cut inside a letter: what is left of it goes.
  if (text.size() > most)
    while (!line.empty() && (static_cast<unsigned char>(text[line.size()]) & 0xC0U) == 0x80U) line.pop_back();
  std::ranges::replace(line, '\n', ' ');
  const auto first = line.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return line.substr(first, line.find_last_not_of(' ') - first + 1);
}

http::Response framed(const Context& context, const http::Request& request, Framed framed) {
  web::Page page;
  page.language = request.language;
  page.title = framed.title;
  page.description = web::say(request.language, msg::start_lead);
  page.path = framed.path;
  page.query = framed.query;
  page.layout = framed.layout;
  page.indexing = framed.path == "/diagnostic" ? web::Indexing::index : web::Indexing::noindex;
  page.offers = std::move(framed.offers);
  if (framed.path != "/diagnostic") {
    page.crumbs = std::move(framed.crumbs);
    page.crumbs.insert(page.crumbs.begin(),
                       {web::say(request.language, msg::start_title), web::localised(request.language, "/diagnostic")});
    page.crumbs.push_back({framed.title, {}});
  }
  page.body_html = std::move(framed.html);
  page.print_footer = framed.title;
  return web::page_response(*context.library.site, page);
}

}  // namespace catalyse::assessment
