#include "store.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include <cmath>
#include <limits>

#include "series_words.hpp"

namespace catalyse::observatory {
namespace {

using db::Value;

constexpr std::string_view kAddTheme =
    "INSERT INTO observatory_theme (version, position, id, slug, label_fr, label_en, objective)"
    " VALUES (:version, :position, :id, :slug, :label_fr, :label_en, :objective)";
constexpr std::string_view kAddIndicator =
    "INSERT INTO observatory_indicator (version, position, id, theme, role, direction, aggregation, blank_state, "
    "weight, decimals,"
    " publication_limited, wilson, label_fr, label_en, short_fr, short_en, sentence_fr, unit_fr, unit_en, producer, "
    "relay, overseas,"
    " limits_fr, limits_en, blank_note_fr, blank_note_en, reliability_rule, reliability_note_fr, reliability_note_en)"
    " VALUES (:version, :position, :id, :theme, :role, :direction, :aggregation, :blank_state, :weight, :decimals,"
    " :publication_limited, :wilson, :label_fr, :label_en, :short_fr, :short_en, :sentence_fr, :unit_fr, :unit_en, "
    ":producer, :relay,"
    " :overseas, :limits_fr, :limits_en, :blank_note_fr, :blank_note_en, :reliability_rule, :reliability_note_fr, "
    ":reliability_note_en)";
constexpr std::string_view kNextSeries = "SELECT COALESCE(MAX(id), 0) + 1 FROM observatory_series";
constexpr std::string_view kAddSeries =
    "INSERT INTO observatory_series (id, version, indicator, level, year, vintage, latest, from_level, source, value, "
    "numerator,"
    " denominator, factor, growth_years, cog, caution_fr, caution_en)"
    " VALUES (:id, :version, :indicator, :level, :year, :vintage, :latest, :from_level, :source, :value, :numerator, "
    ":denominator,"
    " :factor, :growth_years, :cog, :caution_fr, :caution_en)";
constexpr std::string_view kThemes =
    "SELECT id, slug, label_fr, label_en, objective FROM observatory_theme WHERE version = :version ORDER BY position";
constexpr std::string_view kIndicators =
    "SELECT id, theme, role, direction, aggregation, blank_state, weight, decimals, publication_limited, wilson, "
    "label_fr, label_en,"
    " short_fr, short_en, sentence_fr, unit_fr, unit_en, producer, relay, overseas, limits_fr, limits_en, "
    "blank_note_fr, blank_note_en,"
    " reliability_rule, reliability_note_fr, reliability_note_en"
    " FROM observatory_indicator WHERE version = :version ORDER BY position";
constexpr std::string_view kSeries =
    "SELECT id, indicator, level, year, vintage, latest, from_level, source, factor, growth_years, caution_fr, "
    "caution_en"
    " FROM observatory_series WHERE version = :version ORDER BY indicator, level, year";
constexpr std::string_view kObservations =
    "SELECT place, state, value, numerator, denominator, estimated FROM observation WHERE series = :series";
constexpr std::string_view kAddDeposit =
    "INSERT INTO observatory_deposit (version, data_set, title_fr, title_en, producer, relay, source, licence, "
    "licence_url, vintage, file, digest, cog, mapping)"
    " VALUES (:version, :data_set, :title_fr, :title_en, :producer, :relay, :source, :licence, :licence_url, :vintage, "
    ":file, :digest, :cog, :mapping)";
constexpr std::string_view kDeposits =
    "SELECT version, data_set, title_fr, title_en, producer, relay, source, licence, licence_url, vintage, file, "
    "digest, "
    "cog, mapping FROM observatory_deposit ORDER BY version DESC";
constexpr std::string_view kIndicatorIds =
    "SELECT id FROM observatory_indicator WHERE version = :version ORDER BY position";
constexpr std::string_view kNamedSeries =
    "SELECT s.id, i.id, s.level, s.year FROM observatory_series s"
    " JOIN observatory_indicator i ON i.version = s.version AND i.position = s.indicator WHERE s.version = :version";
constexpr std::string_view kCountObservations = "SELECT COUNT(*) FROM observation WHERE series = :series";
constexpr std::string_view kCompare =
    "SELECT COUNT(*), COALESCE(SUM(CASE WHEN n.state <> o.state OR n.value IS DISTINCT FROM o.value THEN 1 ELSE 0 "
    "END), 0)"
    " FROM observation n JOIN observation o ON o.place = n.place AND o.series = :older WHERE n.series = :newer";
constexpr std::string_view kPlaces =
    "SELECT DISTINCT s.level, o.place FROM observatory_series s JOIN observation o ON o.series = s.id"
    " WHERE s.version = :version";
constexpr std::string_view kObservationTable = "observation";
constexpr std::string_view kObservationColumns[] = {"series",    "place",       "state",    "value",
                                                    "numerator", "denominator", "estimated"};

Value flag(bool holds) { return std::int64_t{holds ? 1 : 0}; }
Value word(std::string_view text) { return std::string(text); }
Value text_of(const std::optional<Expression>& expression) { return expression ? expression->text() : std::string(); }

void set_number(Value& cell, double number) {
  if (std::isnan(number))
    cell = std::monostate{};
  else
    cell = number;
}

void add_indicator(db::Transaction& tx, std::int64_t version, std::int64_t position, const CatalogueIndicator& row) {
  const Indicator& i = row.indicator;
  tx.execute(kAddIndicator, {version,
                             position,
                             i.id,
                             std::int64_t{i.theme},
                             word(word_for(i.role, kRoles)),
                             word(word_for(i.direction, kDirections)),
                             word(word_for(i.aggregation, kAggregations)),
                             word(word_for(i.blank, kBlanks)),
                             i.weight,
                             std::int64_t{i.decimals},
                             flag(i.publication_limited),
                             flag(i.wilson),
                             i.label_fr,
                             i.label_en,
                             i.short_fr,
                             row.short_en,
                             row.sentence_fr,
                             i.unit_fr,
                             i.unit_en,
                             i.producer,
                             i.relay,
                             row.overseas,
                             i.limits_fr,
                             i.limits_en,
                             i.blank_note_fr,
                             i.blank_note_en,
                             row.reliability_rule,
                             i.reliability_note_fr,
                             i.reliability_note_en});
}

void add_series(db::Transaction& tx, std::int64_t version, std::int64_t id, const CatalogueSeries& row) {
  tx.execute(kAddSeries,
             {id, version, static_cast<std::int64_t>(row.indicator), word(core::level_name(row.series.level)),
              std::int64_t{row.series.year}, row.series.vintage, flag(row.series.latest),
              word(word_for(row.plan.from, kMembers)), row.table, text_of(row.plan.value), text_of(row.plan.numerator),
              text_of(row.plan.denominator), row.plan.rate.factor, row.plan.rate.years, std::int64_t{row.plan.cog},
              row.series.caution_fr, row.series.caution_en});
}

// A word read back from our own table; another one means that the table was changed by a stranger.
template <class T, std::size_t N>
T known(const std::string& text, const Word<T> (&words)[N]) {
  const auto found = meaning(text, words);
  if (!found) throw std::runtime_error("observatory: the word '" + text + "' in the database is not known");
  return *found;
}

core::Level known_level(const std::string& text) {
  const auto level = core::level_from_name(text);
  if (!level) throw std::runtime_error("observatory: the level '" + text + "' in the database is not known");
  return *level;
}

void read_indicators(db::Transaction& tx, std::int64_t version, Catalogue& catalogue) {
  using S = std::string;
  using I = std::int64_t;
  tx.each<S, I, S, S, S, S, double, I, I, I, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S>(
      kIndicators, {version},
      [&](S id, I theme, const S& role, const S& direction, const S& aggregation, const S& blank, double weight,
          I decimals, I limited, I wilson, S label_fr, S label_en, S short_fr, S short_en, S sentence_fr, S unit_fr,
          S unit_en, S producer, S relay, S overseas, S limits_fr, S limits_en, S blank_note_fr, S blank_note_en,
          S rule, S note_fr, S note_en) {
        CatalogueIndicator row;
        row.indicator = Indicator{.id = std::move(id),
                                  .theme = static_cast<std::uint16_t>(theme),
                                  .role = known(role, kRoles),
                                  .direction = known(direction, kDirections),
                                  .aggregation = known(aggregation, kAggregations),
                                  .weight = weight,
                                  .decimals = static_cast<int>(decimals),
                                  .publication_limited = limited == 1,
                                  .wilson = wilson == 1,
                                  .min_population = {},
                                  .min_denominator = {},
                                  .min_numerator = {},
                                  .blank = known(blank, kBlanks),
                                  .label_fr = std::move(label_fr),
                                  .label_en = std::move(label_en),
                                  .short_fr = std::move(short_fr),
                                  .unit_fr = std::move(unit_fr),
                                  .unit_en = std::move(unit_en),
                                  .producer = std::move(producer),
                                  .relay = std::move(relay),
                                  .limits_fr = std::move(limits_fr),
                                  .limits_en = std::move(limits_en),
                                  .blank_note_fr = std::move(blank_note_fr),
                                  .blank_note_en = std::move(blank_note_en),
                                  .reliability_note_fr = std::move(note_fr),
                                  .reliability_note_en = std::move(note_en)};
        if (!read_reliability_rule(rule, row.indicator))
          throw std::runtime_error("observatory: rule '" + rule + "' is not known");
        row.overseas = std::move(overseas), row.reliability_rule = std::move(rule);
        row.short_en = std::move(short_en), row.sentence_fr = std::move(sentence_fr);
        catalogue.indicators.push_back(std::move(row));
      });
}

}  // namespace

std::vector<std::int64_t> add_catalogue(db::Transaction& tx, std::int64_t version, const Catalogue& catalogue) {
  std::int64_t position = 0;
  for (const Theme& t : catalogue.themes)
    tx.execute(kAddTheme, {version, position++, t.id, t.slug, t.label_fr, t.label_en, flag(t.objective)});
  position = 0;
  for (const CatalogueIndicator& row : catalogue.indicators) add_indicator(tx, version, position++, row);
  std::int64_t id = 0;
  tx.each<std::int64_t>(kNextSeries, {}, [&](std::int64_t next) { id = next; });
  std::vector<std::int64_t> ids;
  for (const CatalogueSeries& row : catalogue.series) {
    add_series(tx, version, id, row);
    ids.push_back(id++);
  }
  return ids;
}

std::int64_t add_observations(db::Transaction& tx, const Ground& ground, const std::function<const Filled*()>& next) {
  const Filled* series = nullptr;
  std::size_t place = 0;
  return tx.bulk_insert(kObservationTable, kObservationColumns, [&](std::span<Value> row) {
    for (;;) {
      while (series == nullptr || place == series->values.size()) {
        series = next();
        place = 0;
        if (series == nullptr) return false;
      }
      const Observation& o = series->values[place];
      const std::string& code = ground.at(series->level)[place++].code;
      if (o.state == State::missing) continue;
      row[0] = series->series;
      row[1] = code;
      row[2] = std::int64_t{static_cast<std::uint8_t>(o.state)};
      const bool present = o.state == State::present;
      set_number(row[3], present ? o.value : std::numeric_limits<double>::quiet_NaN());
      set_number(row[4], present ? o.numerator : std::numeric_limits<double>::quiet_NaN());
      set_number(row[5], present ? o.denominator : std::numeric_limits<double>::quiet_NaN());
      row[6] = flag(o.estimated);
      return true;
    }
  });
}

Catalogue read_catalogue(db::Transaction& tx, std::int64_t version, std::vector<std::int64_t>& series_ids) {
  using S = std::string;
  using I = std::int64_t;
  Catalogue catalogue;
  tx.each<S, S, S, S, I>(kThemes, {version}, [&](S id, S slug, S label_fr, S label_en, I objective) {
    catalogue.themes.push_back(
        {std::move(id), std::move(slug), std::move(label_fr), std::move(label_en), objective == 1});
  });
  read_indicators(tx, version, catalogue);
  tx.each<I, I, S, I, S, I, S, S, double, double, S, S>(
      kSeries, {version},
      [&](I id, I indicator, const S& level, I year, S vintage, I latest, const S& from, S source, double factor,
          double years, S caution_fr, S caution_en) {
        CatalogueSeries row;
        row.indicator = static_cast<std::size_t>(indicator);
        row.plan.level = known_level(level);
        row.plan.from = known(from, kMembers);
        row.plan.rate = {factor, years};
        row.series = {static_cast<std::uint16_t>(indicator),
                      row.plan.level,
                      static_cast<int>(year),
                      std::move(vintage),
                      latest == 1,
                      row.plan.from.has_value(),
                      std::move(caution_fr),
                      std::move(caution_en)};
        row.table = std::move(source);
        series_ids.push_back(id);
        catalogue.series.push_back(std::move(row));
      });
  return catalogue;
}

void each_observation(db::Transaction& tx, std::int64_t series,
                      const std::function<void(std::string_view place, const Observation&)>& use) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  using Number = std::optional<double>;
  tx.each<std::string, std::int64_t, Number, Number, Number, std::int64_t>(
      kObservations, {series},
      [&](const std::string& place, std::int64_t state, Number value, Number numerator, Number denominator,
          std::int64_t estimated) {
        use(place, {static_cast<State>(state), estimated == 1, value.value_or(kNone), numerator.value_or(kNone),
                    denominator.value_or(kNone)});
      });
}

void add_deposit(db::Transaction& tx, std::int64_t version, const DepositedSet& deposit) {
  const auto& from = deposit.provenance;
  tx.execute(kAddDeposit, {version, from.set, from.title_fr, from.title_en, from.producer, from.relay, from.source,
                           from.licence, from.licence_url, from.vintage, deposit.file, deposit.digest,
                           std::int64_t{deposit.cog}, deposit.mapping});
}

std::vector<DepositedSet> deposited_sets(db::Transaction& tx) {
  using S = std::string;
  using I = std::int64_t;
  std::vector<DepositedSet> all;
  tx.each<I, S, S, S, S, S, S, S, S, S, S, S, I, S>(
      kDeposits, {},
      [&](I version, S set, S title_fr, S title_en, S producer, S relay, S source, S licence, S licence_url, S vintage,
          S file, S digest, I cog, S mapping) {
        all.push_back({version,
                       {std::move(set), std::move(title_fr), std::move(title_en), std::move(producer), std::move(relay),
                        std::move(source), std::move(licence), std::move(licence_url), std::move(vintage)},
                       std::move(file),
                       std::move(digest),
                       std::move(mapping),
                       static_cast<int>(cog)});
      });
  for (auto& deposit : all)
    tx.each<S>(kIndicatorIds, {deposit.version}, [&](S id) { deposit.indicators.push_back(std::move(id)); });
  return all;
}

namespace {

using SeriesName = std::tuple<std::string, std::string, std::int64_t>;  // indicator, level, year

std::map<SeriesName, std::int64_t> named_series(db::Transaction& tx, std::int64_t version) {
  std::map<SeriesName, std::int64_t> all;
  tx.each<std::int64_t, std::string, std::string, std::int64_t>(
      kNamedSeries, {version}, [&](std::int64_t id, std::string indicator, std::string level, std::int64_t year) {
        all.emplace(SeriesName{std::move(indicator), std::move(level), year}, id);
      });
  return all;
}

std::uint64_t count(db::Transaction& tx, std::int64_t series) {
  std::uint64_t found = 0;
  tx.each<std::int64_t>(kCountObservations, {series}, [&](std::int64_t n) { found = static_cast<std::uint64_t>(n); });
  return found;
}

std::set<std::string> places_of(db::Transaction& tx, std::int64_t version) {
  std::set<std::string> all;
  tx.each<std::string, std::string>(
      kPlaces, {version}, [&](const std::string& level, const std::string& place) { all.insert(level + ":" + place); });
  return all;
}

std::set<std::string> indicators_of(const std::map<SeriesName, std::int64_t>& series) {
  std::set<std::string> all;
  for (const auto& [name, id] : series) all.insert(std::get<0>(name));
  return all;
}

// Of the series of the older version and of the newer; one of them may be absent.
ChangeCount compared(db::Transaction& tx, std::optional<std::int64_t> older, std::optional<std::int64_t> newer) {
  if (!older) return {.added = count(tx, *newer)};
  if (!newer) return {.removed = count(tx, *older)};
  std::uint64_t both = 0, changed = 0;
  tx.each<std::int64_t, std::int64_t>(kCompare, {*older, *newer}, [&](std::int64_t n, std::int64_t other) {
    both = static_cast<std::uint64_t>(n), changed = static_cast<std::uint64_t>(other);
  });
  return {count(tx, *newer) - both, count(tx, *older) - both, changed, both - changed};
}

}  // namespace

VersionChanges changes_between(db::Transaction& tx, std::int64_t older, std::int64_t newer) {
  VersionChanges changes;
  const auto before = named_series(tx, older), after = named_series(tx, newer);
  auto all = before;
  all.insert(after.begin(), after.end());
  const auto id_in = [](const auto& series, const SeriesName& name) {
    const auto found = series.find(name);
    return found == series.end() ? std::nullopt : std::optional(found->second);
  };
  for (const auto& [name, any] : all) {
    const auto one = compared(tx, id_in(before, name), id_in(after, name));
    auto& sum = changes.count;
    sum.added += one.added, sum.removed += one.removed, sum.changed += one.changed, sum.same += one.same;
    if (one.added + one.removed + one.changed == 0) continue;
    const auto& [indicator, level, year] = name;
    changes.series.push_back(
        {indicator, core::level_from_name(level).value_or(core::Level::commune), static_cast<int>(year), one});
  }
  std::ranges::set_difference(indicators_of(after), indicators_of(before),
                              std::back_inserter(changes.indicators_added));
  std::ranges::set_difference(indicators_of(before), indicators_of(after),
                              std::back_inserter(changes.indicators_removed));
  const auto old_places = places_of(tx, older), new_places = places_of(tx, newer);
  std::ranges::set_difference(new_places, old_places, std::back_inserter(changes.places_added));
  std::ranges::set_difference(old_places, new_places, std::back_inserter(changes.places_removed));
  return changes;
}

}  // namespace catalyse::observatory
