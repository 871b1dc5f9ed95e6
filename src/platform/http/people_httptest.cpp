// Who asks, who may, and what a form may hold: through the router, with a gate of three people.
#include <gtest/gtest.h>

#include "form_body.hpp"
#include "http.hpp"

namespace catalyse::http {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

core::Result<Response> tell(const Request& request) {
  Response response;
  response.body = "<" + request.actor.person + ">";
  for (const auto& [name, value] : request.fields.pairs()) response.body += name + "=" + value + ";";
  for (const auto& one : request.uploads) response.body += one.field + ":" + one.file + ":" + one.bytes + ";";
  return response;
}

Route at(std::string pattern, Who who, Method method = Method::get) {
  Route route;
  route.pattern = route.example = std::move(pattern);
  route.summary = "a page";
  route.handler = tell;
  route.who = who;
  route.method = method;
  route.cache = CacheClass::live;
  return route;
}

struct World {
  RouterOptions options;
  int identified = 0;

  World() {
    options.version = "v1";
    options.error_page = [](const Request&, const core::Error& error) {
      Response response;
      response.body = error.message_id;
      for (const auto& [name, value] : error.parameters)
        if (name == "name") response.body += " " + value;
      return response;
    };
    options.gate.cookie = "s";
    options.gate.sign_in = "/connexion";
    options.gate.identify = [this](std::string_view secret) {
      ++identified;
      Actor actor;
      if (secret != "alice" && secret != "bob") return actor;
      actor.person = secret;
      actor.token = "t-" + actor.person;
      return actor;
    };
    options.gate.allows = [](const Actor& actor, const Who& who) {
      return actor.person == "alice" && who.action == "review" && who.room == "cases";
    };
    Route page = at("/page", {});
    page.cache = CacheClass::page;
    options.routes.push_back(page);
    options.routes.push_back(at("/live", {}));
    Route mine = at("/compte", signed_in());
    mine.forms = {Form::html, Form::json};
    mine.parameters = {{"p", "a page", "2"}};
    options.routes.push_back(mine);
    options.routes.push_back(at("/file", may("review", "cases")));
    Route post = at("/envoi", signed_in(), Method::post);
    post.fields = {{"nom", Input::line, 20}, {"texte", Input::text, 50}, {"piece", Input::file, 100}};
    options.routes.push_back(post);
    Route open = at("/signaler", {}, Method::post);
    open.fields = {{"nom"}};
    options.routes.push_back(open);
  }
};

Headers as(std::string_view who) { return {{"Cookie", "a=1; s=" + std::string(who)}}; }

TestAnswer post(const Router& router, std::string target, std::string body, std::string who = "alice",
                std::string type = "application/x-www-form-urlencoded") {
  TestRequest request{.method = "POST", .target = std::move(target), .headers = {}, .body = std::move(body)};
  request.headers = {{"Content-Type", std::move(type)}, {"Origin", "http://localhost"}};
  if (!who.empty()) request.headers.emplace_back("Cookie", "s=" + who);
  return send(router, request);
}

TEST(People, APublicPageIsTheSameForAllAndIsKeptOnlyForThoseWithoutASession) {
  World world;
  const Router router(world.options);
  const auto first = get(router, "/page", as("alice"));
  EXPECT_EQ(first.body, "<>") << "made without knowing who asks";
  EXPECT_EQ(first.header("cache-control"), "private, no-store");
  EXPECT_EQ(first.header("etag"), "");
  const auto open = get(router, "/page");
  EXPECT_EQ(open.header("cache-control"), "public, no-cache");
  EXPECT_NE(open.header("etag"), "");
  const auto again = get(router, "/page", {{"Cookie", "s=alice"}, {"If-None-Match", std::string(open.header("etag"))}});
  EXPECT_EQ(again.status, 200U);
  EXPECT_EQ(again.body, open.body);
  EXPECT_EQ(again.header("cache-control"), "private, no-store");
  EXPECT_EQ(again.header("etag"), "");
  EXPECT_EQ(again.header("content-length"), open.header("content-length"));
  EXPECT_NE(again.header("content-security-policy"), "");
  // The answer for who is signed in is kept beside the page: it names nobody, and is never the one of those without.
  const auto other = get(router, "/page", as("bob"));
  EXPECT_EQ(other.body, again.body);
  EXPECT_EQ(other.headers, again.headers);
  const auto open_again = get(router, "/page");
  EXPECT_EQ(open_again.headers, open.headers);
  EXPECT_EQ(get(router, "/page", {{"If-None-Match", std::string(open.header("etag"))}}).status, 304U);
  EXPECT_EQ(world.identified, 0) << "a public page asks nobody who reads it";
  const auto live = get(router, "/live", as("alice"));
  EXPECT_EQ(live.body, "<alice>");
  EXPECT_EQ(live.header("cache-control"), "private, no-store");
  EXPECT_EQ(get(router, "/live").body, "<>");
  EXPECT_EQ(get(router, "/live", as("mallory")).body, "<>");
}

TEST(People, WhoIsNotSignedInIsLedThereAndComesBack) {
  World world;
  const Router router(world.options);
  const auto led = get(router, "/en/compte?p=2&k=3");
  EXPECT_EQ(led.status, 303U);
  EXPECT_EQ(led.header("location"), "/en/connexion?retour=%2Fcompte%3Fp%3D2");
  EXPECT_EQ(led.header("cache-control"), "no-store");
  const auto data = get(router, "/compte.json");
  EXPECT_EQ(data.status, 401U);
  EXPECT_NE(data.header("www-authenticate"), "");
  EXPECT_EQ(get(router, "/compte", as("alice")).body, "<alice>");
  const auto own = get(router, "/compte.json", as("alice"));
  EXPECT_EQ(own.header("access-control-allow-origin"), "") << "what is personal is for no other origin";
  EXPECT_EQ(own.header("cross-origin-resource-policy"), "same-origin");
  EXPECT_EQ(post(router, "/envoi", "nom=a", "").status, 401U);
}

TEST(People, WhatIsNotPermittedIsNotThere) {
  World world;
  const Router router(world.options);
  EXPECT_EQ(get(router, "/file", as("alice")).status, 200U);
  const auto hidden = get(router, "/file", as("bob"));
  const auto absent = get(router, "/rien", as("bob"));
  EXPECT_EQ(hidden.status, 404U);
  EXPECT_EQ(hidden.body, absent.body);
  EXPECT_EQ(get(router, "/file").status, 303U);
}

TEST(People, AFormNeedsItsOriginAndTheTokenOfItsSession) {
  World world;
  const Router router(world.options);
  EXPECT_EQ(post(router, "/envoi", "nom=a&jeton=t-alice").body, "<alice>nom=a;");
  for (const auto* body : {"nom=a", "nom=a&jeton=", "nom=a&jeton=t-bob", "nom=a&jeton=t-alice2"}) {
    const auto refused = post(router, "/envoi", body);
    EXPECT_EQ(refused.status, 403U) << body;
    EXPECT_EQ(refused.body, "http.error.stale");
  }
  EXPECT_EQ(post(router, "/envoi", "nom=a&jeton=t-alice&jeton=t-alice").status, 400U);
  TestRequest foreign{.method = "POST", .target = "/envoi", .headers = {}, .body = "nom=a&jeton=t-alice"};
  foreign.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Cookie", "s=alice"}};
  EXPECT_EQ(send(router, foreign).body, "http.error.foreign");
  foreign.headers.emplace_back("Origin", "https://attaque.example");
  EXPECT_EQ(send(router, foreign).status, 403U);
  EXPECT_EQ(post(router, "/signaler", "nom=a", "").body, "<>nom=a;");
}

TEST(People, AFormHoldsOnlyWhatItsRouteDeclares) {
  World world;
  const Router router(world.options);
  const auto body = [&](const std::string& text) { return post(router, "/envoi", text + "&jeton=t-alice"); };
  EXPECT_EQ(body("role=administrator").body, "http.error.field role");
  EXPECT_EQ(body("piece=texte").body, "http.error.field piece") << "a file is not a text";
  EXPECT_EQ(body("nom=a%0Ab").body, "http.error.field nom") << "one line";
  EXPECT_EQ(body("nom=" + std::string(21, 'a')).status, 400U);
  EXPECT_EQ(body("nom=%E2%80%AEabc").status, 400U) << "text that turns around";
  EXPECT_EQ(body("nom=%C3%28").status, 400U);
  EXPECT_EQ(body("nom=%zz").body, "http.error.malformed ");
  EXPECT_EQ(body("texte=a%0D%0Ab%0Dc%09d").body, "<alice>texte=a\nb\nc d;");
  EXPECT_EQ(body("texte=a%00b").status, 400U);
  EXPECT_EQ(post(router, "/envoi", "{}", "alice", "application/json").status, 415U);
  std::string many;
  for (int i = 0; i < 300; ++i) many += "nom=a&";
  EXPECT_EQ(body(many).status, 400U);
}

const std::string kType = "multipart/form-data; boundary=b1";
std::string part(const std::string& head, const std::string& content) {
  return "--b1\r\n" + head + "\r\n\r\n" + content + "\r\n";
}
const std::string kToken = part("Content-Disposition: form-data; name=\"jeton\"", "t-alice");

TEST(People, OneClickToUnsubscribeIsForAnyoneAndDoneInNobodysName) {
  World world;
  Route open = at("/desinscription", {}, Method::post);
  open.fields = {{"List-Unsubscribe"}};
  open.parameters = {{"cle", "a key", "k"}};
  world.options.routes.push_back(open);
  const Router router(world.options);
  TestRequest request{
      .method = "POST", .target = "/desinscription?cle=k", .headers = {}, .body = "List-Unsubscribe=One-Click"};
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Cookie", "s=alice"}};
  const auto answer = send(router, request);
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body, "<>List-Unsubscribe=One-Click;");
  EXPECT_EQ(world.identified, 0);
  request.target = "/signaler";
  request.body = "nom=x";
  EXPECT_EQ(send(router, request).status, 403U) << "no other form passes without its origin";
}

TEST(People, AFileComesWithItsForm) {
  World world;
  const Router router(world.options);
  const auto bytes = std::string("\x00\xFF--b\r\n", 8);
  const auto sent = kToken + part("Content-Disposition: form-data; name=\"nom\"", "été") +
                    part(
                        "Content-Disposition: form-data; name=\"piece\"; filename=\"dossier/a.png\"\r\n"
                        "Content-Type: image/png",
                        bytes) +
                    "--b1--\r\n";
  EXPECT_EQ(post(router, "/envoi", sent, "alice", kType).body, "<alice>nom=été;piece:a.png:" + bytes + ";");
  const auto none = kToken + part("Content-Disposition: form-data; name=\"piece\"; filename=\"\"", "") + "--b1--";
  EXPECT_EQ(post(router, "/envoi", none, "alice", kType).body, "<alice>");
}

TEST(People, AMultipartBodyThatCouldBeReadInTwoWaysIsRefused) {
  World world;
  const Router router(world.options);
  const auto refused = [&](const std::string& sent, const std::string& type = kType) {
    const auto answer = post(router, "/envoi", sent, "alice", type);
    EXPECT_EQ(answer.status, 400U) << sent << answer.body;
  };
  const std::string name = "Content-Disposition: form-data; name=\"nom\"";
  const std::string end = "--b1--\r\n";
  refused("preamble\r\n" + kToken + end);
  refused(kToken);                 // never ended
  refused(kToken + end + "more");  // ended twice
  refused(kToken + part(name + "; name=\"texte\"", "a") + end);
  refused(kToken + part(name + "\r\n" + name, "a") + end);
  refused(kToken + part("Content-Disposition: form-data; name=\"n\\\"om\"", "a") + end);
  refused(kToken + part("Content-Disposition: attachment; name=\"nom\"", "a") + end);
  refused(kToken + part(name + "\r\nContent-Transfer-Encoding: base64", "YQ==") + end);
  refused(kToken + part("X: " + std::string(3000, 'a') + "\r\n" + name, "a") + end);
  refused(kToken + part(name + "; filename=\"a.png\"", "a") + end);  // a file where a text is declared
  refused(kToken + part("Content-Disposition: form-data; name=\"piece\"; filename=\"a\"", std::string(101, 'a')) + end);
  refused(kToken + end, "multipart/form-data");
  refused(kToken + end, "multipart/form-data; boundary=");
  refused(kToken + end, "multipart/form-data; boundary=" + std::string(71, 'b'));
  refused("--b1\n\n", kType);
  refused("--b1\r\n", kType);
  refused("", kType);
}

TEST(People, TheRouterRefusesToStartWithoutAGateForItsPeople) {
  World world;
  world.options.gate = {};
  EXPECT_THROW(Router{world.options}, std::logic_error);
  World kept;
  kept.options.routes.push_back(at("/k", signed_in()));
  kept.options.routes.back().cache = CacheClass::page;
  EXPECT_THROW(Router{kept.options}, std::logic_error);
  World half;
  half.options.routes.push_back(at("/h", {.access = Access::permitted, .action = "review"}));
  EXPECT_THROW(Router{half.options}, std::logic_error);
  World token;
  token.options.routes.push_back(at("/t", {}, Method::post));
  token.options.routes.back().fields = {{"jeton"}};
  EXPECT_THROW(Router{token.options}, std::logic_error);
}

}  // namespace
}  // namespace catalyse::http
