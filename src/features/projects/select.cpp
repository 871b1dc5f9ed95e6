// The hot path: a search as a set of bits over the rows, and what is counted over it.
#include <algorithm>
#include <bit>

#include "model.hpp"
#include "theme_rules.hpp"

namespace catalyse::projects {
namespace {

using core::Level;
using territories::kNowhere;
using Bits = std::vector<std::uint64_t>;

constexpr std::size_t kPrefixLeast = 4;  // letters: shorter words must be whole

Bits no_bits(std::size_t rows) { return Bits((rows + 63) / 64); }

void set_span(Bits& bits, Span span) {
  for (auto row = span.first; row < span.last;) {
    if ((row & 63U) == 0 && span.last - row >= 64) {
      bits[row >> 6U] = ~std::uint64_t{0};
      row += 64;
    } else {
      bits[row >> 6U] |= std::uint64_t{1} << (row & 63U);
      ++row;
    }
  }
}

std::uint32_t count_span(const Bits& bits, Span span) {
  std::uint32_t found = 0;
  for (auto row = span.first; row < span.last;) {
    if ((row & 63U) == 0 && span.last - row >= 64) {
      found += static_cast<std::uint32_t>(std::popcount(bits[row >> 6U]));
      row += 64;
    } else {
      found += static_cast<std::uint32_t>(bits[row >> 6U] >> (row & 63U) & 1U);
      ++row;
    }
  }
  return found;
}

void keep(Bits& bits, const Bits& others) {
  for (std::size_t i = 0; i < bits.size(); ++i) bits[i] &= others[i];
}

template <class F>
void each_bit(const Bits& bits, const F& use) {
  for (std::size_t i = 0; i < bits.size(); ++i) {
    for (auto word = bits[i]; word != 0; word &= word - 1)
      use(static_cast<RowIndex>(i * 64 + static_cast<std::size_t>(std::countr_zero(word))));
  }
}

// Keeps the rows whose value passes, a block of 64 at a time; blocks that are empty already cost nothing.
template <class Column, class Test>
void keep_if(Bits& bits, const Column& column, const Test& test) {
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (bits[i] == 0) continue;
    const auto first = i * 64;
    const auto count = std::min<std::size_t>(64, column.size() - first);
    std::uint64_t block = 0;
    for (std::size_t b = 0; b < count; ++b) block |= static_cast<std::uint64_t>(test(column[first + b])) << b;
    bits[i] &= block;
  }
}

Bits rows_of_word(const Projects::State& s, const std::string& word) {
  auto bits = no_bits(s.rows());
  const auto size = s.word.size();
  std::size_t low = 0, high = size;
  while (low < high) {
    const auto middle = (low + high) / 2;
    if (s.word[middle] < word)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < size && s.word[low].starts_with(word); ++low) {
    if (word.size() < kPrefixLeast && s.word[low] != word) break;
    for (auto i = s.word_first[low]; i < s.word_first[low + 1]; ++i)
      bits[s.word_rows[i] >> 6U] |= std::uint64_t{1} << (s.word_rows[i] & 63U);
  }
  return bits;
}

}  // namespace

std::vector<Span> Projects::State::spans(PlaceIndex index) const {
  if (index >= own_first.size()) return {};
  const auto& one = places->place(index);
  if (one.level == Level::departement || one.level == Level::region) return {{area_first[index], area_last[index]}};
  std::vector<Span> all{{own_first[index], own_last[index]}};
  for (const auto member : places->members(index)) {
    all.push_back({own_first[member], own_last[member]});
    // A commune of Paris, Lyon or Marseille holds the rows of its arrondissements.
    if (places->place(member).level == Level::commune) {
      for (const auto part : places->members(member)) all.push_back({own_first[part], own_last[part]});
    }
  }
  return all;
}

Selection Projects::select(const Search& search) const {
  const State& s = *state_;
  Selection selection;
  auto& bits = selection.bits = no_bits(s.rows());
  if (search.places) {
    for (const auto place : *search.places) {
      for (const auto span : s.spans(place)) set_span(bits, span);
    }
  } else {
    set_span(bits, {0, s.rows()});
  }
  for (const auto& word : search.words) keep(bits, rows_of_word(s, word));
  if (search.family) keep_if(bits, s.family, [v = *search.family](std::uint8_t x) { return x == v; });
  if (search.programme) keep_if(bits, s.programme, [v = *search.programme](std::uint16_t x) { return x == v; });
  if (search.year) keep_if(bits, s.year, [v = *search.year](std::uint16_t x) { return x == v; });
  if (search.theme) keep_if(bits, s.theme, [v = *search.theme](std::uint8_t x) { return x == v; });
  if (search.band) keep_if(bits, s.band, [v = *search.band](std::uint8_t x) { return x == v; });
  if (search.least || search.most) {
    const auto least = search.least.value_or(0);
    const auto most = search.most.value_or(INT64_MAX);
    keep_if(bits, s.amount, [least, most](std::int64_t x) { return x >= least && x <= most; });
  }
  for (const auto word : bits) selection.count += static_cast<std::uint32_t>(std::popcount(word));
  return selection;
}

Facets Projects::facets(const Selection& selection) const {
  const State& s = *state_;
  Facets facets;
  facets.families.resize(families().size());
  facets.programmes.resize(s.programmes.size());
  facets.years.resize(static_cast<std::size_t>(s.last_year - s.first_year + 2));
  // Tables of 256 so that no row needs a test; slots beyond the real ones stand for « nowhere ».
  std::array<std::uint32_t, 256> themes{}, regions{}, departements{};
  each_bit(selection.bits, [&](RowIndex row) {
    ++facets.programmes[s.programme[row]];
    ++facets.years[s.year_slot[row]];
    ++facets.bands[s.band[row]];
    ++themes[s.theme[row]];
    ++regions[s.region[row]];
    ++departements[s.departement[row]];
    const bool counted = (s.flags[row] & kDuplicate) == 0;
    facets.all.projects += counted ? 1U : 0U;
    facets.all.cents += counted ? s.amount[row] : 0;
  });
  for (std::size_t i = 0; i < s.programmes.size(); ++i) facets.families[s.programmes[i].family] += facets.programmes[i];
  facets.duplicates = selection.count - facets.all.projects;
  facets.unplaced = unplaced(selection);
  facets.themes.assign(themes.begin(), themes.begin() + static_cast<std::ptrdiff_t>(projects::themes().size()));
  const auto of = [&](Level level, const auto& table) {
    return std::vector<std::uint32_t>(table.begin(),
                                      table.begin() + static_cast<std::ptrdiff_t>(s.places->range(level).size()));
  };
  facets.regions = of(Level::region, regions);
  facets.departements = of(Level::departement, departements);
  return facets;
}

std::uint32_t Projects::unplaced(const Selection& selection) const {
  return count_span(selection.bits, {state_->placed(), state_->rows()});
}

std::uint32_t Projects::only_larger(const Selection& selection, std::span<const PlaceIndex> places) const {
  const State& s = *state_;
  std::vector<PlaceIndex> larger;
  for (const auto index : places) {
    const auto& place = s.places->place(index);
    for (const auto holder : {place.commune, place.epci, place.departement, place.region}) {
      if (holder != kNowhere && holder != index) larger.push_back(holder);
    }
  }
  std::ranges::sort(larger);
  const auto rest = std::ranges::unique(larger);
  larger.erase(rest.begin(), rest.end());
  std::uint32_t count = 0;
  for (const auto holder : larger) {
    if (std::ranges::find(places, holder) == places.end())
      count += count_span(selection.bits, {s.own_first[holder], s.own_last[holder]});
  }
  return count;
}

Slice Projects::slice(const Selection& selection, Order order, RowIndex after, std::size_t limit) const {
  const auto rows = ordered(order);
  const auto& rank = order == Order::recent ? state_->recent_rank : state_->largest_rank;
  const auto start = after == kNoRow || after >= rank.size() ? 0U : rank[after] + 1;
  Slice slice;
  // What stands before is counted from the nearer end.
  std::uint32_t before = 0;
  for (std::uint32_t i = 0; i < start; ++i) before += selection.holds(rows[i]) ? 1U : 0U;
  slice.before = before;
  for (std::uint32_t i = start; i < rows.size(); ++i) {
    if (!selection.holds(rows[i])) continue;
    if (slice.rows.size() == limit) {
      slice.more = true;
      break;
    }
    slice.rows.push_back(rows[i]);
  }
  return slice;
}

std::vector<Totals> Projects::by_place(const Selection& selection, Level level) const {
  const State& s = *state_;
  const auto range = s.places->range(level);
  std::vector<Totals> all(range.size());
  each_bit(selection.bits, [&](RowIndex row) {
    if (s.place[row] == kNowhere || (s.flags[row] & kDuplicate) != 0) return;
    auto index = s.place[row];
    const auto& place = s.places->place(index);
    if (level == Level::region)
      index = s.region[row] == kNoArea8 ? kNowhere : range.first + s.region[row];
    else if (level == Level::departement)
      index = s.departement[row] == kNoArea8 ? kNowhere : range.first + s.departement[row];
    else if (level == Level::epci && place.level != Level::epci)
      index = place.level == Level::arrondissement ? s.places->place(place.commune).epci : place.epci;
    else if (level == Level::commune && place.level == Level::arrondissement)
      index = place.commune;
    if (index == kNowhere || !range.holds(index)) return;
    ++all[index - range.first].projects;
    all[index - range.first].cents += s.amount[row];
  });
  return all;
}

}  // namespace catalyse::projects
