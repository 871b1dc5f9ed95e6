// method.md §6 on the whole of France: the bundle is imported, and every place's dossier is that of the plain
// reference: percentiles and ranks exactly, distances and contributions to 1e-9, the peers found by comparing with
// every place.
#include <gtest/gtest.h>

#include <atomic>
#include <iostream>
#include <mutex>
#include <thread>

#include "db/fresh_database.hpp"
#include "importers.hpp"
#include "ingest/versions.hpp"
#include "reference_compare.hpp"
#include "reference_method.hpp"
#include "series_load.hpp"
#include "territories/importers.hpp"

namespace catalyse::observatory {
namespace {

class France : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto bundle = ingest::Bundle::open("data");
    ASSERT_TRUE(bundle) << bundle.error().note;
    auto opened = db::Database::open(fresh_.url());
    ASSERT_TRUE(opened) << opened.error().note;
    database_ = std::make_unique<db::Database>(std::move(*opened));
    std::vector<db::Migration> all;
    for (const auto part : {ingest::version_migrations(), territories::migrations(), migrations()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    ASSERT_TRUE(database_->migrate(all));
    for (const auto& list : {territories::importers(), importers()}) {
      for (const plug::Importer& importer : list) {
        const auto report = importer.run(*bundle, *database_, {});
        ASSERT_TRUE(report) << report.error().note;
      }
    }
    const auto places = territories::load(*database_, fresh_.folder());
    ASSERT_TRUE(places) << places.error().note;
    const auto fast = load(*database_, **places, fresh_.folder());
    ASSERT_TRUE(fast) << fast.error().note;
    fast_ = *fast;
    database_->read([&](db::Transaction& tx) {
      const auto version = ingest::current_version(tx, kIndicatorSet);
      input_ = gather(tx, version.value().value(), **places);
    });
  }

  [[nodiscard]] std::vector<PlaceIndex> places() const {
    std::vector<PlaceIndex> list;
    for (const core::Level level : core::kLevels) {
      const auto range = input_.ranges[static_cast<std::size_t>(level)];
      for (PlaceIndex p = range.first; p < range.last; ++p) list.push_back(p);
    }
    return list;
  }

  db::testing::FreshDatabase fresh_{db::Backend::sqlite};
  std::unique_ptr<db::Database> database_;
  std::shared_ptr<const Observatory> fast_;
  ObservatoryInput input_;
};

TEST_F(France, HasTheDossiersOfTheReference) {
  const reference::ReferenceMethod plain(input_);
  const std::vector<PlaceIndex> list = places();
  ASSERT_GT(list.size(), 36'000U);
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::vector<std::string> wrong;
  reference::Compared compared;
  const auto run = [&] {
    for (std::size_t i = next.fetch_add(1); i < list.size(); i = next.fetch_add(1)) {
      const auto dossier = fast_->dossier(list[i]);
      const auto trends = fast_->trends(list[i]);
      auto found = dossier ? reference::differences(*dossier, plain.dossier(list[i]))
                           : std::vector<std::string>{dossier.error().message_id};
      std::ranges::move(reference::differences(trends, plain.trends(list[i])), std::back_inserter(found));
      const std::scoped_lock lock(mutex);
      if (dossier) compared.add(*dossier, trends);
      for (std::string& difference : found)
        wrong.push_back("place " + std::to_string(list[i]) + ": " + std::move(difference));
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned t = 0; t < std::max(1U, std::thread::hardware_concurrency()); ++t) threads.emplace_back(run);
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(wrong.size(), 20); ++i) ADD_FAILURE() << wrong[i];
  EXPECT_EQ(wrong.size(), 0U);
  std::cout << "compared: " << compared.text() << '\n';
}

}  // namespace
}  // namespace catalyse::observatory
