#include "accounts/open_forms.hpp"
#include "editorial/once.hpp"
#include "form.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "review.hpp"

namespace catalyse::contributions {
namespace {

using Page = Answer (*)(const Office&);

constexpr std::size_t kBody = 1U << 20U;  // what is written, in the encoding of forms
constexpr std::size_t kMostRemark = 4000;
const http::Parameter kDone{"fait", "what was just done, said at the top", "enregistre"};

// About one person or about what changes at any moment: never kept.
class Routes {
 public:
  Routes(const Context& context, plug::Contribution& into) : context_(context), into_(into) {}

  http::Route& get(std::string pattern, std::string summary, http::Who who, Page page) {
    auto route = http::declare(std::move(pattern), std::move(summary), [context = context_, page](const auto& request) {
      return page(Office{context, request});
    });
    route.who = who;
    route.cache = http::CacheClass::live;
    const auto capture = route.pattern.find("{item}");
    if (capture != std::string::npos) route.example.replace(capture, std::string_view("{item}").size(), example_);
    return into_.routes.emplace_back(std::move(route));
  }
  http::Route& post(std::string pattern, std::string summary, Page page) {
    auto& route = get(std::move(pattern), std::move(summary), http::signed_in(), page);
    route.method = http::Method::post;
    return route;
  }

 private:
  static constexpr std::string_view example_ = "0000000000000";
  const Context& context_;
  plug::Contribution& into_;
};

}  // namespace

plug::Contribution contribution(const Context& context) {
  plug::Contribution all;
  if (context.kinds.empty()) return all;
  all.routes.reserve(24);  // the references that `Routes` gives hold
  Routes routes(context, all);
  const auto own = http::signed_in();
  routes.get("/contributions", "what one wrote, and what can be written", own, own_page).parameters = {kDone};
  const auto first = "/proposer/" + std::string(context.kinds.front().kind->name);
  auto& begin = routes.get("/proposer/{sorte}", "begin to write something of a kind", own, propose_page);
  begin.parameters = {{"territoire", "code of the place it is about", "com:76540"}};
  begin.example = first;
  auto& begun = routes.post("/proposer/{sorte}", "the first save of something new", propose);
  begun.fields = input_fields(context.kinds);
  begun.body_bytes = kBody;
  begun.example = first;
  auto& file = routes.get("/proposer/{sorte}/fichier", "sheets from a file, to be drafts", own, file_page);
  file.example = first + "/fichier";
  auto& taken = routes.post("/proposer/{sorte}/fichier", "check a file of sheets, or keep them as drafts", take_file);
  taken.fields = {{kFile, http::Input::file, kBody},
                  {kFileText, http::Input::text, kBody},
                  {kGesture, http::Input::line, 20},
                  {editorial::kSendingField, http::Input::line, editorial::kSendingFieldMost}};
  taken.body_bytes = 3 * kBody;
  taken.example = first + "/fichier";
  routes.get("/contributions/{item}", "write a draft or a revision", own, edit_page).parameters = {kDone};
  auto& saved = routes.post("/contributions/{item}", "save, or save and submit", save);
  saved.fields = input_fields(context.kinds);
  saved.body_bytes = kBody;
  routes.post("/contributions/{item}/reprendre", "take back what was submitted", take_back).fields = {
      {kGesture, http::Input::line, 0}};
  auto& queue = routes.get("/moderation", "what waits for one's review", own, queue_page);
  queue.parameters = {kDone,
                      {"vue", "territoires: reached by a grant for a place; suivies: one asked changes", "suivies"}};
  routes.get("/moderation/{item}", "review an item", own, review_page).parameters = {kDone};
  auto& decision = routes.post("/moderation/{item}", "publish, ask for changes, withdraw, show again", decide);
  decision.fields = {{kGesture, http::Input::line, 20},
                     {kEdition, http::Input::line, 20},
                     {kReason, http::Input::line, 500},
                     {kRemarked, http::Input::line, 100},
                     {kRemark, http::Input::text, kMostRemark}};
  decision.body_bytes = kBody;
  const http::InputField words{"texte", http::Input::text, 4 * editorial::kReportText + 1000};
  routes.get("/signaler/{item}", "report something public", {}, report_page).parameters = {kDone};
  auto& reported = routes.post("/signaler/{item}", "send a report", report);
  reported.who = {};
  reported.fields = {{kReason, http::Input::line, 20},
                     words,
                     {"courriel", http::Input::line, 254},
                     {editorial::kSendingField, http::Input::line, editorial::kSendingFieldMost},
                     {accounts::kStampField, http::Input::line, 60},
                     {accounts::kTrapField, http::Input::line, 500}};
  routes.get("/moderation/signalements/{signalement}", "a report that waits", own, report_review_page).example =
      "/moderation/signalements/0000000000000";
  auto& verdict = routes.post("/moderation/signalements/{signalement}", "decide a report", decide_report);
  verdict.fields = {{kGesture, http::Input::line, 20}, words};
  verdict.example = "/moderation/signalements/0000000000000";
  auto& history = routes.get("/historique/{item}", "the versions of something public", {}, history_page);
  history.forms = {http::Form::html, http::Form::json};
  history.parameters = {{"version", "a version to be shown whole", "1"}};
  return all;
}

web::NavLink own_pages() { return {msg::own_title, "/contributions"}; }

}  // namespace catalyse::contributions
