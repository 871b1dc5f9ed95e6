#include <set>

#include "build.hpp"
#include "spelling.hpp"

namespace catalyse::territories {

namespace {

using core::Level;

// Upper levels hold many people without being what most readers look for: four of theirs count as one of a commune's.
constexpr std::int64_t kPeopleOfLargerPlaces = 4;

class SearchBuilder {
 public:
  explicit SearchBuilder(Draft& d) : d_(d) {}

  void add_place(PlaceIndex index) {
    const auto& place = d_.out.places[index];
    const std::string name(text(place.name));
    const auto id = add_name(place.name, index, 0);
    auto words = spelt_words(name);
    add_forms(id, words);
    if (static_cast<Level>(place.level) == Level::epci) add_epci_forms(id, words);
    if (static_cast<Level>(place.level) == Level::arrondissement && !words.empty() &&
        words.back() == "arrondissement") {
      words.pop_back();
      add_compact(id, words);
    }
  }

  // Other names of arrondissements are only those of their city.
  void add_alias(PlaceIndex index, const std::string& name) {
    if (static_cast<Level>(d_.out.places[index].level) == Level::arrondissement) return;
    const auto words = spelt_words(name);
    const auto joined = compact(words);
    // La Poste's labels include numbers of offices; other spellings of the official name teach nothing.
    if (joined.find_first_not_of("0123456789") == std::string::npos) return;
    if (!known_.emplace(index, joined).second) return;
    add_forms(add_name(d_.pool.add(name), index, 1), words);
  }

  void lay() {
    std::ranges::sort(compact_);
    for (const auto& [form, name] : compact_) d_.out.compact.push_back({d_.pool.add(form), name});
    d_.out.postings_at.assign(1, 0);
    for (const auto& [word, names] : words_) {
      d_.out.words.push_back(d_.pool.add(word));
      d_.out.postings.insert(d_.out.postings.end(), names.begin(), names.end());
      d_.out.postings_at.push_back(static_cast<std::uint32_t>(d_.out.postings.size()));
    }
  }

 private:
  [[nodiscard]] std::string_view text(Ref ref) const { return d_.pool.text(ref); }

  std::uint32_t add_name(Ref shown, PlaceIndex place, std::uint32_t alias) {
    d_.out.names.push_back({shown, place, alias});
    return static_cast<std::uint32_t>(d_.out.names.size() - 1);
  }

  void add_compact(std::uint32_t name, std::span<const std::string> words) {
    auto form = compact(words);
    if (form.empty()) return;
    if (d_.out.names[name].alias == 0) known_.emplace(d_.out.names[name].place, form);
    compact_.emplace_back(std::move(form), name);
  }

  // The name without its leading article is as good as the name: « havre », « réunion ».
  void add_forms(std::uint32_t name, std::span<const std::string> words) {
    add_compact(name, words);
    if (words.size() > 1 && is_article(words.front())) add_compact(name, words.subspan(1));
    add_words(name, words);
  }

  void add_words(std::uint32_t name, std::span<const std::string> words) {
    for (const auto& word : words) {
      if (is_small_word(word)) continue;
      auto& names = words_[word];
      if (names.empty() || names.back() != name) names.push_back(name);
    }
  }

  // « CC du Pays de Fayence »: found as « Pays de Fayence » and as « communauté de communes du Pays de Fayence » too.
  void add_epci_forms(std::uint32_t name, std::span<const std::string> words) {
    static const std::map<std::string, std::vector<std::string>, std::less<>> kFull{
        {"cc", {"communaute", "de", "communes"}},
        {"ca", {"communaute", "d", "agglomeration"}},
        {"cu", {"communaute", "urbaine"}},
        {"metropole", {}},
        {"eurometropole", {}}};
    const auto full = words.empty() ? kFull.end() : kFull.find(words.front());
    if (full == kFull.end()) return;
    auto own = words.subspan(1);
    while (!own.empty() && is_small_word(own.front())) own = own.subspan(1);
    if (!own.empty()) add_compact(name, own);
    if (full->second.empty()) return;
    auto whole = full->second;
    add_words(name, whole);
    whole.insert(whole.end(), words.begin() + 1, words.end());
    add_compact(name, whole);
  }

  Draft& d_;
  std::vector<std::pair<std::string, std::uint32_t>> compact_;
  std::map<std::string, std::vector<std::uint32_t>, std::less<>> words_;
  std::set<std::pair<PlaceIndex, std::string>>
      known_;  // spellings of each place, so that an alias is not a second official name
};

void build_codes(Draft& d) {
  std::vector<std::tuple<std::string, PlaceIndex, CodeKind>> codes;
  const auto add = [&](std::string_view code, PlaceIndex place, CodeKind kind) {
    if (!code.empty()) codes.emplace_back(code, place, kind);
  };
  for (PlaceIndex index = 0; index < d.out.places.size(); ++index) {
    const auto& place = d.out.places[index];
    add(d.pool.text(place.siren), index, CodeKind::siren);
    switch (static_cast<Level>(place.level)) {
      case Level::commune:
      case Level::arrondissement:
        add(d.pool.text(place.code), index, CodeKind::commune);
        break;
      case Level::departement:
        add(d.pool.text(place.code), index, CodeKind::departement);
        break;
      case Level::region:
        add(d.pool.text(place.code), index, CodeKind::region);
        break;
      case Level::epci:
        break;  // its code is its SIREN
    }
    for (auto at = d.out.postcodes_at[index]; at < d.out.postcodes_at[index + 1]; ++at) {
      add(d.pool.text(d.out.postcodes[at]), index, CodeKind::postcode);
    }
  }
  for (std::size_t i = 0; i < d.out.passage_codes.size(); ++i) {
    for (auto at = d.out.passage_at[i]; at < d.out.passage_at[i + 1]; ++at) {
      add(d.pool.text(d.out.passage_codes[i]), d.out.passage[at].place, CodeKind::former);
    }
  }
  std::ranges::sort(codes);
  for (const auto& [code, place, kind] : codes) d.out.codes.push_back({d.pool.add(code), place, kind});
}

// Ties end with the order of the places: by level, then by code.
void build_standing(Draft& d) {
  const auto weight = [&](PlaceIndex index) {
    const auto& place = d.out.places[index];
    const auto level = static_cast<Level>(place.level);
    return level == Level::commune || level == Level::arrondissement ? place.population * kPeopleOfLargerPlaces
                                                                     : place.population;
  };
  std::vector<PlaceIndex> order(d.out.places.size());
  for (PlaceIndex index = 0; index < order.size(); ++index) order[index] = index;
  std::ranges::sort(order, {}, [&](PlaceIndex index) { return std::pair(-weight(index), index); });
  d.out.standing.resize(order.size());
  for (std::uint32_t position = 0; position < order.size(); ++position) d.out.standing[order[position]] = position;
}

}  // namespace

void build_search(Draft& d) {
  SearchBuilder search(d);
  for (PlaceIndex index = 0; index < d.out.places.size(); ++index) search.add_place(index);
  for (const auto& name : d.records.names) {
    const auto place = Draft::find(d.communes, name.code);
    if (place != kNowhere) search.add_alias(place, name.name);
  }
  for (const auto& step : d.records.passage) {
    const auto place = Draft::find(d.communes, step.new_code);
    if (place != kNowhere && step.kind != "uncertain") search.add_alias(place, step.old_name);
  }
  search.lay();
  build_codes(d);
  build_standing(d);
}

Built build_tables(const Records& records) {
  Draft d{.records = records, .out = {}, .pool = {}, .communes = {}, .epci = {}, .departements = {}, .regions = {}};
  build_places(d);
  build_memberships(d);
  build_history(d);
  build_search(d);
  d.out.version.push_back(d.pool.add(records.version));
  d.out.pool = d.pool.take();
  return std::move(d.out);
}

}  // namespace catalyse::territories
