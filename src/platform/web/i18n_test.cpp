#include "web/i18n.hpp"

#include <gtest/gtest.h>

#include "sample/messages.hpp"

namespace catalyse {
namespace {

using core::Language;
namespace msg = sample::msg;

TEST(I18n, SaysTheSentenceOfTheLanguageWithItsParameters) {
  EXPECT_EQ(web::say(Language::fr, msg::more_than, {{"n", "17"}, {"total", "20"}, {"group", "communes"}}),
            "Plus que 17 des 20 communes");
  EXPECT_EQ(web::say(Language::en, msg::more_than, {{"n", "17"}, {"total", "20"}, {"group", "communes"}}),
            "More than 17 of the 20 communes");
}

TEST(I18n, AParameterIsNeverReadAsASentence) {
  EXPECT_EQ(web::say(Language::fr, msg::more_than, {{"n", "{total}"}, {"total", "{n}"}, {"group", "<b>"}}),
            "Plus que {total} des {n} <b>");
}

TEST(I18n, ASentenceMayHaveAnyNumberOfParameters) {
  std::string sentence, expected;
  for (int i = 0; i < 40; ++i) sentence += "{n}, {m} ", expected += "17, {m} ";
  EXPECT_EQ(web::say(Language::fr, web::Message{"sample.long", sentence, sentence}, {{"n", "17"}}), expected);
}

TEST(I18n, AMissingParameterStaysVisible) {
  EXPECT_EQ(web::say(Language::fr, msg::more_than, {{"n", "1"}}), "Plus que 1 des {total} {group}");
}

TEST(I18n, ZeroAndOneAreSingularInFrenchAndOnlyOneInEnglish) {
  EXPECT_EQ(web::say_count(Language::fr, 0, msg::peers), "0 commune comparable");
  EXPECT_EQ(web::say_count(Language::fr, 1, msg::peers), "1 commune comparable");
  EXPECT_EQ(web::say_count(Language::fr, 2, msg::peers_one, msg::peers_other), "2 communes comparables");
  EXPECT_EQ(web::say_count(Language::en, 0, msg::peers), "0 comparable communes");
  EXPECT_EQ(web::say_count(Language::en, 1, msg::peers), "one comparable commune");
  EXPECT_EQ(web::say_count(Language::fr, 34875, msg::peers), "34\u202F875 communes comparables");
  EXPECT_EQ(web::say_count(Language::en, 1234567, msg::peers), "1,234,567 comparable communes");
  EXPECT_EQ(web::say_count(Language::fr, 20, msg::peers, {{"n", "vingt"}}), "vingt communes comparables");
}

TEST(I18n, AMessageIsFoundByTheKeyOfAnError) {
  EXPECT_EQ(web::find_message("sample.nothing"), nullptr);
  web::register_messages(sample::messages());
  web::register_messages(sample::messages());
  ASSERT_NE(web::find_message("sample.more-than"), nullptr);
  const std::vector<std::pair<std::string, std::string>> parameters{{"n", "3"}, {"total", "5"}, {"group", "x"}};
  EXPECT_EQ(web::say(Language::en, *web::find_message("sample.more-than"), parameters), "More than 3 of the 5 x");
}

struct PseudoLocale : testing::Test {
  PseudoLocale() { web::use_pseudo_locale(web::Pseudo::on); }
  ~PseudoLocale() override { web::use_pseudo_locale(web::Pseudo::off); }
};

TEST_F(PseudoLocale, WrapsEverySentence) {
  EXPECT_EQ(web::say_count(Language::fr, 1, msg::peers), "⟦1 commune comparable⟧");
}

TEST_F(PseudoLocale, FindsTextWrittenInTheCode) {
  const std::vector<std::string_view> data{"Rouen"};
  const auto found = web::hard_coded_text(
      "<html lang=\"fr\"><title>⟦Dossier de Rouen⟧</title><script src=\"/x.js\">let a;</script><p>Rouen, 12 ⟦habitants "
      "⟦en 2023⟧ ici⟧</p>"
      "<a aria-label=\"close\" href=\"/fermer\">×</a><p>Hello</p><p>⟦Plus que {n}⟧</p>",
      data);
  EXPECT_EQ(found, (std::vector<std::string>{"close", "Hello", "{n}"}));
}

}  // namespace
}  // namespace catalyse
