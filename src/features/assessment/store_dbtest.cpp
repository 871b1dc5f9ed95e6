#include <gtest/gtest.h>

#include "assessment.hpp"
#include "db/testing.hpp"
#include "ingest/testing.hpp"
#include "ingest/versions.hpp"
#include "store.hpp"

namespace catalyse::assessment {
namespace {

const core::Instant kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);

template <class F>
void each(F&& test) {
  std::vector<db::Migration> all(ingest::version_migrations().begin(), ingest::version_migrations().end());
  all.insert(all.end(), migrations().begin(), migrations().end());
  db::testing::each_database(all, std::forward<F>(test));
}

Questionnaire tiny(std::int64_t version, const std::string& word = "Pourquoi ?") {
  Question one{"5-1", 5, {word, "Why?"}, {}};
  one.levels.fill({"niveau", "level"});
  return {version, {one}};
}

// Within one transaction; what it gives is given back.
template <class T>
T in(db::Database& database, const std::function<T(db::Transaction&)>& work) {
  std::optional<T> result;
  const auto written = database.write([&](db::Transaction& tx) -> core::Result<void> {
    result.emplace(work(tx));
    return {};
  });
  if (!written) throw std::runtime_error(written.error().message_id);
  return std::move(*result);
}

std::string begun(db::Database& database, const std::string& place = "com:76540") {
  return in<std::string>(database, [&](db::Transaction& tx) {
    if (auto kept = keep(tx, tiny(1)); !kept) throw std::runtime_error(kept.error().message_id);
    return begin(tx, {"territoire", place, "Rouen", "", "Le maire", "2026-11-22", 1}, kNow).value();
  });
}

Assessment read(db::Database& database, const std::string& key) {
  return in<Assessment>(database, [&](db::Transaction& tx) { return by_key(tx, key).value(); });
}

editorial::Joining saved(db::Database& database, const std::string& key, const Sheet& base, const Sheet& mine) {
  return in<editorial::Joining>(database,
                                [&](db::Transaction& tx) { return save(tx, seat(tx, key).value(), base, mine); });
}

TEST(Questionnaire, IsNeverChangedOnceItIsThere) {
  each([](db::Database& database) {
    const auto error = in<std::string>(database, [](db::Transaction& tx) {
      EXPECT_EQ(newest_version(tx), 0);
      EXPECT_TRUE(keep(tx, tiny(1)));
      EXPECT_TRUE(keep(tx, tiny(1))) << "the same again is no change";
      EXPECT_TRUE(keep(tx, tiny(2, "Pour quoi ?")));
      EXPECT_EQ(newest_version(tx), 2);
      EXPECT_EQ(questionnaire(tx, 1)->questions.at(0).text.fr, "Pourquoi ?");
      EXPECT_EQ(questionnaire(tx, 2)->questions.at(0).levels.at(3).en, "level");
      EXPECT_FALSE(questionnaire(tx, 3));
      return keep(tx, tiny(1, "Autre chose ?")).error().message_id;
    });
    EXPECT_EQ(error, "assessment.error.version");
  });
}

TEST(Assessment, IsFoundByItsKeyOnlyAndEveryKeyIsItsOwn) {
  each([](db::Database& database) {
    const auto key = begun(database), other = begun(database);
    EXPECT_NE(key, other);
    EXPECT_GE(key.size(), 43U) << "256 bits";
    const auto one = read(database, key);
    EXPECT_EQ(one.sharing, "non") << "private by default";
    ASSERT_EQ(one.rounds.size(), 1U);
    ASSERT_EQ(one.rounds[0].respondents.size(), 1U);
    EXPECT_NE(one.rounds[0].respondents[0].key, key) << "a respondent does not hold the key of the whole";
    in<int>(database, [&](db::Transaction& tx) {
      EXPECT_FALSE(by_key(tx, "")) << "nothing";
      EXPECT_FALSE(by_key(tx, key.substr(1)));
      EXPECT_FALSE(by_key(tx, one.rounds[0].respondents[0].key));
      EXPECT_FALSE(by_key(tx, "' OR 1=1 --"));
      EXPECT_FALSE(seat(tx, key)) << "the key of the whole is no respondent's";
      return 0;
    });
  });
}

TEST(Sheets, OfTwoTabsAreJoinedAndAClashWritesNothing) {
  each([](db::Database& database) {
    const auto key = begun(database);
    const auto own = read(database, key).rounds[0].respondents[0].key;
    EXPECT_TRUE(saved(database, own, {}, {{"5-1", {"2", ""}}}).clashes.empty());
    // Another tab, opened before: it answers another question.
    EXPECT_TRUE(saved(database, own, {}, {{"5-2", {"0", "à voir"}}}).clashes.empty());
    auto sheet = read(database, key).rounds[0].respondents[0].sheet;
    EXPECT_EQ(sheet, (Sheet{{"5-1", {"2", ""}}, {"5-2", {"0", "à voir"}}}));
    // And one that answers the first differently, never having seen it.
    const auto clash = saved(database, own, {}, {{"5-1", {"4", ""}}, {"5-3", {"1", ""}}});
    EXPECT_EQ(clash.clashes, std::vector<std::string>{"5-1"});
    EXPECT_EQ(read(database, key).rounds[0].respondents[0].sheet, sheet) << "nothing is half-written";
    // Having seen it, it may change it, and take an answer back.
    EXPECT_TRUE(saved(database, own, {{"5-1", {"2", ""}}}, {{"5-1", {"4", "mieux"}}}).clashes.empty());
    EXPECT_TRUE(saved(database, own, {{"5-2", {"0", "à voir"}}}, {}).clashes.empty());
    EXPECT_EQ(read(database, key).rounds[0].respondents[0].sheet, (Sheet{{"5-1", {"4", "mieux"}}}));
  });
}

TEST(Rounds, KeepTheVersionTheyBeganWithAndWhatWasAnswered) {
  each([](db::Database& database) {
    const auto key = begun(database);
    const auto first = read(database, key);
    in<int>(database, [&](db::Transaction& tx) {
      EXPECT_TRUE(add_respondent(tx, first, "L’association"));
      return 0;
    });
    saved(database, first.rounds[0].respondents[0].key, {}, {{"5-1", {"2", ""}}});
    in<int>(database, [&](db::Transaction& tx) {
      EXPECT_TRUE(keep(tx, tiny(2, "Pour quoi ?")));
      EXPECT_TRUE(open_round(tx, by_key(tx, key).value(), newest_version(tx), "2027-11-22"));
      return 0;
    });
    const auto all = read(database, key);
    ASSERT_EQ(all.rounds.size(), 2U);
    EXPECT_EQ(all.rounds[0].version, 1);
    EXPECT_EQ(all.rounds[1].version, 2);
    EXPECT_EQ(all.rounds[0].respondents[0].sheet, (Sheet{{"5-1", {"2", ""}}}));
    ASSERT_EQ(all.rounds[1].respondents.size(), 2U);
    EXPECT_TRUE(all.rounds[1].respondents[0].sheet.empty());
    EXPECT_NE(all.rounds[1].respondents[0].key, all.rounds[0].respondents[0].key);
  });
}

TEST(Sharing, IsTakenBackAtOnceAndErasureLeavesNothing) {
  each([](db::Database& database) {
    const auto key = begun(database);
    const auto one = read(database, key);
    const auto shared = [&] {
      return in<std::size_t>(database, [](db::Transaction& tx) {
        return shared_places(tx).size() + shared_of(tx, "com:76540").size() * 10 + public_ones(tx).size() * 100;
      });
    };
    const auto set = [&](const char* how) {
      in<int>(database, [&](db::Transaction& tx) {
        set_sharing(tx, one.id, how);
        return 0;
      });
    };
    EXPECT_EQ(shared(), 0U);
    set("comparaison");
    EXPECT_EQ(shared(), 11U) << "counts among others, is not shown";
    set("public");
    EXPECT_EQ(shared(), 111U);
    set("non");
    EXPECT_EQ(shared(), 0U);
    saved(database, one.rounds[0].respondents[0].key, {}, {{"5-1", {"2", ""}}});
    in<int>(database, [&](db::Transaction& tx) {
      erase(tx, one.id);
      EXPECT_FALSE(by_key(tx, key));
      EXPECT_FALSE(seat(tx, one.rounds[0].respondents[0].key));
      std::int64_t left = -1;
      tx.each<std::int64_t>("SELECT COUNT(*) FROM assessment_answer", {}, [&](std::int64_t n) { left = n; });
      EXPECT_EQ(left, 0);
      return 0;
    });
  });
}

TEST(Respondents, AreBounded) {
  each([](db::Database& database) {
    const auto key = begun(database);
    const auto error = in<std::string>(database, [&](db::Transaction& tx) {
      for (std::size_t i = 1; i < kRespondentsMost; ++i) EXPECT_TRUE(add_respondent(tx, by_key(tx, key).value(), "N"));
      return add_respondent(tx, by_key(tx, key).value(), "N").error().message_id;
    });
    EXPECT_EQ(error, "assessment.error.many");
  });
}

TEST(DataSet, IsLoadedOnceAndAChangedVersionIsRefused) {
  each([](db::Database& database) {
    const auto bundle = ingest::testing::open_bundle("data");
    const auto run = importers().front().run;
    EXPECT_FALSE(run(bundle, database, {})->unchanged);
    EXPECT_TRUE(run(bundle, database, {})->unchanged);
    EXPECT_EQ(in<std::size_t>(database, [](db::Transaction& tx) { return questionnaire(tx, 1)->questions.size(); }),
              23U);
  });
}

}  // namespace
}  // namespace catalyse::assessment
