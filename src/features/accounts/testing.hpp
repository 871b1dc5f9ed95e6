// For the tests of this room: people, browsers and the router between them.
#pragma once

#include <gtest/gtest.h>

#include <regex>

#include "audit/audit.hpp"
#include "core/digest.hpp"
#include "db/testing.hpp"
#include "mail/mail.hpp"
#include "notices/notices.hpp"
#include "people.hpp"
#include "secrets/secrets.hpp"
#include "secrets/totp.hpp"
#include "sign_in_rules.hpp"
#include "web/web.hpp"

namespace catalyse::accounts {

using namespace std::chrono_literals;

class TestClock final : public core::Clock {
 public:
  [[nodiscard]] core::Instant now() const override { return now_; }
  void pass(std::chrono::seconds time) { now_ += time; }

 private:
  core::Instant now_{1'795'000'000s};
};

inline std::vector<db::Migration> all_migrations() {
  std::vector<db::Migration> all(audit::migrations().begin(), audit::migrations().end());
  all.insert(all.end(), jobs::migrations().begin(), jobs::migrations().end());
  all.insert(all.end(), notices::migrations().begin(), notices::migrations().end());
  all.insert(all.end(), migrations().begin(), migrations().end());
  return all;
}

// What came back, as a test reads it.
struct Shown {
  http::TestAnswer answer;
  [[nodiscard]] unsigned status() const { return answer.status; }
  [[nodiscard]] std::string location() const { return std::string(answer.header("location")); }
  [[nodiscard]] bool says(std::string_view words) const { return answer.body.find(words) != std::string::npos; }
  // The value of a hidden field.
  [[nodiscard]] std::string hidden(const std::string& name) const {
    std::smatch found;
    const std::regex field("name=\"" + name + "\" value=\"([^\"]*)\"");
    return std::regex_search(answer.body, found, field) ? found[1].str() : std::string();
  }
};

inline constexpr web::Message kReview{"test.review", "Décisions de relecture", "Decisions of review"};
inline constexpr web::Message kNews{"test.news", "Nouvelles", "News"};

struct World;

// A browser: keeps its cookie, sends the token of its last page.
struct Browser {
  World& world;
  std::string cookie{}, token{}, address = "192.0.2.1";
  std::string device{};  // kept beside the session, for long
  [[nodiscard]] std::string cookies() const { return cookie + (cookie.empty() || device.empty() ? "" : "; ") + device; }

  Shown get(const std::string& path);
  Shown post(const std::string& path, std::string body);
  Shown sign_in(const std::string& email, const std::string& password, const std::string& back = "");
  void take(const http::TestAnswer& answer);
};

struct World {
  TestClock clock;
  db::Database& database;
  std::shared_ptr<const Accounts> accounts;
  std::shared_ptr<web::Site> site = std::make_shared<web::Site>();
  std::unique_ptr<http::Router> router;

  explicit World(db::Database& given, std::string base = "http://127.0.0.1:8080") : database(given) {
    web::register_messages(web::messages());
    web::register_messages(messages());
    web::register_messages(notices::messages());
    Settings settings{std::move(base), secrets::cheapest(), Mailing::outbox, std::string(secrets::kKeyBytes, 'k')};
    for (const auto held : {personal_data(), notices::personal_data()})
      settings.holdings.insert(settings.holdings.end(), held.begin(), held.end());
    settings.notices = {{"review.decision", &kReview}, {"news", &kNews, notices::Rhythm::daily}};
    accounts = std::make_shared<const Accounts>(database, clock, std::move(settings));
    http::RouterOptions options;
    options.routes = contribution(accounts, site).routes;
    options.gate = gate(accounts);
    options.error_page = web::error_page(*site);
    options.version = "test";
    router = std::make_unique<http::Router>(std::move(options));
  }
  Accounts::State& state() { return accounts->state(); }

  // Somebody who has come in once and has a password; a second factor where a role needs one.
  Person person(const std::string& email, const std::string& role,
                const std::string& password = "quatre chevaux gris") {
    EXPECT_TRUE(invite(*accounts, {email, email.substr(0, email.find('@')), role, ""}, "command").has_value());
    Person found;
    const auto hash = state().passwords.hash(password);
    EXPECT_TRUE(database.write([&](db::Transaction& tx) -> core::Result<void> {
      found = *store::find_by_email(tx, email);
      store::set_password(tx, found.id, hash);
      store::set_state(tx, found.id, "active");
      return {};
    }));
    return found;
  }
  std::string give_factor(const Person& person) {
    const auto key = secrets::base32(secrets::random_bytes(20));
    EXPECT_TRUE(database.write([&](db::Transaction& tx) -> core::Result<void> {
      store::set_totp(tx, person.id, key, 0);
      return {};
    }));
    return key;
  }
  std::string code(const std::string& key) {
    return secrets::totp_code(secrets::from_base32(key), secrets::totp_step(clock.now()));
  }
  std::vector<std::string> acts(const std::string& person = {}) {
    std::vector<std::string> names;
    database.read([&](db::Transaction& tx) {
      for (const auto& line : audit::read(tx, {.object = person.empty() ? "" : "person:" + person}))
        names.push_back(line.act.action);
      EXPECT_TRUE(audit::verify(tx).has_value());
    });
    return names;
  }
};

inline std::string encoded(std::string_view text) {
  std::string out;
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      out += c;
    } else {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4U];
      out += kHex[static_cast<unsigned char>(c) & 15U];
    }
  }
  return out;
}

inline void Browser::take(const http::TestAnswer& answer) {
  for (const auto& [name, value] : answer.headers)
    if (name == "set-cookie" && value.starts_with("appareil="))
      device = value.substr(0, value.find(';'));
    else if (name == "set-cookie")
      cookie = value.find("Max-Age=0") != std::string::npos ? "" : value.substr(0, value.find(';'));
  const Shown page{answer};
  if (const auto found = page.hidden("jeton"); !found.empty()) token = found;
}

inline Shown Browser::get(const std::string& path) {
  http::TestRequest request;
  request.target = path;
  request.client = address;
  if (!cookies().empty()) request.headers.emplace_back("Cookie", cookies());
  auto answer = http::send(*world.router, request);
  take(answer);
  return {std::move(answer)};
}

inline Shown Browser::post(const std::string& path, std::string body) {
  http::TestRequest request;
  request.method = "POST";
  request.target = path;
  request.client = address;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Sec-Fetch-Site", "same-origin"}};
  if (!cookies().empty()) request.headers.emplace_back("Cookie", cookies());
  request.body = std::move(body) + (token.empty() ? "" : "&jeton=" + token);
  auto answer = http::send(*world.router, request);
  take(answer);
  return {std::move(answer)};
}

inline Shown Browser::sign_in(const std::string& email, const std::string& password, const std::string& back) {
  auto answer = post("/connexion",
                     "courriel=" + encoded(email) + "&mot_de_passe=" + encoded(password) + "&retour=" + encoded(back));
  if (answer.status() == 303) token.clear(), get("/compte");
  return answer;
}

template <class F>
void each_world(F&& test) {
  const auto migrations = all_migrations();
  db::testing::each_database(migrations, [&](db::Database& database) {
    World world(database);
    test(world);
  });
}

}  // namespace catalyse::accounts
