#include "series_catalogue.hpp"

#include <charconv>
#include <cmath>
#include <functional>
#include <iterator>
#include <map>
#include <set>

#include "series_words.hpp"

namespace catalyse::observatory {
namespace {

using core::Level;

std::unexpected<core::Error> broken(std::string note) {
  return core::fail(core::ErrorKind::damaged, "observatory.import.catalogue", std::move(note));
}

constexpr Word<bool> kFlags[] = {{"0", false}, {"1", true}};
constexpr Word<bool> kIntervals[] = {{"none", false}, {"wilson", true}};

// One line of a catalogue file. The first thing that cannot be understood is kept; what is read after it does not
// matter.
class Line {
 public:
  Line(const ingest::CsvReader& reader, std::span<const std::string_view> cells) : reader_(reader), cells_(cells) {}

  std::string_view text(std::string_view column) const { return cells_[*reader_.column(column)]; }
  std::string string(std::string_view column) const { return std::string(text(column)); }
  template <class T, std::size_t N>
  T word(std::string_view column, const Word<T> (&words)[N]) {
    if (const auto found = meaning(text(column), words)) return *found;
    refuse(column, "a word that is not in the list");
    return words[0].second;
  }
  double number(std::string_view column, double low, double high, double when_blank) {
    const std::string_view cell = text(column);
    if (cell.empty() && std::isfinite(when_blank)) return when_blank;
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error == std::errc{} && end == cell.data() + cell.size() && value >= low && value <= high) return value;
    refuse(column, "not a number in range");
    return 0;
  }
  int whole(std::string_view column, int low, int high) {
    const double value = number(column, low, high, std::numeric_limits<double>::quiet_NaN());
    if (value != std::floor(value)) refuse(column, "not a whole number");
    return static_cast<int>(value);
  }
  // An identifier that may stand in an address.
  std::string id(std::string_view column) {
    const std::string_view cell = text(column);
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (cell.empty() || cell.size() > 80 || !std::ranges::all_of(cell, plain)) refuse(column, "not an identifier");
    return std::string(cell);
  }
  void refuse(std::string_view column, std::string reason) {
    if (!reason_.empty()) return;
    column_ = column, reason_ = std::move(reason);
  }
  [[nodiscard]] bool refused() const { return !reason_.empty(); }
  void tell(ingest::FileReport& report) const { report.refuse(reader_.line(), column_, text(column_), reason_); }

 private:
  const ingest::CsvReader& reader_;
  std::span<const std::string_view> cells_;
  std::string_view column_;
  std::string reason_;
};

// Reads one file; `use` returns normally also when it refused the line.
core::Result<void> each_line(const ingest::Bundle& bundle, std::string_view name,
                             std::span<const std::string_view> columns, ingest::Report& report,
                             const std::function<void(Line&)>& use) {
  const ingest::Resource* resource = bundle.find(name);
  if (resource == nullptr) return broken("the bundle has no resource " + std::string(name));
  const std::string& path = resource->path;
  const auto text = bundle.read(*resource, 64U << 20U);
  if (!text) return std::unexpected(text.error());
  ingest::CsvReader reader(*text);
  for (const std::string_view column : columns)
    if (!reader.column(column)) return broken(path + " has no column " + std::string(column));
  ingest::FileReport& file = report.files.emplace_back();
  file.file = path;
  while (const auto row = reader.next()) {
    ++file.read;
    if (!*row) {
      file.refuse(reader.line(), "", "", row->error().note);
      continue;
    }
    Line line(reader, **row);
    use(line);
    if (line.refused())
      line.tell(file);
    else
      ++file.kept;
  }
  return {};
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

ValueRule rule_of(const Indicator& indicator, std::string_view missing_in) {
  ValueRule rule;
  const bool change = indicator.unit_fr.find("variation") != std::string::npos;
  rule.range = indicator.unit_fr == "%" ? ValueRule::Range::share
               : change                 ? ValueRule::Range::any
                                        : ValueRule::Range::not_negative;
  rule.blank = indicator.blank;
  rule.missing_in = words_of(missing_in);
  rule.adds_up = indicator.aggregation == Aggregation::sum;
  return rule;
}

constexpr std::string_view kThemeColumns[] = {"id", "order", "label_fr", "label_en", "slug_fr", "objective"};
constexpr std::string_view kIndicatorColumns[] = {"id",
                                                  "theme",
                                                  "role",
                                                  "label_fr",
                                                  "label_en",
                                                  "unit_fr",
                                                  "unit_en",
                                                  "direction",
                                                  "weight",
                                                  "producer",
                                                  "relay",
                                                  "overseas",
                                                  "aggregation",
                                                  "blank_state",
                                                  "blank_note_fr",
                                                  "blank_note_en",
                                                  "reliability_rule",
                                                  "reliability_note_fr",
                                                  "reliability_note_en",
                                                  "limits_fr",
                                                  "limits_en",
                                                  "decimals",
                                                  "short_fr",
                                                  "short_en",
                                                  "sentence_fr",
                                                  "publication_limited",
                                                  "interval",
                                                  "missing_in"};
constexpr std::string_view kSeriesColumns[] = {"indicator",    "level",      "year",        "vintage",    "latest",
                                               "table",        "value",      "num",         "den",        "factor",
                                               "growth_years", "from_level", "cog_vintage", "caution_fr", "caution_en"};

CatalogueIndicator read_indicator(Line& line, const std::map<std::string, std::uint16_t, std::less<>>& themes) {
  CatalogueIndicator row;
  Indicator& i = row.indicator;
  i.id = line.id("id");
  if (const auto theme = themes.find(line.text("theme")); theme != themes.end())
    i.theme = theme->second;
  else
    line.refuse("theme", "a theme that is not known");
  i.role = line.word("role", kRoles);
  i.direction = line.word("direction", kDirections);
  i.aggregation = line.word("aggregation", kAggregations);
  i.weight = line.number("weight", 0, 100, std::numeric_limits<double>::quiet_NaN());
  i.decimals = line.whole("decimals", 0, 6);
  i.publication_limited = line.word("publication_limited", kFlags);
  i.wilson = line.word("interval", kIntervals);
  i.blank = line.word("blank_state", kBlanks);
  if (!read_reliability_rule(line.text("reliability_rule"), i))
    line.refuse("reliability_rule", "a rule that is not known");
  const std::pair<std::string_view, std::string*> texts[] = {{"label_fr", &i.label_fr},
                                                             {"label_en", &i.label_en},
                                                             {"short_fr", &i.short_fr},
                                                             {"unit_fr", &i.unit_fr},
                                                             {"unit_en", &i.unit_en},
                                                             {"producer", &i.producer},
                                                             {"relay", &i.relay},
                                                             {"limits_fr", &i.limits_fr},
                                                             {"limits_en", &i.limits_en},
                                                             {"blank_note_fr", &i.blank_note_fr},
                                                             {"blank_note_en", &i.blank_note_en},
                                                             {"overseas", &row.overseas},
                                                             {"reliability_rule", &row.reliability_rule},
                                                             {"reliability_note_fr", &i.reliability_note_fr},
                                                             {"reliability_note_en", &i.reliability_note_en},
                                                             {"short_en", &row.short_en},
                                                             {"sentence_fr", &row.sentence_fr}};
  for (const auto& [column, into] : texts) *into = line.string(column);
  for (const std::string_view column : {"label_fr", "label_en", "unit_fr", "unit_en", "producer"})
    if (line.text(column).empty()) line.refuse(column, "may not be empty");
  row.rule = rule_of(i, line.text("missing_in"));
  return row;
}

std::optional<Expression> read_expression(Line& line, std::string_view column) {
  if (line.text(column).empty()) return std::nullopt;
  auto expression = Expression::parse(line.text(column));
  if (expression) return std::move(*expression);
  line.refuse(column, expression.error().note);
  return std::nullopt;
}

CatalogueSeries read_series(Line& line) {
  CatalogueSeries row;
  SeriesPlan& plan = row.plan;
  plan.indicator = line.string("indicator");
  if (const auto level = core::level_from_name(line.text("level")))
    plan.level = *level;
  else
    line.refuse("level", "not a level");
  plan.from = line.word("from_level", kMembers);
  plan.cog = line.text("cog_vintage").empty() ? 0 : line.whole("cog_vintage", 1943, 2100);
  plan.value = read_expression(line, "value");
  plan.numerator = read_expression(line, "num");
  plan.denominator = read_expression(line, "den");
  plan.rate.factor = line.number("factor", 1e-9, 1e9, 1);
  plan.rate.years = line.number("growth_years", 1, 100, 0);
  row.table = line.string("table");
  row.series = {0,
                plan.level,
                line.whole("year", 1900, 2100),
                line.string("vintage"),
                line.word("latest", kFlags),
                plan.from.has_value(),
                line.string("caution_fr"),
                line.string("caution_en")};
  if (plan.numerator.has_value() != plan.denominator.has_value())
    line.refuse("num", "a numerator and a denominator go together");
  if (plan.value.has_value() == plan.numerator.has_value()) line.refuse("value", "either a published value or counts");
  const bool higher = plan.level == Level::epci || plan.level == Level::departement || plan.level == Level::region;
  if (plan.from && (!higher || (plan.from == Level::departement && plan.level != Level::region)))
    line.refuse("from_level", "this level is not made of those");
  return row;
}

core::Result<void> one_latest_each(const Catalogue& catalogue) {
  std::map<std::pair<std::size_t, Level>, int> latest;
  for (const CatalogueSeries& s : catalogue.series) latest[{s.indicator, s.series.level}] += s.series.latest ? 1 : 0;
  for (const auto& [key, count] : latest) {
    if (count == 1) continue;
    return broken("series.csv: " + catalogue.indicators[key.first].indicator.id + " has " + std::to_string(count) +
                  " latest series at level " + std::string(core::level_name(key.second)));
  }
  return {};
}

}  // namespace

core::Result<Catalogue> Catalogue::read(const ingest::Bundle& bundle, ingest::Report& report) {
  Catalogue catalogue;
  std::map<std::string, std::uint16_t, std::less<>> themes;
  std::vector<std::pair<int, Theme>> ordered;
  auto done = each_line(bundle, "themes", kThemeColumns, report, [&](Line& line) {
    const std::string id = line.id("id");
    const int order = line.whole("order", 0, 1'000);
    Theme theme{id, line.id("slug_fr"), line.string("label_fr"), line.string("label_en"),
                line.word("objective", kFlags)};
    if (std::ranges::any_of(ordered, [&](const auto& t) { return t.second.id == id; }))
      line.refuse("id", "a theme met before");
    if (!line.refused()) ordered.emplace_back(order, std::move(theme));
  });
  if (!done) return std::unexpected(done.error());
  std::ranges::sort(ordered, {}, [](const auto& t) { return std::pair(t.first, t.second.id); });
  for (auto& [order, theme] : ordered) {
    themes.emplace(theme.id, static_cast<std::uint16_t>(catalogue.themes.size()));
    catalogue.themes.push_back(std::move(theme));
  }

  std::set<std::string, std::less<>> met;
  std::vector<std::vector<CatalogueIndicator>> by_theme(catalogue.themes.size());
  done = each_line(bundle, "indicators", kIndicatorColumns, report, [&](Line& line) {
    CatalogueIndicator row = read_indicator(line, themes);
    if (!met.insert(row.indicator.id).second) line.refuse("id", "an indicator met before");
    if (!line.refused()) by_theme[row.indicator.theme].push_back(std::move(row));
  });
  if (!done) return std::unexpected(done.error());
  for (auto& listed : by_theme) std::ranges::move(listed, std::back_inserter(catalogue.indicators));
  std::map<std::string, std::size_t, std::less<>> indicators;
  for (std::size_t i = 0; i < catalogue.indicators.size(); ++i)
    indicators.emplace(catalogue.indicators[i].indicator.id, i);

  std::set<std::tuple<std::string, Level, int>> keys;
  done = each_line(bundle, "series", kSeriesColumns, report, [&](Line& line) {
    CatalogueSeries row = read_series(line);
    const auto found = indicators.find(row.plan.indicator);
    if (found == indicators.end()) line.refuse("indicator", "an indicator that is not known");
    if (bundle.find(row.table) == nullptr) line.refuse("table", "the bundle has no such file");
    if (!keys.emplace(row.plan.indicator, row.series.level, row.series.year).second)
      line.refuse("year", "a second series of this year");
    if (line.refused()) return;
    row.indicator = found->second;
    row.series.indicator = static_cast<std::uint16_t>(found->second);
    catalogue.series.push_back(std::move(row));
  });
  if (!done) return std::unexpected(done.error());
  if (auto checked = one_latest_each(catalogue); !checked) return std::unexpected(checked.error());
  return catalogue;
}

}  // namespace catalyse::observatory
