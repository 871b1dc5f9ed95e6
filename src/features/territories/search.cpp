#include "search.hpp"

#include "spelling.hpp"
#include "terms.hpp"

namespace catalyse::territories {

namespace {

using core::Level;

// Typos are looked for when fewer places than this match as typed.
constexpr std::size_t kEnough = 10;
// A shorter word at one edit could be nearly anything.
constexpr std::size_t kShortestWithTypo = 3;
constexpr std::size_t kShortestStartWithTypo = 4;
constexpr std::size_t kShortestSirenStart = 6;
constexpr std::uint8_t kLoose = 0x80;  // bit of a mark: some word matched only by its beginning
constexpr std::size_t kNone = ~std::size_t{0};

// A wrong digit is another number, not a slip.
bool is_number(std::string_view word) { return word.find_first_not_of("0123456789") == std::string_view::npos; }

// Working memory of one thread, clean between queries.
struct Scratch {
  std::vector<std::uint8_t> marks;  // of each name: how many words of the reading it holds
  std::vector<std::uint32_t> marked;
  std::vector<Match> matches;  // of each place
  std::vector<Ref> shown;
  std::vector<PlaceIndex> found;

  void fit(const View& view) {
    if (marks.size() < view.names.size()) marks.resize(view.names.size());
    if (matches.size() < view.places.size()) matches.resize(view.places.size()), shown.resize(view.places.size());
  }
  void unmark() {
    for (const auto name : marked) marks[name] = 0;
    marked.clear();
  }
  void clean() {
    unmark();
    for (const auto place : found) matches[place] = Match::none;
    found.clear();
  }
};

class Finder {
 public:
  Finder(const View& view, const TermHeads& heads, const SearchOptions& options, Scratch& scratch)
      : view_(view), heads_(heads), options_(options), scratch_(scratch) {
    scratch_.fit(view);
  }
  ~Finder() { scratch_.clean(); }
  Finder(const Finder&) = delete;
  Finder& operator=(const Finder&) = delete;

  void as_typed(const Reading& reading);
  void whole_with_typo(const Reading& reading);
  void words_with_typo(const Reading& reading);
  void codes(std::string_view code);
  [[nodiscard]] std::size_t found() const { return scratch_.found.size(); }
  [[nodiscard]] std::vector<Hit> best() const;

 private:
  [[nodiscard]] TermRange all_compact() const { return {0, static_cast<std::uint32_t>(view_.compact.size())}; }
  [[nodiscard]] TermRange all_words() const { return {0, static_cast<std::uint32_t>(view_.words.size())}; }
  [[nodiscard]] auto compact_terms() const {
    return Terms{[this](std::uint32_t i) { return view_.text(view_.compact[i].text); }, heads_.compact};
  }
  [[nodiscard]] auto words() const {
    return Terms{[this](std::uint32_t i) { return view_.text(view_.words[i]); }, heads_.words};
  }
  [[nodiscard]] bool within(const Reading& reading, PlaceIndex place) const;
  [[nodiscard]] bool bears(PlaceIndex place, std::string_view number) const;
  [[nodiscard]] bool in_division(const Reading& reading, PlaceIndex place) const;
  void keep(PlaceIndex place, Match match, Ref shown);
  void keep_name(const Reading& reading, std::uint32_t name, Match official, Match alias);
  std::uint8_t hold_words(const Reading& reading, std::size_t left_out);

  const View& view_;
  const TermHeads& heads_;
  const SearchOptions& options_;
  Scratch& scratch_;
};

bool Finder::bears(PlaceIndex place, std::string_view number) const {
  const auto& row = view_.places[place];
  const auto code_of = [&](PlaceIndex index) { return view_.text(view_.places[index].code); };
  if (code_of(place).starts_with(number)) return true;
  if (row.departement != kNowhere && code_of(row.departement).starts_with(number)) return true;
  for (auto at = view_.departements_at[place]; at < view_.departements_at[place + 1]; ++at) {
    if (code_of(view_.departements[at]).starts_with(number)) return true;
  }
  for (auto at = view_.postcodes_at[place]; at < view_.postcodes_at[place + 1]; ++at) {
    if (view_.text(view_.postcodes[at]).starts_with(number)) return true;
  }
  return false;
}

bool Finder::in_division(const Reading& reading, PlaceIndex place) const {
  const auto first = view_.header[1] + view_.header[2] + view_.header[3] + view_.header[4];
  const auto set = [&](PlaceIndex division) {
    return division != kNowhere && division >= first && division - first < 256 && reading.within.test(division - first);
  };
  if (place >= first) return set(place);
  for (auto at = view_.departements_at[place]; at < view_.departements_at[place + 1]; ++at) {
    if (set(view_.departements[at])) return true;
  }
  return set(view_.places[place].departement);
}

bool Finder::within(const Reading& reading, PlaceIndex place) const {
  if (!options_.level && !reading.narrowed && reading.numbers.empty()) return true;
  if (options_.level && view_.places[place].level != static_cast<std::uint8_t>(*options_.level)) return false;
  if (reading.narrowed && !in_division(reading, place)) return false;
  return std::ranges::all_of(reading.numbers, [&](const std::string& number) { return bears(place, number); });
}

void Finder::keep(PlaceIndex place, Match match, Ref shown) {
  auto& best = scratch_.matches[place];
  if (match <= best) return;
  if (best == Match::none) scratch_.found.push_back(place);
  best = match;
  scratch_.shown[place] = shown;
}

void Finder::keep_name(const Reading& reading, std::uint32_t name, Match official, Match alias) {
  const auto& entry = view_.names[name];
  const auto match = entry.alias == 0 ? official : alias;
  if (match > scratch_.matches[entry.place] && within(reading, entry.place)) keep(entry.place, match, entry.shown);
}

// Counts, for each name, the words of the reading it holds, whole or as a beginning, all but the `left_out`-th; small
// words that are not the last need not be held. The rarest word goes first, so that few names are touched. Returns how
// many words a name must hold.
std::uint8_t Finder::hold_words(const Reading& reading, std::size_t left_out) {
  struct Wanted {
    TermRange range;
    std::size_t size;
    std::uint32_t names;
  };
  std::array<Wanted, kMostWords> wanted{};
  std::uint8_t count = 0;
  for (std::size_t j = 0; j < reading.words.size(); ++j) {
    const std::string_view word = reading.words[j];
    if (j == left_out || (j + 1 < reading.words.size() && is_small_word(word))) continue;
    const auto range = words().narrow(all_words(), 0, word);
    wanted.at(count++) = {range, word.size(), view_.postings_at[range.last] - view_.postings_at[range.first]};
  }
  std::sort(wanted.begin(), wanted.begin() + count, [](const Wanted& a, const Wanted& b) { return a.names < b.names; });
  for (std::uint8_t held = 0; held < count; ++held) {
    for (auto i = wanted[held].range.first; i < wanted[held].range.last; ++i) {
      const std::uint8_t loose = view_.words[i].size == wanted[held].size ? 0 : kLoose;
      for (auto at = view_.postings_at[i]; at < view_.postings_at[i + 1]; ++at) {
        auto& mark = scratch_.marks[view_.postings[at]];
        if ((mark & ~kLoose) != held) continue;
        if (mark == 0) scratch_.marked.push_back(view_.postings[at]);
        mark = static_cast<std::uint8_t>((mark + 1) | loose);
      }
    }
  }
  return count;
}

void Finder::as_typed(const Reading& reading) {
  const auto joined = compact(reading.words);
  const auto start = reading.narrowed ? Match::narrowed_start : Match::name_start;
  const auto alias_start = reading.narrowed ? Match::narrowed_start : Match::alias_start;
  const auto range = compact_terms().narrow(all_compact(), 0, joined);
  for (auto i = range.first; i < range.last; ++i) {
    const auto& term = view_.compact[i];
    if (term.text.size == joined.size()) {
      keep_name(reading, term.name, Match::name, Match::alias);
    } else if (reading.loosely) {
      keep_name(reading, term.name, start, alias_start);
    } else {
      break;  // whole names come first
    }
  }
  if (!reading.loosely) return;
  const auto wanted = hold_words(reading, kNone);
  for (const auto name : scratch_.marked) {
    const auto mark = scratch_.marks[name];
    if ((mark & ~kLoose) != wanted) continue;
    if (reading.narrowed) {
      keep_name(reading, name, Match::narrowed_words, Match::narrowed_words);
    } else {
      keep_name(reading, name, (mark & kLoose) != 0 ? Match::words_start : Match::whole_words, Match::alias_words);
    }
  }
  scratch_.unmark();
}

void Finder::whole_with_typo(const Reading& reading) {
  const auto joined = compact(reading.words);
  if (joined.size() < kShortestWithTypo || std::ranges::any_of(reading.words, is_number)) return;
  near(compact_terms(), all_compact(), joined, [&](TermRange range, bool whole) {
    if (!whole && joined.size() < kShortestStartWithTypo) return;
    const auto official = whole ? Match::typo_name : Match::typo_name_start;
    const auto alias = whole ? Match::typo_alias : Match::typo_alias_start;
    for (auto i = range.first; i < range.last; ++i) keep_name(reading, view_.compact[i].name, official, alias);
  });
}

void Finder::words_with_typo(const Reading& reading) {
  for (std::size_t j = 0; j < reading.words.size(); ++j) {
    const std::string_view word = reading.words[j];
    if (word.size() < kShortestWithTypo || is_number(word) || is_small_word(word)) continue;
    const auto others = hold_words(reading, j);
    near(words(), all_words(), word, [&](TermRange range, bool whole) {
      if (!whole && word.size() < kShortestStartWithTypo) return;
      for (auto at = view_.postings_at[range.first]; at < view_.postings_at[range.last]; ++at) {
        const auto name = view_.postings[at];
        if ((scratch_.marks[name] & ~kLoose) == others) keep_name(reading, name, Match::typo_words, Match::typo_words);
      }
    });
    scratch_.unmark();
  }
}

void Finder::codes(std::string_view code) {
  const Reading anywhere;
  std::string written(code);  // codes have capitals: 2A004
  for (auto& c : written) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  const Terms codes{[this](std::uint32_t i) { return view_.text(view_.codes[i].text); }, {}};
  const auto range = codes.narrow(TermRange{0, static_cast<std::uint32_t>(view_.codes.size())}, 0, written);
  for (auto i = range.first; i < range.last; ++i) {
    const auto& term = view_.codes[i];
    const bool whole = term.text.size == code.size();
    auto match = whole ? Match::code : Match::code_start;
    if (term.kind == CodeKind::former || term.kind == CodeKind::region)
      match = whole ? Match::former_or_region_code : Match::none;
    if (term.kind == CodeKind::siren && !whole && code.size() < kShortestSirenStart) match = Match::none;
    if (match != Match::none && within(anywhere, term.place)) keep(term.place, match, term.text);
  }
}

std::vector<Hit> Finder::best() const {
  const auto limit = std::min({options_.limit, std::size_t{200}, scratch_.found.size()});
  std::vector<PlaceIndex> order(scratch_.found);
  std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(limit), [&](PlaceIndex a, PlaceIndex b) {
    if (scratch_.matches[a] != scratch_.matches[b]) return scratch_.matches[a] > scratch_.matches[b];
    return view_.standing[a] < view_.standing[b];
  });
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < limit; ++i) {
    const auto place = order[i];
    const double share = 1 - static_cast<double>(view_.standing[place]) / static_cast<double>(view_.places.size());
    hits.push_back({place, view_.text(scratch_.shown[place]), static_cast<double>(scratch_.matches[place]) + share});
  }
  return hits;
}

}  // namespace

std::vector<Hit> PlaceSearch::find(std::string_view words, const SearchOptions& options, std::size_t* total) const {
  thread_local Scratch scratch;
  Finder finder(view_, heads_, options, scratch);
  const auto all = readings(words);
  if (!all.empty()) finder.codes(compact(all.front().words));
  for (const auto& reading : all) finder.as_typed(reading);
  if (finder.found() < kEnough) {
    for (const auto& reading : all) {
      if (!reading.loosely) continue;
      finder.whole_with_typo(reading);
      finder.words_with_typo(reading);
    }
  }
  if (total != nullptr) *total = finder.found();
  return finder.best();
}

}  // namespace catalyse::territories
