// The published cases as documents of the full-text search.
#include "searchable.hpp"

#include <algorithm>
#include <array>

#include "kind.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "text/phrases.hpp"

namespace catalyse::cases {
namespace {

using core::Language;
using territories::Territories;

struct Searched {
  std::string_view facet, field;
  List list;
};
constexpr std::array<Searched, 4> kSearched{{{"fragilite", "fragilites", List::fragility},
                                             {"odd", "odd", List::goal},
                                             {"categorie", "categorie", List::category},
                                             {"phase", "phase", List::phase}}};
constexpr std::string_view kActor = "acteur";
constexpr std::array<std::string_view, 7> kStory{"contexte", "action",    "enseignements", "modele_economique",
                                                 "moyens",   "resultats", "conditions"};

void append(std::string& into, std::string_view words) {
  if (!words.empty()) (into += into.empty() ? "" : "\n") += words;
}

// What a case has that views of a search::Document point into.
struct Texts {
  std::string body, category, keywords, where, address;
  std::vector<std::string> places;
  std::vector<search::FacetEntry> facets;
  std::optional<search::GeoPoint> point;
};

// Each place of the case, then what it lies in, each once.
void fill_places(const Territories& territories, const Sheet& sheet, Texts& texts) {
  std::vector<std::string> names;
  for (const auto& code : sheet.places) {
    const auto index = find_place(territories, code);
    if (!index) continue;
    const auto& place = territories.place(*index);
    for (auto& one : territories::codes_around(territories, *index))
      if (std::ranges::find(texts.places, one) == texts.places.end()) texts.places.push_back(std::move(one));
    names.push_back(place_label(territories, *index));
    if (!texts.point && place.longitude && place.latitude)
      texts.point = search::GeoPoint{*place.longitude, *place.latitude};
  }
  texts.where =
      names.empty() ? term_label(List::level, sheet.value("niveau"), Language::fr) : text::list(names, Language::fr);
}

Texts texts_of(const Territories& territories, const Sheet& sheet) {
  Texts texts;
  texts.address = sheet.address();
  for (const auto field : kStory) {
    for (const auto& words : sheet.values(field)) append(texts.body, words);
  }
  for (const auto& one : kSearched) {
    for (const auto& id : sheet.values(one.field)) {
      append(one.list == List::phase ? texts.keywords : texts.category, term_label(one.list, id, Language::fr));
      texts.facets.push_back({one.facet, id});
    }
  }
  append(texts.keywords, sheet.value("initiateur"));
  for (const auto& partner : sheet.partners) {
    append(texts.keywords, partner.name);
    if (find_term(List::profile, partner.profile) == nullptr) continue;
    append(texts.keywords, term_label(List::profile, partner.profile, Language::fr));
    texts.facets.push_back({kActor, partner.profile});
  }
  for (const auto& goal : sheet.values("odd")) append(texts.keywords, "ODD " + goal);
  for (const auto& [field, list] : {std::pair{"modele", List::model}, std::pair{"forme", List::form}})
    append(texts.keywords, sheet.value(field).empty() ? "" : term_label(list, sheet.value(field), Language::fr));
  for (const auto& target : sheet.values("cibles")) {
    append(texts.keywords, "ODD " + target);
    append(texts.body, term_label(List::target, target, Language::fr));
  }
  fill_places(territories, sheet, texts);
  return texts;
}

// A case is of the last of its key dates; known by a year or a month, of its first day.
std::optional<std::chrono::year_month_day> date_of(const Sheet& sheet) {
  if (sheet.dates.empty()) return sheet.checked;
  auto when = sheet.dates.back().when;
  when += std::string_view("-01-01").substr(when.size() == 4 ? 0 : 3);
  return read_day(std::string_view(when).substr(0, 10));
}

void add_case(const Territories& territories, const Sheet& sheet, const search::AddDocument& add) {
  const auto texts = texts_of(territories, sheet);
  const std::vector<std::string_view> places(texts.places.begin(), texts.places.end());
  search::Document document;
  document.id = sheet.id;
  document.kind = "cas";
  document.title = sheet.title;
  document.summary = sheet.summary;
  document.body = texts.body;
  document.category = texts.category;
  document.keywords = texts.keywords;
  document.address = texts.address;
  document.where = texts.where;
  document.places = places;
  document.facets = texts.facets;
  document.date = date_of(sheet);
  document.point = texts.point;
  add(document);
}

}  // namespace

search::Source searchable(std::shared_ptr<const Base> base, std::shared_ptr<const Territories> territories) {
  search::Source source;
  source.name = "cas";
  source.kinds = {{"cas", msg::search_kind}};
  for (const auto& one : kSearched) {
    source.facets.push_back(
        {one.facet, words_of(one.field).label, [list = one.list](std::string_view value, Language language) {
           return numbered_label(list, value, language);
         }});
  }
  source.facets.push_back({kActor, &msg::search_actor, [](std::string_view value, Language language) {
                             return term_label(List::profile, value, language);
                           }});
  // Places carry the names of their own version.
  source.version = [base, territories] { return content_version(*base) + std::string(territories->version()); };
  source.documents = [base, territories](const search::AddDocument& add) {
    for (const auto& sheet : base->sheets()) add_case(*territories, sheet, add);
  };
  return source;
}

}  // namespace catalyse::cases
