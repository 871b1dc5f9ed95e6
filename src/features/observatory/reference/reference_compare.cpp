#include "reference_compare.hpp"

#include <algorithm>
#include <cmath>

namespace catalyse::observatory::reference {
namespace {

constexpr double kNear = 1e-9;

class Report {
 public:
  void same(const std::string& what, bool agree) {
    if (!agree) list_.push_back(what);
  }
  void near(const std::string& what, double a, double b) {
    const double scale = std::max({1.0, std::abs(a), std::abs(b)});
    if (!(std::abs(a - b) <= kNear * scale))
      list_.push_back(what + ": " + std::to_string(a) + " and " + std::to_string(b));
  }
  void near(const std::string& what, const std::optional<double>& a, const std::optional<double>& b) {
    same(what + " is there", a.has_value() == b.has_value());
    if (a && b) near(what, *a, *b);
  }
  std::vector<std::string> take() { return std::move(list_); }

 private:
  std::vector<std::string> list_;
};

void compare(Report& report, const std::string& what, const std::optional<Standing>& a,
             const std::optional<Standing>& b) {
  report.same(what + " is there", a.has_value() == b.has_value());
  if (!a || !b) return;
  report.same(what + " percentile", a->percentile == b->percentile);
  report.same(what + " size", a->size == b->size);
  report.same(what + " rank", a->rank == b->rank);
  report.same(what + " rank interval", a->rank_low == b->rank_low && a->rank_high == b->rank_high);
  report.same(what + " ties", a->equal == b->equal && a->more_fragile_than == b->more_fragile_than);
}

bool same(const Cell& a, const Cell& b) {
  return a.state == b.state && a.value == b.value && a.estimated == b.estimated && a.numerator == b.numerator &&
         a.denominator == b.denominator;
}

void compare(Report& report, const Reading& a, const Reading& b) {
  const std::string what = "indicator " + std::to_string(a.indicator) + " ";
  report.same(what + "order", a.indicator == b.indicator && a.year == b.year && a.vintage == b.vintage &&
                                  a.summed == b.summed && a.limited == b.limited);
  report.same(what + "cell", same(a.cell, b.cell));
  report.same(what + "reliability", a.reliability == b.reliability);
  report.same(what + "interval is there", a.interval.has_value() == b.interval.has_value());
  if (a.interval && b.interval) {
    report.near(what + "interval low", a.interval->low, b.interval->low);
    report.near(what + "interval high", a.interval->high, b.interval->high);
  }
  compare(report, what + "in France", a.in_france, b.in_france);
  compare(report, what + "among peers", a.among_peers, b.among_peers);
  compare(report, what + "in its département", a.in_departement, b.in_departement);
  report.same(what + "close peers", a.close_less == b.close_less && a.close_more == b.close_more);
  report.same(what + "values of peers", a.peer_values == b.peer_values);
  report.same(what + "spread is there", a.peers_spread.has_value() == b.peers_spread.has_value());
  if (a.peers_spread && b.peers_spread) {
    for (const auto member : {&Spread::p5, &Spread::p25, &Spread::p50, &Spread::p75, &Spread::p95}) {
      report.near(what + "spread", *a.peers_spread.*member, *b.peers_spread.*member);
    }
  }
  report.near(what + "département", a.departement_value, b.departement_value);
  report.near(what + "région", a.region_value, b.region_value);
  report.near(what + "France", a.france_value, b.france_value);
  report.same(what + "France is a median", a.france_is_median == b.france_is_median);
  report.near(what + "gap", a.gap_z, b.gap_z);
}

void compare(Report& report, const std::string& what, const std::vector<Finding>& a, const std::vector<Finding>& b) {
  report.same(what, std::ranges::equal(a, b, [](const Finding& x, const Finding& y) {
                return x.reading == y.reading && x.theme == y.theme;
              }));
}

void compare(Report& report, const Peers& fast, const Peers& plain) {
  report.same("reduced", fast.reduced == plain.reduced);
  report.same("reason without peers", fast.reason_without == plain.reason_without);
  report.same("variables", fast.variables == plain.variables);
  report.same("weights", fast.weights == plain.weights);
  report.same("k", fast.k == plain.k);
  report.same("number of peers", fast.list.size() == plain.list.size());
  for (std::size_t i = 0; i < std::min(fast.list.size(), plain.list.size()); ++i) {
    const Peer& a = fast.list[i];
    const Peer& b = plain.list[i];
    const std::string what = "peer " + std::to_string(i) + " ";
    report.near(what + "distance", a.distance, b.distance);
    double sum = 0;
    for (const Contribution& part : a.contributions) sum += part.share;
    report.same(what + "contributions sum to the squared distance", std::abs(sum - a.distance * a.distance) <= kNear);
    if (a.place != b.place) continue;  // at the same distance, already checked
    report.same(what + "contributions", a.contributions.size() == b.contributions.size());
    for (const Contribution& part : a.contributions) {
      const auto other = std::ranges::find(b.contributions, part.variable, &Contribution::variable);
      report.same(what + "contribution is there", other != b.contributions.end());
      if (other != b.contributions.end()) report.near(what + "contribution", part.share, other->share);
    }
  }
  for (const Peer& peer : fast.list) {
    const bool shared = std::ranges::find(plain.list, peer.place, &Peer::place) != plain.list.end();
    const bool tied = !plain.list.empty() && std::abs(peer.distance - plain.list.back().distance) <= kNear;
    report.same("place " + std::to_string(peer.place) + " among the nearest", shared || tied);
  }
}

}  // namespace

std::vector<std::string> differences(const Peers& fast, const Peers& plain) {
  Report report;
  compare(report, fast, plain);
  return report.take();
}

std::vector<std::string> differences(const Dossier& fast, const Dossier& plain) {
  Report report;
  compare(report, fast.peers, plain.peers);
  report.same("number of readings", fast.readings.size() == plain.readings.size());
  for (std::size_t i = 0; i < std::min(fast.readings.size(), plain.readings.size()); ++i) {
    compare(report, fast.readings[i], plain.readings[i]);
  }
  report.same("number of themes", fast.themes.size() == plain.themes.size());
  for (std::size_t i = 0; i < std::min(fast.themes.size(), plain.themes.size()); ++i) {
    const std::string what = "theme " + std::to_string(i) + " ";
    report.near(what + "score", fast.themes[i].score, plain.themes[i].score);
    report.near(what + "score among peers", fast.themes[i].peers_score, plain.themes[i].peers_score);
    report.same(what + "reliability", fast.themes[i].reliability == plain.themes[i].reliability);
    report.same(what + "present", fast.themes[i].present == plain.themes[i].present &&
                                      fast.themes[i].expected == plain.themes[i].expected);
  }
  compare(report, "what distinguishes", fast.distinguishes, plain.distinguishes);
  compare(report, "what is shared", fast.shared, plain.shared);
  compare(report, "what is better", fast.better, plain.better);
  return report.take();
}

std::vector<std::string> differences(const std::vector<Trend>& fast, const std::vector<Trend>& plain) {
  Report report;
  report.same("number of trends", fast.size() == plain.size());
  for (std::size_t i = 0; i < std::min(fast.size(), plain.size()); ++i) {
    report.same("trend of indicator " + std::to_string(fast[i].indicator),
                fast[i].indicator == plain[i].indicator &&
                    std::ranges::equal(fast[i].points, plain[i].points, [](const TrendPoint& a, const TrendPoint& b) {
                      return a.year == b.year && same(a.cell, b.cell);
                    }));
  }
  return report.take();
}

void Compared::add(const Dossier& dossier, const std::vector<Trend>& trends) {
  ++places;
  readings += dossier.readings.size();
  for (const Reading& reading : dossier.readings) {
    values += reading.cell.state == State::present ? 1U : 0U;
    intervals += reading.interval ? 1U : 0U;
    for (const auto* standing : {&reading.in_france, &reading.among_peers, &reading.in_departement})
      standings += *standing ? 1U : 0U;
  }
  peers += dossier.peers.list.size();
  scores += dossier.themes.size();
  findings += dossier.distinguishes.size() + dossier.shared.size() + dossier.better.size();
  for (const Trend& trend : trends) trend_points += trend.points.size();
}

std::string Compared::text() const {
  const auto counted = [](std::size_t n, const char* what) { return std::to_string(n) + " " + what; };
  return counted(places, "places, ") + counted(readings, "readings (") + counted(values, "values, ") +
         counted(standings, "standings, ") + counted(intervals, "intervals), ") + counted(peers, "peers, ") +
         counted(scores, "scores, ") + counted(findings, "findings, ") + counted(trend_points, "points of trends");
}

}  // namespace catalyse::observatory::reference
