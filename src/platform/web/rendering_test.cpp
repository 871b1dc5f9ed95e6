// Compiled templates against their oracle: kainjow mustache, which reads the same files at run time, must give the same
// bytes.
#include "web/rendering.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <kainjow/mustache.hpp>
#include <limits>
#include <regex>
#include <sstream>

#include "sample/templates.hpp"

namespace catalyse {
namespace {

using core::Language;
namespace mustache = kainjow::mustache;
using sample::Figure, sample::Group, sample::Owner, sample::SampleView;

std::string file(const std::string& name) {
  std::ifstream in("src/platform/web/testing/templates/" + name, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// Kainjow keeps the line of a mark that stands alone; the mustache specification, which we follow, removes it. Kainjow
// also drops a line of which an inline section leaves only blanks; the samples hold none.
std::string without_lone_marks(const std::string& text) {
  static const std::regex lone("[ \\t]*\\{\\{[#^/!][^}]*\\}\\}[ \\t]*");
  std::string out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::string mark = line;
    std::erase(mark, ' ');
    out += std::regex_match(line, lone) ? mark : line + "\n";
  }
  return out;
}

mustache::data oracle_figure(const Figure& figure) {
  mustache::data data;
  data["label"] = figure.label;
  data["value"] = figure.value;
  data["significant"] = figure.significant;
  if (figure.interval) data["interval"] = *figure.interval;
  mustache::data notes(mustache::data::type::list);
  for (const auto& note : figure.notes) notes << mustache::data(note);
  data.set("notes", notes);
  return data;
}

mustache::data oracle_owner(const Owner& owner) {
  mustache::data data;
  data["name"] = owner.name;
  data["mail"] = std::string(owner.mail);
  return data;
}

std::string oracle(const std::string& template_name, const SampleView& view) {
  mustache::data data;
  data["name"] = view.name;
  data["code"] = std::string(view.code);
  data["address"] = view.address;
  data["population"] = std::to_string(view.population);
  data["overseas"] = view.overseas;
  data["lead_html"] = view.lead_html;
  if (view.owner) data["owner"] = oracle_owner(*view.owner);
  data["producer"] = oracle_owner(view.producer);
  mustache::data groups(mustache::data::type::list);
  for (const auto& group : view.groups) {
    mustache::data one;
    one["name"] = group.name;
    mustache::data figures(mustache::data::type::list);
    for (const auto& figure : group.figures) figures << oracle_figure(figure);
    one.set("figures", figures);
    groups << one;
  }
  data.set("groups", groups);
  mustache::data sentences;
  sentences["heading"] = "Ce qui ressort à Saint-Étienne & « L'Haÿ »";
  data.set("t", sentences);
  data.set("figure_list", mustache::data(mustache::partial{[] { return file("_figure_list.html"); }}));
  mustache::mustache page(without_lone_marks(file(template_name)));
  EXPECT_TRUE(page.is_valid()) << page.error_message();
  return page.render(data);
}

SampleView full() {
  SampleView view{.name = "L'Haÿ <les> \"Roses\" & fils",
                  .code = "94038",
                  .address = "/territoires/commune/94038?a=1&b=2",
                  .population = 31234,
                  .overseas = true,
                  .owner = Owner{"Insee", "a@b.fr"},
                  .producer = {"DGCL", "c@d.fr"},
                  .groups = {},
                  .lead_html = "<p>déjà <b>HTML</b></p>"};
  view.groups.push_back(
      {"Emploi", {{"Chômage", "15,7 %", "14 à 17", true, {"a", "<b>"}}, {"Taux", "60", std::nullopt, false, {}}}});
  view.groups.push_back({"Logement", {}});
  return view;
}

TEST(Templates, RenderTheBytesOfTheOracle) {
  EXPECT_EQ(sample::templates::render_sample(full(), Language::fr), oracle("sample.html", full()));
  EXPECT_EQ(sample::templates::render_table(full(), Language::fr), oracle("table.html", full()));
}

TEST(Templates, RenderTheBytesOfTheOracleWhenEverythingIsEmpty) {
  SampleView view{};
  view.address = "#";
  EXPECT_EQ(sample::templates::render_sample(view, Language::fr), oracle("sample.html", view));
}

TEST(Templates, SpeakTheLanguageAskedFor) {
  EXPECT_NE(sample::templates::render_sample(full(), Language::en)
                .find("<h2>What stands out in Saint-Étienne &amp; “L&apos;Haÿ”</h2>"),
            std::string::npos);
}

TEST(Templates, AForeignSchemeNeverReachesAnAddress) {
  auto view = full();
  view.address = "javascript:alert(1)";
  EXPECT_NE(sample::templates::render_sample(view, Language::fr).find("<a href=\"#\""), std::string::npos);
}

TEST(SafeUrl, LetsOnlyWebMailAndOwnAddressesPass) {
  for (const std::string_view good :
       {"https://insee.fr/x?a=1", "HTTP://a.fr", "mailto:a@b.fr", "/territoires", "/", "?q=1", "#haut"})
    EXPECT_EQ(web::safe_url(good), good);
  for (const std::string_view bad :
       {"", "javascript:alert(1)", " javascript:x", "java\nscript:x", "data:text/html,x", "//evil.fr", "/\\evil.fr",
        "\\\\evil.fr", "/\t/evil.fr", "https:", "territoires", "ftp://x", "\x01https://x"})
    EXPECT_EQ(web::safe_url(bad), "#") << bad;
  // Wherever the odd character stands among those that are looked at together.
  for (std::size_t at = 1; at < 40; ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string address = "/" + std::string(40, 'a');
      address[at] = static_cast<char>(byte);
      const bool is_odd = byte < 0x20 || byte == 0x7F || byte == '\\' || (at == 1 && byte == '/');
      ASSERT_EQ(web::safe_url(address), is_odd ? "#" : address) << at << ' ' << byte;
    }
  }
}

// As templates write it: into room that may be too small, or hold more behind the text.
std::string written(std::string_view text) {
  web::rendering::Text small(0), large(100);
  small.add_escaped(text);
  large.add_escaped(text);
  auto out = std::move(small).take();
  EXPECT_EQ(out, std::move(large).take());
  return out;
}

TEST(Escaping, CoversTheFiveCharactersAndNothingElse) {
  EXPECT_EQ(web::escaped("<a href='x'>\"&\"</a> é ’ \xF0\x9F\x98\x80"),
            "&lt;a href=&apos;x&apos;&gt;&quot;&amp;&quot;&lt;/a&gt; é ’ \xF0\x9F\x98\x80");
  EXPECT_EQ(web::escaped(""), "");
}

TEST(Escaping, FindsEachCharacterWhereverItStands) {
  // Lengths around the sixteen bytes that are looked at together, every position, every byte there is.
  for (const std::size_t length : {1U, 3U, 4U, 5U, 7U, 8U, 9U, 15U, 16U, 17U, 33U}) {
    for (std::size_t at = 0; at < length; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(length, 'x');
        text[at] = static_cast<char>(byte);
        std::string expected;
        for (const char c : text)
          expected += c == '&'    ? "&amp;"
                      : c == '<'  ? "&lt;"
                      : c == '>'  ? "&gt;"
                      : c == '"'  ? "&quot;"
                      : c == '\'' ? "&apos;"
                                  : std::string(1, c);
        ASSERT_EQ(web::escaped(text), expected) << length << ' ' << at << ' ' << byte;
        ASSERT_EQ(written(text), expected) << length << ' ' << at << ' ' << byte;
      }
    }
  }
}

// What follows a character that was found may look like one itself, bit by bit.
TEST(Escaping, FindsTwoCharactersWhereverTheyStand) {
  for (const std::size_t length : {4U, 8U, 16U, 19U}) {
    for (std::size_t one = 0; one < length; ++one) {
      for (std::size_t other = 0; other < length; ++other) {
        for (const char near : {'!', '#', '%', '=', '?'}) {
          std::string text(length, near);
          text[one] = '<';
          text[other] = '"';
          std::string expected;
          for (const char c : text) expected += c == '<' ? "&lt;" : c == '"' ? "&quot;" : std::string(1, c);
          ASSERT_EQ(web::escaped(text), expected) << one << ' ' << other << ' ' << near;
          ASSERT_EQ(written(text), expected) << one << ' ' << other << ' ' << near;
        }
      }
    }
  }
}

TEST(Templates, WriteWholeNumbersOfEverySize) {
  for (const long long number : {0LL, 7LL, 10LL, 99LL, 100LL, 305LL, 999LL, 1000LL, -1LL, -123456LL,
                                 std::numeric_limits<long long>::max(), std::numeric_limits<long long>::min()}) {
    web::rendering::Text text(0);
    text.add_whole(number);
    EXPECT_EQ(std::move(text).take(), std::to_string(number));
  }
}

TEST(Templates, APageLargerThanEveryOneBeforeIsWhole) {
  auto view = full();
  view.lead_html = std::string(300000, 'a');
  view.name = std::string(50000, '<');
  EXPECT_EQ(sample::templates::render_sample(view, Language::fr), oracle("sample.html", view));
}

}  // namespace
}  // namespace catalyse
