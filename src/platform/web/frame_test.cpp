// The page frame and the pages of errors.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <utility>

#include "web/web.hpp"

namespace catalyse::web {
namespace {

constexpr Message kInform{"t.inform", "S’informer", "Find out"}, kMethod{"t.method", "Méthode", "Method"},
    kData{"t.data", "Données", "Data"};

Site site() {
  return {.base_url = "https://catalyse.example",
          .style = "/statique/catalyse.1a2b3c4d.css",
          .icon = "/statique/icone.1a2b3c4d.svg",
          .script = "/statique/recherche.1a2b3c4d.js",
          .data_fr = "Données : COG 2026.",
          .data_en = "Data: COG 2026.",
          .ways = {{kInform, "/territoires", {"/carte"}}},
          .footer = {{kMethod, "/methode"}, {kData, "/donnees"}}};
}

Page rouen(Language language = Language::fr) {
  return {.language = language,
          .title = "Rouen <76540>",
          .description = "Le \"dossier\" de Rouen",
          .path = "/territoires/commune/76540-rouen",
          .query = "vue=complete&k=5",
          .crumbs = {{"France", "/territoires"}, {"L'Eure", "/territoires/departement/27-eure"}, {"Rouen", ""}},
          .body_html = "<h1>Rouen</h1>",
          .layout = Layout::dossier,
          .search_words = "rouen \"x",
          .offers = {{http::Form::csv, "CSV", "/territoires/commune/76540-rouen.csv"}},
          .json_ld = R"({"name":"</script><b>"})",
          .scripts = {"/statique/criteres.js"},
          .print_footer = "Rouen (76540)"};
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

#define EXPECT_HAS(text, what) EXPECT_NE((text).find(what), std::string::npos) << (what) << "\nis not in\n" << (text)

TEST(Frame, HoldsTheLandmarksOnceAndTheContent) {
  const auto html = page_response(site(), rouen()).body;
  for (const auto* one : {"<main ", "<header ", "<footer ", "<h1", "<title>", "role=\"search\"",
                          "class=\"skip\" href=\"#contenu\"", "id=\"contenu\""})
    EXPECT_EQ(count(html, one), 1U) << one;
  EXPECT_HAS(html, "<main id=\"contenu\" class=\"dossier\" tabindex=\"-1\">\n<h1>Rouen</h1>");
  EXPECT_HAS(html, "<!doctype html>\n<html lang=\"fr\">");
  EXPECT_HAS(html, "<title>Rouen &lt;76540&gt; – Catalyse</title>");
  EXPECT_HAS(html, "content=\"Le &quot;dossier&quot; de Rouen\"");
  EXPECT_HAS(html, "value=\"rouen &quot;x\"");
  EXPECT_HAS(html, "<p class=\"imprint\" aria-hidden=\"true\">Rouen (76540)</p>");
}

TEST(Frame, NeedsNoInlineScriptOrStyle) {
  const auto html = page_response(site(), rouen()).body;
  EXPECT_EQ(html.find("style="), std::string::npos);
  EXPECT_EQ(html.find("<style"), std::string::npos);
  EXPECT_FALSE(std::regex_search(html, std::regex(" on[a-z]+=")));
  EXPECT_EQ(count(html, "<script"), 3U);  // two modules and the JSON-LD
  EXPECT_HAS(html, "<script type=\"application/ld+json\">{\"name\":\"\\u003c/script>\\u003cb>\"}</script>");
}

TEST(Frame, TellsBothLanguagesAndTheCanonicalAddress) {
  const auto french = page_response(site(), rouen()).body;
  EXPECT_HAS(french, "<link rel=\"canonical\" href=\"https://catalyse.example/territoires/commune/76540-rouen\">");
  EXPECT_HAS(french, "hreflang=\"en\" href=\"https://catalyse.example/en/territoires/commune/76540-rouen\"");
  EXPECT_HAS(
      french,
      "<a href=\"/en/territoires/commune/76540-rouen?vue=complete&amp;k=5\" lang=\"en\" hreflang=\"en\">English</a>");
  EXPECT_HAS(french, "<form class=\"search\" role=\"search\" action=\"/recherche\" data");
  const auto english = page_response(site(), rouen(Language::en)).body;
  EXPECT_HAS(english, "<link rel=\"canonical\" href=\"https://catalyse.example/en/territoires/commune/76540-rouen\">");
  EXPECT_HAS(english, "<form class=\"search\" role=\"search\" action=\"/en/recherche\" data");
  EXPECT_HAS(english, "<a href=\"/en/methode\">Method</a>");
  EXPECT_HAS(english, "Data: COG 2026.");
  EXPECT_HAS(english, ">Français</a>");
}

TEST(Frame, LeadsUpByTheBreadcrumbAndMarksWhereTheReaderIs) {
  const auto html = page_response(site(), rouen()).body;
  EXPECT_HAS(
      html,
      "<li><a href=\"/territoires/departement/27-eure\">L&apos;Eure</a></li><li aria-current=\"page\">Rouen</li>");
  EXPECT_HAS(html, "<li><a href=\"/territoires\" aria-current=\"true\">S’informer</a></li>");
  EXPECT_HAS(html,
             "<link rel=\"alternate\" type=\"text/csv\" title=\"CSV\" href=\"/territoires/commune/76540-rouen.csv\">");
}

TEST(Frame, MarksTheWayThatAPageLiesUnder) {
  for (const auto* path : {"/territoires", "/territoires/commune/76540-rouen", "/carte", "/carte/x"}) {
    auto page = rouen();
    page.path = path;
    EXPECT_EQ(count(page_response(site(), page).body, "href=\"/territoires\" aria-current"), 1U) << path;
  }
  for (const auto* path : {"/", "/cartes", "/donnees"}) {
    auto page = rouen();
    page.path = path;
    EXPECT_EQ(count(page_response(site(), page).body, "href=\"/territoires\" aria-current"), 0U) << path;
  }
}

TEST(Frame, ABodyMayBeWrittenWhereItStands) {
  auto page = rouen();
  const auto html = page_response(site(), page).body;
  page.body = [body = std::exchange(page.body_html, "<p>not this</p>")](rendering::Page& out) { out.html(body); };
  EXPECT_EQ(page_response(site(), page).body, html);
}

TEST(Frame, LeavesOutWhatIsNotThere) {
  Site bare = site();
  bare.ways.clear();
  Page page;
  page.title = "T";
  page.path = "/";
  page.body_html = "<h1>T</h1>";
  page.search = SearchBox::in_content;
  const auto html = page_response(bare, page).body;
  for (const auto* absent : {"class=\"ways\"", "class=\"crumbs\"", "role=\"search\"", "ld+json", "imprint",
                             "name=\"description\"", "noindex"})
    EXPECT_EQ(html.find(absent), std::string::npos) << absent;
  EXPECT_HAS(html, "<a class=\"name\" href=\"/\" aria-current=\"page\">Catalyse</a>");
  EXPECT_HAS(html, "href=\"https://catalyse.example/en\"");
}

TEST(Frame, HasNoTextOfItsOwnOutsideTheTranslations) {
  use_pseudo_locale(Pseudo::on);
  const auto html = page_response(site(), rouen()).body;
  use_pseudo_locale(Pseudo::off);
  const std::vector<std::string_view> data{
      "Catalyse",    "Rouen", "&lt;76540&gt;", "Le &quot;dossier&quot; de", "France",
      "L&apos;Eure", "CSV",   "English",       "Données : COG 2026."};
  EXPECT_EQ(hard_coded_text(html, data), std::vector<std::string>{});
}

http::Request request(std::string path, http::Form form = http::Form::html) {
  http::Request out;
  out.path = std::move(path);
  out.form = form;
  return out;
}

TEST(ErrorPage, SaysWhatHappenedAndFillsTheBox) {
  const Site one = site();
  const auto answer = error_page(one)(request("/territoires/commune/99999-saint-rouen"),
                                      {core::ErrorKind::not_found, "http.error.not_found", {}, "secret note"});
  EXPECT_EQ(answer.status, 404U);
  EXPECT_HAS(answer.body, "<h1>Cette page n’existe pas</h1>");
  EXPECT_HAS(answer.body, "value=\"saint rouen\"");
  EXPECT_HAS(answer.body, "<meta name=\"robots\" content=\"noindex\">");
  EXPECT_EQ(answer.body.find("secret note"), std::string::npos);
  EXPECT_EQ(answer.body.find("canonical"), std::string::npos);
  EXPECT_EQ(count(answer.body, "id=\"q\""), 1U);
}

TEST(ErrorPage, UsesTheSentenceOfTheErrorWithItsParameters) {
  static constexpr Message kMessages[] = {
      {"errors.k", "Le nombre {k} est hors limites.", "The number {k} is out of bounds."}};
  register_messages(kMessages);
  const Site one = site();
  const core::Error error{core::ErrorKind::invalid, "errors.k", {{"k", "<-1>"}}, ""};
  http::Request english = request("/territoires");
  english.language = Language::en;
  english.query = http::Query(std::vector<std::pair<std::string, std::string>>{{"q", "a \"b\""}});
  const auto page = error_page(one)(english, error);
  EXPECT_EQ(page.status, 400U);
  EXPECT_HAS(page.body, "The number &lt;-1&gt; is out of bounds.");
  EXPECT_HAS(page.body, "value=\"a &quot;b&quot;\"");
  const auto json = error_page(one)(request("/api/v1/territoires"), error);
  EXPECT_EQ(json.content_type, "application/problem+json");
  EXPECT_HAS(json.body, R"("status":400)");
  EXPECT_HAS(json.body, R"("detail":"Le nombre <-1> est hors limites.")");
  EXPECT_HAS(json.body, R"("code":"errors.k")");
}

TEST(ErrorPage, GivesAProblemToWhoAskedForData) {
  const Site one = site();
  for (const auto form : {http::Form::json, http::Form::csv, http::Form::geojson})
    EXPECT_EQ(error_page(one)(request("/x", form), {core::ErrorKind::not_found, "no.such.key", {}, ""}).content_type,
              "application/problem+json");
}

TEST(ErrorPage, TellsTheStatusThatIsSent) {
  const Site one = site();
  const core::Error error{
      core::ErrorKind::unsupported, "http.error.method", {{"allow", "GET, HEAD"}, {"status", "405"}}, ""};
  const auto json = error_page(one)(request("/api/v1/x"), error);
  EXPECT_HAS(json.body, R"("status":405)");
  EXPECT_HAS(json.body, R"("detail":"Cette adresse n’accepte que GET, HEAD.")");
  EXPECT_EQ(json.status, 405U);
  EXPECT_EQ(error_page(one)(request("/x"), error).status, 405U);
}

TEST(ErrorPage, KeepsWhatBrokeInsideToItself) {
  static constexpr Message kMessages[] = {{"db.damaged", "Fichier {file} endommagé", "File {file} damaged"}};
  register_messages(kMessages);
  const Site one = site();
  const auto page =
      error_page(one)(request("/x"), {core::ErrorKind::damaged, "db.damaged", {{"file", "/var/lib/x"}}, "n"});
  EXPECT_EQ(page.status, 500U);
  EXPECT_EQ(page.body.find("/var/lib"), std::string::npos);
  EXPECT_HAS(page.body, "de notre côté");
}

TEST(ErrorPage, ALongOrStrangePathGivesAnEmptyBox) {
  const Site one = site();
  EXPECT_HAS(error_page(one)(request("/" + std::string(5000, 'a')), {core::ErrorKind::not_found, "", {}, ""}).body,
             "value=\"\"");
  EXPECT_HAS(error_page(one)(request("/"), {core::ErrorKind::not_found, "", {}, ""}).body, "value=\"\"");
  EXPECT_HAS(error_page(one)(request(""), {core::ErrorKind::not_found, "", {}, ""}).body, "value=\"\"");
}

TEST(Standalone, OpensWithoutNetworkAndLeadsBackToTheSite) {
  auto page = rouen();
  page.body_html = "<h1 id=\"x\">Rouen</h1><a href=\"/methode\">M</a> <a href=\"#x\">X</a> say href=&quot;/no";
  const auto response = standalone_response(site(), page, {"rouen-2026-11-22.html", "Fichier fait le <22> novembre."});
  const auto& html = response.body;
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("src="), std::string::npos);
  EXPECT_EQ(html.find("<link rel=\"stylesheet\""), std::string::npos);
  EXPECT_EQ(html.find("href=\"/"), std::string::npos);
  EXPECT_NE(html.find("<a href=\"https://catalyse.example/methode\">"), std::string::npos);
  EXPECT_NE(html.find("<a href=\"#x\">"), std::string::npos);
  EXPECT_NE(html.find("say href=&quot;/no"), std::string::npos);
  EXPECT_NE(html.find("Fichier fait le &lt;22&gt; novembre."), std::string::npos);
  EXPECT_NE(html.find("Données : COG 2026."), std::string::npos);
  // The style stands inside, whole, and nothing in it fetches or ends it early.
  const auto open = html.find("<style>"), close = html.find("</style>");
  ASSERT_LT(open, close);
  const auto style = html.substr(open + 7, close - open - 7);
  EXPECT_GT(style.size(), 5000U);
  EXPECT_EQ(style.find_first_of('<'), std::string::npos);
  EXPECT_EQ(style.find("url("), std::string::npos);
  EXPECT_EQ(style.find("@import"), std::string::npos);
  EXPECT_NE(
      std::ranges::find(response.headers, std::pair<std::string, std::string>(
                                              "Content-Disposition", "attachment; filename=\"rouen-2026-11-22.html\"")),
      response.headers.end());
}

}  // namespace
}  // namespace catalyse::web
