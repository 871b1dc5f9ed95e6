#include "threads.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace catalyse::geo {
namespace {

void work_in(Tasks& tasks, unsigned threads) {
  std::vector<std::jthread> others;
  for (unsigned t = 0; t < threads; ++t) others.emplace_back([&] { tasks.work(); });
}

TEST(TasksConcurrent, AreAllDoneAlsoThoseThatTasksAdd) {
  Tasks tasks;
  std::atomic<int> done = 0;
  for (int i = 0; i < 50; ++i)
    tasks.add([&] {
      for (int k = 0; k < 20; ++k) tasks.add([&] { ++done; });
      ++done;
    });
  tasks.close();
  work_in(tasks, 4);
  tasks.rethrow();
  EXPECT_EQ(done, 50 * 21);
}

TEST(TasksConcurrent, WhatOneThrowsEndsTheWorkOfAll) {
  for (const unsigned threads : {1U, 3U}) {
    Tasks tasks;
    std::atomic<int> done = 0;
    for (int i = 0; i < 1000; ++i) tasks.add([&] { ++done; });
    tasks.add([] { throw std::runtime_error("no room"); });  // the last added is the first taken
    work_in(tasks, threads);                                 // returns although nobody closed
    if (threads == 1) EXPECT_EQ(done, 0);
    EXPECT_THROW(tasks.rethrow(), std::runtime_error);
  }
}

TEST(ShareOut, DoesEachOnceInAnyNumberOfThreads) {
  for (const unsigned threads : {1U, 2U, 7U}) {
    std::vector<int> times(100, 0);
    share_out(times.size(), threads, [&](std::size_t i) { ++times[i]; });
    EXPECT_EQ(times, std::vector<int>(100, 1)) << threads;
  }
}

}  // namespace
}  // namespace catalyse::geo
