#include <algorithm>
#include <charconv>

#include "messages.hpp"
#include "observatory/comparables_rules.hpp"
#include "pages.hpp"

namespace catalyse::dossier {
namespace {

using core::ErrorKind;
using core::Result;

constexpr std::string_view kWeightPrefix = "poids-";
constexpr std::size_t kPerimeterMax = 100;  // places one address may name

std::unexpected<core::Error> bad_value(std::string_view name, std::string_view value) {
  return core::fail(ErrorKind::invalid, msg::comparables_number.key, {},
                    {{"name", std::string(name)}, {"value", std::string(value.substr(0, 60))}});
}

// A number as a reader types it: a decimal comma is as good as a point.
std::optional<double> decimal(std::string_view text) {
  std::string plain(text);
  std::ranges::replace(plain, ',', '.');
  double number = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
  if (error != std::errc{} || end != plain.data() + plain.size()) return std::nullopt;
  return number;
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Result<void> read_population(std::string_view name, std::string_view value, std::optional<std::int64_t>& into) {
  const auto number = whole(value);
  if (!number || *number < 0) return bad_value(name, value);
  into = *number;
  return {};
}

// `dep:76,epci:200023414,com:76540`: places of the same level, or groups whose members are meant.
void name_perimeter(Criteria& criteria, std::string_view item) {
  criteria.perimeter.append(criteria.perimeter.empty() ? "" : ",").append(item);
}

// A perimeter by its id (room perimeters): its places of this level.
Result<void> add_perimeter(const Subject& subject, std::string_view id, Criteria& criteria) {
  const auto perimeter = subject.context.perimeters->find(id);
  if (!perimeter) return std::unexpected(perimeter.error());
  const auto places = perimeters::places_within(*subject.context.territories, **perimeter, subject.place().level);
  if (places.empty())
    return core::fail(ErrorKind::invalid, msg::comparables_perimeter_empty.key, {}, {{"name", (*perimeter)->name}});
  auto& into = criteria.options.perimeter;
  into.insert(into.end(), places.begin(), places.end());
  name_perimeter(criteria, (*perimeter)->id);
  return {};
}

Result<void> read_perimeter(const Subject& subject, std::string_view value, Criteria& criteria) {
  auto& into = criteria.options.perimeter;
  std::size_t named = 0;
  for (std::size_t at = 0; at <= value.size();) {
    const std::size_t end = std::min(value.find(',', at), value.size());
    std::string_view code = value.substr(at, end - at);
    while (code.starts_with(' ')) code.remove_prefix(1);
    while (code.ends_with(' ')) code.remove_suffix(1);
    at = end + 1;
    if (code.empty()) continue;
    if (subject.context.perimeters && perimeters::is_id(code)) {
      if (auto added = add_perimeter(subject, code, criteria); !added) return added;
      continue;
    }
    const auto parsed = core::PlaceCode::parse(code);
    const auto place = parsed ? subject.context.territories->find(*parsed) : std::nullopt;
    if (!place || ++named > kPerimeterMax)
      return core::fail(ErrorKind::invalid, msg::comparables_unknown_place.key, {},
                        {{"value", std::string(code.substr(0, 60))}, {"most", std::to_string(kPerimeterMax)}});
    if (std::ranges::find(into, *place) != into.end()) continue;
    into.push_back(*place);
    name_perimeter(criteria, parsed->text());
  }
  return {};
}

Result<void> read_one(const Subject& subject, std::string_view name, std::string_view value, Criteria& criteria) {
  auto& options = criteria.options;
  if (value.empty()) return {};
  if (name == "poids") {
    auto weights = observatory::parse_weights(value, subject.context.observatory->variables(subject.place().level));
    if (!weights) return std::unexpected(weights.error());
    options.weights.insert(options.weights.end(), weights->begin(), weights->end());
  } else if (name.starts_with(kWeightPrefix)) {
    const auto weight = decimal(value);
    if (!weight) return bad_value(name, value);
    options.weights.emplace_back(std::string(name.substr(kWeightPrefix.size())), *weight);
  } else if (name == "k") {
    const auto k = whole(value);
    if (!k || *k < 0 || *k > 1000) return bad_value(name, value);
    options.k = static_cast<int>(*k);
  } else if (name == "region") {
    if (value != "meme" && value != "autre" && value != "toutes") return bad_value(name, value);
    options.same_region = value == "meme";
    options.other_region = value == "autre";
  } else if (name == "meme-densite") {
    if (value != "oui") return bad_value(name, value);
    options.same_density = true;
  } else if (name == "perimetre") {
    return read_perimeter(subject, value, criteria);
  } else if (name == "population-min") {
    return read_population(name, value, options.population_min);
  } else if (name == "population-max") {
    return read_population(name, value, options.population_max);
  }
  return {};
}

std::string plain(double number) {
  std::array<char, 32> digits{};
  return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr};
}

// The same choices, shortest form, in a fixed order: one state has one address.
std::string canonical(const Criteria& criteria, int default_k) {
  const auto& options = criteria.options;
  std::string query;
  const auto add = [&](std::string_view name, const std::string& value) {
    query += (query.empty() ? "" : "&") + std::string(name) + "=" + value;
  };
  std::string weights;
  for (const auto& [id, weight] : options.weights) weights += (weights.empty() ? "" : ",") + id + ":" + plain(weight);
  if (!weights.empty()) add("poids", weights);
  if (options.k != default_k) add("k", std::to_string(options.k));
  if (options.same_region) add("region", "meme");
  if (options.other_region) add("region", "autre");
  if (options.same_density) add("meme-densite", "oui");
  if (!criteria.perimeter.empty()) add("perimetre", criteria.perimeter);
  if (options.population_min) add("population-min", std::to_string(*options.population_min));
  if (options.population_max) add("population-max", std::to_string(*options.population_max));
  return query;
}

}  // namespace

Result<Criteria> read_criteria(const Subject& subject, const http::Query& query) {
  Criteria criteria;
  const int default_k = criteria.options.k;
  for (const auto& [name, value] : query.pairs()) {
    if (auto read = read_one(subject, name, value, criteria); !read) return std::unexpected(read.error());
  }
  // A form sends every weight; those left at their default say nothing.
  std::erase_if(criteria.options.weights, [&](const auto& weight) {
    const auto& variables = subject.context.observatory->variables(subject.place().level);
    const auto found = std::ranges::find(variables, weight.first, &observatory::Variable::id);
    return found != variables.end() && found->weight == weight.second;
  });
  criteria.query = canonical(criteria, default_k);
  return criteria;
}

}  // namespace catalyse::dossier
