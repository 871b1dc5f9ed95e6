// What the search is measured beside: the same documents, the same words wanted together, the same five counts and the
// same twenty best, each engine in its own best way.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace catalyse::bench {

struct Thing {
  std::string id, title, body, names, departement, programme, year, file, kind;
};

inline constexpr std::array<std::string_view, 5> kCounted{"kind", "programme", "year", "dep", "file"};
inline constexpr std::size_t kBest = 20, kValues = 12;

// What an engine answered: enough to compare engines with each other.
struct Told {
  std::size_t best = 0;     // titles given
  std::size_t counted = 0;  // sum of the counts by kind: every match has one
};

class Peer {
 public:
  virtual ~Peer() = default;
  [[nodiscard]] virtual std::string name() const = 0;
  // `words`: folded (lower case, no accents), between spaces.
  virtual Told ask(const std::string& words) = 0;
};

// In memory.
[[nodiscard]] std::unique_ptr<Peer> open_fts5(const std::vector<Thing>& things);
// One prepared query; its words in a GIN index.
[[nodiscard]] std::unique_ptr<Peer> open_postgresql(const std::string& url, const std::vector<Thing>& things);

}  // namespace catalyse::bench
