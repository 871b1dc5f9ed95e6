// Counters of one io thread. Only that thread adds; any thread may read, and sums them.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace catalyse::http {

enum class Ended : std::uint8_t { slow_header, slow_body, slow_reader, idle };
inline constexpr std::size_t kEndedCount = 4;

class Counters {
 public:
  using Micros = std::chrono::microseconds;
  static constexpr std::array<std::int64_t, 9> kBuckets{100,    250,     1'000,     2'500,     10'000,
                                                        25'000, 100'000, 1'000'000, 10'000'000};

  void count(unsigned status, Micros time, std::uint64_t bytes);
  void count(Ended reason) { add(ended_[static_cast<std::size_t>(reason)], 1); }
  void count_accepted() { add(accepted_, 1); }
  void count_refused() { add(refused_, 1); }
  void count_overload() { add(overloads_, 1); }

  void add_to(Counters& sum) const;
  // Prometheus text; the gauges are given.
  [[nodiscard]] std::string text(std::size_t connections, std::size_t queue) const;

 private:
  using Counter = std::atomic<std::uint64_t>;
  static void add(Counter& counter, std::uint64_t n) {
    counter.store(counter.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }

  std::array<Counter, 600> by_status_{};
  std::array<Counter, kBuckets.size() + 1> by_time_{};
  Counter micros_ = 0;
  Counter bytes_ = 0;
  Counter accepted_ = 0;
  Counter refused_ = 0;
  Counter overloads_ = 0;
  std::array<Counter, kEndedCount> ended_{};
};

}  // namespace catalyse::http
