// What a benchmark program prints: a line of JSON {name, value, unit, peer, peer_value, ratio, spread} for each
// measure. `ratio` is above 1 when ours is better than the peer; `spread` are its lowest and highest round.
#pragma once

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace catalyse::bench {

using Clock = std::chrono::steady_clock;

inline double milliseconds(Clock::time_point since) {
  return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

inline double quantile(std::vector<double> values, double p) {
  std::ranges::sort(values);
  return values.at(static_cast<std::size_t>(p * static_cast<double>(values.size() - 1)));
}

inline void print(boost::json::object line) {
  for (const auto* key : {"peer", "peer_value", "ratio", "spread"}) {
    if (!line.contains(key)) line[key] = nullptr;
  }
  std::printf("%s\n", boost::json::serialize(line).c_str());
  std::fflush(stdout);
}

// Times of several questions, asked in several rounds. What the machine does meanwhile is not ours to measure: a
// question counts with its fastest round. The rounds, each by itself, say how far that can be trusted.
class Times {
 public:
  explicit Times(std::size_t questions) : best_(questions, std::numeric_limits<double>::infinity()) {}

  void next_round() { rounds_.emplace_back(); }
  template <class F>
  void take(std::size_t question, F&& work) {
    const auto start = Clock::now();
    work();
    add(question, milliseconds(start));
  }
  void add(std::size_t question, double time) {
    rounds_.back().push_back(time);
    best_[question] = std::min(best_[question], time);
  }
  [[nodiscard]] double at(double p) const { return quantile(best_, p); }
  [[nodiscard]] std::vector<double> rounds(double p) const {
    std::vector<double> all;
    for (const auto& round : rounds_) all.push_back(quantile(round, p));
    return all;
  }

 private:
  std::vector<double> best_;
  std::vector<std::vector<double>> rounds_;
};

struct Versus {
  std::string name;  // of the measure
  std::string peer;  // who, how
  double quantile = 0.5;
};

// Both sides of one measure, in milliseconds, from rounds taken in turns.
inline void print(const Versus& versus, const Times& ours, const Times& theirs) {
  const double value = ours.at(versus.quantile), other = theirs.at(versus.quantile);
  const auto own_rounds = ours.rounds(versus.quantile), other_rounds = theirs.rounds(versus.quantile);
  double low = other / value, high = low;
  for (std::size_t round = 0; round < std::min(own_rounds.size(), other_rounds.size()); ++round) {
    low = std::min(low, other_rounds[round] / own_rounds[round]);
    high = std::max(high, other_rounds[round] / own_rounds[round]);
  }
  print({{"name", versus.name},
         {"value", value},
         {"unit", "ms"},
         {"peer", versus.peer},
         {"peer_value", other},
         {"ratio", other / value},
         {"spread", {low, high}}});
}

}  // namespace catalyse::bench
