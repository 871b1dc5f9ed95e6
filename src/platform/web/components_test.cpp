#include "web/components.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace catalyse::web {
namespace {

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

#define EXPECT_HAS(text, what) EXPECT_NE((text).find(what), std::string::npos) << (what) << "\nis not in\n" << (text)

Table sample() {
  Table table;
  table.id = "c1";
  table.caption = "Les <mêmes> chiffres";
  table.columns = {{.label = "Commune", .sort_address = "?tri=nom", .sorted = Sorted::ascending},
                   {.label = "Habitants", .align = Align::number},
                   {.label = "Écart", .align = Align::drawing}};
  table.rows = {{{.text = "L'Haÿ & Cie", .address = "/territoires/commune/94038", .note = "Val-de-Marne"},
                 {.text = "1 234", .tone = Tone::high},
                 {.html = "<svg></svg>"}},
                {{.text = "Rouen"}, {.text = "Données insuffisantes", .tone = Tone::missing, .span = 2}}};
  return table;
}

TEST(Table, IsANamedFocusableRegionWithScopedHeaders) {
  const auto html = table(sample());
  EXPECT_HAS(html,
             "<div class=\"scroll\" role=\"region\" aria-labelledby=\"c1\" tabindex=\"0\"><table><caption "
             "id=\"c1\">Les &lt;mêmes&gt; chiffres</caption>");
  EXPECT_HAS(html,
             "<th scope=\"col\" aria-sort=\"ascending\"><a href=\"?tri=nom\">Commune</a></th><th scope=\"col\" "
             "class=\"num\">Habitants</th>");
  EXPECT_HAS(html,
             "<th scope=\"row\"><a href=\"/territoires/commune/94038\">L&apos;Haÿ &amp; Cie</a> "
             "<small>Val-de-Marne</small></th>");
  EXPECT_HAS(html, "<td class=\"num high\">1 234</td><td class=\"drawn\"><svg></svg></td>");
  EXPECT_HAS(html, "<td class=\"missing\" colspan=\"2\">Données insuffisantes</td>");
  EXPECT_EQ(count(html, "<tr>"), 3U);
}

TEST(Table, NeverPassesAForeignScheme) {
  Table bad = sample();
  bad.rows[0][0].address = "javascript:alert(1)";
  bad.columns[0].sort_address = "//evil.example";
  EXPECT_EQ(count(table(bad), "href=\"#\""), 2U);
}

TEST(Rows, SayWhatIsMissingAndMixTextAndLinks) {
  const std::vector<Row> rows{
      {"Intercommunalité", {{"Métropole <Rouen>", "/territoires/epci/1"}, {", 71 communes", ""}}, Tone::plain},
      {"Cas", {{"Aucun recensé. ", ""}, {"Proposer un cas", "/cas/proposer"}}, Tone::missing}};
  const auto html = definition_rows(rows, "belong");
  EXPECT_HAS(html,
             "<dl class=\"rows belong\"><div><dt>Intercommunalité</dt><dd><a href=\"/territoires/epci/1\">Métropole "
             "&lt;Rouen&gt;</a>, 71 communes</dd></div>");
  EXPECT_HAS(html, "<dd class=\"none\">Aucun recensé. <a href=\"/cas/proposer\">Proposer un cas</a></dd>");
}

TEST(Lists, AreAbsentWhenEmpty) {
  EXPECT_EQ(downloads(Language::fr, {}), "");
  EXPECT_EQ(contents(Language::fr, {}), "");
  EXPECT_EQ(error_summary(Language::fr, {}), "");
}

TEST(Paging, OffersOnlyThePagesThatExist) {
  const auto first = paging(Language::fr, {"1 à 50 sur 120", "", "?apres=x&n=50"});
  EXPECT_HAS(first, "<a rel=\"next\" href=\"?apres=x&amp;n=50\">Page suivante</a>");
  EXPECT_EQ(first.find("rel=\"prev\""), std::string::npos);
}

TEST(FormField, LinksLabelHintAndErrorAndKeepsWhatWasTyped) {
  const Field field{.id = "k",
                    .name = "k",
                    .label = "Nombre",
                    .type = "number",
                    .value = "\"-1",
                    .hint = "De 5 à 50",
                    .error = "Hors limites",
                    .minimum = "5",
                    .maximum = "50",
                    .step = {},
                    .autocomplete = {},
                    .options = {},
                    .required = true};
  const auto html = form_field(Language::fr, field);
  EXPECT_HAS(html, "<label for=\"k\">Nombre <small>(obligatoire)</small></label>");
  EXPECT_HAS(html, "<p class=\"note\" id=\"k-aide\">De 5 à 50</p>");
  EXPECT_HAS(
      html,
      "aria-describedby=\"k-aide k-erreur\" aria-invalid=\"true\" required value=\"&quot;-1\" min=\"5\" max=\"50\">");
  EXPECT_HAS(html, "<p class=\"fault\" id=\"k-erreur\">Hors limites</p>");
  const auto summary = error_summary(Language::fr, std::vector{field, Field{}});
  EXPECT_HAS(summary, "tabindex=\"-1\" autofocus");
  EXPECT_HAS(summary, "Un champ est à corriger");
  EXPECT_HAS(summary, "<a href=\"#k\">Nombre</a> Hors limites");
}

TEST(FormField, SelectsTheCurrentOptionAndChecksTheBox) {
  Field field;
  field.id = field.name = "d";
  field.type = "select";
  field.value = "b";
  field.options = {{"a", "A"}, {"b", "B & co"}};
  EXPECT_HAS(form_field(Language::fr, field),
             "<option value=\"a\">A</option><option value=\"b\" selected>B &amp; co</option>");
  field.type = "checkbox";
  EXPECT_HAS(form_field(Language::fr, field), "value=\"1\" checked>");
}

TEST(Components, HaveNoTextOfTheirOwnOutsideTheTranslations) {
  use_pseudo_locale(Pseudo::on);
  const std::vector<Offer> offers{{http::Form::csv, "", "/a.csv"}};
  Field faulty;
  faulty.id = "x";
  faulty.error = "-";
  faulty.required = true;
  const auto html = downloads(Language::fr, offers) + contents(Language::en, std::vector<Link>{{"", "#a"}}) +
                    trust_badge(Language::fr, Trust::low) + paging(Language::fr, {"", "?a", "?b"}) +
                    form_field(Language::fr, faulty) + error_summary(Language::en, std::vector{faulty});
  use_pseudo_locale(Pseudo::off);
  EXPECT_EQ(hard_coded_text(html), std::vector<std::string>{});
}

}  // namespace
}  // namespace catalyse::web
