// Those who write, those who review and a reader, on the small France of tests/world: forms in, pages out.
#pragma once

#include <gtest/gtest.h>

#include <regex>

#include "accounts/open_forms.hpp"
#include "accounts/permission_rules.hpp"
#include "audit/audit.hpp"
#include "contributions.hpp"
#include "db/fresh_database.hpp"
#include "form.hpp"
#include "http/http.hpp"
#include "ingest/ingest.hpp"
#include "ingest/versions.hpp"
#include "jobs/jobs.hpp"
#include "mail/mail.hpp"
#include "messages.hpp"
#include "territories/importers.hpp"
#include "web/i18n.hpp"

namespace catalyse::contributions::testing {

inline constexpr std::array<std::string_view, 2> kColours{"rouge", "vert"};

inline const editorial::Kind& kind() {
  using editorial::Shape;
  static const editorial::Kind kOne{
      .name = "cas",
      .fields = {{.name = "titre", .most = 60, .required = true},
                 {.name = "recit", .shape = Shape::text, .most = 500, .required = true},
                 {.name = "couleurs", .shape = Shape::choices, .entries = 2, .choices = kColours},
                 {.name = "sources", .shape = Shape::lines, .most = 100, .entries = 3},
                 {.name = "lieux", .shape = Shape::places, .entries = 5}},
      .title = "titre",
      .places = "lieux",
      .check = {}};
  return kOne;
}

inline plug::Contributed contributed() {
  plug::Contributed one;
  one.kind = &kind();
  one.name = &msg::column_kind;
  one.invitation = &msg::own_lead;
  one.words = [](std::string_view) { return plug::Contributed::Words{&msg::column_title, nullptr}; };
  one.choice_text = [](std::string_view, std::string_view choice, core::Language) { return std::string(choice); };
  one.address = [](std::string_view id) { return "/cas/" + std::string(id); };
  one.list = "/cas";
  one.list_name = &msg::own_title;
  return one;
}

template <class T>
T or_throw(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message_id + ": " + result.error().note);
  return std::move(*result);
}

inline std::shared_ptr<const territories::Territories> small_france() {
  static const auto kLoaded = [] {
    db::testing::FreshDatabase fresh{db::Backend::sqlite};
    auto database = or_throw(db::Database::open(fresh.url()));
    std::vector<db::Migration> all(ingest::version_migrations().begin(), ingest::version_migrations().end());
    all.insert(all.end(), territories::migrations().begin(), territories::migrations().end());
    if (!database.migrate(all)) throw std::runtime_error("migrations");
    const auto bundle = or_throw(ingest::Bundle::open("tests/world"));
    for (const auto& importer : territories::importers()) (void)or_throw(importer.run(bundle, database, {}));
    return or_throw(territories::load(database, fresh.folder()));
  }();
  return kLoaded;
}

// A session's secret is « name.role » or « name.role-76 », for one département, here; who may what is the real table.
inline http::Actor identify(std::string_view secret) {
  const auto dot = secret.find('.');
  const auto at = std::min(secret.find('-'), secret.size());
  http::Actor actor{
      std::string(secret.substr(0, dot)), std::string(secret.substr(0, dot)), {}, "s", "jeton-sans-secret"};
  const auto scope = at == secret.size() ? std::string{} : "dep:" + std::string(secret.substr(at + 1));
  actor.grants.push_back({std::string(secret.substr(dot + 1, at - dot - 1)), scope});
  return actor;
}

inline accounts::Settings account_settings() {
  accounts::Settings settings;
  settings.key = std::string(32, 'k');
  return settings;
}

struct World {
  db::testing::FreshDatabase fresh{db::Backend::sqlite};
  db::Database database;
  core::FixedClock clock{core::Instant{std::chrono::seconds(1'767'225'600)}};
  int changes = 0;
  std::shared_ptr<web::Site> site = std::make_shared<web::Site>();
  std::shared_ptr<editorial::ReportBox> reports;
  std::shared_ptr<const accounts::Accounts> people;
  std::unique_ptr<http::Router> router;

  World() : database(or_throw(db::Database::open(fresh.url()))) {
    std::vector<db::Migration> all(editorial::editorial_migrations().begin(), editorial::editorial_migrations().end());
    for (const auto& more : {audit::migrations(), jobs::migrations(), notices::migrations(), accounts::migrations()})
      all.insert(all.end(), more.begin(), more.end());
    if (!database.migrate(all)) throw std::runtime_error("migrations");
    web::register_messages(web::messages());
    web::register_messages(messages());
    people = std::make_shared<const accounts::Accounts>(database, clock, account_settings());
    editorial::Setting reading{.allows = permissions(small_france()), .clock = &clock};
    Context context{
        std::make_shared<editorial::Desk>(database, std::vector{&kind()},
                                          editorial::Setting{.allows = permissions(small_france()),
                                                             .journal = journal(clock),
                                                             .changed = [this] { ++changes; },
                                                             .clock = &clock}),
        std::make_shared<editorial::ReportBox>(database, reading, answers_by_mail("https://catalyse.exemple", clock)),
        {contributed()},
        small_france(),
        people,
        site,
        {{"cas", {"/cas.json", "/cas.csv", {}}}}};
    reports = context.reports;
    http::RouterOptions options;
    options.routes = contribution(context).routes;
    options.error_page = web::error_page(*site);
    options.version = "test";
    options.gate.cookie = "session";
    options.gate.sign_in = "/connexion";
    options.gate.identify = identify;
    options.gate.allows = [](const http::Actor&, const http::Who&) { return false; };
    router = std::make_unique<http::Router>(std::move(options));
  }

  [[nodiscard]] http::TestAnswer get(std::string_view who, std::string_view target) const {
    if (who.empty()) return http::get(*router, target);
    return http::get(*router, target, {{"Cookie", "session=" + std::string(who)}});
  }
  [[nodiscard]] http::TestAnswer post(std::string_view who, std::string_view target, const std::string& body) const {
    return send(who, target, "jeton=jeton-sans-secret&" + body);
  }
  [[nodiscard]] http::TestAnswer send(std::string_view who, std::string_view target, std::string body) const {
    http::TestRequest request;
    request.method = "POST";
    request.target = target;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Sec-Fetch-Site", "same-origin"}};
    if (!who.empty()) request.headers.emplace_back("Cookie", "session=" + std::string(who));
    request.body = std::move(body);
    request.client = "192.0.2.7";
    return http::send(*router, request);
  }
  // A report as a reader sends it who took a minute to write it.
  [[nodiscard]] http::TestAnswer report(const std::string& id, const std::string& body) const {
    return send("", "/signaler/" + id, body + minute_old(id));
  }
  [[nodiscard]] std::string minute_old(const std::string& id) const {
    return "&site_web=&heure=" + accounts::form_stamp(*people, "signaler " + id, clock.now() - std::chrono::minutes(1));
  }
  // A draft of Aline's; its id.
  [[nodiscard]] std::string begun(const std::string& body) const {
    const auto answer = post(kAline, "/proposer/cas", body);
    EXPECT_EQ(answer.status, 303U);
    std::smatch found;
    const std::string where(answer.header("location"));
    EXPECT_TRUE(std::regex_match(where, found, std::regex("/contributions/([0-9a-z]+)\\?fait=[a-z]+"))) << where;
    return found[1];
  }
  [[nodiscard]] std::string submitted(const std::string& place) const {
    return begun("titre=Atelier&recit=Un+r%C3%A9cit.&lieux=" + place + "&_geste=soumettre");
  }

  static constexpr std::string_view kAline = "aline.contributor", kRene = "rene.reviewer";
};

inline bool says(const http::TestAnswer& answer, std::string_view words) { return answer.body.contains(words); }

}  // namespace catalyse::contributions::testing
