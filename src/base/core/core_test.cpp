#include <gtest/gtest.h>

#include "digest.hpp"
#include "paris.hpp"
#include "result.hpp"
#include "territory.hpp"

namespace catalyse::core {
namespace {

TEST(CommuneCode, AcceptsEveryShapeInForceAndNothingElse) {
  for (const auto* good : {"01001", "2A004", "2B033", "97411", "75056", "75112"})
    EXPECT_TRUE(CommuneCode::parse(good)) << good;
  for (const auto* bad : {"", "1001", "010011", "2C004", "A1001", "01 01", "0100é", "7605\n"})
    EXPECT_FALSE(CommuneCode::parse(bad)) << bad;
}

TEST(EpciCode, RefusesAWrongCheckDigit) {
  EXPECT_TRUE(EpciCode::parse("200023414"));
  EXPECT_FALSE(EpciCode::parse("200023415"));
  EXPECT_FALSE(EpciCode::parse("20002341"));
}

TEST(PlaceCode, ReadsCommandsAndBareCodes) {
  EXPECT_EQ(PlaceCode::parse("com:76540")->text(), "com:76540");
  EXPECT_EQ(PlaceCode::parse("76540")->text(), "com:76540");
  EXPECT_EQ(PlaceCode::parse("75112")->text(), "arm:75112");
  EXPECT_EQ(PlaceCode::parse("dep:2A")->level(), Level::departement);
  EXPECT_EQ(PlaceCode::parse("dep:974")->code(), "974");
  for (const auto* bad : {"com:75112", "arm:76540", "dep:7", "reg:2A", "epci:1", "pays:FR", ":", "com:", ""}) {
    EXPECT_FALSE(PlaceCode::parse(bad)) << bad;
  }
}

TEST(PlaceCode, EveryLevelNameReadsBack) {
  for (const Level level : kLevels) EXPECT_EQ(level_from_name(level_name(level)), level);
  EXPECT_FALSE(level_from_name("canton"));
}

TEST(Paris, TurnsItsClocksOnTheLastSundaysOfMarchAndOctober) {
  using namespace std::chrono;
  const auto shown = [](Instant at) { return clock_in_paris(at) - at; };
  const auto march = sys_days(2026y / 3 / 29) + 1h, october = sys_days(2026y / 10 / 25) + 1h;
  EXPECT_EQ(shown(march - 1s), 1h);
  EXPECT_EQ(shown(march), 2h);
  EXPECT_EQ(shown(october - 1s), 2h);
  EXPECT_EQ(shown(october), 1h);
  EXPECT_EQ(shown(sys_days(2024y / 3 / 31) + 1h), 2h) << "the last day of the month";
  const auto eve = clock_in_paris(sys_days(2026y / 12 / 31) + 23h + 30min);
  EXPECT_EQ(year_month_day(floor<days>(eve)), 2027y / 1 / 1);
}

// Known answers: FIPS 180-4 examples.
TEST(Digest, AgreesWithThePublishedExamples) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256 pieces;
  pieces.add("a");
  pieces.add("bc");
  EXPECT_EQ(pieces.finish(), sha256("abc"));
}

}  // namespace
}  // namespace catalyse::core
