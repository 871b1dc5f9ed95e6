// Many readers and writers at once. Run under ThreadSanitizer too (label concurrency).
#include <atomic>
#include <thread>

#include "things.hpp"

namespace catalyse::db {
namespace {

using namespace things;

TEST(Threads, ConcurrentReadersSeeWholeTransactionsOfOneWriter) {
  testing::each_database(kMigrations, [](Database& db) {
    constexpr Integer kCommits = 60;
    std::atomic<bool> done = false;
    std::atomic<int> torn = 0, looks = 0;
    std::vector<std::thread> readers;
    for (int r = 0; r < 2; ++r) {
      readers.emplace_back([&] {
        while (!done) {
          db.read([&](Transaction& t) {
            const auto first = std::get<0>(t.rows<Integer>("SELECT count(*) FROM thing").at(0));
            const auto second = std::get<0>(t.rows<Integer>("SELECT count(*) FROM thing WHERE id >= 0").at(0));
            torn += first != second || first % 3 != 0;
            ++looks;
          });
        }
      });
    }
    for (Integer i = 0; i < kCommits; ++i) {
      ASSERT_TRUE(db.write([&](Transaction& t) -> core::Result<void> {
        for (Integer k = 0; k < 3; ++k) t.execute(kAdd, {3 * i + k, std::to_string(3 * i + k), Value{}, Value{}});
        return {};
      }));
    }
    while (looks == 0) std::this_thread::yield();
    done = true;
    for (auto& reader : readers) reader.join();
    EXPECT_EQ(torn, 0);
    EXPECT_EQ(count(db), 3 * kCommits);
  });
}

TEST(Threads, ConcurrentWritersTakeTurns) {
  testing::each_database(kMigrations, [](Database& db) {
    ASSERT_TRUE(add(db, 1, "counter", Integer{0}));
    std::vector<std::thread> writers;
    std::atomic<int> refused = 0;
    for (int w = 0; w < 4; ++w) {
      writers.emplace_back([&] {
        for (int i = 0; i < 25; ++i) {
          refused += !db.write([](Transaction& t) -> core::Result<void> {
            const auto value = std::get<0>(t.rows<Integer>("SELECT size FROM thing WHERE id = 1").at(0));
            t.execute("UPDATE thing SET size = :size WHERE id = 1", {value + 1});
            return {};
          });
        }
      });
    }
    for (auto& writer : writers) writer.join();
    EXPECT_EQ(refused, 0);
    EXPECT_EQ(std::get<2>(all(db).at(0)), 100);
  });
}

TEST(Threads, ConcurrentReadersBeyondThePoolWaitForTheirTurn) {
  testing::each_database(kMigrations, [](Database& db) {
    std::vector<std::thread> readers;
    std::atomic<int> served = 0;
    for (int r = 0; r < 40; ++r) {
      readers.emplace_back([&] { db.read([&](Transaction& t) { served += !t.rows<Integer>("SELECT 1").empty(); }); });
    }
    for (auto& reader : readers) reader.join();
    EXPECT_EQ(served, 40);
  });
}

}  // namespace
}  // namespace catalyse::db
