// method.md §6 on the whole of France: the bundle is imported, and every place's dossier is that of the plain
// reference: percentiles and ranks exactly, distances and contributions to 1e-9, the peers found by comparing with
// every place.
#include <gtest/gtest.h>

#include <atomic>
#include <iostream>
#include <mutex>
#include <thread>

#include "imported_france.hpp"
#include "reference_compare.hpp"
#include "reference_method.hpp"

namespace catalyse::observatory {
namespace {

std::vector<PlaceIndex> places(const ObservatoryInput& input) {
  std::vector<PlaceIndex> list;
  for (const core::Level level : core::kLevels) {
    const auto range = input.ranges[static_cast<std::size_t>(level)];
    for (PlaceIndex p = range.first; p < range.last; ++p) list.push_back(p);
  }
  return list;
}

TEST(France, HasTheDossiersOfTheReference) {
  const auto& france = reference::imported_france();
  const reference::ReferenceMethod plain(france.input);
  const std::vector<PlaceIndex> list = places(france.input);
  ASSERT_GT(list.size(), 36'000U);
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::vector<std::string> wrong;
  reference::Compared compared;
  const auto run = [&] {
    for (std::size_t i = next.fetch_add(1); i < list.size(); i = next.fetch_add(1)) {
      const auto dossier = france.observatory->dossier(list[i]);
      const auto trends = france.observatory->trends(list[i]);
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
