// Differences between the fast method and the reference, in words; empty when they agree as method.md §6 asks:
// distances and contributions to 1e-9, percentiles and ranks exactly, the same peers but for places at the same
// distance to 1e-9.
#pragma once

#include <string>
#include <vector>

#include "observatory.hpp"

namespace catalyse::observatory::reference {

[[nodiscard]] std::vector<std::string> differences(const Peers& fast, const Peers& plain);
[[nodiscard]] std::vector<std::string> differences(const Dossier& fast, const Dossier& plain);
[[nodiscard]] std::vector<std::string> differences(const std::vector<Trend>& fast, const std::vector<Trend>& plain);

// How much a comparison looked at.
struct Compared {
  std::size_t places = 0, readings = 0, values = 0, standings = 0, intervals = 0, peers = 0, scores = 0, findings = 0,
              trend_points = 0;
  void add(const Dossier& dossier, const std::vector<Trend>& trends);
  [[nodiscard]] std::string text() const;
};

}  // namespace catalyse::observatory::reference
