#include "negotiate.hpp"

#include <gtest/gtest.h>

namespace catalyse::http {
namespace {

Coding best(std::string_view accept) {
  Codings codings;
  codings.add(accept);
  return codings.best();
}

TEST(AcceptEncoding, FollowsTheWeights) {
  EXPECT_EQ(best("gzip, deflate, br"), Coding::brotli);
  EXPECT_EQ(best("gzip, deflate"), Coding::gzip);
  EXPECT_EQ(best("br;q=0.5, gzip;q=0.8"), Coding::gzip);
  EXPECT_EQ(best("br;q=0, gzip;q=0"), Coding::identity);
  EXPECT_EQ(best("identity, br;q=0.5"), Coding::identity);
  EXPECT_EQ(best("*"), Coding::brotli);
  EXPECT_EQ(best("*;q=0, gzip"), Coding::gzip);
  EXPECT_EQ(best("br;q=0, *"), Coding::gzip);
  EXPECT_EQ(best("BR ; q=1.000"), Coding::brotli);
  EXPECT_EQ(best(""), Coding::identity);
  EXPECT_EQ(Codings().best(), Coding::identity);
}

TEST(AcceptEncoding, ReadsADoubtfulWeightAsARefusal) {
  for (const char* accept : {"br;q=", "br;q=2", "br;q=0.0001", "br;q=-1", "br;q=a", "br;q=1.x", "brotli", "br q=1"}) {
    EXPECT_EQ(best(accept), Coding::identity) << accept;
  }
}

TEST(AcceptEncoding, IdentityIsTakenUnlessRefused) {
  Codings refuses;
  refuses.add("gzip, identity;q=0");
  EXPECT_FALSE(refuses.takes(Coding::identity));
  Codings star;
  star.add("gzip, *;q=0");
  EXPECT_FALSE(star.takes(Coding::identity));
  EXPECT_FALSE(star.takes(Coding::brotli));
  Codings plain;
  plain.add("gzip");
  EXPECT_TRUE(plain.takes(Coding::identity));
}

TEST(IfNoneMatch, ReadsListsWeakTagsAndStars) {
  EXPECT_TRUE(names_etag(R"("a")", R"("a")"));
  EXPECT_TRUE(names_etag(R"(W/"a")", R"("a")"));
  EXPECT_TRUE(names_etag(R"("x", "y,z" , W/"a")", R"("a")"));
  EXPECT_TRUE(names_etag(" * ", R"("a")"));
  EXPECT_FALSE(names_etag(R"("a-br")", R"("a")"));
  EXPECT_FALSE(names_etag(R"("x,"a",y")", R"("a")")) << "the tag is inside another one's quotes";
  for (const char* bad : {"", ",", "a", R"("a)", R"("x" "a")", R"(w/"a")", R"(W/)", R"("b", a)"})
    EXPECT_FALSE(names_etag(bad, R"("a")")) << bad;
}

TEST(Etag, DiffersByEncoding) {
  EXPECT_EQ(make_etag("t", Coding::identity), R"("t")");
  EXPECT_EQ(make_etag("t", Coding::gzip), R"("t-gzip")");
  EXPECT_EQ(make_etag("t", Coding::brotli), R"("t-br")");
}

}  // namespace
}  // namespace catalyse::http
