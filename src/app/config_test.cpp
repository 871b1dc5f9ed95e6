#include "config.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace catalyse::app {
namespace {

class ConfigFile : public ::testing::Test {
 protected:
  core::Result<Config> read(std::string_view text) {
    path_ = std::filesystem::temp_directory_path() / ("catalyse-config-" + std::to_string(::getpid()) + ".toml");
    std::ofstream(path_) << text;
    return read_config(path_);
  }
  void TearDown() override { std::filesystem::remove(path_); }
  std::filesystem::path path_;
};

TEST_F(ConfigFile, WithoutOneTheDefaultsAreThoseOfTheContract) {
  const auto config = read_config(std::nullopt);
  ASSERT_TRUE(config);
  EXPECT_EQ(config->listen, "127.0.0.1:8080");
  EXPECT_EQ(config->db, "sqlite:var/catalyse.db");
  EXPECT_EQ(config->public_url(), "http://127.0.0.1:8080");
}

TEST_F(ConfigFile, TheKeyStandsBesideTheDatabaseUnlessItIsNamed) {
  Config config;
  EXPECT_EQ(config.key_file(), "var/catalyse.db.key");
  config.db = "postgresql://localhost/catalyse";
  EXPECT_EQ(config.key_file(), "var/catalyse.key");
  config.key = "/etc/catalyse/key";
  EXPECT_EQ(config.key_file(), "/etc/catalyse/key");
}

TEST_F(ConfigFile, AMisspeltSettingStopsTheStartAndIsNamedWithItsLine) {
  const auto config = read("db = \"sqlite:x.db\"\nlisen = \"127.0.0.1:1\"\n");
  ASSERT_FALSE(config);
  EXPECT_NE(config.error().note.find("line 2: unknown setting 'lisen'"), std::string::npos) << config.error().note;
}

TEST_F(ConfigFile, RefusesWrongTypesRangesAndAddresses) {
  for (const auto* bad :
       {"workers = \"two\"", "workers = -1", "hosts = [1]", "listen = \"8080\"", "listen = \"a:99999\"",
        "db = \"mysql:x\"", "base_url = \"https://x/\"", "base_url = \"ftp://x\"", "contact = \"office@example.org\"",
        "contact = \"mailto:a b@example.org\"", "listen = "}) {
    EXPECT_FALSE(read(bad)) << bad;
  }
}

TEST_F(ConfigFile, WhatIsPrintedReadsBackAndHidesThePassword) {
  auto config = *read(
      "listen = \"[::1]:81\"\nhosts = [\"catalyse.example\"]\nworkers = 3\npublisher = \"Ville de X\"\n"
      "contact = \"mailto:a@example.org\"\nforms_at_once = 30\nforms_per_second = 2\n"
      "link_checks = true\n");
  EXPECT_EQ(config.address(), "::1");
  EXPECT_EQ(config.port(), 81);
  const auto again = read(print_config(config));
  ASSERT_TRUE(again) << again.error().note;
  EXPECT_EQ(again->hosts, config.hosts);
  EXPECT_EQ(again->workers, 3U);
  EXPECT_EQ(again->forms_at_once, 30U);
  EXPECT_EQ(again->forms_per_second, 2U);
  EXPECT_EQ(again->publisher, "Ville de X");
  EXPECT_EQ(again->contact, "mailto:a@example.org");
  config.db = "postgresql://user:s3same@host/base";
  EXPECT_EQ(print_config(config).find("s3same"), std::string::npos);
}

}  // namespace
}  // namespace catalyse::app
