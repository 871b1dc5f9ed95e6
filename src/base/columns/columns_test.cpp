#include "columns.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstring>
#include <fstream>
#include <random>
#include <thread>

#include "layout.hpp"
#include "memory_folder.hpp"

namespace catalyse::columns {
namespace {

constexpr Kind kKind{"test", 3};

class Folder : public ::testing::Test {
 protected:
  Folder() { std::filesystem::create_directories(folder_); }
  ~Folder() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::filesystem::path path() const { return folder_ / "snapshot"; }

  void write_sample(std::uint32_t seed = 1) const {
    auto writer = Writer::create(path(), kKind);
    ASSERT_TRUE(writer);
    writer->add("numbers", std::vector<double>{1.5, -2, static_cast<double>(seed)});
    writer->add("nothing_between", std::vector<std::uint32_t>{});
    writer->add("codes", std::vector<std::string>{"01001", "", "Saint-Étienne"});
    writer->add("states", std::vector<std::uint8_t>{0, 1, 2, 3, 2});
    writer->add("years", std::vector<std::uint16_t>{2016, 2022});
    writer->add("ranks", std::vector<std::uint32_t>{4'000'000'000U});
    writer->add("people", std::vector<std::int64_t>{5'000'000'000, -1});
    writer->add("floats", std::vector<float>{0.25F});
    writer->add("nothing", std::vector<double>{});
    const auto done = writer->finish();
    ASSERT_TRUE(done) << done.error().note;
  }

  [[nodiscard]] std::string bytes() const {
    std::ifstream file(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void replace(const std::string& bytes) const { std::ofstream(path(), std::ios::binary) << bytes; }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder_), {}));
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() /
      ("columns_test_" + std::to_string(std::random_device{}()) + std::to_string(::getpid()));
};

TEST_F(Folder, GivesBackWhatWasWritten) {
  write_sample();
  const auto file = File::open(path(), kKind);
  ASSERT_TRUE(file) << file.error().note;
  EXPECT_EQ((*file->column<double>("numbers"))[1], -2);
  EXPECT_EQ((*file->column<std::uint32_t>("ranks"))[0], 4'000'000'000U);
  EXPECT_EQ((*file->column<std::int64_t>("people"))[0], 5'000'000'000);
  EXPECT_EQ(file->column<std::uint8_t>("states")->size(), 5U);
  EXPECT_EQ(file->column<double>("nothing", 0)->size(), 0U);
  const auto codes = *file->texts("codes", 3);
  EXPECT_EQ(codes[0], "01001");
  EXPECT_EQ(codes[1], "");
  EXPECT_EQ(codes[2], "Saint-Étienne");
  EXPECT_EQ(file->describe().size(), 9U);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(file->column<std::uint8_t>("states")->data()) % 64, 0U);
}

TEST_F(Folder, RefusesAColumnThatIsNotAsAsked) {
  write_sample();
  const auto file = File::open(path(), kKind);
  EXPECT_EQ(file->column<double>("absent").error().message_id, "columns.damaged");
  EXPECT_FALSE(file->column<float>("numbers"));
  EXPECT_FALSE(file->column<double>("numbers", 4));
  EXPECT_FALSE(file->texts("numbers"));
  EXPECT_FALSE(file->column<std::uint8_t>("codes"));
  EXPECT_FALSE(file->has("number"));
}

TEST_F(Folder, SeesEveryChangedByte) {
  write_sample();
  const std::string good = bytes();
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char flip : {'\x01', '\x80'}) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ flip);
      replace(bad);
      ASSERT_FALSE(File::open(path(), kKind)) << "byte " << i;
    }
  }
}

TEST_F(Folder, SeesEveryTruncationAndWhatIsAppended) {
  write_sample();
  const std::string good = bytes();
  for (std::size_t size = 0; size < good.size(); ++size) {
    replace(good.substr(0, size));
    ASSERT_FALSE(File::open(path(), kKind)) << size;
  }
  replace(good + '\0');
  EXPECT_FALSE(File::open(path(), kKind));
}

TEST_F(Folder, TellsAForeignFileFromADamagedOne) {
  write_sample();
  EXPECT_EQ(File::open(path(), {"test", 4}).error().message_id, "columns.foreign");
  EXPECT_EQ(File::open(path(), {"other", 3}).error().message_id, "columns.foreign");
  replace("SQLite format 3" + std::string(200, '\0'));
  EXPECT_EQ(File::open(path(), kKind).error().message_id, "columns.foreign");
  EXPECT_EQ(File::open(folder_ / "absent", kKind).error().kind, core::ErrorKind::unavailable);
  EXPECT_FALSE(File::open(folder_, kKind));
}

TEST_F(Folder, LeavesNothingBehindAWriterThatDoesNotFinish) {
  write_sample(1);
  {
    auto writer = Writer::create(path(), kKind);
    writer->add("numbers", std::vector<double>{9});
    EXPECT_EQ(files(), 2U);
  }
  EXPECT_EQ(files(), 1U);
  EXPECT_EQ((*File::open(path(), kKind)->column<double>("numbers"))[2], 1);
}

TEST_F(Folder, RemovesTheRestsOfAKilledWriterButNotThoseOfALivingOne) {
  std::ofstream(path().string() + ".part-killed") << "half a file";
  auto living = Writer::create(path(), kKind);
  EXPECT_EQ(files(), 1U);
  auto other = Writer::create(path(), kKind);
  EXPECT_EQ(files(), 2U);
  living->add("numbers", std::vector<double>{1});
  EXPECT_TRUE(living->finish());
  EXPECT_TRUE(other->finish());
}

TEST_F(Folder, KeepsAnOpenFileWhileItIsReplaced) {
  write_sample(1);
  const auto before = File::open(path(), kKind);
  write_sample(2);
  EXPECT_EQ((*before->column<double>("numbers"))[2], 1);
  EXPECT_EQ((*File::open(path(), kKind)->column<double>("numbers"))[2], 2);
}

TEST_F(Folder, RefusesNamesThatCouldNotBeReadBack) {
  for (const std::string& name : {std::string(), std::string(48, 'a'), std::string("a\0b", 3)}) {
    auto writer = Writer::create(path(), kKind);
    writer->add(name, std::vector<double>{1});
    EXPECT_EQ(writer->finish().error().message_id, "columns.write");
  }
  auto writer = Writer::create(path(), kKind);
  writer->add("twice", std::vector<double>{1});
  writer->add("twice", std::vector<double>{2});
  EXPECT_FALSE(writer->finish());
  EXPECT_EQ(files(), 0U);
}

TEST_F(Folder, SaysThatItsFolderCannotBeWritten) {
  EXPECT_EQ(Writer::create(folder_ / "absent" / "snapshot", kKind).error().message_id, "columns.write");
}

// A full disk, as a limit on the size of files: the former snapshot stays, nothing half written remains.
TEST_F(Folder, SurvivesAFullDisk) {
  write_sample(1);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto former = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit full{100'000, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &full), 0);
  auto writer = Writer::create(path(), kKind);
  writer->add("numbers", std::vector<double>(100'000, 2.0));
  const auto done = writer->finish();
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, former);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, core::ErrorKind::unavailable);
  EXPECT_EQ(files(), 1U);
  EXPECT_EQ((*File::open(path(), kKind)->column<double>("numbers"))[2], 1);
}

TEST_F(Folder, IsSafeWhenTextsPointOutside) {
  write_sample();
  const std::string good = bytes();
  const auto file = File::open(path(), kKind);
  const auto codes = *file->texts("codes");
  EXPECT_EQ(codes.size(), 3U);
  // The second offset of the text column, made larger than the next.
  const std::size_t at = good.find("01001") - 4 * sizeof(std::uint32_t) + sizeof(std::uint32_t);
  std::string bad = good;
  bad[at] = '\x7f';
  std::vector<std::byte> memory(bad.size() + kAlignment);
  auto* aligned =
      memory.data() + (kAlignment - reinterpret_cast<std::uintptr_t>(memory.data()) % kAlignment) % kAlignment;
  std::memcpy(aligned, bad.data(), bad.size());
  const auto result = File::over({aligned, bad.size()}, kKind, Check::structure);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().note.find("offsets of texts"), std::string::npos);
  std::memcpy(aligned + 1, good.data(), good.size());
  EXPECT_FALSE(File::over({aligned + 1, good.size()}, kKind, Check::structure));  // not aligned
}

TEST(MemoryFolder, IsThereWhileItLivesAndGoneAfter) {
  std::filesystem::path path;
  {
    const MemoryFolder folder;
    path = folder.path();
    ASSERT_TRUE(std::filesystem::is_directory(path));
    std::ofstream(path / "columns") << "x";
    EXPECT_TRUE(std::filesystem::exists(path / "columns"));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace catalyse::columns
