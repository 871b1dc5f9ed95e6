#include "generations.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

#include "corpus_for_test.hpp"

namespace catalyse::search {
namespace {

namespace fs = std::filesystem;
using testing::ask;
using testing::engine_of;
using testing::Folder;
using testing::source_of;

std::vector<fs::path> folders(const fs::path& in) {
  std::vector<fs::path> all;
  for (const auto& entry : fs::directory_iterator(in)) all.push_back(entry.path());
  return all;
}

TEST(Generations, StandFromOneStartToTheNext) {
  Folder folder;
  const auto sheets = testing::random_sheets(50, 1);
  EXPECT_GT(engine_of(folder, {source_of("un", sheets)}).report().at(0).seconds, 0);
  EXPECT_EQ(engine_of(folder, {source_of("un", sheets)}).report().at(0).seconds, 0);
}

TEST(Generations, AreMadeAgainAloneWhenAnyOfTheirFilesIsDamaged) {
  const auto sheets = testing::random_sheets(200, 1), others = testing::random_sheets(10, 2);
  for (const auto* file : {"terms.glass", "documents.col"}) {
    for (const auto how : {0, 1, 2}) {
      Folder folder;
      const auto before =
          testing::ids(ask(engine_of(folder, {source_of("un", sheets), source_of("deux", others)}), "école"));
      for (const auto& one : folders(folder.path())) {
        if (!one.filename().string().starts_with("un-")) continue;
        const auto path = one / file;
        if (how == 0) fs::remove(path);
        if (how == 1) fs::resize_file(path, fs::file_size(path) / 2);
        if (how == 2) {
          std::fstream bytes(path, std::ios::in | std::ios::out | std::ios::binary);
          bytes.seekp(static_cast<std::streamoff>(fs::file_size(path) / 2));
          bytes.write("\x5a\xa5\x5a\xa5", 4);
        }
      }
      const auto mended = engine_of(folder, {source_of("un", sheets), source_of("deux", others)});
      EXPECT_GT(mended.report().at(0).seconds, 0) << file << how;
      EXPECT_EQ(mended.report().at(1).seconds, 0) << "the other source stands";
      EXPECT_EQ(testing::ids(ask(mended, "école")), before);
    }
  }
}

TEST(Generations, LeaveOneFolderASourceAndSpareOthersWithALikeName) {
  Folder folder;
  const auto sheets = testing::random_sheets(20, 1);
  (void)engine_of(folder, {source_of("un", sheets), source_of("un-autre", sheets)});
  (void)engine_of(folder, {source_of("un", sheets, "2"), source_of("un-autre", sheets)});
  EXPECT_EQ(folders(folder.path()).size(), 2U);
  EXPECT_EQ(engine_of(folder, {source_of("un", sheets, "2"), source_of("un-autre", sheets)}).report().at(1).seconds, 0);
}

TEST(Generations, SurviveAKillAtAnyMoment) {
  Folder folder;
  const auto sheets = testing::random_sheets(3000, 1);
  for (int after = 1; after < 60; after += 6) {
    const auto child = ::fork();
    if (child == 0) {
      auto engine = engine_of(folder, {source_of("un", sheets)});
      for (;;) (void)engine.reindex();
    }
    ::usleep(static_cast<useconds_t>(after) * 4000);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const auto engine = engine_of(folder, {source_of("un", sheets)});
    EXPECT_EQ(ask(engine, "").total, 3000U);
    EXPECT_EQ(folders(folder.path()).size(), 1U) << "nothing is left lying about";
  }
}

TEST(Generations, GoOnInMemoryWhereNothingCanBeWritten) {
  const auto sheets = testing::random_sheets(50, 1);
  std::string said;
  EngineOptions options;
  options.folder = "/proc/nowhere";
  options.sources = {source_of("un", sheets)};
  options.log = [&](std::string_view line) { (said += line) += '\n'; };
  auto engine = Engine::open(std::move(options));
  ASSERT_TRUE(engine);
  EXPECT_EQ(ask(*engine, "").total, 50U);
  EXPECT_EQ(ask(*engine, "\"école mairie\" école").understood.absent.size(), 0U) << "phrases are read from it too";
  EXPECT_TRUE(engine->healthy());
  EXPECT_NE(said.find("un is kept in memory"), std::string::npos) << said;
  const auto again = engine->reindex();
  ASSERT_FALSE(again) << "who asks for an index on disk is told that there is none";
  EXPECT_EQ(again.error().kind, core::ErrorKind::unavailable);
  EXPECT_EQ(ask(*engine, "").total, 50U);
}

TEST(Generations, OfOneSourceAreMadeAgainWithoutTouchingTheOthers) {
  Folder folder;
  auto sheets = testing::random_sheets(30, 1);
  const auto others = testing::random_sheets(10, 2);
  std::string version = "1", other_version = "1";
  auto one = source_of("un", sheets), other = source_of("autre", others);
  one.version = [&] { return version; };
  other.version = [&] { return other_version; };
  other.live = true;
  auto engine = engine_of(folder, {one, other});
  sheets.push_back(sheets.front());
  sheets.back().id = "neuf";
  version = other_version = "2";
  ASSERT_TRUE(engine.refresh("un"));
  EXPECT_EQ(ask(engine, "").total, 41U);
  EXPECT_EQ(folders(folder.path()).size(), 2U);
  EXPECT_EQ(engine.report().at(1).seconds > 0, true) << "made when it was opened";
  const auto before = engine.version();
  ASSERT_TRUE(engine.refresh("un"));
  EXPECT_EQ(engine.version(), before) << "nothing changed";
  ASSERT_TRUE(engine.refresh_live());
  EXPECT_NE(engine.version(), before) << "the live one was behind";
  const auto absent = engine.refresh("absent");
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().kind, core::ErrorKind::not_found);
}

TEST(Generations, StayWhenTheirSourceCannotBeRead) {
  Folder folder;
  const auto sheets = testing::random_sheets(30, 1);
  auto source = source_of("un", sheets);
  bool away = false;
  source.version = [&]() -> std::string {
    if (away) throw std::runtime_error("the record is away");
    return "1";
  };
  auto engine = engine_of(folder, {source});
  away = true;
  const auto renewed = engine.refresh("un");
  ASSERT_FALSE(renewed);
  EXPECT_EQ(renewed.error().note, "the record is away");
  EXPECT_EQ(ask(engine, "").total, 30U);
}

TEST(Generations, ReadersOfAFormerOneGoOnConcurrently) {
  Folder folder;
  const auto sheets = testing::random_sheets(400, 3);
  auto engine = engine_of(folder, {source_of("un", sheets)});
  const auto expected = ask(engine, "école").total;
  std::atomic<bool> stop{false};
  std::atomic<int> asked{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        EXPECT_EQ(ask(engine, "école \"rénovation mairie\"").hits.empty(), false);
        EXPECT_EQ(ask(engine, "école").total, expected);
        ++asked;
      }
    });
  }
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(engine.reindex());
  while (asked < 10) std::this_thread::yield();
  stop = true;
  for (auto& reader : readers) reader.join();
  EXPECT_TRUE(engine.healthy());
}

}  // namespace
}  // namespace catalyse::search
