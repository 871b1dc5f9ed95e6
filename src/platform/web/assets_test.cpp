#include "web/assets.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace catalyse::web {
namespace {

TEST(Assets, AreThereWithTheirBytesAndTypes) {
  ASSERT_EQ(assets().size(), 6U);
  for (const auto& asset : assets()) EXPECT_GT(asset.bytes.size(), 200U) << asset.name;
  EXPECT_EQ(assets()[0].content_type, "text/css; charset=utf-8");
}

// The library of maps and its worker, on pages of maps only.
bool is_map(const http::Asset& asset) { return asset.name.starts_with("carte"); }

TEST(Assets, StayWithinTheirWeight) {
  for (const auto& asset : assets()) {
    if (is_map(asset)) {
      EXPECT_LE(asset.bytes.size(), 1100000U) << asset.name;
      continue;
    }
    EXPECT_LE(asset.bytes.size(), asset.name.ends_with(".js") ? 6000U : 28500U) << asset.name;
  }
}

TEST(Assets, AskNobodyElseAndParseNoHtml) {
  for (const auto& asset : assets()) {
    if (is_map(asset)) continue;  // a library names its licences; what it asks for is seen by tests/journeys
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
  for (const auto& address : {site.style, site.icon, site.script, site.map_script, site.map_worker})
    EXPECT_TRUE(address.starts_with("/statique/")) << address;
  EXPECT_THROW((void)asset_address("absent.js"), std::out_of_range);
  EXPECT_TRUE(std::regex_match(site.style, std::regex("/statique/catalyse\\.[0-9a-f]{8}\\.css")));
}

}  // namespace
}  // namespace catalyse::web
