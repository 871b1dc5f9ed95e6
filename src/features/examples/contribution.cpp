#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"

namespace catalyse::examples {
namespace {

using Page = Answer (*)(const Office&);
constexpr std::size_t kMostWords = 4000;
const http::Parameter kDone{"fait", "what was just done, said at the top", "propose"};

http::Route page(const Context& context, std::string pattern, std::string summary, Page make) {
  auto route = http::declare(std::move(pattern), std::move(summary), [context, make](const http::Request& request) {
    return make(Office{context, request});
  });
  // A jury publishes at any moment.
  route.cache = http::CacheClass::live;
  return route;
}

http::Route sent(http::Route route, std::string summary, Page make, const Context& context) {
  route.method = http::Method::post;
  route.summary = std::move(summary);
  route.parameters.clear();
  route.handler = [context, make](const http::Request& request) { return make(Office{context, request}); };
  return route;
}

}  // namespace

plug::Contribution contribution(const Context& context) {
  plug::Contribution all;
  auto gallery = page(context, "/exemples", "cases that juries chose, by class and category", gallery_page);
  gallery.forms = {http::Form::html, http::Form::json, http::Form::csv};
  gallery.parameters = {{"categorie", "artisans, projets or territoires", "territoires"},
                        {"dialecte", "dialect of the CSV: standard or excel-fr", "excel-fr"}};
  auto nominate = page(context, "/exemples/proposer", "put a case forward", nominate_page);
  nominate.who = http::may("contribute", kRoom);
  nominate.parameters = {{"cas", "address or id of the case", "1002"}};
  auto nominated = sent(nominate, "nominates a case in a class", nominate_post, context);
  nominated.fields = {{"promotion", http::Input::line, 10},
                      {"cas", http::Input::line, 400},
                      {"categorie", http::Input::line, 20},
                      {"raison", http::Input::text, kMostWords}};
  auto jury = page(context, "/exemples/jury", "classes and nominations, for those who take part", jury_page);
  jury.who = http::signed_in();
  jury.parameters = {kDone};
  auto led = sent(jury, "opens a class, or leads it on", jury_post, context);
  led.fields = {
      {"geste", http::Input::line, 10}, {"promotion", http::Input::line, 10}, {"etape", http::Input::line, 20}};
  auto one = page(context, "/exemples/jury/{nomination}", "a nomination", nomination_page);
  one.who = http::signed_in();
  one.parameters = {kDone};
  one.example = "/exemples/jury/0000000000000";
  auto acted = sent(one, "shortlists a nomination, sets it aside, or gives one's opinion", nomination_post, context);
  acted.fields = {{"geste", http::Input::line, 10},
                  {"ecarter", http::Input::line, 1},
                  {"motif", http::Input::text, kMostWords},
                  {"avis", http::Input::line, 20},
                  {"mots", http::Input::text, kMostWords}};
  all.routes = {std::move(gallery), std::move(nominate), std::move(nominated), std::move(jury),
                std::move(led),     std::move(one),      std::move(acted)};
  all.sitemaps.push_back({"exemples", [](const plug::AddAddress& add) { add("/exemples"); }});
  return all;
}

}  // namespace catalyse::examples
