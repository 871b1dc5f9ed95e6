// « Projets financés ici »: the section of a place's dossier.
#include <algorithm>

#include "desk.hpp"
#include "messages.hpp"
#include "model.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"

namespace catalyse::projects {
namespace {

using core::Language;
using core::Level;
using web::say;

constexpr std::size_t kRows = 5;

std::optional<double> per_inhabitant(const Context& context, PlaceIndex index) {
  const auto& place = context.territories->place(index);
  if (!place.population || *place.population <= 0) return std::nullopt;
  return static_cast<double>(context.projects->totals(index).investment.cents) / 100 /
         static_cast<double>(*place.population);
}

// What the place's peers have, in the middle.
void compare(const Context& context, PlaceIndex place, Language language, SectionView& view) {
  const auto own = per_inhabitant(context, place);
  if (!own) return;
  const auto amount = text::euros(*own, 0, language);
  const auto peers = context.observatory->peers(place);
  std::vector<double> values;
  if (peers) {
    for (const auto& peer : peers->list) {
      if (const auto value = per_inhabitant(context, peer.place)) values.push_back(*value);
    }
  }
  if (values.empty()) {
    view.comparison = say(language, msg::section_alone, {{"amount", amount}});
    return;
  }
  std::ranges::sort(values);
  const auto n = values.size();
  const auto median = (values[(n - 1) / 2] + values[n / 2]) / 2;
  view.comparison = say(language, msg::section_comparison,
                        {{"amount", amount}, {"n", std::to_string(n)}, {"median", text::euros(median, 0, language)}});
}

}  // namespace

// Ranges are ordered within a place, so the newest of a place are at the head of its ranges.
std::vector<RowIndex> Projects::newest(PlaceIndex place, std::size_t limit) const {
  const State& s = *state_;
  std::vector<RowIndex> found;
  const auto level = s.places->place(place).level;
  if (level == Level::departement || level == Level::region) {
    const auto spans = s.spans(place);
    for (const auto row : s.recent) {
      if (found.size() == limit) break;
      if (row >= spans[0].first && row < spans[0].last) found.push_back(row);
    }
    return found;
  }
  for (const auto span : s.spans(place)) {
    for (auto row = span.first; row < span.last && row < span.first + limit; ++row) found.push_back(row);
  }
  std::ranges::sort(found, {}, [&](RowIndex row) { return s.recent_rank[row]; });
  if (found.size() > limit) found.resize(limit);
  return found;
}

std::string place_section(const Context& context, const core::PlaceCode& code, Language language) {
  const auto place = context.territories->find(code);
  if (!place) return {};
  const auto totals = context.projects->totals(*place);
  if (totals.all.projects == 0) return {};
  SectionView view;
  view.id = "projets";
  view.title = say(language, msg::section_title);
  view.sentence = say_count(
      language, totals.investment.projects, msg::section_sentence,
      {{"programmes", say(language, msg::section_programmes)}, {"amount", money(totals.investment.cents, language)}});
  compare(context, *place, language, view);
  for (const auto row : context.projects->newest(*place, kRows)) view.rows.push_back(row_view(context, row, language));
  view.any = !view.rows.empty();
  view.href = web::localised(language, kPath) + "?lieu=" + code.text();
  view.link = say_count(language, totals.all.projects, msg::section_all);
  return templates::render_section(view, language);
}

}  // namespace catalyse::projects
