#include "series_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "method_rules.hpp"

namespace catalyse::observatory {
namespace {

using core::Level;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

bool known(double number) { return !std::isnan(number); }

// The shortest decimal that reads back as the same number.
std::string number_text(double number) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

// Columns of an expression, found once.
class Sum {
 public:
  Sum(const std::optional<Expression>& expression, const Table& table) {
    if (!expression) return;
    for (const Term& term : expression->terms()) {
      terms_.emplace_back(term.sign, table.column(term.column));
      if (const auto* said = table.said(term.column)) said_.push_back(said);
    }
  }
  [[nodiscard]] bool asked() const { return !terms_.empty(); }
  // NaN when a term is blank.
  [[nodiscard]] double at(std::uint32_t row) const {
    if (!asked()) return kNone;
    double sum = 0;
    for (const auto& [sign, column] : terms_) sum += sign * (*column)[row];
    return sum;
  }
  // Why there is no number at a row, where the file itself says so: the first word that stands there.
  [[nodiscard]] std::optional<State> why(std::uint32_t row) const {
    for (const auto* said : said_)
      if ((*said)[row]) return (*said)[row];
    return std::nullopt;
  }

 private:
  std::vector<std::pair<double, const std::vector<double>*>> terms_;
  std::vector<const std::vector<std::optional<State>>*> said_;
};

class Computation {
 public:
  Computation(const SeriesPlan& plan, const ValueRule& rule, const Alignment& alignment, ingest::FileReport& report)
      : plan_(plan),
        rule_(rule),
        alignment_(alignment),
        ground_(alignment.ground()),
        value_(plan.value, alignment.table()),
        numerator_(plan.numerator, alignment.table()),
        denominator_(plan.denominator, alignment.table()) {
    judge_rows(report);
  }
  [[nodiscard]] std::vector<Observation> run() const {
    if (!plan_.from) return at_level(plan_.level);
    return above(at_level(*plan_.from));
  }

 private:
  void judge_rows(ingest::FileReport& report);
  [[nodiscard]] std::string_view refusal(std::uint32_t row, std::string_view& column, double& shown) const;
  [[nodiscard]] std::string_view out_of_range(double value) const;
  [[nodiscard]] std::vector<Observation> at_level(Level level) const;
  void add_cities(std::vector<Observation>& communes) const;
  [[nodiscard]] Observation from_row(std::uint32_t row) const;
  [[nodiscard]] State why(std::uint32_t row) const;
  [[nodiscard]] Observation from_parts(const Parts& parts) const;
  [[nodiscard]] bool outside(const GroundPlace& place, Level level) const;
  [[nodiscard]] Observation total(std::span<const Observation> all, std::span<const std::uint32_t> members,
                                  Level level) const;
  [[nodiscard]] std::vector<Observation> above(const std::vector<Observation>& below) const;
  [[nodiscard]] bool counted() const { return numerator_.asked() && denominator_.asked(); }
  [[nodiscard]] Observation blank(State state) const { return {state, false, kNone, kNone, kNone}; }
  [[nodiscard]] double derived(double numerator, double denominator) const {
    return denominator == 0 ? kNone : plan_.rate(numerator, denominator);
  }

  const SeriesPlan& plan_;
  const ValueRule& rule_;
  const Alignment& alignment_;
  const Ground& ground_;
  Sum value_, numerator_, denominator_;
  std::vector<bool> refused_;  // by row
};

std::string_view Computation::out_of_range(double value) const {
  if (!std::isfinite(value)) return "not a finite number";
  // A balance, such as births less deaths, may be negative; a share may not.
  const bool balance = rule_.range == ValueRule::Range::not_negative && plan_.numerator && plan_.numerator->subtracts();
  if (rule_.range != ValueRule::Range::any && !balance && value < 0) return "below zero";
  if (rule_.range == ValueRule::Range::share && value > 100) return "a share above 100 %";
  return {};
}

std::string_view Computation::refusal(std::uint32_t row, std::string_view& column, double& shown) const {
  const double numerator = numerator_.at(row), denominator = denominator_.at(row), value = value_.at(row);
  const auto name = [](const std::optional<Expression>& e) { return std::string_view(e->terms().front().column); };
  if (known(denominator) && denominator < 0) {
    column = name(plan_.denominator), shown = denominator;
    return "a denominator below zero";
  }
  if (known(value)) {
    column = name(plan_.value), shown = value;
    return out_of_range(value * plan_.rate.factor);
  }
  if (!known(numerator) || !known(denominator) || denominator == 0) return {};
  column = name(plan_.numerator), shown = numerator;
  return out_of_range(plan_.rate(numerator, denominator));
}

void Computation::judge_rows(ingest::FileReport& report) {
  const Table& table = alignment_.table();
  refused_.resize(table.codes.size());
  const Level level = plan_.from.value_or(plan_.level);
  for (std::uint32_t row = 0; row < table.codes.size(); ++row) {
    // A row of another level of the same table is judged with that level's series.
    if (level == Level::arrondissement ? !alignment_.of_arrondissement(row) : alignment_.of_arrondissement(row))
      continue;
    std::string_view column;
    double shown = 0;
    const std::string_view why = refusal(row, column, shown);
    if (why.empty()) continue;
    refused_[row] = true;
    report.refuse(table.lines[row], column, number_text(shown), std::string(why) + " (" + plan_.indicator + ")");
  }
}

Observation Computation::from_row(std::uint32_t row) const {
  if (refused_[row]) return blank(State::missing);
  Observation o{State::present, false, value_.at(row) * plan_.rate.factor, numerator_.at(row), denominator_.at(row)};
  if (!value_.asked())
    o.value = known(o.numerator) && known(o.denominator) ? derived(o.numerator, o.denominator) : kNone;
  if (known(o.value)) return o;
  // A rate without denominator does not exist, but its counts still add up above.
  return {why(row), false, kNone, o.numerator, o.denominator};
}

State Computation::why(std::uint32_t row) const {
  for (const Sum* sum : {&value_, &numerator_, &denominator_})
    if (const auto said = sum->why(row)) return *said;
  return rule_.blank;
}

Observation Computation::from_parts(const Parts& parts) const {
  const bool whole = std::ranges::all_of(parts.list, [](const Part& part) { return part.weight == 1; });
  if (!parts.joined && parts.list.size() == 1) {
    Observation o = from_row(parts.list.front().row);
    if (whole || o.state != State::present) return o;
    // A part of a former commune: its rate is supposed to be the whole's, its quantities are shared by population.
    o.estimated = true;
    const double weight = parts.list.front().weight;
    o.numerator *= weight, o.denominator *= weight;
    if (rule_.adds_up) o.value *= weight;
    return o;
  }
  if (parts.broken || !(counted() || rule_.adds_up)) return blank(State::missing);
  Observation sum{State::present, !whole, 0, counted() ? 0 : kNone, counted() ? 0 : kNone};
  State lacking = rule_.blank;
  for (const Part& part : parts.list) {
    const Observation o = from_row(part.row);
    if (refused_[part.row]) return o;
    if (o.state == State::secret) lacking = State::secret;  // a part that is withheld withholds the whole
    if (counted()) {
      sum.numerator += part.weight * numerator_.at(part.row);
      sum.denominator += part.weight * denominator_.at(part.row);
    }
    sum.value += part.weight * o.value;
  }
  if (counted())
    sum.value = known(sum.numerator) && known(sum.denominator) ? derived(sum.numerator, sum.denominator) : kNone;
  return known(sum.value) ? sum : blank(lacking);
}

bool Computation::outside(const GroundPlace& place, Level level) const {
  return std::ranges::any_of(rule_.missing_in, [&](const std::string& where) {
    const auto colon = where.find(':');
    if (colon == std::string::npos) return where == place.departement;
    return where.compare(0, colon, core::level_name(level)) == 0 &&
           where.compare(colon + 1, std::string::npos, place.code) == 0;
  });
}

std::vector<Observation> Computation::at_level(Level level) const {
  std::vector<Observation> all;
  const auto& places = ground_.at(level);
  const auto& rows = alignment_.rows(level);
  all.reserve(places.size());
  for (std::uint32_t i = 0; i < places.size(); ++i) {
    const Parts* parts = level == Level::commune ? alignment_.parts(i) : nullptr;
    Observation o = parts != nullptr    ? from_parts(*parts)
                    : rows[i] == kNoRow ? blank(State::missing)
                                        : from_row(rows[i]);
    if (o.state != State::present && outside(places[i], level)) o.state = State::missing;
    all.push_back(o);
  }
  if (level == Level::commune) add_cities(all);
  return all;
}

// Paris, Lyon and Marseille, where the table has only their arrondissements.
void Computation::add_cities(std::vector<Observation>& communes) const {
  const auto& members = ground_.members_of(Level::commune, Level::arrondissement);
  std::vector<Observation> arrondissements;
  for (std::uint32_t i = 0; i < communes.size(); ++i) {
    if (members[i].empty() || alignment_.rows(Level::commune)[i] != kNoRow) continue;
    if (arrondissements.empty()) arrondissements = at_level(Level::arrondissement);
    communes[i] = total(arrondissements, members[i], Level::arrondissement);
  }
}

Observation Computation::total(std::span<const Observation> all, std::span<const std::uint32_t> members,
                               Level level) const {
  double population = 0, covered = 0;
  std::size_t present = 0;
  bool estimated = false;
  Observation sum{State::present, false, 0, 0, 0};
  for (const std::uint32_t member : members) {
    const Observation& o = all[member];
    const double inhabitants = ground_.at(level)[member].population;
    population += inhabitants;
    const bool counts = known(o.numerator) && known(o.denominator);
    const bool has = rule_.adds_up ? o.state == State::present : counts;
    // A commune without inhabitants, or where the thing counted does not exist, adds nothing and lacks nothing.
    if (!has && inhabitants != 0 && o.state != State::na) continue;
    ++present;
    covered += inhabitants;
    if (!has) continue;
    estimated = estimated || o.estimated;
    sum.value += o.value, sum.numerator += o.numerator, sum.denominator += o.denominator;
  }
  const bool enough =
      rule_.adds_up ? present == members.size() : population > 0 && covered >= kMethod.coverage * population;
  if (members.empty() || !enough) return blank(State::missing);
  sum.estimated = estimated;
  if (!counted()) sum.numerator = sum.denominator = kNone;
  if (!rule_.adds_up) sum.value = derived(sum.numerator, sum.denominator);
  return known(sum.value) ? sum : blank(rule_.blank);  // nothing to divide by: as in a commune alone
}

std::vector<Observation> Computation::above(const std::vector<Observation>& below) const {
  std::vector<Observation> all;
  for (const auto& members : ground_.members_of(plan_.level, *plan_.from))
    all.push_back(total(below, members, *plan_.from));
  return all;
}

}  // namespace

std::vector<Observation> compute(const SeriesPlan& plan, const ValueRule& rule, const Alignment& alignment,
                                 ingest::FileReport& report) {
  return Computation(plan, rule, alignment, report).run();
}

std::vector<std::string> lacking(const SeriesPlan& plan, const Table& table) {
  std::vector<std::string> names;
  for (const auto* expression : {&plan.value, &plan.numerator, &plan.denominator}) {
    if (!*expression) continue;
    for (const Term& term : (*expression)->terms())
      if (table.column(term.column) == nullptr) names.push_back(term.column);
  }
  return names;
}

}  // namespace catalyse::observatory
