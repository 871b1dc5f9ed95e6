// Addresses, and what child programs get to see of them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>

#include "copies.hpp"
#include "db/fresh_database.hpp"
#include "session.hpp"

namespace catalyse::db {
namespace {

TEST(Url, OfSqliteBecomesAnAbsolutePath) {
  EXPECT_EQ(parse_url("sqlite:/var/lib/../x.db")->place, "/var/x.db");
  EXPECT_TRUE(parse_url("sqlite:file:x?mode=memory")->place.starts_with('/'));
  EXPECT_EQ(parse_url("sqlite:x.db")->backend, Backend::sqlite);
}

TEST(Url, OfPostgresqlKeepsWhatItSaysAndBoundsTheWaiting) {
  const auto target = parse_url("postgresql://me:p%27%5C%20w@host:5433/base?connect_timeout=3");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->backend, Backend::postgresql);
  for (const auto* part : {"user='me'", "host='host'", "port='5433'", "dbname='base'", "password='p\\'\\\\ w'",
                           "connect_timeout='3'", "tcp_user_timeout=30000"}) {
    EXPECT_NE(target->place.find(part), std::string::npos) << part << " in " << target->place;
  }
}

TEST(Url, GivesThePasswordApart) {
  const auto target = parse_url("postgresql://me:p%27%5C%20w@host/base");
  ASSERT_TRUE(target);
  const auto [place, password] = split_password(target->place);
  EXPECT_EQ(password, "p'\\ w");
  EXPECT_EQ(place.find("password"), std::string::npos) << place;
  EXPECT_NE(place.find("dbname='base'"), std::string::npos) << place;
}

TEST(FreshDatabase, FailsWithoutATestCluster) {
  ::unsetenv("CATALYSE_TEST_POSTGRESQL");
  EXPECT_THROW(testing::FreshDatabase{Backend::postgresql}, std::runtime_error);
}

}  // namespace
}  // namespace catalyse::db
