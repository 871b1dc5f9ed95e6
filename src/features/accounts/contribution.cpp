#include "accounts/open_forms.hpp"
#include "http/answers.hpp"
#include "messages.hpp"
#include "migrations.hpp"
#include "pages.hpp"
#include "sign_in_rules.hpp"

namespace catalyse::accounts {
namespace {

using http::Input;
using http::InputField;
using http::RateClass;

const http::Parameter kDone{"fait", "what was just done, said at the top", "profil"};
const http::Parameter kBefore{"avant", "lines before this number", "100"};
const InputField kReturn{"retour", Input::line, kReturnMost};
const InputField kEmail{"courriel", Input::line, 254};
const InputField kName{"nom", Input::line, 100};
const InputField kPassword{"mot_de_passe", Input::line, 400};
const InputField kRole{"role", Input::line, 30};
const InputField kScope{"portee", Input::line, 60};
const InputField kButton{"rien", Input::line, 0};  // a form that is only a button
const InputField kCode{"code", Input::line, 64};

using Page = Answer (*)(const Desk&);

// Routes of this room are never kept: they are about one person.
class Routes {
 public:
  Routes(std::shared_ptr<const Accounts> accounts, std::shared_ptr<const web::Site> site, plug::Contribution& into)
      : accounts_(std::move(accounts)), site_(std::move(site)), into_(into) {}

  http::Route& get(std::string pattern, std::string summary, http::Who who, Page page) {
    auto route = http::declare(std::move(pattern), std::move(summary), handler(page));
    route.who = who;
    route.cache = http::CacheClass::live;
    return into_.routes.emplace_back(std::move(route));
  }
  http::Route& post(std::string pattern, std::string summary, http::Who who, Page page) {
    auto& route = get(std::move(pattern), std::move(summary), who, page);
    route.method = http::Method::post;
    route.body_bytes = 16U << 10U;
    return route;
  }

 private:
  http::Handler handler(Page page) const {
    return [accounts = accounts_, site = site_, page, act = act_of(page)](const http::Request& request) {
      const Desk desk{accounts->state(), *site, request};
      return act == nullptr ? page(desk) : guarded(desk, *act);
    };
  }
  std::shared_ptr<const Accounts> accounts_;
  std::shared_ptr<const web::Site> site_;
  plug::Contribution& into_;
};

void add_sign_in(Routes& routes) {
  routes.get("/connexion", "sign in", {}, sign_in_page).parameters = {{"retour", "page to come back to", "/compte"},
                                                                      kDone};
  auto& sent = routes.post("/connexion", "sign in with e-mail and password", {}, sign_in);
  sent.fields = {kEmail, kPassword, kReturn};
  sent.rate = RateClass::heavy;
  routes.post("/connexion/code", "second factor", {}, give_code).fields = {{"etape", Input::line, 64}, kCode, kReturn};
  routes.get("/connexion/lien", "a link that signs in once", {}, link_page).parameters = {
      {"secret", "secret of the link", "x"}, {"retour", "page to come back to", "/compte"}};
  routes.post("/connexion/lien", "open the link", {}, open_link).fields = {{"secret", Input::line, 64}, kReturn};
  routes.post("/deconnexion", "sign out", http::signed_in(), sign_out).fields = {kButton};
}

const InputField kKept{"suite", Input::line, 64};

void add_proof(Routes& routes) {
  const auto own = http::signed_in();
  routes.get("/compte/preuve", "show again that it is oneself, before a sensitive change", own, proof_page)
      .parameters = {{"suite", "what waits for the proof", "x"}, {"retour", "page to come back to", "/compte"}};
  auto& given = routes.post("/compte/preuve", "give the proof and do what waits", own, give_proof);
  given.fields = {kKept, kReturn, kPassword, kCode};
  given.rate = RateClass::heavy;
}

void add_provider(Routes& routes) {
  auto& left = routes.get("/connexion/externe", "leave for the provider of identity", {}, leave_for_provider);
  left.parameters = {{"retour", "page to come back to", "/compte"}};
  left.rate = RateClass::heavy;
  auto& came = routes.get("/connexion/retour", "come back from it", {}, return_from_provider);
  came.parameters = {{"code", "what it gives", "x"},
                     {"state", "what left", "x"},
                     {"iss", "who it is", "https://fournisseur.exemple"},
                     {"error", "why not", "access_denied"}};
  came.rate = RateClass::heavy;
}

void add_account(Routes& routes) {
  const auto own = http::signed_in();
  routes.get("/compte", "one's own account", own, account_page).parameters = {kDone};
  routes.post("/compte", "change one's name and language", own, change_profile).fields = {kName,
                                                                                          {"langue", Input::line, 2}};
  routes.get("/compte/securite", "password, second factor and sessions", own, security_page).parameters = {kDone};
  auto& password = routes.post("/compte/securite/mot-de-passe", "change one's password", own, change_password);
  password.fields = {{"ancien", Input::line, 400}, {"nouveau", Input::line, 400}};
  password.rate = RateClass::heavy;
  routes.get("/compte/securite/application", "add an authenticator application", own, application_page);
  routes.post("/compte/securite/application", "confirm the application with a code", own, add_application).fields = {
      {"cle", Input::line, 64}, kCode};
  routes.post("/compte/securite/application/retirer", "remove the application", own, remove_application).fields = {
      kCode};
  routes.post("/compte/securite/secours", "new recovery codes", own, renew_codes).fields = {kButton};
  routes.post("/compte/securite/sessions", "end one session, or all the others", own, end_sessions).fields = {
      {"session", Input::line, 20}};
  auto& journal = routes.get("/compte/journal", "what was done with one's account", own, own_journal_page);
  journal.parameters = {kBefore};
  journal.forms = {http::Form::html, http::Form::csv};
}

const http::Parameter kKey{"cle", "signed key of the link", "x"};
const InputField kPhone{"telephone", Input::line, 100};

void add_personal_data(Routes& routes) {
  const auto own = http::signed_in();
  routes.get("/donnees-personnelles", "personal data: the register", {}, register_page).cache = http::CacheClass::page;
  auto& data = routes.get("/compte/donnees", "what is held about oneself", own, data_page);
  data.parameters = {kDone};
  data.forms = {http::Form::html, http::Form::json, http::Form::csv};
  routes.post("/compte/donnees/accord", "give or take back a consent", own, answer_consent).fields = {
      {"usage", Input::line, 30}, {"accord", Input::line, 3}};
  auto& erased = routes.post("/compte/donnees/effacement", "erase one's account", own, erase_own);
  erased.fields = {kPassword, kPhone};
  erased.rate = RateClass::heavy;
  routes.post("/compte/donnees/lien", "ask for a link that erases", own, ask_erasure_link).fields = {kButton};
  routes.get("/effacement", "a link that erases an account", {}, erasure_link_page).parameters = {
      {"secret", "secret of the link", "x"}};
  auto& by_link = routes.post("/effacement", "erase the account of the link", {}, erase_by_link);
  by_link.fields = {{"secret", Input::line, 64}, kPhone};
  by_link.rate = RateClass::heavy;
  routes.get("/opposition", "get no more mails, without an account", {}, objection_page).parameters = {kKey};
  auto& objected = routes.post("/opposition", "get no more mails", {}, object);
  objected.fields = {{"cle", Input::line, 100}};
  objected.rate = RateClass::heavy;
  routes.get("/compte/notifications", "what one is told by mail, and how often", own, notices_page).parameters = {
      kDone};
  routes.post("/compte/notifications", "change it", own, change_notices).fields = {{"sorte", Input::line, 60},
                                                                                   {"rythme", Input::line, 10}};
  routes.get("/desinscription", "stop a kind of mails", {}, unsubscribe_page).parameters = {kKey};
  auto& one_click = routes.post("/desinscription", "stop a kind of mails, in one click (RFC 8058)", {}, unsubscribe);
  one_click.parameters = {kKey};
  one_click.fields = {{"List-Unsubscribe", Input::line, 20}};
}

void add_administration(Routes& routes) {
  const auto manage = http::may("manage", "people");
  const auto read = http::may("read", "audit");
  routes.get("/admin", "administration", read, admin_page);
  auto& people = routes.get("/admin/personnes", "people", manage, people_page);
  people.parameters = {kDone,
                       {"q", "words of the e-mail or the name", "dupont"},
                       {"apres", "e-mail after which the page begins", "a@exemple.fr"}};
  routes.post("/admin/personnes", "invite a person", manage, invite_from_page).fields = {kEmail, kName, kRole, kScope};
  const auto person = [](http::Route& route) -> http::Route& {
    route.example =
        "/admin/personnes/0000000000000" + route.pattern.substr(std::string_view("/admin/personnes/{person}").size());
    return route;
  };
  person(routes.get("/admin/personnes/{person}", "a person", manage, person_page)).parameters = {kDone};
  person(routes.post("/admin/personnes/{person}/roles", "grant or revoke a role", manage, change_roles)).fields = {
      {"geste", Input::line, 10}, kRole, kScope};
  person(routes.post("/admin/personnes/{person}/etat", "disable or enable", manage, change_admission)).fields = {
      {"etat", Input::line, 10}};
  person(routes.post("/admin/personnes/{person}/invitation", "a new invitation", manage, invite_anew)).fields = {
      kButton};
  auto& held =
      person(routes.get("/admin/personnes/{person}/donnees", "what is held about a person", manage, person_data_page));
  held.parameters = {kDone};
  held.forms = {http::Form::html, http::Form::json, http::Form::csv};
  auto& erased = person(routes.post("/admin/personnes/{person}/effacement", "erase a person", manage, erase_other));
  erased.fields = {kEmail, kPhone};
  erased.rate = RateClass::heavy;
  auto& journal = routes.get("/admin/journal", "the log of acts", read, journal_page);
  journal.parameters = {kBefore, kDone};
  journal.forms = {http::Form::html, http::Form::csv};
  journal.rate = RateClass::heavy;
}

}  // namespace

plug::Contribution contribution(std::shared_ptr<const Accounts> accounts, std::shared_ptr<const web::Site> site) {
  plug::Contribution all;
  all.routes.reserve(64);  // the references that `Routes` gives hold
  const bool mails = accounts->state().mails();
  const bool provided = accounts->state().settings.provider.client != nullptr;
  const bool outbox = accounts->state().settings.mailing == Mailing::outbox;
  Routes routes(std::move(accounts), std::move(site), all);
  add_sign_in(routes);
  if (provided) add_provider(routes);
  if (mails) {
    routes.post("/connexion/demande", "ask for a link by mail", {}, ask_for_link).fields = {
        kEmail, {kTrapField, Input::line, 500}};
    routes.post("/compte/preuve/lien", "show that it is oneself by a link by mail", http::signed_in(), ask_proof_link)
        .fields = {kKept, kReturn};
  }
  if (outbox)
    routes.get("/courriels", "mails that wait, on this machine only", {.access = http::Access::loopback}, outbox_page);
  add_proof(routes);
  add_account(routes);
  add_personal_data(routes);
  add_administration(routes);
  return all;
}

}  // namespace catalyse::accounts
