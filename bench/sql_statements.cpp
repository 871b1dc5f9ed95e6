// The questions, as one would write them with the right indexes: every count is a range of an index that holds all it
// needs, the sizes of the groups are kept in both cases.
#include "sql_engine.hpp"

namespace catalyse::bench {
namespace {

constexpr std::string_view kComputed = R"(
SELECT f.indicator, f.state, f.value, f.numerator, f.denominator, d.value, r.value, c.value, s.size,
  (SELECT count(*) FROM figure o WHERE o.indicator = f.indicator AND o.harm < f.harm),
  (SELECT count(*) FROM figure o WHERE o.indicator = f.indicator AND o.harm = f.harm),
  g.size,
  (SELECT count(*) FROM figure o WHERE o.indicator = f.indicator AND o.departement = f.departement AND o.harm < f.harm),
  (SELECT count(*) FROM figure o WHERE o.indicator = f.indicator AND o.departement = f.departement AND o.harm = f.harm)
FROM figure f
JOIN tally_size s ON s.departement = -1 AND s.indicator = f.indicator
LEFT JOIN tally_size g ON g.departement = f.departement AND g.indicator = f.indicator
LEFT JOIN reference d ON d.place = f.departement AND d.indicator = f.indicator
LEFT JOIN reference r ON r.place = f.region AND r.indicator = f.indicator
LEFT JOIN reference c ON c.place = -1 AND c.indicator = f.indicator
WHERE f.place = $1 ORDER BY f.indicator)";

std::string kept_readings() {
  std::string facts;
  for (const auto name : kFactNames) facts += ", t." + std::string(name);
  return "SELECT f.indicator, f.state, f.value, f.numerator, f.denominator, d.value, r.value, c.value" + facts + R"(
FROM figure f
JOIN standing t ON t.place = f.place AND t.indicator = f.indicator
LEFT JOIN reference d ON d.place = f.departement AND d.indicator = f.indicator
LEFT JOIN reference r ON r.place = f.region AND r.indicator = f.indicator
LEFT JOIN reference c ON c.place = -1 AND c.indicator = f.indicator
WHERE f.place = $1 ORDER BY f.indicator)";
}

constexpr std::string_view kScores = R"(
SELECT theme, score, peers_score, reliability, present, expected FROM theme_score WHERE place = $1 ORDER BY theme)";

constexpr std::string_view kFound = R"(
SELECT list, reading, theme FROM finding WHERE place = $1 ORDER BY list, position)";

constexpr std::string_view kNearest = R"(
SELECT peer, distance, share_0, share_1, share_2, share_3, share_4, share_5, share_6, share_7, share_8, share_9, share_10, share_11
FROM peer WHERE place = $1 ORDER BY position)";

constexpr std::string_view kValuesOfPeers = R"(
SELECT o.indicator, o.value FROM peer p JOIN figure o ON o.place = p.peer
WHERE p.place = $1 AND o.harm IS NOT NULL ORDER BY p.position)";

constexpr std::string_view kTallyOfPeers = R"(
SELECT f.indicator, count(*), sum(CASE WHEN o.harm < f.harm THEN 1 ELSE 0 END), sum(CASE WHEN o.harm = f.harm THEN 1 ELSE 0 END)
FROM figure f JOIN peer p ON p.place = f.place JOIN figure o ON o.place = p.peer AND o.indicator = f.indicator
WHERE f.place = $1 AND o.harm IS NOT NULL GROUP BY f.indicator ORDER BY f.indicator)";

}  // namespace

const std::vector<Statement>& statements(Ranks ranks) {
  static const std::vector<Statement> computed{{kReadings, std::string(kComputed)},
                                               {kPeers, std::string(kNearest)},
                                               {kPeerValues, std::string(kValuesOfPeers)},
                                               {kAmongPeers, std::string(kTallyOfPeers)}};
  static const std::vector<Statement> kept{{kReadings, kept_readings()},
                                           {kPeers, std::string(kNearest)},
                                           {kPeerValues, std::string(kValuesOfPeers)},
                                           {kThemes, std::string(kScores)},
                                           {kFindings, std::string(kFound)}};
  return ranks == Ranks::computed ? computed : kept;
}

const std::vector<std::string_view>& indexes() {
  static const std::vector<std::string_view> all{"CREATE INDEX figure_harm ON figure (indicator, harm)",
                                                 "CREATE INDEX figure_group ON figure (indicator, departement, harm)"};
  return all;
}

}  // namespace catalyse::bench
