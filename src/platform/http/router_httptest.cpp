// The router as a client sees it, in process: the same edge rules, router, compression and headers as over the network.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <stdexcept>

#include "http.hpp"

namespace catalyse::http {
namespace {

Route page(std::string pattern, std::string example, Handler handler) {
  Route route;
  route.pattern = std::move(pattern);
  route.summary = "a page";
  route.example = std::move(example);
  route.handler = std::move(handler);
  return route;
}

Handler says(std::string text) {
  return [text](const Request&) -> core::Result<Response> {
    Response response;
    response.body = text;
    return response;
  };
}

core::Result<Response> echo(const Request& request) {
  Response response;
  response.body = (request.language == Language::en ? "en" : "fr") + std::string("|") + request.path + "|" +
                  std::to_string(static_cast<int>(request.form)) + "|" + request.raw_query;
  for (const auto& [name, value] : request.captures) response.body += "|" + name + "=" + value;
  for (const auto& [name, value] : request.query.pairs()) response.body += "|" + name + "=" + value;
  for (const auto& [name, value] : request.headers) response.body += "|" + name + ":" + value;
  return response;
}

Response error_page(const Request& request, const core::Error& error) {
  Response response;
  response.status = 200;  // the router sets it
  response.body = (request.language == Language::en ? "en " : "fr ") + error.message_id;
  if (request.form == Form::json || request.path.starts_with("/api/"))
    response.content_type = "application/problem+json";
  return response;
}

struct World {
  RouterOptions options;
  std::vector<std::string> log;

  World() {
    options.error_page = error_page;
    options.version = "v1";
    options.log = [this](std::string_view line) { log.emplace_back(line); };
    Route dossier = page("/territoires/commune/{place}", "/territoires/commune/76540-rouen", echo);
    dossier.forms = {Form::html, Form::json, Form::csv};
    dossier.parameters = {{"vue", "view", "complete"}};
    options.routes.push_back(dossier);
    options.routes.push_back(page("/", "/", says("accueil")));
    options.routes.push_back(page("/robots.txt", "/robots.txt", says("User-agent: *")));
    options.routes.back().forms = {Form::text};
    Route api = page("/api/v1/territoires", "/api/v1/territoires?q=rouen", echo);
    api.forms = {Form::json};
    api.parameters = {{"q", "words", "rouen"}};
    options.routes.push_back(api);
    Route live = page("/recherche", "/recherche?q=eau", echo);
    live.cache = CacheClass::live;
    live.parameters = {{"q", "words", "eau"}};
    options.routes.push_back(live);
    Route form = page("/recherche", "/recherche", [](const Request& request) -> core::Result<Response> {
      return redirect("/?" + request.body, 303);
    });
    form.method = Method::post;
    form.cache = CacheClass::live;
    options.routes.push_back(form);
    Route metrics = page("/metrics", "/metrics", says("figures"));
    metrics.cache = CacheClass::live;
    metrics.who = {.access = Access::loopback};
    options.routes.push_back(metrics);
  }
  Router router() { return Router(options); }
};

using Headers = std::vector<std::pair<std::string, std::string>>;

TEST(Router, FindsLanguageFormCapturesAndKnownParameters) {
  World world;
  const Router router = world.router();
  EXPECT_EQ(get(router, "/territoires/commune/76540-rouen").body,
            "fr|/territoires/commune/76540-rouen|0||place=76540-rouen");
  EXPECT_EQ(get(router, "/en/territoires/commune/76540-rouen.json?vue=a%20b&inconnu=1").body,
            "en|/territoires/commune/76540-rouen|1|vue=a%20b|place=76540-rouen|vue=a b");
  EXPECT_EQ(get(router, "/en").body, "accueil");
  EXPECT_EQ(get(router, "/en/").body, "accueil");
  EXPECT_EQ(get(router, "/robots.txt").body, "User-agent: *");
  EXPECT_EQ(get(router, "/api/v1/territoires?q=x").body, "fr|/api/v1/territoires|1|q=x|q=x");
}

TEST(Router, AnswersWhatIsNotThereThroughTheErrorPage) {
  World world;
  const Router router = world.router();
  const auto absent = get(router, "/en/absent");
  EXPECT_EQ(absent.status, 404U);
  EXPECT_EQ(absent.body, "en http.error.not_found");
  EXPECT_EQ(absent.header("cache-control"), "no-store");
  EXPECT_EQ(get(router, "/territoires/commune/76540-rouen.geojson").body, "fr http.error.form");
  EXPECT_EQ(get(router, "/territoires/commune/76540-rouen.geojson").status, 404U);
  EXPECT_EQ(get(router, "/api/v1/absent").header("content-type"), "application/problem+json");
  EXPECT_EQ(get(router, "/territoires/commune/").status, 404U);
  EXPECT_EQ(get(router, "//").status, 404U);
  EXPECT_EQ(get(router, "/enfants").status, 404U) << "begins like /en, and is French";
}

TEST(Router, RefusesAnUnknownParameterOnTheApiOnly) {
  World world;
  const Router router = world.router();
  EXPECT_EQ(get(router, "/api/v1/territoires?q=x&k=1").status, 400U);
  EXPECT_EQ(get(router, "/territoires/commune/1?k=1").status, 200U);
}

TEST(Router, SendsATrailingSlashToThePage) {
  World world;
  const Router router = world.router();
  const auto moved = get(router, "/en/recherche/?q=l%27eau");
  EXPECT_EQ(moved.status, 301U);
  EXPECT_EQ(moved.header("location"), "/en/recherche?q=l%27eau");
  EXPECT_EQ(get(router, "//evil.example/").status, 404U);
}

TEST(Router, NamesTheMethodsItAllows) {
  World world;
  const Router router = world.router();
  const auto refused = send(router, {.method = "DELETE", .target = "/recherche", .headers = {}, .body = {}});
  EXPECT_EQ(refused.status, 405U);
  EXPECT_EQ(refused.header("allow"), "GET, HEAD, POST");
  EXPECT_EQ(send(router, {.method = "POST", .target = "/", .headers = {}, .body = {}}).header("allow"), "GET, HEAD");
  EXPECT_EQ(send(router, {.method = "TRACE", .target = "/", .headers = {}, .body = {}}).status, 405U);
}

TEST(Router, AnswersHeadLikeGetWithoutTheBody) {
  World world;
  const Router router = world.router();
  auto whole = get(router, "/");
  const auto head = send(router, {.method = "HEAD", .target = "/", .headers = {}, .body = {}});
  EXPECT_EQ(head.status, 200U);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.headers, whole.headers);
  EXPECT_EQ(head.header("content-length"), "7");
}

TEST(Router, TakesAPostFromThisSiteOnly) {
  World world;
  const Router router = world.router();
  const auto post = [&](const Headers& headers) {
    return send(router, {.method = "POST", .target = "/recherche", .headers = headers, .body = "q=1"});
  };
  EXPECT_EQ(post({{"Sec-Fetch-Site", "same-origin"}}).header("location"), "/?q=1");
  EXPECT_EQ(post({{"Origin", "http://localhost"}}).status, 303U);
  EXPECT_EQ(post({{"Sec-Fetch-Site", "cross-site"}, {"Origin", "http://localhost"}}).status, 403U);
  EXPECT_EQ(post({{"Sec-Fetch-Site", "same-site"}}).status, 403U);
  EXPECT_EQ(post({{"Origin", "http://localhost.evil.example"}}).status, 403U);
  EXPECT_EQ(post({{"Origin", "null"}}).status, 403U);
  EXPECT_EQ(post({}).status, 403U);
}

TEST(Router, HidesLoopbackRoutesFromOthers) {
  World world;
  const Router router = world.router();
  EXPECT_EQ(get(router, "/metrics").status, 200U);
  TestRequest request;
  request.target = "/metrics";
  request.client = "192.0.2.7";
  const auto hidden = send(router, request);
  request.target = "/nowhere";
  const auto absent = send(router, request);
  EXPECT_EQ(hidden.status, 404U);
  EXPECT_EQ(hidden.body, absent.body);
  EXPECT_EQ(hidden.headers, absent.headers);
}

TEST(Router, NeverThrowsAndNeverTellsWhy) {
  World world;
  world.options.routes.push_back(page("/jette", "/jette", [](const Request&) -> core::Result<Response> {
    throw std::runtime_error("secret path /var");
  }));
  world.options.routes.push_back(page("/casse", "/casse", [](const Request&) -> core::Result<Response> {
    return core::fail(core::ErrorKind::damaged, "x.y", "secret \"note\"");
  }));
  world.options.routes.push_back(page("/coupe", "/coupe", [](const Request&) -> core::Result<Response> {
    Response response;
    response.headers.emplace_back("X", "a\r\nSet-Cookie: b=c");
    return response;
  }));
  world.options.routes.push_back(page(
      "/ailleurs", "/ailleurs", [](const Request&) -> core::Result<Response> { return redirect("//evil.example"); }));
  world.options.routes.push_back(page("/occupe", "/occupe", [](const Request&) -> core::Result<Response> {
    return core::fail(core::ErrorKind::unavailable, "x.busy");
  }));
  const Router router = world.router();
  for (const char* path : {"/jette", "/casse", "/coupe", "/ailleurs"}) {
    const auto answer = get(router, path);
    EXPECT_EQ(answer.status, 500U) << path;
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    EXPECT_EQ(answer.header("set-cookie"), "");
    EXPECT_EQ(answer.header("etag"), "");
  }
  ASSERT_EQ(world.log.size(), 4U);
  EXPECT_EQ(world.log[0], R"({"level":"error","path":"/jette","what":"secret path /var"})");
  EXPECT_EQ(world.log[1], R"({"level":"error","path":"/casse","what":"secret \"note\""})");
  EXPECT_EQ(get(router, "/occupe").status, 503U);
  EXPECT_EQ(get(router, "/occupe").header("retry-after"), "2");
}

TEST(Router, SurvivesAnErrorPageThatThrows) {
  World world;
  world.options.error_page = [](const Request&, const core::Error&) -> Response {
    throw std::runtime_error("no template");
  };
  const Router router = world.router();
  EXPECT_EQ(get(router, "/absent").status, 404U);
  EXPECT_EQ(get(router, "/%ff").status, 400U);
  EXPECT_EQ(world.log.size(), 2U);
}

TEST(Router, AnswersMalformedTargetsInTheReadersLanguageAndForm) {
  World world;
  const Router router = world.router();
  const auto page_answer = get(router, "/en/%ff");
  EXPECT_EQ(page_answer.status, 400U);
  EXPECT_EQ(page_answer.body, "en http.error.malformed");
  EXPECT_EQ(get(router, "/api/v1/x?q=%00").header("content-type"), "application/problem+json");
  EXPECT_EQ(get(router, "/" + std::string(10000, 'a')).status, 414U);
  EXPECT_EQ(get(router, "/", {{"Host", "evil.example"}}).status, 421U);
  EXPECT_EQ(get(router, "http://localhost/").status, 200U);
  EXPECT_EQ(get(router, "http://evil.example/").status, 400U);
}

TEST(Router, PutsTheSecurityHeadersOnEveryAnswer) {
  World world;
  world.options.assets = {{"catalyse.css", "text/css; charset=utf-8", "body{}"}};
  const Router router = world.router();
  const auto first = get(router, "/");
  std::vector<TestAnswer> answers{first,
                                  get(router, "/", {{"If-None-Match", std::string(first.header("etag"))}}),
                                  get(router, "/absent"),
                                  get(router, "/%ff"),
                                  get(router, router.asset_address("catalyse.css")),
                                  get(router, "/api/v1/territoires"),
                                  send(router, {.method = "PUT", .target = "/", .headers = {}, .body = {}})};
  EXPECT_EQ(answers[1].status, 304U);
  for (const auto& answer : answers) {
    EXPECT_TRUE(answer.header("content-security-policy").starts_with("default-src 'none'; script-src 'self'"))
        << answer.status;
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
    EXPECT_NE(answer.header("referrer-policy"), "");
    EXPECT_NE(answer.header("permissions-policy"), "");
    EXPECT_EQ(answer.header("cross-origin-opener-policy"), "same-origin");
    std::set<std::string> names;
    for (const auto& [name, value] : answer.headers) EXPECT_TRUE(names.insert(name).second) << name << " twice";
  }
  EXPECT_EQ(answers[5].header("access-control-allow-origin"), "*");
  EXPECT_EQ(answers[5].header("cross-origin-resource-policy"), "cross-origin");
  EXPECT_EQ(first.header("access-control-allow-origin"), "");
  EXPECT_EQ(first.header("cross-origin-resource-policy"), "same-origin");
}

TEST(Router, OpensDataToEveryOriginAndPagesToNone) {
  World world;
  const Router router = world.router();
  EXPECT_EQ(get(router, "/api/v1/territoires?q=x").header("access-control-allow-origin"), "*");
  EXPECT_EQ(get(router, "/territoires/commune/76540-rouen.json").header("access-control-allow-origin"), "*");
  EXPECT_EQ(get(router, "/territoires/commune/76540-rouen").header("access-control-allow-origin"), "");
}

TEST(Router, LetsNoHandlerTouchTheHeadersOfThisRoom) {
  World world;
  world.options.routes.push_back(page("/mal", "/mal", [](const Request&) -> core::Result<Response> {
    Response response;
    response.headers = {
        {"Content-Security-Policy", "none"}, {"content-length", "0"}, {"X-Own", "kept"}, {"Cache-Control", "private"}};
    return response;
  }));
  const auto answer = get(world.router(), "/mal");
  EXPECT_TRUE(answer.header("content-security-policy").starts_with("default-src 'none'"));
  EXPECT_EQ(answer.header("x-own"), "kept");
  EXPECT_EQ(answer.header("cache-control"), "private");
}

TEST(RouterStart, RefusesWhatIsMissingOrCollides) {
  const auto start = [](std::vector<Route> routes) {
    RouterOptions options;
    options.error_page = error_page;
    options.routes = std::move(routes);
    return Router(std::move(options));
  };
  const Handler ok = says("x");
  EXPECT_NO_THROW(start({page("/cas/{id}", "/cas/1", ok), page("/cas/nouveau", "/cas/nouveau", ok)}))
      << "the literal is more exact";
  EXPECT_THROW(start({page("/cas/{id}", "/cas/1", ok), page("/cas/{nom}", "/cas/1", ok)}), std::logic_error);
  EXPECT_THROW(start({page("/a/{x}/b", "/a/1/b", ok), page("/a/c/{y}", "/a/c/1", ok)}), std::logic_error)
      << "/a/c/b would be both";
  Route csv = page("/donnees", "/donnees", ok);
  csv.forms = {Form::html, Form::csv};
  EXPECT_THROW(start({csv, page("/donnees.csv", "/donnees.csv", ok)}), std::logic_error);
  EXPECT_THROW(start({page("cas", "/cas", ok)}), std::logic_error);
  EXPECT_THROW(start({page("/cas/", "/cas/", ok)}), std::logic_error);
  EXPECT_THROW(start({page("/Cas", "/Cas", ok)}), std::logic_error);
  EXPECT_THROW(start({page("/{a}/{a}", "/1/2", ok)}), std::logic_error);
  EXPECT_THROW(start({page("/{a", "/1", ok)}), std::logic_error);
  EXPECT_THROW(start({page("/cas", "", ok)}), std::logic_error);
  EXPECT_THROW(start({page("/cas", "/autre", ok)}), std::logic_error) << "the example leads elsewhere";
  EXPECT_THROW(start({page("/cas", "/cas", nullptr)}), std::logic_error);
  EXPECT_THROW(start({page("/en/cas", "/en/cas", ok)}), std::logic_error);
  EXPECT_THROW(start({page("/statique/x", "/statique/x", ok)}), std::logic_error);
  Route post = page("/cas", "/cas", ok);
  post.method = Method::post;
  EXPECT_THROW(start({post}), std::logic_error) << "a POST of class page";
  RouterOptions bare;
  EXPECT_THROW(Router{std::move(bare)}, std::logic_error) << "no error page";
}

}  // namespace
}  // namespace catalyse::http
