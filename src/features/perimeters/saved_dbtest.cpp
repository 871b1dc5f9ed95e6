#include <gtest/gtest.h>

#include "db/testing.hpp"
#include "perimeters/perimeters.hpp"
#include "personal/personal.hpp"
#include "store_saved.hpp"

namespace catalyse::perimeters {
namespace {

core::Instant at(int seconds) { return core::Instant(std::chrono::seconds(seconds)); }

TEST(Saved, IsOneAPerimeterAndAPersonUnderTheLastName) {
  db::testing::each_database(migrations(), [](db::Database& database) {
    ASSERT_TRUE(database.write([](db::Transaction& tx) -> core::Result<void> {
      for (const auto& one : {Saved{"cA", "Rive gauche", at(10)}, Saved{"cB", "Étang", at(20)}})
        if (auto kept = save(tx, "anne", one); !kept) return kept;
      if (auto kept = save(tx, "zoe", {"cA", "Le même", at(30)}); !kept) return kept;
      return save(tx, "anne", {"cA", "Zone d’essai", at(40)});
    }));
    database.read([](db::Transaction& tx) {
      const auto all = saved_by(tx, "anne");
      ASSERT_EQ(all.size(), 2U);
      EXPECT_EQ(all[0].name + ", " + all[1].name, "Étang, Zone d’essai") << "in the order of a French list";
      EXPECT_EQ(all[1].saved, at(10)) << "a new name is no new day";
      EXPECT_EQ(saved_by(tx, "zoe", "cA")->name, "Le même");
      EXPECT_FALSE(saved_by(tx, "zoe", "cB"));
    });
    ASSERT_TRUE(database.write([](db::Transaction& tx) -> core::Result<void> {
      forget(tx, "anne", "cA");
      forget(tx, "anne", "nulle-part");
      return {};
    }));
    database.read([](db::Transaction& tx) {
      EXPECT_FALSE(saved_by(tx, "anne", "cA"));
      EXPECT_TRUE(saved_by(tx, "zoe", "cA"));
    });
  });
}

TEST(Saved, IsBoundedForOnePersonWhoMayStillRename) {
  db::testing::each_database(migrations(), [](db::Database& database) {
    ASSERT_TRUE(database.write([](db::Transaction& tx) -> core::Result<void> {
      for (std::size_t i = 0; i < kSavedMost; ++i)
        if (auto kept = save(tx, "anne", {"c" + std::to_string(i), "n", at(1)}); !kept) return kept;
      return {};
    }));
    const auto put = [&](std::string_view person, std::string perimeter) {
      return database.write([&](db::Transaction& tx) { return save(tx, person, {std::move(perimeter), "x", at(2)}); });
    };
    const auto refused = put("anne", "cDeTrop");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message_id, "perimeters.saved.full");
    EXPECT_TRUE(put("anne", "c7"));
    EXPECT_TRUE(put("zoe", "cDeTrop"));
  });
}

TEST(Saved, IsInThePersonsCopyAndGoesWithThem) {
  db::testing::each_database(migrations(), [](db::Database& database) {
    ASSERT_TRUE(database.write([](db::Transaction& tx) -> core::Result<void> {
      if (auto kept = save(tx, "anne", {"cA", "Chez moi", at(10)}); !kept) return kept;
      return save(tx, "zoe", {"cA", "Avec Anne Dupont-Essai", at(10)});
    }));
    const personal::Subject anne{"anne", "anne@exemple.fr", "Anne Dupont-Essai"};
    database.read([&](db::Transaction& tx) {
      const auto sheets = personal::gather(tx, personal_data(), anne);
      ASSERT_EQ(sheets.size(), 1U);
      EXPECT_EQ(sheets[0].rows, (std::vector<std::vector<std::string>>{{"anne", "cA", "Chez moi", "10"}}));
    });
    ASSERT_TRUE(database.write([&](db::Transaction& tx) -> core::Result<void> {
      EXPECT_EQ(personal::erase(tx, personal_data(), anne).removed, 1);
      return {};
    }));
    database.read([](db::Transaction& tx) {
      EXPECT_TRUE(saved_by(tx, "anne").empty());
      ASSERT_EQ(saved_by(tx, "zoe").size(), 1U);
      EXPECT_EQ(saved_by(tx, "zoe")[0].name.find("Dupont"), std::string::npos) << "nor in what others call theirs";
    });
  });
}

}  // namespace
}  // namespace catalyse::perimeters
