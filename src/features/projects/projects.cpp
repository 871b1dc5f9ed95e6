#include "projects.hpp"

#include <algorithm>
#include <charconv>

#include "model.hpp"
#include "theme_rules.hpp"

namespace catalyse::projects {
namespace {

constexpr std::array<Family, 8> kFamilies{
    {{"detr", "DETR (équipement des territoires ruraux)", "DETR (rural equipment)", true},
     {"dsil", "DSIL (investissement local)", "DSIL (local investment)", true},
     {"dpv", "DPV (politique de la ville)", "DPV (urban policy)", true},
     {"dsid", "DSID (investissement des départements)", "DSID (investment of départements)", true},
     {"fonds-vert", "Fonds vert", "Fonds vert (green fund)", true},
     {"etat-2010", "Subventions de l’État aux associations, 2010", "State subsidies to associations, 2010", false},
     {"departements", "Subventions de départements aux associations", "Subsidies of départements to associations",
      false},
     {"autres", "Autres fichiers", "Other files", false}}};

std::unexpected<core::Error> damaged(std::string_view what) {
  return core::fail(core::ErrorKind::damaged, "projects.snapshot.damaged",
                    "the snapshot of the projects: " + std::string(what));
}

}  // namespace

std::span<const Family> families() { return kFamilies; }

// Every column, checked for its size; then what would let a view or an index reach outside.
core::Result<void> Projects::State::read() {
  core::Error first;
  bool good = true;
  const auto take = [&](auto& into, std::string_view name, std::size_t count = columns::File::kAnyCount) {
    using T = typename std::remove_cvref_t<decltype(into)>::value_type;
    auto column = file.column<std::remove_const_t<T>>(name, count);
    if (column) {
      into = *column;
    } else if (std::exchange(good, false)) {
      first = column.error();
    }
  };
  const auto texts = [&](columns::Texts& into, std::string_view name, std::size_t count = columns::File::kAnyCount) {
    auto column = file.texts(name, count);
    if (column) {
      into = *column;
    } else if (std::exchange(good, false)) {
      first = column.error();
    }
  };
  take(amount, "amount");
  const auto n = amount.size();
  take(source, "source", n);
  take(number, "number", n);
  take(programme, "programme", n);
  take(family, "family", n);
  take(year, "year", n);
  take(year_slot, "year_slot", n);
  take(cost, "cost", n);
  take(band, "band", n);
  take(place, "place", n);
  take(siting, "siting", n);
  take(region, "region", n);
  take(departement, "departement", n);
  take(theme, "theme", n);
  take(confidence, "confidence", n);
  take(beneficiary, "beneficiary", n);
  take(next, "next", n);
  take(flags, "flags", n);
  take(recent, "recent", n);
  take(recent_rank, "recent_rank", n);
  take(largest, "largest", n);
  take(largest_rank, "largest_rank", n);
  take(by_id, "by_id", n);
  texts(title, "title", n);
  texts(insee, "insee", n);
  texts(name, "beneficiary_name");
  texts(siren, "beneficiary_siren", name.size());
  texts(word, "word");
  take(word_first, "word_first", word.size() + 1);
  take(word_rows, "word_rows");
  const auto m = places->size();
  take(own_first, "own_first", m);
  take(own_last, "own_last", m);
  take(area_first, "area_first", m);
  take(area_last, "area_last", m);
  take(all_count, "all_count", m);
  take(all_cents, "all_cents", m);
  take(investment_count, "investment_count", m);
  take(investment_cents, "investment_cents", m);
  take(refusal_row, "refusal_row");
  texts(refusal_field, "refusal_field", refusal_row.size());
  texts(refusal_value, "refusal_value", refusal_row.size());
  texts(refusal_reason, "refusal_reason", refusal_row.size());
  columns::Texts versions, id, short_name, label, funder, funder_siren, funder_departement, prefix, path, source_title,
      title_en, producer, relay, vintage, licence, licence_address;
  texts(versions, "version", 1);
  texts(id, "programme_id");
  texts(short_name, "programme_short", id.size());
  texts(label, "programme_label", id.size());
  texts(funder, "programme_funder", id.size());
  texts(funder_siren, "programme_siren", id.size());
  texts(funder_departement, "programme_departement", id.size());
  std::span<const std::uint8_t> programme_family;
  take(programme_family, "programme_family", id.size());
  texts(prefix, "source_prefix");
  texts(path, "source_path", prefix.size());
  texts(source_title, "source_title", prefix.size());
  texts(title_en, "source_title_en", prefix.size());
  texts(producer, "source_producer", prefix.size());
  texts(relay, "source_relay", prefix.size());
  texts(vintage, "source_vintage", prefix.size());
  texts(licence, "source_licence", prefix.size());
  texts(licence_address, "source_licence_address", prefix.size());
  take(source_first, "source_first", prefix.size() + 1);
  std::span<const std::uint32_t> years;
  take(years, "years", 2);
  if (!good) return std::unexpected(first);
  version = versions[0];
  first_year = static_cast<int>(years[0]);
  last_year = static_cast<int>(years[1]);
  for (std::size_t i = 0; i < id.size(); ++i)
    programmes.push_back({std::string(id[i]), std::string(short_name[i]), std::string(label[i]), std::string(funder[i]),
                          std::string(funder_siren[i]), std::string(funder_departement[i]), programme_family[i]});
  for (std::size_t i = 0; i < prefix.size(); ++i)
    sources.push_back({std::string(prefix[i]), std::string(path[i]), std::string(source_title[i]),
                       std::string(title_en[i]), std::string(producer[i]), std::string(relay[i]),
                       std::string(vintage[i]), std::string(licence[i]), std::string(licence_address[i])});
  return {};
}

std::uint32_t Projects::State::placed() const {
  const auto nowhere = [&](std::uint32_t one) { return one == territories::kNowhere; };
  return static_cast<std::uint32_t>(std::ranges::partition_point(place, std::not_fn(nowhere)) - place.begin());
}

core::Result<Projects> Projects::open(const std::filesystem::path& snapshot,
                                      std::shared_ptr<const territories::Territories> places) {
  auto file = columns::File::open(snapshot, kSnapshot);
  if (!file) return std::unexpected(file.error());
  auto state = std::make_unique<State>(std::move(*file));
  state->places = std::move(places);
  if (auto read = state->read(); !read) return std::unexpected(read.error());
  const auto n = state->rows();
  const auto below = [](const auto& column, std::uint64_t limit) {
    return std::ranges::all_of(column, [&](std::uint64_t value) { return value < limit; });
  };
  const auto slots = static_cast<std::uint64_t>(state->last_year - state->first_year + 2);
  const bool sound =
      below(state->source, std::max<std::size_t>(1, state->sources.size())) &&
      below(state->programme, std::max<std::size_t>(1, state->programmes.size())) &&
      below(state->family, kFamilies.size()) && below(state->theme, themes().size()) &&
      below(state->band, kBandCount) && below(state->siting, kSitings) && below(state->year_slot, slots) &&
      below(state->recent, n) && below(state->largest, n) && below(state->by_id, n) && below(state->next, n) &&
      below(state->word_rows, n) && below(state->beneficiary, std::max<std::size_t>(1, state->name.size())) &&
      std::ranges::all_of(
          state->place,
          [&](std::uint32_t place) { return place == territories::kNowhere || place < state->places->size(); }) &&
      std::ranges::is_sorted(state->word_first) && state->word_first.back() == state->word_rows.size() &&
      below(state->own_last, n + 1ULL) && below(state->area_last, n + 1ULL) &&
      std::ranges::is_sorted(state->source_first) && state->source_first.back() == n;
  if (!sound) return damaged("its columns do not fit each other");
  return Projects(std::move(state));
}

Projects::Projects(std::unique_ptr<State> state) : state_(std::move(state)) {}
Projects::~Projects() = default;
Projects::Projects(Projects&&) noexcept = default;
Projects& Projects::operator=(Projects&&) noexcept = default;

std::uint32_t Projects::size() const { return state_->rows(); }
std::string_view Projects::version() const { return state_->version; }
const std::vector<Programme>& Projects::programmes() const { return state_->programmes; }
const std::vector<Source>& Projects::sources() const { return state_->sources; }
int Projects::first_year() const { return state_->first_year; }
int Projects::last_year() const { return state_->last_year; }

Project Projects::project(RowIndex row) const {
  const State& s = *state_;
  Project one;
  one.row = row;
  one.id = s.sources[s.source[row]].prefix + "n" + std::to_string(s.number[row]);
  one.title = s.title[row];
  one.beneficiary = s.name[s.beneficiary[row]];
  one.siren = s.siren[s.beneficiary[row]];
  one.insee = s.insee[row];
  one.programme = s.programme[row];
  one.source = s.source[row];
  one.amount = s.amount[row];
  if (s.cost[row] >= 0) one.cost = s.cost[row];
  one.year = s.year[row];
  one.theme = s.theme[row];
  one.confidence = s.confidence[row];
  one.place = s.place[row];
  one.siting = static_cast<Siting>(s.siting[row]);
  one.carried = (s.flags[row] & kCarried) != 0;
  one.duplicate = (s.flags[row] & kDuplicate) != 0;
  return one;
}

std::optional<RowIndex> Projects::find(std::string_view id) const {
  const State& s = *state_;
  for (std::size_t i = 0; i < s.sources.size(); ++i) {
    const auto& prefix = s.sources[i].prefix;
    if (!id.starts_with(prefix) || id.size() < prefix.size() + 2 || id[prefix.size()] != 'n') continue;
    const auto digits = id.substr(prefix.size() + 1);
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size() || digits.front() == '0') return std::nullopt;
    const auto rows = s.by_id.subspan(s.source_first[i], s.source_first[i + 1] - s.source_first[i]);
    const auto at = std::ranges::lower_bound(rows, number, {}, [&](std::uint32_t row) { return s.number[row]; });
    if (at == rows.end() || s.number[*at] != number) return std::nullopt;
    return *at;
  }
  return std::nullopt;
}

std::vector<RowIndex> Projects::kin(RowIndex row) const {
  constexpr std::size_t kMost = 50;
  std::vector<RowIndex> all;
  for (auto at = state_->next[row]; at != row && all.size() < kMost; at = state_->next[at]) all.push_back(at);
  std::ranges::sort(all, {}, [&](RowIndex one) { return state_->recent_rank[one]; });
  return all;
}

std::vector<Refusal> Projects::refusals(RowIndex row) const {
  std::vector<Refusal> all;
  const auto [first, last] = std::ranges::equal_range(state_->refusal_row, row);
  for (auto at = first; at != last; ++at) {
    const auto i = static_cast<std::size_t>(at - state_->refusal_row.begin());
    all.push_back({std::string(state_->refusal_field[i]), std::string(state_->refusal_value[i]),
                   std::string(state_->refusal_reason[i])});
  }
  return all;
}

std::span<const RowIndex> Projects::ordered(Order order) const {
  return order == Order::recent ? state_->recent : state_->largest;
}

PlaceTotals Projects::totals(PlaceIndex place) const {
  if (place >= state_->all_count.size()) return {};
  return {{state_->all_count[place], state_->all_cents[place]},
          {state_->investment_count[place], state_->investment_cents[place]}};
}

}  // namespace catalyse::projects
