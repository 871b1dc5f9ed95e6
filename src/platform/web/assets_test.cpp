#include "web/assets.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace catalyse::web {
namespace {

TEST(Assets, AreThereWithTheirBytesAndTypes) {
  ASSERT_EQ(assets().size(), 3U);
  for (const auto& asset : assets()) EXPECT_GT(asset.bytes.size(), 200U) << asset.name;
  EXPECT_EQ(assets()[0].content_type, "text/css; charset=utf-8");
}

TEST(Assets, StayWithinTheirWeight) {
  for (const auto& asset : assets())
    EXPECT_LE(asset.bytes.size(), asset.name == "recherche.js" ? 6000U : 28000U) << asset.name;
}

TEST(Assets, AskNobodyElseAndParseNoHtml) {
  for (const auto& asset : assets()) {
    const std::string text(asset.bytes);
    EXPECT_FALSE(std::regex_search(
        text, std::regex("url\\(|@import|innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(")))
        << asset.name;
    EXPECT_TRUE(asset.name == "icone.svg" || text.find("http") == std::string::npos) << asset.name;
  }
}

TEST(Assets, FillTheAddressesOfThePages) {
  Site site;
  use_assets(site);
  for (const auto& address : {site.style, site.icon, site.script})
    EXPECT_TRUE(address.starts_with("/statique/")) << address;
  EXPECT_TRUE(std::regex_match(site.style, std::regex("/statique/catalyse\\.[0-9a-f]{8}\\.css")));
}

}  // namespace
}  // namespace catalyse::web
