// Perimeters kept in an account, as their reader meets them.
#include <gtest/gtest.h>

#include "address_rules.hpp"
#include "library.hpp"
#include "pages.hpp"
#include "world_for_test.hpp"

namespace catalyse::perimeters {
namespace {

using testing::or_throw, testing::world;

http::TestAnswer seen(std::string_view who, std::string_view target) {
  return http::get(*world().router, target, {{"Cookie", "session=" + std::string(who)}});
}

http::TestAnswer sent(std::string_view who, std::string_view target, const std::string& body) {
  http::TestRequest request;
  request.method = "POST";
  request.target = target;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"Sec-Fetch-Site", "same-origin"},
                     {"Cookie", "session=" + std::string(who)}};
  request.body = body;
  return http::send(*world().router, request);
}

bool says(const http::TestAnswer& answer, std::string_view words) {
  return answer.body.find(words) != std::string::npos;
}

Perimeter pair() {
  const Content content{"Deux villes", {"76351", "76540"}};
  return or_throw(on_today(*world().context.territories, id_of(write(content)), content));
}

std::string form(std::string_view fields) { return "jeton=jeton-sans-secret&" + std::string(fields); }

TEST(Saving, LeadsFromThePageOfAPerimeterToTheAccountAndBack) {
  const auto perimeter = pair();
  const auto page = http::get(*world().router, address(perimeter));
  EXPECT_TRUE(says(page, "href=\"" + save_address(perimeter) + "\""));
  EXPECT_FALSE(page.header("etag").empty()) << "the page is the same for all";
  EXPECT_TRUE(
      says(http::get(*world().router, "/perimetres?nom=Deux+villes&codes=76540+76351"), save_address(perimeter)));
  const auto nobody = http::get(*world().router, save_address(perimeter));
  EXPECT_EQ(nobody.status, 303U);
  EXPECT_TRUE(nobody.header("location").starts_with("/connexion?retour=%2Fcompte%2Fperimetres%2Fc"));

  EXPECT_TRUE(says(seen("anne", kSavedPath), "Aucun périmètre"));
  EXPECT_TRUE(says(seen("anne", save_address(perimeter)), "value=\"Deux villes\""));
  const auto kept = sent("anne", save_address(perimeter), form("nom=+Mon++bassin+"));
  EXPECT_EQ(kept.status, 303U);
  EXPECT_EQ(kept.header("location"), "/compte/perimetres?fait=garde");
  const auto list = seen("anne", "/compte/perimetres?fait=garde");
  EXPECT_TRUE(says(list, ">Mon bassin</a>"));
  EXPECT_TRUE(says(list, "href=\"" + address(perimeter) + "\""));
  EXPECT_TRUE(says(list, "partagé sous le nom"));
  EXPECT_TRUE(says(list, "2 communes"));
  EXPECT_TRUE(says(list, "est enregistré dans votre compte"));
  EXPECT_TRUE(says(seen("anne", "/en/compte/perimetres"), "My perimeters"));
  EXPECT_FALSE(says(seen("zoe", kSavedPath), "Mon bassin")) << "seen by nobody else";
  EXPECT_TRUE(says(seen("anne", save_address(perimeter)), "value=\"Mon bassin\""));

  EXPECT_EQ(sent("anne", save_address(perimeter), form("nom=")).status, 303U);
  EXPECT_FALSE(says(seen("anne", kSavedPath), "partagé sous")) << "without a name it is called by its own";
  EXPECT_EQ(sent("anne", save_address(perimeter), form("geste=oublier")).header("location"),
            "/compte/perimetres?fait=oublie");
  EXPECT_TRUE(says(seen("anne", kSavedPath), "Aucun périmètre"));
}

TEST(Saving, KeepsNothingThatIsNoPerimeterAndNothingWithoutItsToken) {
  const auto perimeter = pair();
  EXPECT_EQ(sent("anne", save_address(perimeter), "nom=x").status, 403U);
  EXPECT_EQ(sent("anne", "/compte/perimetres/cZZZ", form("nom=x")).status, 404U);
  EXPECT_EQ(seen("anne", "/compte/perimetres/s000000000000000000000000").status, 404U);
  EXPECT_EQ(sent("anne", "/compte/perimetres/cZZZ", form("geste=oublier")).status, 303U)
      << "what leads nowhere any more can be removed";
  EXPECT_EQ(sent("anne", save_address(perimeter), form("nom=%3Cscript%3Ealert(1)%3C/script%3E")).status, 303U);
  EXPECT_FALSE(says(seen("anne", kSavedPath), "<script>alert"));
  (void)sent("anne", save_address(perimeter), form("geste=oublier"));
}

}  // namespace
}  // namespace catalyse::perimeters
