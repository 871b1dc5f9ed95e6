#include "seal.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "secrets.hpp"

namespace catalyse::secrets {
namespace {

TEST(Seal, OpensWithItsKeyInItsPlaceOnly) {
  const auto key = random_bytes(kKeyBytes);
  const auto sealed = seal(key, "anne", "JBSWY3DPEHPK3PXP");
  EXPECT_TRUE(is_sealed(sealed));
  EXPECT_EQ(sealed.find("JBSWY3DP"), std::string::npos);
  EXPECT_NE(sealed, seal(key, "anne", "JBSWY3DPEHPK3PXP")) << "a nonce for each";
  EXPECT_EQ(unseal(key, "anne", sealed), "JBSWY3DPEHPK3PXP");
  EXPECT_EQ(unseal(key, "ben", sealed), std::nullopt);
  EXPECT_EQ(unseal(random_bytes(kKeyBytes), "anne", sealed), std::nullopt);
  for (std::size_t i = 3; i < sealed.size(); ++i) {
    auto bad = sealed;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    EXPECT_NE(unseal(key, "anne", bad), "JBSWY3DPEHPK3PXP") << i;
  }
  for (const auto* bad : {"", "s1:", "s1:AAAA", "JBSWY3DPEHPK3PXP", "s1:é"})
    EXPECT_EQ(unseal(key, "anne", bad), std::nullopt) << bad;
  EXPECT_THROW((void)seal("short", "a", "b"), std::logic_error);
}

TEST(Seal, AKeyForEachUse) {
  const std::string key(kKeyBytes, 'k');
  EXPECT_EQ(derive_key(key, "totp").size(), kKeyBytes);
  EXPECT_NE(derive_key(key, "totp"), derive_key(key, "links"));
}

TEST(KeyFile, IsMadeOnceForItsOwnerOnly) {
  const auto folder = std::filesystem::temp_directory_path() / ("catalyse-key-" + random_id());
  const auto file = folder / "below" / "catalyse.key";
  const auto made = load_key(file);
  ASSERT_TRUE(made.has_value()) << made.error().note;
  EXPECT_EQ(made->size(), kKeyBytes);
  EXPECT_EQ(*load_key(file), *made);
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  ::chmod(file.c_str(), 0640);
  EXPECT_FALSE(load_key(file).has_value()) << "others can read it";
  ::chmod(file.c_str(), 0600);
  std::ofstream(file) << "not a key\n";
  EXPECT_FALSE(load_key(file).has_value());
  EXPECT_FALSE(load_key("/proc/no/such/place").has_value());
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace catalyse::secrets
