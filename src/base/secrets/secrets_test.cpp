#include "secrets.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <ctime>
#include <set>
#include <thread>
#include <vector>

#include "password.hpp"
#include "totp.hpp"

namespace catalyse::secrets {
namespace {

using namespace std::chrono;

TEST(Random, NeverGivesTheSameAndHasItsForm) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto token = random_token();
    const auto id = random_id();
    EXPECT_EQ(token.size(), 43U);
    EXPECT_EQ(id.size(), 13U);
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    EXPECT_EQ(id.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz"), std::string::npos);
    EXPECT_TRUE(seen.insert(token).second && seen.insert(id).second);
  }
}

TEST(Digest, IsThatOfRfc4231) {
  EXPECT_EQ(keyed_digest("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_TRUE(same("abc", "abc"));
  EXPECT_FALSE(same("abc", "abd"));
  EXPECT_FALSE(same("abc", "abcd"));
  EXPECT_TRUE(same("", ""));
}

TEST(Base32, IsThatOfRfc4648) {
  EXPECT_EQ(base32("f"), "MY");
  EXPECT_EQ(base32("fo"), "MZXQ");
  EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
  EXPECT_EQ(from_base32("MZXW6YTBOI"), "foobar");
  EXPECT_EQ(from_base32("MZXW 6"), "");
  EXPECT_EQ(from_base32(base32(std::string("\x00\xFF\x80", 3))), std::string("\x00\xFF\x80", 3));
}

// RFC 6238, appendix B, the rows of SHA-1.
TEST(Totp, GivesTheCodesOfTheStandard) {
  const std::string secret = "12345678901234567890";
  const auto code = [&](std::int64_t at) { return totp_code(secret, at / 30, 8); };
  EXPECT_EQ(code(59), "94287082");
  EXPECT_EQ(code(1111111109), "07081804");
  EXPECT_EQ(code(1111111111), "14050471");
  EXPECT_EQ(code(1234567890), "89005924");
  EXPECT_EQ(code(2000000000), "69279037");
  EXPECT_EQ(code(20000000000), "65353130");
}

TEST(Totp, AcceptsANeighbourOnceAndNothingElse) {
  const std::string secret = "12345678901234567890";
  const core::Instant now{seconds(1111111109)};
  const auto step = totp_step(now);
  EXPECT_EQ(totp_accept(secret, totp_code(secret, step), now, 0), step);
  EXPECT_EQ(totp_accept(secret, totp_code(secret, step - 1), now, 0), step - 1);
  EXPECT_EQ(totp_accept(secret, totp_code(secret, step + 1), now, 0), step + 1);
  const auto code = totp_code(secret, step);
  EXPECT_EQ(totp_accept(secret, code.substr(0, 3) + " " + code.substr(3), now, 0), step);
  EXPECT_FALSE(totp_accept(secret, totp_code(secret, step - 2), now, 0));
  EXPECT_FALSE(totp_accept(secret, totp_code(secret, step + 2), now, 0));
  EXPECT_FALSE(totp_accept(secret, code, now, step)) << "a code serves once";
  EXPECT_FALSE(totp_accept(secret, totp_code(secret, step - 1), now, step)) << "and the earlier ones no more";
  for (const auto* wrong : {"", "1", "000000", "94287082", "٠٧٠٨١٨"}) EXPECT_FALSE(totp_accept(secret, wrong, now, 0));
}

TEST(Passwords, AreVerifiedAndNeverTheSameTwice) {
  const Passwords passwords(cheapest());
  const auto hash = passwords.hash("Été à la mer");
  EXPECT_TRUE(hash.starts_with("$argon2id$"));
  EXPECT_NE(hash, passwords.hash("Été à la mer"));
  EXPECT_TRUE(passwords.verify("Été à la mer", hash));
  EXPECT_FALSE(passwords.verify("Été a la mer", hash));
  EXPECT_FALSE(passwords.verify("", hash));
  EXPECT_FALSE(passwords.verify("x", ""));
  EXPECT_FALSE(passwords.verify("x", "$argon2id$damaged"));
  EXPECT_FALSE(passwords.verify("x", std::string(1000, 'a')));
  EXPECT_FALSE(passwords.is_outdated(hash));
  EXPECT_TRUE(Passwords({16U << 20U, 2, 1}).is_outdated(hash));
}

TEST(Passwords, CostTheSameForNobody) {
  const Passwords passwords({8U << 20U, 2, 1});
  const auto hash = passwords.hash("a");
  const auto time = [&](std::string_view known) {
    const auto start = std::clock();  // of the processor: a busy machine makes no difference
    for (int i = 0; i < 20; ++i) EXPECT_FALSE(passwords.verify("b", known));
    return static_cast<double>(std::clock() - start);
  };
  (void)time(hash);
  const double ratio = time(hash) / time("");
  EXPECT_GT(ratio, 0.5);
  EXPECT_LT(ratio, 2.0);
}

TEST(PasswordsConcurrent, WaitForTheirTurn) {
  const Passwords passwords(cheapest());
  const auto hash = passwords.hash("a");
  std::atomic<int> right = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 20; ++n) right += passwords.verify("a", hash) ? 1 : 0;
    });
  }
  threads.clear();
  EXPECT_EQ(right, 160);
}

}  // namespace
}  // namespace catalyse::secrets
