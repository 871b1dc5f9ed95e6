#include "asked.hpp"

#include <algorithm>
#include <charconv>

#include "messages.hpp"
#include "territories/reader_place.hpp"
#include "text/query.hpp"
#include "text/utf8.hpp"

namespace catalyse::finder {
namespace {

using core::ErrorKind;
using core::Result;

constexpr double kLeastRadius = 1, kMostRadius = 500;  // kilometres
constexpr std::size_t kMostValues = 20;                // of filters in one address
constexpr std::size_t kShown = 60;                     // bytes of a bad value that are said again

std::unexpected<core::Error> refused(const web::Message& message, std::string_view value) {
  return core::fail(ErrorKind::invalid, message.key, {}, {{"value", std::string(text::cut_utf8(value, kShown))}});
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::chrono::year_month_day> day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t size) {
    int value = -1;
    const auto* first = text.data() + at;
    const auto [end, error] = std::from_chars(first, first + size, value);
    return error == std::errc{} && end == first + size ? value : -1;
  };
  const int month = part(5, 2), of_month = part(8, 2);
  if (month < 0 || of_month < 0) return std::nullopt;
  const std::chrono::year_month_day made{std::chrono::year(part(0, 4)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(of_month))};
  return made.ok() ? std::optional(made) : std::nullopt;
}

class Reader {
 public:
  Reader(const Context& context, const http::Request& request) : context_(context), request_(request) {}

  Result<Asked> run() {
    auto& question = asked_.question;
    question.language = request_.language;
    question.words = std::string(first("q"));
    keep("q", question.words);
    for (const auto& step :
         {&Reader::choices, &Reader::named_place, &Reader::places, &Reader::perimeter, &Reader::comparables,
          &Reader::around, &Reader::days, &Reader::bounds, &Reader::order, &Reader::limit}) {
      if (auto read = (this->*step)(); !read) return std::unexpected(read.error());
    }
    question.cursor = std::string(first("apres"));
    if (first("exact") == "oui") {
      question.repair = search::Question::Repair::offer;
      keep("exact", "oui");
    }
    question.facets = facets_for(*context_.engine, asked_.territory);
    if (request_.form == http::Form::html) question.facet_values = kPageValues;
    return std::move(asked_);
  }

 private:
  [[nodiscard]] std::string_view first(std::string_view name) const { return request_.query.first(name).value_or(""); }
  void keep(std::string_view name, std::string_view value) {
    if (!value.empty()) asked_.state.emplace_back(name, value);
  }

  Result<void> choices() {
    std::vector<std::string_view> ids{"type", "annee"};
    for (const auto& source : context_.engine->sources()) {
      for (const auto& facet : source.facets) {
        if (std::ranges::find(ids, facet.id) == ids.end()) ids.push_back(facet.id);
      }
    }
    for (const auto id : ids) {
      for (const auto& [name, value] : request_.query.pairs()) {
        if (name != id || value.empty()) continue;
        if (asked_.question.choices.size() == kMostValues) return refused(msg::error_many, value);
        asked_.question.choices.push_back({name, value});
        keep(name, value);
      }
    }
    return {};
  }

  // `perimetre` is a word that says what `ou` narrows to, or the id of a perimeter; the form may send both.
  [[nodiscard]] std::string_view scope_asked() const {
    for (const auto& [name, value] : request_.query.pairs())
      if (name == "perimetre" && !value.empty() && !perimeters::is_id(value)) return value;
    return {};
  }

  Result<void> perimeter() {
    for (const auto& [name, value] : request_.query.pairs()) {
      if (name != "perimetre" || !perimeters::is_id(value)) continue;
      if (asked_.perimeter) return refused(msg::error_perimeters, value);
      asked_.perimeter = perimeters::find_asked(context_.perimeters, value);
      if (!asked_.perimeter) return refused(msg::error_perimeter, value);
      for (const auto one : perimeters::places_of(*context_.territories, *asked_.perimeter))
        asked_.question.within.push_back(territories::code_of(context_.territories->place(one)));
      keep("perimetre", asked_.perimeter->id);
    }
    return {};
  }

  Result<core::PlaceCode> place(std::string_view text) const {
    const auto code = core::PlaceCode::parse(text);
    if (!code || !context_.territories->find(*code)) return refused(msg::error_place, text);
    return *code;
  }

  // `ou` and `perimetre`, as the form sends them: a place by its name stands for the filters by code.
  Result<void> named_place() {
    const auto words = first("ou"), scope = scope_asked();
    if (!scope.empty() && scope != kWithin && scope != kAround && scope != kComparables)
      return refused(msg::error_scope, scope);
    asked_.scope = scope;
    if (words.empty()) return {};
    named_scope_ = scope.empty() ? kWithin : scope;
    auto named = territories::read_place(*context_.territories, words);
    if (named.place) {
      const auto& place = context_.territories->place(*named.place);
      named_ = core::PlaceCode::make(place.level, place.code);
      return {};
    }
    asked_.meant = std::move(named.choices);
    // A page asks back; data cannot.
    if (request_.form != http::Form::html) return refused(msg::error_place, words);
    asked_.wanted = text::cut_utf8(words, kShown);
    return {};
  }
  // The code of this filter, as the address or the form gives it.
  [[nodiscard]] std::string filtered_by(std::string_view name, std::string_view scope) const {
    if (named_) return named_scope_ == scope ? named_->text() : std::string{};
    return std::string(first(name));
  }

  Result<void> places() {
    std::vector<std::string> all;
    for (const auto& [name, value] : request_.query.pairs()) {
      if (name == "territoire" && !value.empty() && !named_) all.push_back(value);
    }
    if (named_ && named_scope_ == kWithin) all.push_back(named_->text());
    for (const auto& one : all) {
      if (asked_.question.places.size() == kMostValues) return refused(msg::error_many, one);
      const auto code = place(one);
      if (!code) return std::unexpected(code.error());
      asked_.question.places.push_back(code->text());
      keep("territoire", code->text());
      asked_.territory = asked_.question.places.size() == 1 ? std::optional(*code) : std::nullopt;
    }
    return {};
  }

  Result<void> comparables() {
    const auto like = filtered_by("comparables", kComparables);
    if (like.empty()) return {};
    const auto code = place(like);
    if (!code) return std::unexpected(code.error());
    const auto weights = first("poids");
    if (!context_.comparables) return refused(msg::error_comparables, like);
    const auto codes = context_.comparables(*code, weights);
    if (!codes) return std::unexpected(codes.error());
    if (codes->empty()) return refused(msg::error_comparables, like);
    asked_.comparables = *code;
    asked_.question.alike = *codes;
    keep("comparables", code->text());
    keep("poids", weights);
    return {};
  }

  Result<void> around() {
    const auto centre = filtered_by("autour", kAround);
    if (centre.empty()) return {};
    const auto code = place(centre);
    if (!code) return std::unexpected(code.error());
    const auto& there = context_.territories->place(*context_.territories->find(*code));
    if (!there.longitude || !there.latitude) return refused(msg::error_place, centre);
    const auto radius = first("rayon");
    const auto kilometres = radius.empty() ? std::optional(kUsualRadius) : number(radius);
    if (!kilometres || !(*kilometres >= kLeastRadius && *kilometres <= kMostRadius))
      return refused(msg::error_radius, radius);
    asked_.around = *code;
    asked_.question.around = search::Around{{*there.longitude, *there.latitude}, *kilometres};
    keep("autour", code->text());
    keep("rayon", radius);
    return {};
  }

  Result<void> days() {
    for (const auto& [name, into] :
         {std::pair{"depuis", &asked_.question.since}, std::pair{"jusqu", &asked_.question.until}}) {
      const auto text = first(name);
      if (text.empty()) continue;
      *into = day(text);
      if (!*into) return refused(msg::error_day, text);
      keep(name, text);
    }
    return {};
  }

  // montant=10000..50000, montant=10000.., montant=..50000
  Result<void> bounds() {
    for (const auto& source : context_.engine->sources()) {
      for (const auto& measure : source.measures) {
        const auto text = first(measure.id);
        const auto known = [&](const search::Bounds& one) { return one.measure == measure.id; };
        if (text.empty() || std::ranges::any_of(asked_.question.bounds, known)) continue;
        const auto dots = text.find("..");
        if (dots == std::string_view::npos) return refused(msg::error_bounds, text);
        const auto low = text.substr(0, dots), high = text.substr(dots + 2);
        const auto from = low.empty() ? std::optional(-1e300) : number(low);
        const auto to = high.empty() ? std::optional(1e300) : number(high);
        if (!from || !to || *from > *to) return refused(msg::error_bounds, text);
        asked_.question.bounds.push_back({std::string(measure.id), *from, *to});
        keep(measure.id, text);
      }
    }
    return {};
  }

  Result<void> order() {
    const auto sort = first("tri");
    if (sort.empty() || sort == "pertinence") return {};
    if (sort == "date") {
      asked_.question.sort = search::Sort::date;
    } else if (sort == "distance" && asked_.question.around) {
      asked_.question.sort = search::Sort::distance;
    } else {
      return refused(sort == "distance" ? msg::error_distance : msg::error_sort, sort);
    }
    keep("tri", sort);
    return {};
  }

  Result<void> limit() {
    asked_.question.limit = request_.form == http::Form::html ? kPageHits : kMostApiHits / 2;
    const auto text = first("limite");
    if (text.empty()) return {};
    const auto value = number(text);
    if (!value || !(*value >= 1 && *value <= static_cast<double>(kMostApiHits))) return refused(msg::error_limit, text);
    asked_.question.limit = static_cast<std::size_t>(*value);
    return {};
  }

  const Context& context_;
  const http::Request& request_;
  Asked asked_;
  std::optional<core::PlaceCode> named_;  // by `ou`
  std::string_view named_scope_;
};

// What says nothing without a centre.
bool of_distance(const std::pair<std::string, std::string>& pair) {
  return pair.first == "rayon" || (pair.first == "tri" && pair.second == "distance");
}

std::string written(std::string_view path, const std::vector<std::pair<std::string, std::string>>& state) {
  std::string out(path);
  char sign = '?';
  for (const auto& [name, value] : state) {
    (out += sign) += name;
    (out += '=') += text::query_value(value);
    sign = '&';
  }
  return out;
}

}  // namespace

std::string Asked::with(std::string_view path, std::string_view name, std::string_view value) const {
  auto changed = state;
  changed.emplace_back(name, value);
  return written(path, changed);
}

std::string Asked::without(std::string_view path, std::string_view name, std::string_view value) const {
  auto changed = state;
  std::erase_if(changed, [&](const auto& pair) {
    return (pair.first == name && pair.second == value) || (name == "autour" && of_distance(pair)) ||
           (name == "comparables" && pair.first == "poids");
  });
  return written(path, changed);
}

std::string Asked::set(std::string_view path, std::string_view name, std::string_view value) const {
  auto changed = state;
  const auto found = std::ranges::find(changed, name, [](const auto& pair) { return std::string_view(pair.first); });
  const auto at = static_cast<std::size_t>(found - changed.begin());
  std::erase_if(changed, [&](const auto& pair) { return !name.empty() && pair.first == name; });
  if (!value.empty())
    changed.emplace(changed.begin() + static_cast<std::ptrdiff_t>(std::min(at, changed.size())), name, value);
  return written(path, changed);
}

bool Asked::filtered() const {
  return std::ranges::any_of(
      state, [](const auto& pair) { return pair.first != "q" && pair.first != "tri" && pair.first != "exact"; });
}

bool of_place(std::string_view name) {
  return name == "territoire" || name == "comparables" || name == "poids" || name == "autour" || name == "rayon";
}

core::Result<Asked> read_asked(const Context& context, const http::Request& request) {
  return Reader(context, request).run();
}

std::vector<http::Parameter> parameters(const search::Engine& engine) {
  std::vector<http::Parameter> all{
      {"q", "words; \"exact words\", -without, begin*; accents, plurals and one typo do not matter",
       "rénovation école"},
      {"type", "only this kind; may be repeated", "commune"},
      {"annee", "only this year; may be repeated", "2021"},
      {"territoire", "only what is in or about this territory; may be repeated", "dep:76"},
      {"comparables", "only what is in a territory comparable to this one", "com:76540"},
      {"poids", "with comparables: weights of the variables, as in the dossier", "population:2,densite:0"},
      {"ou", "a place by name or code, instead of territoire, comparables or autour", "Rouen"},
      {"perimetre", "id of a perimeter: only what is in it; with ou: lieu, autour or comparables", "comparables"},
      {"autour", "only what is near the centre of this territory", "com:76540"},
      {"rayon", "with autour: kilometres, 1 to 500", "20"},
      {"depuis", "from this day on", "2020-01-01"},
      {"jusqu", "until this day", "2022-12-31"},
      {"tri", "order: pertinence, date, or distance with autour", "date"},
      {"exact", "oui: words are not repaired", "oui"},
      {"apres", "cursor: what the field next of the page before says", ""}};
  const auto add = [&](std::string_view id, std::string_view description, std::string_view example) {
    if (std::ranges::find(all, id, &http::Parameter::name) == all.end()) all.push_back({id, description, example});
  };
  for (const auto& source : engine.sources()) {
    for (const auto& facet : source.facets) add(facet.id, "only this value of the facet; may be repeated", "");
    for (const auto& measure : source.measures) add(measure.id, "bounds of the figure: low..high", "10000..50000");
  }
  return all;
}

std::vector<std::string> facets_for(const search::Engine& engine, const std::optional<core::PlaceCode>& territory) {
  std::vector<std::string> all{"type"};
  if (!territory) {
    all.emplace_back("reg");
  } else if (territory->level() == core::Level::region) {
    all.emplace_back("dep");
  } else if (territory->level() == core::Level::departement) {
    all.emplace_back("epci");
  } else if (territory->level() == core::Level::epci) {
    all.emplace_back("com");
  }
  for (const auto& source : engine.sources()) {
    for (const auto& facet : source.facets) {
      if (std::ranges::find(all, facet.id) == all.end()) all.emplace_back(facet.id);
    }
  }
  all.emplace_back("annee");
  return all;
}

}  // namespace catalyse::finder
