#include <gtest/gtest.h>

#include "base.hpp"

namespace catalyse::cases {
namespace {

Sheet sheet(std::string id, editorial::Content content) {
  content["titre"] = {"Cas " + id};
  return make_sheet(std::move(id), 1, {}, std::move(content));
}

const Base& base() {
  static const Base kBase({sheet("b", {{"fragilites", {"emploi", "sante"}}, {"odd", {"8"}}, {"niveau", {"commune"}}}),
                           sheet("a", {{"fragilites", {"emploi"}}, {"odd", {"8", "17"}}, {"niveau", {"commune"}}}),
                           sheet("c", {{"fragilites", {"mobilite"}}, {"niveau", {"commune"}}}),
                           sheet("d", {{"odd", {"17"}}, {"niveau", {"national"}}})},
                          nullptr);
  return kBase;
}

TEST(CaseBase, IsInTheOrderOfTitles) {
  std::string ids;
  for (const auto& one : base().sheets()) ids += one.id;
  EXPECT_EQ(ids, "abcd");
  EXPECT_EQ(base().find("c")->title, "Cas c");
  EXPECT_EQ(base().find("z"), nullptr);
}

// Every pair of filters: the second never adds, and a count is the number of cases one gets.
TEST(CaseBase, AFilterNeverAddsAndACountIsWhatOneGets) {
  for (const auto& first : facets()) {
    for (const auto& one : terms(first.list)) {
      Filter filter;
      filter.*first.chosen = one.id;
      const auto alone = base().select(filter);
      EXPECT_EQ(base().count({}, first, one.id), alone.size());
      for (const auto& second : facets()) {
        for (const auto& other : terms(second.list)) {
          Filter both = filter;
          both.*second.chosen = other.id;
          if (&first != &second) {
            EXPECT_LE(base().select(both).size(), alone.size());
          }
          EXPECT_EQ(base().count(filter, second, other.id), base().select(both).size());
        }
      }
    }
  }
}

TEST(CaseBase, LikenessNamesWhatIsShared) {
  const auto alike = like(base(), *base().find("a"), 5);
  ASSERT_EQ(alike.size(), 1U);  // c shares a level only, d one goal only
  EXPECT_EQ(alike[0].sheet->id, "b");
  using Shared = std::vector<std::pair<std::string_view, std::string>>;
  EXPECT_EQ(alike[0].shared, (Shared{{"fragilites", "emploi"}, {"odd", "8"}, {"niveau", "commune"}}));
}

TEST(CaseBase, ContentVersionChangesWithAnyCase) {
  const auto version = content_version(base());
  EXPECT_EQ(content_version(Base({base().sheets().begin(), base().sheets().end()}, nullptr)), version);
  auto changed = std::vector<Sheet>(base().sheets().begin(), base().sheets().end());
  changed[2].version = 2;
  EXPECT_NE(content_version(Base(changed, nullptr)), version);
  changed[2].version = base().sheets()[2].version;
  changed[2].content["texte"] = {"sans le nom de personne"};
  EXPECT_NE(content_version(Base(changed, nullptr)), version) << "an erasure keeps the number of a version";
}

}  // namespace
}  // namespace catalyse::cases
