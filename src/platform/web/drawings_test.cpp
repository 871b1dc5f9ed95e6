#include "web/drawings.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <regex>

#include "axis.hpp"

namespace catalyse::web {
namespace {

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

#define EXPECT_HAS(text, what) EXPECT_NE((text).find(what), std::string::npos) << (what) << "\nis not in\n" << (text)

StripPlot unemployment() {
  StripPlot plot;
  plot.title = "Chômage <b>, Rouen";
  plot.sentence = "Chômage : 15,7 % & plus";
  plot.harm = Harm::high;
  plot.unit = "%";
  plot.value = 17.7;
  plot.value_text = "Rouen 17,7 %";
  plot.peers = {9,    12.2, 13,   13.5, 13.8, 14, 14.7, 14.8, 15.1, 15.1,
                15.1, 15.2, 15.5, 15.8, 15.9, 16, 16.1, 16.4, 18.4, 18.8};
  plot.spread = Quantiles{12, 13.9, 15.2, 15.9, 18.4};
  plot.median_text = "Médiane 15,2 %";
  plot.departement = Reference{13.0, "Seine-Maritime 13,0 %"};
  plot.france = Reference{11.3, "France 11,3 %"};
  return plot;
}

// Every number of every attribute that places something must be one.
void expect_sound(const std::string& svg) {
  EXPECT_EQ(svg.find("nan"), std::string::npos) << svg;
  EXPECT_EQ(svg.find("inf"), std::string::npos) << svg;
  const std::regex position("(?:x|x1|x2|cx|width)=\"(-?[0-9.]+)%\"");
  for (auto it = std::sregex_iterator(svg.begin(), svg.end(), position); it != std::sregex_iterator(); ++it) {
    EXPECT_GE(std::stod((*it)[1]), 0) << svg;
    EXPECT_LE(std::stod((*it)[1]), 100) << svg;
  }
}

double place_at(const std::string& svg) {
  std::smatch found;
  EXPECT_TRUE(std::regex_search(svg, found, std::regex("cx=\"([0-9.]+)%\" cy=\"32\"")));
  return std::stod(found[1]);
}

TEST(StripPlot, DrawsOneTickPerPeerTheBandTheDiscAndTheReferences) {
  const auto svg = strip_plot(Language::fr, unemployment());
  expect_sound(svg);
  EXPECT_EQ(count(svg, " 0v16"), 20U);
  EXPECT_TRUE(std::regex_search(svg, std::regex(" 0v16M[0-9]+ 8H[0-9]+\"/>"))) << "from 5 to 95 %";
  EXPECT_EQ(count(svg, "class=\"band\""), 1U);
  EXPECT_EQ(count(svg, "class=\"median\""), 1U);
  EXPECT_EQ(count(svg, "<use "), 2U);
  EXPECT_HAS(svg, "href=\"#d\"");
  EXPECT_HAS(svg, "href=\"#f\"");
  EXPECT_HAS(svg, "role=\"img\"><title>Chômage &lt;b&gt;, Rouen. Chômage : 15,7 % &amp; plus</title>");
  EXPECT_HAS(svg, "class=\"place worse\"");
  EXPECT_HAS(svg, ">plus fragile → 20\u202F%</text>");
  EXPECT_HAS(svg,
             "<p "
             "class=\"refs\">┃\u00A0Médiane\u00A015,2\u00A0%\u2003◆\u00A0Seine\u2011Maritime\u00A013,0\u00A0%"
             "\u2003▲\u00A0France\u00A011,3\u00A0%</p>");
}

TEST(StripPlot, PutsTheHarmfulSideOnTheRight) {
  auto plot = unemployment();
  const double high = place_at(strip_plot(Language::fr, plot));
  plot.harm = Harm::low;
  const auto turned = strip_plot(Language::fr, plot);
  EXPECT_NEAR(place_at(turned), 100 - high, 0.11);
  EXPECT_HAS(turned, "class=\"place better\"");
  EXPECT_HAS(turned, ">plus fragile → 8\u202F%</text>");
  plot.harm = Harm::none;
  EXPECT_EQ(strip_plot(Language::fr, plot).find("plus fragile"), std::string::npos);
}

TEST(StripPlot, ColoursThePlaceOnlyOutsideTheMiddleHalf) {
  auto plot = unemployment();
  plot.value = 15.9;  // the third quartile itself is within
  EXPECT_EQ(stance(plot), Stance::within);
  plot.value = 13.8;
  EXPECT_EQ(stance(plot), Stance::better);
  plot.harm = Harm::none;
  EXPECT_EQ(stance(plot), Stance::within);
  plot.harm = Harm::high;
  plot.spread.reset();
  EXPECT_EQ(stance(plot), Stance::within);
}

TEST(StripPlot, CountsEqualPeersSideBySide) {
  auto plot = unemployment();
  plot.peers.assign(20, 15.0);
  plot.spread = Quantiles{15, 15, 15, 15, 15};
  const auto svg = strip_plot(Language::fr, plot);
  expect_sound(svg);
  const std::regex tick("M(-?[0-9]+) 0v16");
  std::set<std::string> places;
  for (auto it = std::sregex_iterator(svg.begin(), svg.end(), tick); it != std::sregex_iterator(); ++it)
    places.insert((*it)[1]);
  EXPECT_EQ(places.size(), 20U);
}

TEST(StripPlot, StandsAllEqualValuesAndASingleOne) {
  auto plot = unemployment();
  plot.peers.assign(3, 5.0);
  plot.spread = Quantiles{5, 5, 5, 5, 5};
  plot.value = 5;
  plot.departement.reset();
  plot.france.reset();
  expect_sound(strip_plot(Language::fr, plot));
  plot.peers.clear();
  plot.spread.reset();
  for (const double value : {0.0, 1e-12, -3.0, 1e9, 23080.0}) {
    plot.value = value;
    const auto svg = strip_plot(Language::en, plot);
    expect_sound(svg);
    EXPECT_EQ(count(svg, "<circle"), 1U);
    EXPECT_EQ(count(svg, "class=\"tick\""), 0U);
    EXPECT_EQ(count(svg, "class=\"refs\""), 0U);
  }
}

TEST(StripPlot, LeavesOutWhatIsNotANumber) {
  auto plot = unemployment();
  plot.value = NAN;
  plot.peers = {1, NAN, INFINITY, 2};
  plot.spread = Quantiles{1, 1, NAN, 2, 2};
  plot.interval = Bounds{NAN, 3};
  plot.departement->value = NAN;
  const auto svg = strip_plot(Language::fr, plot);
  expect_sound(svg);
  EXPECT_EQ(count(svg, " 0v16"), 2U);
  EXPECT_EQ(count(svg, "<circle"), 0U);
  EXPECT_EQ(count(svg, "class=\"band\""), 0U);
  EXPECT_EQ(svg.find("Seine"), std::string::npos);
  plot.peers = {NAN};
  plot.france.reset();
  EXPECT_EQ(strip_plot(Language::fr, plot), "");
  EXPECT_EQ(strip_plot(Language::fr, StripPlot{}), "");
}

TEST(StripPlot, SeparatesSymbolsThatTouch) {
  auto plot = unemployment();
  plot.departement->value = plot.france->value = 13;
  plot.region = Reference{13, "Normandie 13,0 %"};
  const auto svg = strip_plot(Language::fr, plot);
  for (const auto* y : {"y=\"48\"/>", "y=\"59\"/>", "y=\"70\"/>"}) EXPECT_EQ(count(svg, y), 1U) << y;
}

TEST(StripPlot, KeepsTheLabelInThePicture) {
  auto plot = unemployment();
  plot.value_text = "Saint-Étienne-du-Rouvray 8,0 %";
  plot.value = 8;
  EXPECT_HAS(strip_plot(Language::fr, plot), "text-anchor=\"start\">Saint");
  plot.value = 20;
  EXPECT_HAS(strip_plot(Language::fr, plot), "text-anchor=\"end\">Saint");
}

TEST(StripPlot, DrawsTheIntervalUnderTheDisc) {
  auto plot = unemployment();
  EXPECT_EQ(strip_plot(Language::fr, plot).find("interval"), std::string::npos);
  plot.interval = Bounds{16, 19};
  const auto svg = strip_plot(Language::fr, plot);
  EXPECT_LT(svg.find("class=\"interval\""), svg.find("<circle"));
}

TEST(Axis, EndsOnRoundNumbersAroundTheData) {
  const std::vector<double> percents{8.3, 19.2}, euros{18700, 27300}, small{0.0012, 0.0058}, zero{0, 0};
  EXPECT_EQ(Axis(percents, Harm::high).left(Language::fr, "%"), "8\u202F%");
  EXPECT_EQ(Axis(percents, Harm::high).right(Language::en, "%"), "20%");
  EXPECT_EQ(Axis(euros, Harm::low).left(Language::fr, "€"), "28\u202F000\u202F€");
  EXPECT_EQ(Axis(small, Harm::none).right(Language::fr, "km"), "0,006\u00A0km");
  EXPECT_EQ(Axis(zero, Harm::none).left(Language::fr, ""), "0,0");
}

TEST(ThemeDots, PlaceTheTwoScoresOrNothing) {
  EXPECT_EQ(theme_dots(std::nullopt, NAN), "");
  const auto svg = theme_dots(93, 60);
  expect_sound(svg);
  EXPECT_HAS(svg, "<circle class=\"ring\" cx=\"59.4%\"");
  EXPECT_HAS(svg, "<circle class=\"plain\" cx=\"90.4%\"");
  expect_sound(theme_dots(-5, 180));
}

TEST(ContributionsBar, GathersTheSmallPartsInOne) {
  const auto html = contributions_bar(Language::fr, {{"a", 4}, {"b", 3}, {"c", 2}, {"d", 1}, {"e", 1}, {"f", 1}}, 12);
  EXPECT_EQ(count(html, "<rect"), 4U);
  EXPECT_HAS(html, "<rect x=\"75%\" width=\"25%\"");
}

TEST(ContributionsBar, IsLargestFirstWithItsSharesInNumbers) {
  const auto html =
      contributions_bar(Language::fr, {{"population", 0.05}, {"cadres <", 0.15}, {"nul", 0}, {"faux", NAN}}, 0.4);
  expect_sound(html);
  EXPECT_EQ(count(html, "<rect"), 2U);
  EXPECT_HAS(html, "<rect x=\"0%\" width=\"37.5%\" height=\"10\"/><rect x=\"37.5%\" width=\"12.5%\"");
  EXPECT_HAS(html, "</svg>cadres &lt; 75\u202F%, population 25\u202F%");
  EXPECT_EQ(contributions_bar(Language::fr, {}, 1), "");
  expect_sound(contributions_bar(Language::fr, {{"a", 3}}, NAN));
}

TrendLine series() {
  return {"t1",
          "Chômage, Rouen",
          "De 14,2 % à 15,7 %.",
          {{2013, 14.2, "14,2 %", false},
           {2014, std::nullopt, "secret", false},
           {2016, 15.0, "15,0 %", false},
           {2018, 16.0, "16,0 %", true},
           {2022, 15.7, "15,7 %", false}}};
}

TEST(Trend, BreaksTheLineWhereAYearIsMissingOrTheSeriesChanges) {
  const auto html = trend(Language::fr, series());
  expect_sound(html);
  std::smatch path;
  ASSERT_TRUE(std::regex_search(html, path, std::regex("class=\"course\"[^>]* d=\"([^\"]*)\"")));
  EXPECT_EQ(count(path[1].str(), "M"), 3U);
  EXPECT_EQ(count(path[1].str(), "L"), 1U);
  EXPECT_EQ(count(html, "class=\"break\""), 1U);
  EXPECT_HAS(html, "2018 <small>rupture de série</small>");
  EXPECT_HAS(html, "<td class=\"num missing\">secret</td>");
  EXPECT_EQ(count(html, "scope=\"col\""), 5U);
  EXPECT_HAS(html, ">14,2 %</text>");
  EXPECT_HAS(html, ">15,7 %</text>");
}

TEST(Trend, IsOnlyItsTableBelowTwoValuesAndStandsAllEqualOnes) {
  auto line = series();
  line.points = {{2013, 14.2, "14,2 %", false}, {2014, NAN, "-", false}};
  EXPECT_EQ(trend(Language::fr, line).find("class=\"line\""), std::string::npos);
  line.points = {{2013, 5.0, "5", false}, {2014, 5.0, "5", false}};
  expect_sound(trend(Language::fr, line));
  line.points = {};
  EXPECT_EQ(trend(Language::fr, line), "");
}

TEST(Drawings, HaveNoTextOfTheirOwnOutsideTheTranslations) {
  use_pseudo_locale(Pseudo::on);
  auto plot = unemployment();
  const auto html = strip_plot(Language::fr, plot) + strip_key(Language::fr, "", "") + trend(Language::fr, series());
  use_pseudo_locale(Pseudo::off);
  const std::vector<std::string_view> data{"Chômage &lt;b&gt;, Rouen",
                                           "Chômage : 15,7 % &amp; plus",
                                           "Chômage, Rouen",
                                           "De 14,2 % à 15,7 %.",
                                           "Rouen 17,7 %",
                                           "Médiane",
                                           "Seine\u2011Maritime",
                                           "France",
                                           "secret"};
  EXPECT_EQ(hard_coded_text(html, data), std::vector<std::string>{});
}

}  // namespace
}  // namespace catalyse::web
