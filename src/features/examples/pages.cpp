#include "pages.hpp"

#include <algorithm>
#include <array>

#include "messages.hpp"
#include "text/numbers.hpp"

namespace catalyse::examples {
namespace {

struct Done {
  std::string_view word;
  const web::Message& sentence;
};
const std::array kDone{Done{"propose", msg::done_nominated}, Done{"trie", msg::done_sorted},
                       Done{"avis", msg::done_judged},       Done{"ouverte", msg::done_opened},
                       Done{"jury", msg::done_jury},         Done{"publiee", msg::done_published}};

}  // namespace

http::Response framed(const Office& office, Body body) {
  const auto& request = office.request;
  web::Page page;
  page.language = request.language;
  page.title = body.title;
  page.path = request.path;
  page.query = request.method == http::Method::get ? request.raw_query : std::string();
  page.indexing = web::Indexing::noindex;
  page.crumbs = {{office.say(msg::gallery_title), office.at("/exemples")}};
  for (auto& crumb : body.crumbs) page.crumbs.push_back(std::move(crumb));
  page.crumbs.push_back({body.title, {}});
  page.body_html = std::move(body.html);
  auto response = web::page_response(*office.context.site, page);
  response.status = body.status;
  return response;
}

http::Response done(const Office& office, std::string_view path, std::string_view what) {
  return http::redirect(office.at(path) + "?fait=" + std::string(what), 303);
}

std::string notice_of(const Office& office) {
  const auto word = office.request.query.first("fait");
  const auto found = std::ranges::find_if(kDone, [&](const Done& one) { return word && *word == one.word; });
  return found == kDone.end() ? std::string{} : office.say(found->sentence);
}

std::string fault_text(const Office& office, const core::Error& error) {
  const auto* message = web::find_message(error.message_id);
  return office.say(message == nullptr ? msg::error_failed : *message);
}

std::string category_text(const Office& office, std::string_view id) {
  const auto* category = find_category(id);
  return category == nullptr ? std::string(id) : office.say(*category->label);
}

std::string class_text(const Office& office, std::string_view id) { return office.say(msg::class_title, {{"id", id}}); }

std::string stage_text(const Office& office, Stage stage) {
  static constexpr std::array kWords{&msg::stage_nominations, &msg::stage_jury, &msg::stage_published};
  return office.say(*kWords[static_cast<std::size_t>(stage)]);
}

std::string standing_text(const Office& office, Standing standing) {
  static constexpr std::array kWords{&msg::standing_nominated, &msg::standing_shortlisted, &msg::standing_set_aside,
                                     &msg::standing_chosen, &msg::standing_not_chosen};
  return office.say(*kWords[static_cast<std::size_t>(standing)]);
}

std::string day_text(const Office& office, core::Instant at) {
  return text::date(std::chrono::floor<std::chrono::days>(at), office.language());
}

std::string person_text(const Office& office, std::string_view person) {
  const auto card = accounts::card(*office.context.accounts, person);
  return card && !card->name.empty() ? card->name : office.say(msg::person_unknown);
}

Tally tally_of(const Nomination& nomination) {
  std::vector<Voice> voices;
  for (const auto& opinion : nomination.opinions) voices.push_back(opinion.voice);
  return tally(voices);
}

std::string tally_text(const Office& office, const Tally& tally) {
  return office.say(msg::tally, {{"yes", std::to_string(tally.yes)},
                                 {"no", std::to_string(tally.no)},
                                 {"abstains", std::to_string(tally.abstains)},
                                 {"tied", std::to_string(tally.tied)}});
}

std::unexpected<core::Error> nothing_here() { return core::fail(core::ErrorKind::not_found, "http.error.not_found"); }

}  // namespace catalyse::examples
