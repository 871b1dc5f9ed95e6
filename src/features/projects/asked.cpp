#include "asked.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>

#include "messages.hpp"
#include "model.hpp"
#include "text/query.hpp"
#include "text/utf8.hpp"
#include "theme_rules.hpp"

namespace catalyse::projects {
namespace {

using territories::kNowhere;

constexpr std::size_t kShown = 40;  // bytes of a value that is repeated to the reader
constexpr std::int64_t kMostEuros = 100'000'000'000;

core::Error fault(const web::Message& sentence, std::string_view value) {
  return {
      core::ErrorKind::invalid, std::string(sentence.key), {{"value", std::string(text::cut_utf8(value, kShown))}}, {}};
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

template <class List, class Name>
std::optional<std::size_t> index_of(const List& list, std::string_view id, const Name& name) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (std::string_view(name(list[i])) == id) return i;
  }
  return std::nullopt;
}

double kilometres_between(const territories::Place& a, const territories::Place& b) {
  constexpr double kDegree = std::numbers::pi / 180, kRadius = 6371;
  const double x = (*b.longitude - *a.longitude) * kDegree * std::cos((*a.latitude + *b.latitude) / 2 * kDegree);
  const double y = (*b.latitude - *a.latitude) * kDegree;
  return kRadius * std::sqrt(x * x + y * y);
}

std::vector<PlaceIndex> communes_around(const territories::Territories& all, PlaceIndex centre, double kilometres) {
  std::vector<PlaceIndex> found;
  const auto& here = all.place(centre);
  if (!here.longitude || !here.latitude) return found;
  const auto range = all.range(core::Level::commune);
  for (auto place = range.first; place < range.last; ++place) {
    const auto& one = all.place(place);
    if (one.longitude && one.latitude && kilometres_between(here, one) <= kilometres) found.push_back(place);
  }
  return found;
}

class Reader {
 public:
  Reader(const Context& context, const http::Query& query) : context_(context), query_(query) {}

  Asked read() {
    asked_.words = std::string(value("q"));
    for (auto& word : index_words(asked_.words)) {
      if (asked_.search.words.size() < kWordsMost) asked_.search.words.push_back(std::move(word));
    }
    keep("q", asked_.words);
    asked_.wanted = std::string(value("ou"));
    read_place();
    read_programme();
    read_year();
    read_choices();
    read_amounts();
    read_order();
    return std::move(asked_);
  }

 private:
  [[nodiscard]] std::string_view value(std::string_view name) const { return query_.first(name).value_or(""); }
  void keep(std::string_view name, std::string_view text) {
    if (!text.empty()) asked_.state.emplace_back(name, text);
  }
  void fail(core::Error error) {
    if (!asked_.fault) asked_.fault = std::move(error);
  }

  void read_perimeter(std::string_view id) {
    asked_.perimeter = perimeters::find_asked(context_.perimeters, id);
    if (!asked_.perimeter) return fail(fault(msg::fault_perimeter, id));
    if (!value("lieu").empty()) fail(fault(msg::fault_place_and_perimeter, value("lieu")));
    asked_.search.places = perimeters::places_of(*context_.territories, *asked_.perimeter);
    keep("perimetre", asked_.perimeter->id);
  }

  void read_place() {
    if (const auto id = value("perimetre"); perimeters::is_id(id)) return read_perimeter(id);
    const auto code = value("lieu");
    if (code.empty()) return;
    const auto parsed = core::PlaceCode::parse(code);
    auto found = parsed ? context_.territories->find(*parsed) : std::nullopt;
    if (parsed && !found) {
      const auto successors = context_.territories->successors(parsed->code());
      if (successors.size() == 1) found = successors[0];
    }
    if (!found) return fail(fault(msg::fault_place, code));
    asked_.place = *found;
    keep("lieu", code_of(context_.territories->place(*found)));
    read_scope();
  }

  void read_scope() {
    const auto scope = value("perimetre");
    const auto& all = *context_.territories;
    asked_.search.places = {*asked_.place};  // also when what follows is not understood
    if (scope.empty() || scope == "lieu") return;
    keep("perimetre", scope);
    if (scope == "autour") {
      asked_.scope = Scope::around;
      if (const auto text = value("km"); !text.empty()) {
        const auto number = whole(text);
        if (!number || *number < kKilometresLeast || *number > kKilometresMost)
          return fail(fault(msg::fault_kilometres, text));
        asked_.kilometres = static_cast<int>(*number);
        keep("km", text);
      }
      asked_.search.places = communes_around(all, *asked_.place, asked_.kilometres);
      if (asked_.search.places->empty()) asked_.search.places = {*asked_.place};
      return;
    }
    if (scope != "comparables") return fail(fault(msg::fault_scope, scope));
    observatory::PeerOptions options;
    if (const auto weights = value("poids"); !weights.empty()) {
      keep("poids", weights);
      if (!read_weights(weights, options)) return fail(fault(msg::fault_weights, weights));
    }
    const auto peers = context_.observatory->peers(*asked_.place, options);
    if (!peers) return fail(peers.error());
    asked_.scope = Scope::peers;
    asked_.search.places->clear();
    for (const auto& peer : peers->list) asked_.search.places->push_back(peer.place);
  }

  static bool read_weights(std::string_view text, observatory::PeerOptions& options) {
    while (!text.empty()) {
      const auto one = text.substr(0, text.find(','));
      text.remove_prefix(std::min(text.size(), one.size() + 1));
      const auto colon = one.find(':');
      double weight = 0;
      if (colon == std::string_view::npos) return false;
      const auto digits = one.substr(colon + 1);
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), weight);
      if (error != std::errc{} || end != digits.data() + digits.size()) return false;
      options.weights.emplace_back(one.substr(0, colon), weight);
    }
    return true;
  }

  void read_programme() {
    const auto id = value("programme");
    if (id.empty()) return;
    const auto family = index_of(families(), id, [](const Family& one) { return one.id; });
    const auto programme =
        index_of(context_.projects->programmes(), id, [](const Programme& one) { return std::string_view(one.id); });
    if (!family && !programme) return fail(fault(msg::fault_programme, id));
    if (family)
      asked_.search.family = static_cast<std::uint8_t>(*family);
    else
      asked_.search.programme = static_cast<std::uint16_t>(*programme);
    keep("programme", id);
  }

  void read_year() {
    const auto text = value("annee");
    if (text.empty()) return;
    const auto year = text == "inconnue" ? std::optional<std::int64_t>(0) : whole(text);
    if (!year || *year < 0 || *year > 9999 || (*year == 0 && text != "inconnue"))
      return fail(fault(msg::fault_year, text));
    asked_.search.year = static_cast<std::uint16_t>(*year);
    keep("annee", text);
  }

  void read_choices() {
    if (const auto id = value("theme"); !id.empty()) {
      const auto theme = index_of(themes(), id, [](const Theme& one) { return one.id; });
      if (!theme) return fail(fault(msg::fault_theme, id));
      asked_.search.theme = static_cast<std::uint8_t>(*theme);
      keep("theme", id);
    }
    if (const auto text = value("tranche"); !text.empty()) {
      const auto band = whole(text);
      if (!band || *band < 1 || *band > static_cast<std::int64_t>(kBandCount))
        return fail(fault(msg::fault_band, text));
      asked_.search.band = static_cast<std::uint8_t>(*band - 1);
      keep("tranche", text);
    }
  }

  std::optional<std::int64_t> amount(std::string_view name) {
    const auto text = value(name);
    if (text.empty()) return std::nullopt;
    const auto euros = whole(text);
    if (!euros || *euros < 0 || *euros > kMostEuros) {
      fail(fault(msg::fault_amount, text));
      return std::nullopt;
    }
    keep(name, text);
    return *euros * 100;
  }

  void read_amounts() {
    asked_.search.least = amount("montant-min");
    asked_.search.most = amount("montant-max");
  }

  void read_order() {
    if (const auto text = value("tri"); text == "montant") {
      asked_.order = Order::amount;
      keep("tri", text);
    } else if (!text.empty() && text != "recent") {
      return fail(fault(msg::fault_order, text));
    }
    const auto id = value("apres");
    if (id.empty()) return;
    const auto row = context_.projects->find(id);
    if (!row) return fail(fault(msg::fault_cursor, id));
    asked_.after = *row;
  }

  const Context& context_;
  const http::Query& query_;
  Asked asked_;
};

}  // namespace

std::string Asked::with(std::string_view path, std::string_view name, std::string_view value) const {
  std::string query;
  const auto add = [&](std::string_view key, std::string_view text) {
    if (text.empty()) return;
    query += (query.empty() ? "?" : "&") + std::string(key) + "=" + text::query_value(text);
  };
  bool changed = false;
  for (const auto& [key, text] : state) {
    if (key == name) {
      changed = true;
      add(key, value);
    } else if (name == "lieu" && (key == "perimetre" || key == "km" || key == "poids")) {
      continue;  // they belong to the place that goes
    } else {
      add(key, text);
    }
  }
  if (!changed) add(name, value);
  return std::string(path) + query;
}

Asked read_asked(const Context& context, const http::Query& query) { return Reader(context, query).read(); }

}  // namespace catalyse::projects
