#include "score_series.hpp"

#include <algorithm>
#include <limits>
#include <mutex>

#include "fragility_rules.hpp"
#include "messages.hpp"
#include "reliability_rules.hpp"
#include "standing_rules.hpp"
#include "web/i18n.hpp"
#include "wording.hpp"

namespace catalyse::observatory {
namespace {

std::vector<std::uint32_t> slots_of(const ReadModel& model, const LevelModel& level, std::uint16_t theme) {
  std::vector<std::uint32_t> slots;
  for (std::uint32_t slot = 0; slot < level.slots(); ++slot) {
    const auto& indicator = model.indicators[model.series[level.series[slot]].indicator];
    if (indicator.theme == theme && weighs(indicator)) slots.push_back(slot);
  }
  return slots;
}

Indicator score_of(const ReadModel& model, std::uint16_t theme) {
  using core::Language;
  const auto said = [&](const web::Message& message, Language language) {
    return web::say(language, message, {{"theme", std::string(theme_label(model.themes[theme], language))}});
  };
  Indicator score;
  score.id = "score-" + model.themes[theme].slug;
  score.theme = theme;
  score.role = Role::fragility;
  score.direction = Direction::higher_worse;
  score.decimals = 0;
  score.label_fr = score.short_fr = said(msg::score_label, Language::fr);
  score.label_en = said(msg::score_label, Language::en);
  score.limits_fr = said(msg::score_limits, Language::fr);
  score.limits_en = said(msg::score_limits, Language::en);
  score.unit_fr = web::say(Language::fr, msg::score_unit);
  score.unit_en = web::say(Language::en, msg::score_unit);
  score.producer = "Catalyse";
  return score;
}

}  // namespace

struct ScoreSeries::Scored {
  std::once_flag once;
  std::vector<double> value;
  std::vector<State> state;
  std::vector<Reliability> reliability;
};

ScoreSeries::ScoreSeries(const ReadModel& model) : model_(model), indicators_(model.indicators), series_(model.series) {
  for (std::uint16_t theme = 0; theme < model.themes.size(); ++theme) {
    if (model.themes[theme].objective) add_theme(theme);
  }
}

ScoreSeries::~ScoreSeries() = default;

void ScoreSeries::add_theme(std::uint16_t theme) {
  const auto number = static_cast<std::uint16_t>(indicators_.size());
  const auto before = series_.size();
  for (const auto& level : model_.levels) {
    const auto slots = slots_of(model_, level, theme);
    if (slots.empty()) continue;
    Series score;
    score.indicator = number;
    score.level = level.level;
    for (const auto slot : slots) score.year = std::max(score.year, model_.series[level.series[slot]].year);
    score.latest = true;
    series_.push_back(std::move(score));
    scored_.push_back(std::make_unique<Scored>());
  }
  if (series_.size() > before) indicators_.push_back(score_of(model_, theme));
}

SeriesValues ScoreSeries::values(std::size_t series) const {
  Scored& scored = *scored_[series - model_.series.size()];
  std::call_once(scored.once, [&] { score(series_[series], scored); });
  return {model_.at(series_[series].level).range, scored.value, scored.state, scored.reliability};
}

void ScoreSeries::score(const Series& series, Scored& scored) const {
  const LevelModel& level = model_.at(series.level);
  const auto slots = slots_of(model_, level, indicators_[series.indicator].theme);
  scored.value.assign(level.size(), std::numeric_limits<double>::quiet_NaN());
  scored.state.assign(level.size(), State::missing);
  scored.reliability.assign(level.size(), Reliability::unknown);
  for (std::uint32_t row = 0; row < level.size(); ++row) {
    const auto population = model_.population_of(level.range.first + row);
    ScoreSum sum;
    for (const auto slot : slots) {
      const auto& indicator = model_.indicators[model_.series[level.series[slot]].indicator];
      const Cell cell = model_.latest_cell(level, row, slot);
      std::optional<double> percentile;
      if (cell.state == State::present) {
        const std::size_t at = row * level.slots() + slot;
        percentile = mid_rank_percentile({level.slot_size[slot], level.less[at], level.equal[at]});
      }
      sum.add(indicator.weight, percentile, reliability(indicator, series.level, population, cell));
    }
    const auto mean = sum.score();
    if (!mean) continue;
    scored.value[row] = *mean;
    scored.state[row] = State::present;
    scored.reliability[row] = sum.reliability();
  }
}

}  // namespace catalyse::observatory
