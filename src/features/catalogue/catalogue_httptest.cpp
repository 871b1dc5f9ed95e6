// The pages about data through the router, on the package of tests/world: an analyst's file handed over, permanent
// addresses.
#include <gtest/gtest.h>

#include "catalogue.hpp"
#include "web/web.hpp"

namespace catalyse::catalogue {
namespace {

constexpr std::string_view kBoundary = "limite7";

struct Served {
  std::shared_ptr<web::Site> site = std::make_shared<web::Site>();
  std::unique_ptr<http::Router> router;

  Served() {
    auto bundle = ingest::Bundle::open("tests/world");
    if (!bundle) throw std::runtime_error(bundle.error().note);
    site->base_url = "http://localhost";
    web::register_messages(web::messages());
    web::register_messages(messages());
    ingest::DataVersion version{
        1, "essai", std::string(64, 'b'), "Essai", core::Instant(std::chrono::seconds(1'790'000'000)), true, "{}"};
    auto older = version;
    older.id = 2, older.version = std::string(64, 'c'), older.current = false;
    auto gone = older;
    gone.id = 3, gone.set = "retire";
    observatory::DepositedSet deposit;
    deposit.provenance = {.set = "essai",
                          .title_fr = "Jeu d’essai",
                          .title_en = "Test set",
                          .producer = "Bureau",
                          .relay = {},
                          .source = "https://example.org",
                          .licence = "LO",
                          .licence_url = "https://example.org/lo",
                          .vintage = "2024"};
    deposit.mapping = "[set]";
    Holdings holdings{nullptr, nullptr,  std::make_shared<const ingest::Bundle>(std::move(*bundle)),
                      site,    "Agence", {{version, deposit}, {older, deposit}, {gone, deposit}},
                      {}};
    holdings.changes = [](std::string_view, std::int64_t before,
                          std::int64_t after) -> core::Result<observatory::VersionChanges> {
      EXPECT_EQ(before, 2);
      EXPECT_EQ(after, 1);
      observatory::VersionChanges changes;
      changes.count.changed = 3;
      changes.series.push_back({"essai-taux", core::Level::epci, 2023, {.changed = 3}});
      changes.places_added = {"com:76540"};
      return changes;
    };
    http::RouterOptions options;
    options.routes = contribution(holdings).routes;
    options.error_page = web::error_page(*site);
    options.version = "test";
    router = std::make_unique<http::Router>(std::move(options));
  }
};

const http::Router& router() {
  static const Served served;
  return *served.router;
}

std::string part(std::string_view name, std::string_view content, bool file) {
  return "--" + std::string(kBoundary) + "\r\nContent-Disposition: form-data; name=\"" + std::string(name) + '"' +
         (file ? "; filename=\"f\"\r\nContent-Type: application/octet-stream" : "") + "\r\n\r\n" +
         std::string(content) + "\r\n";
}

http::TestAnswer post(std::string_view file, std::string_view mapping = {}, std::string_view wanted = "page") {
  http::TestRequest request;
  request.method = "POST";
  request.target = "/donnees/verifier";
  request.headers = {{"Sec-Fetch-Site", "same-origin"},
                     {"Content-Type", "multipart/form-data; boundary=" + std::string(kBoundary)}};
  request.body = part("fichier", file, true) + (mapping.empty() ? std::string() : part("declaration", mapping, true)) +
                 part("rendu", wanted, false) + "--" + std::string(kBoundary) + "--\r\n";
  return http::send(router(), request);
}

bool says(const http::TestAnswer& answer, std::string_view words) {
  return answer.body.find(words) != std::string::npos;
}

constexpr std::string_view kFile = "insee;n;d\n76540;50;100\n1;1;2\n2A004;1;2\n76095;s;4\n";
constexpr std::string_view kMapping =
    "[set]\nid = \"x\"\ntitle_fr = \"X\"\nproducer = \"P\"\nsource = \"S\"\nlicence = \"L\"\nvintage = "
    "\"2024\"\n[file]\ncode = \"insee\"\nyear = 2024\n"
    "[[indicator]]\nid = \"x-taux\"\ntheme = \"employment\"\nlabel_fr = \"T\"\nlabel_en = \"T\"\nunit_fr = "
    "\"%\"\ndirection = \"neutral\"\n"
    "aggregation = \"sum-num-den\"\nnumerator = \"n\"\ndenominator = \"d\"\nfactor = 100\n";

TEST(VerifyPage, ShowsWhatIsUnderstoodAndKeepsNothing) {
  const auto form = http::get(router(), "/donnees/verifier");
  EXPECT_EQ(form.status, 200U);
  EXPECT_TRUE(says(form, "enctype=\"multipart/form-data\""));
  const auto answer = post(kFile);
  ASSERT_EQ(answer.status, 200U) << answer.body;
  EXPECT_TRUE(says(answer, "Colonne des codes"));
  EXPECT_TRUE(says(answer, "Cellules qui ne sont pas des codes"));
  EXPECT_TRUE(says(answer, "1 secrètes") || says(answer, "1\u00A0secrètes") || says(answer, "1\u202Fsecrètes"));
  EXPECT_TRUE(says(answer, "[[indicator]]"));
  EXPECT_EQ(answer.header("cache-control"), "no-store");
}

TEST(VerifyPage, JudgesWithADeclaration) {
  const auto answer = post(kFile, kMapping);
  ASSERT_EQ(answer.status, 200U);
  EXPECT_TRUE(says(answer, "Ce fichier serait accepté"));
  EXPECT_TRUE(says(answer, "ce n’est pas un code de ce niveau"));
  EXPECT_TRUE(says(answer, "x-taux"));
  const auto wrong = post(kFile, "[set]\nid = 3\n");
  EXPECT_EQ(wrong.status, 200U);
  EXPECT_TRUE(says(wrong, "La déclaration ne convient pas, ligne 2"));
  const auto toml = post(kFile, {}, "toml");
  EXPECT_TRUE(toml.header("content-type").starts_with("application/toml"));
  EXPECT_TRUE(toml.header("content-disposition").find("declaration.toml") != std::string_view::npos);
}

TEST(VerifyPage, RefusesWithASentence) {
  for (const auto& [bytes, words] : {std::pair<std::string, std::string>{"PK\x03\x04 cut", "abîmé ou incomplet"},
                                     {"%PDF-1.7", "pas un tableau"},
                                     {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "mot de passe"},
                                     {"<script>alert(1)</script>", "pas un tableau"}}) {
    const auto answer = post(bytes);
    EXPECT_EQ(answer.status, 400U) << words;
    EXPECT_TRUE(says(answer, words)) << words;
  }
  EXPECT_EQ(post("").status, 400U);
  EXPECT_TRUE(post(std::string(6U << 20U, 'x')).status == 413U || post(std::string(6U << 20U, 'x')).status == 400U);
  const auto markup = post("code;<img src=x onerror=alert(1)>\n01001;<b>\n");
  EXPECT_EQ(markup.status, 200U);
  EXPECT_FALSE(says(markup, "<img src=x"));
}

TEST(SetPages, AVersionSaysWhatChangedAndHowToCiteIt) {
  const auto page = http::get(router(), "/donnees/essai/bbbbbbbbbbbb");
  ASSERT_EQ(page.status, 200U);
  for (const auto* words : {"Valeurs modifiées", "com:76540", "Où les valeurs changent", "essai-taux", "2023",
                            "@misc{catalyse-essai-bbbbbbbbbbbb", "en vigueur", "/donnees/essai/cccccccccccc"})
    EXPECT_TRUE(says(page, words)) << words;
  EXPECT_EQ(http::get(router(), "/donnees/essai/" + std::string(64, 'b')).status, 200U);
  EXPECT_EQ(http::get(router(), "/donnees/essai/derniere").status, 200U);
  const auto first = http::get(router(), "/donnees/essai/cccccccccccc");
  EXPECT_TRUE(says(first, "C’est la première version"));
  EXPECT_TRUE(says(first, "antérieure"));
  EXPECT_TRUE(says(http::get(router(), "/en/donnees/essai"), "Test set"));
  EXPECT_FALSE(says(http::get(router(), "/donnees/essai"), "Ce jeu est retiré"));
  EXPECT_TRUE(says(http::get(router(), "/donnees/retire"), "Ce jeu est retiré"));
  EXPECT_EQ(http::get(router(), "/donnees/retire/cccccccccccc").status, 200U);
  for (const auto* absent : {"/donnees/essai/b", "/donnees/essai/dddddddddddd", "/donnees/autre",
                             "/donnees/autre/derniere", "/donnees/essai.csv.gz"})
    EXPECT_EQ(http::get(router(), absent).status, 404U) << absent;
}

}  // namespace
}  // namespace catalyse::catalogue
