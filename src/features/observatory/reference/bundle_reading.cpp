#include "bundle_reading.hpp"

#include <algorithm>
#include <cmath>

namespace catalyse::observatory::reference {
namespace {

const double kNone = std::nan("");

double number(const std::string& text) { return text.empty() ? kNone : std::stod(text); }

State state_named(const std::string& word) {
  return word == "secret" ? State::secret : word == "na" ? State::na : State::missing;
}

}  // namespace

double BundleReading::Plan::rate(double n, double d) const {
  if (d == 0) return kNone;
  return years > 0 ? factor * (std::pow(n / d, 1 / years) - 1) : factor * n / d;
}

BundleReading::BundleReading(const ingest::Bundle& bundle) : bundle_(bundle) {
  const Sheet& communes = sheet("communes");
  for (std::size_t i = 0; i < communes.rows.size(); ++i) {
    const auto is = [&](const char* name) -> const std::string& { return communes.at(i, name); };
    if (is("kind") == "com") continue;  // of a collectivity: no figures
    const bool commune = is("kind") == "commune";
    const double population = is("population").empty() ? 0 : number(is("population"));
    Place place{population, is("departement"), {{"com", is("parent")}}};
    if (commune) place.in = {{"epci", is("epci")}, {"dep", is("departement")}, {"reg", is("region")}};
    places_[commune ? "com" : "arm"][is("code")] = std::move(place);
  }
  std::map<std::string, std::set<std::string>> departements;
  for (const auto& [code, commune] : places_["com"]) {  // in the order of codes
    for (const auto& [level, group] : commune.in) {
      if (group.empty()) continue;
      const auto [found, fresh] = places_[level].try_emplace(group);
      found->second.population += commune.population;
      if (fresh) found->second.departement = commune.departement;
      if (level == "dep") found->second.in["reg"] = commune.in.at("reg");
      if (level == "reg") departements[group].insert(commune.departement);
    }
  }
  for (auto& [code, region] : places_["reg"])
    if (departements[code].size() > 1) region.departement.clear();
  const Sheet& passage = sheet("passage");
  for (std::size_t i = 0; i < passage.rows.size(); ++i)
    if (passage.at(i, "weight") == "1") passages_[passage.at(i, "new_code")].push_back(i);
}

const Sheet& BundleReading::sheet(const std::string& name) {
  const auto [found, fresh] = sheets_.try_emplace(name);
  if (!fresh) return found->second;
  const auto text = bundle_.read(*bundle_.find(name)).value();
  ingest::CsvReader reader(text);
  for (std::size_t i = 0; i < reader.header().size(); ++i) found->second.columns[reader.header()[i]] = i;
  while (const auto cells = reader.next()) found->second.rows.emplace_back((*cells)->begin(), (*cells)->end());
  return found->second;
}

const std::vector<double>& BundleReading::column(const std::string& table, const std::string& name) {
  const auto [found, fresh] = columns_.try_emplace({table, name});
  const Sheet& read = sheet(table);
  for (std::size_t i = 0; fresh && i < read.rows.size(); ++i) found->second.push_back(number(read.at(i, name)));
  return found->second;
}

const std::map<std::string, std::size_t>& BundleReading::row_of(const std::string& table) {
  const auto [found, fresh] = rows_.try_emplace(table);
  const Sheet& read = sheet(table);
  for (std::size_t i = 0; fresh && i < read.rows.size(); ++i) found->second[read.at(i, "code")] = i;
  return found->second;
}

// `a+b-c` over the rows given; NaN when a cell is blank, or nothing is asked.
double BundleReading::add_up(const std::string& expression, const std::string& table, const Rows& rows) {
  if (expression.empty()) return kNone;
  double sum = 0;
  double sign = 1;
  for (std::size_t at = 0; at < expression.size();) {
    const std::size_t end = std::min(expression.find_first_of("+-", at), expression.size());
    const auto& cells = column(table, expression.substr(at, end - at));
    for (const std::size_t row : rows) sum += sign * cells[row];
    sign = end < expression.size() && expression[end] == '-' ? -1 : 1;
    at = end + 1;
  }
  return sum;
}

BundleReading::Plan BundleReading::plan_of(std::size_t line, const std::string& level) {
  const Sheet& series = sheet("series");
  const auto is = [&](const char* name) -> const std::string& { return series.at(line, name); };
  Plan plan{is("indicator"), level, is("table"), is("value"), is("num"), is("den"), 1, 0, 0, State::missing, {}, false};
  if (!is("factor").empty()) plan.factor = number(is("factor"));
  if (!is("growth_years").empty()) plan.years = number(is("growth_years"));
  if (!is("cog_vintage").empty()) plan.cog = std::stoi(is("cog_vintage"));
  const Sheet& indicators = sheet("indicators");
  for (std::size_t i = 0; i < indicators.rows.size(); ++i) {
    if (indicators.at(i, "id") != plan.indicator) continue;
    plan.blank = state_named(indicators.at(i, "blank_state"));
    plan.adds_up = indicators.at(i, "aggregation") == "sum";
    const std::string& list = indicators.at(i, "missing_in");
    for (std::size_t at = 0; at < list.size();) {
      const std::size_t end = std::min(list.find(' ', at), list.size());
      plan.undelivered.insert(list.substr(at, end - at));
      at = end + 1;
    }
  }
  return plan;
}

// The former communes that a commune has absorbed since the codes of the table were in force.
const std::vector<std::string>& BundleReading::absorbed(const Plan& plan, const std::string& code) {
  const auto [found, fresh] = absorbed_.try_emplace({plan.table, plan.cog});
  if (fresh && plan.cog != 0) {
    const Sheet& passage = sheet("passage");
    for (const auto& [commune, lines] : passages_) {
      for (const std::size_t i : lines) {
        const std::string &date = passage.at(i, "date"), &old = passage.at(i, "old_code");
        if (passage.at(i, "kind") == "change") continue;
        // Undated: before 2022. Then only a table that still names the old commune knew it.
        const bool since = date.empty() ? plan.cog < 2022 && row_of(plan.table).contains(old)
                                        : std::stoi(date.substr(0, 4)) > plan.cog;
        if (since) found->second[commune].push_back(old);
      }
    }
  }
  static const std::vector<std::string> kNobody;
  const auto list = found->second.find(code);
  return list == found->second.end() ? kNobody : list->second;
}

ExpectedCell BundleReading::of_rows(const Plan& plan, const std::string& code, const Rows& rows) {
  ExpectedCell cell{State::missing, kNone, kNone, kNone};
  if (rows.empty()) return cell;
  const bool counted = !plan.num.empty();
  bool broken = false;
  bool joined = false;
  if (plan.level == "com") {
    joined = !absorbed(plan, code).empty();
    for (const std::string& old : absorbed(plan, code)) broken = broken || !row_of(plan.table).contains(old);
  }
  // Each row tells of a part: a rate without counts is not the whole's.
  if (broken || ((joined || rows.size() > 1) && !counted && !plan.adds_up)) return cell;
  cell.numerator = add_up(plan.num, plan.table, rows);
  cell.denominator = add_up(plan.den, plan.table, rows);
  cell.value =
      counted ? plan.rate(cell.numerator, cell.denominator) : add_up(plan.value, plan.table, rows) * plan.factor;
  cell.state = std::isnan(cell.value) ? plan.blank : State::present;
  return cell;
}

// A sum stands when those with counts, or with nothing to count, hold 95 % of the inhabitants.
ExpectedCell BundleReading::sum(const Plan& plan, const std::map<std::string, ExpectedCell>& members,
                                const std::vector<std::string>& codes) {
  ExpectedCell cell{State::missing, kNone, kNone, kNone};
  double numerator = 0, denominator = 0, people = 0, covered = 0;
  for (const std::string& code : codes) {
    const ExpectedCell& member = members.at(code);
    const double here = places_.at(plan.level).at(code).population;
    const bool counts = !std::isnan(member.numerator) && !std::isnan(member.denominator);
    people += here;
    if (counts || member.state == State::na) covered += here;
    if (!counts) continue;
    numerator += member.numerator;
    denominator += member.denominator;
  }
  if (people == 0 || covered < 0.95 * people || plan.num.empty()) return cell;
  cell.value = plan.rate(numerator, denominator);
  cell.state = std::isnan(cell.value) ? plan.blank : State::present;
  cell.numerator = numerator;
  cell.denominator = denominator;
  return cell;
}

std::map<std::string, ExpectedCell> BundleReading::direct(const Plan& plan) {
  std::map<std::string, ExpectedCell> all;
  const auto& table = row_of(plan.table);
  std::map<std::string, std::vector<std::string>> cities;  // their arrondissements
  for (const auto& [code, place] : places_["arm"]) cities[place.in.at("com")].push_back(code);
  std::map<std::string, ExpectedCell> arrondissements;
  for (const auto& [code, place] : places_[plan.level]) {
    Rows rows;
    if (table.contains(code)) rows.push_back(table.at(code));
    if (plan.level == "com" && plan.cog != 0 && passages_.contains(code)) {
      const auto since = absorbed(plan, code);
      for (const std::size_t i : passages_.at(code)) {
        const std::string& old = sheet("passage").at(i, "old_code");
        const bool part = sheet("passage").at(i, "kind") == "change" || std::ranges::find(since, old) != since.end();
        if (part && table.contains(old)) rows.push_back(table.at(old));
      }
    }
    ExpectedCell cell = of_rows(plan, code, rows);
    const bool undelivered =
        plan.undelivered.contains(place.departement) || plan.undelivered.contains(plan.level + ":" + code);
    if (cell.state != State::present && undelivered) cell.state = State::missing;
    if (plan.level == "com" && !table.contains(code) && cities.contains(code)) {
      Plan below = plan;
      below.level = "arm";
      if (arrondissements.empty()) arrondissements = direct(below);
      cell = sum(below, arrondissements, cities.at(code));
    }
    all[code] = cell;
  }
  return all;
}

std::map<std::string, ExpectedCell> BundleReading::cells(std::size_t line) {
  const std::string level = sheet("series").at(line, "level"), from = sheet("series").at(line, "from_level");
  if (from.empty()) return direct(plan_of(line, level));
  const Plan below = plan_of(line, from);
  const auto members = direct(below);
  std::map<std::string, std::vector<std::string>> groups;
  for (const auto& [code, place] : places_[from]) groups[place.in.at(level)].push_back(code);
  std::map<std::string, ExpectedCell> all;
  for (const auto& [code, place] : places_[level]) all[code] = sum(below, members, groups[code]);
  return all;
}

}  // namespace catalyse::observatory::reference
