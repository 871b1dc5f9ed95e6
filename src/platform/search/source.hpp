// What a room gives to the search: documents, and the words for their kinds and facets. A room hands a `Source` through
// `plug::Contribution::searchable`; it never sees the index, and the search knows no room.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/language.hpp"
#include "web/i18n.hpp"

namespace catalyse::search {

// Whom a document is for. `any`: readers of both languages (names of places, projects as their beneficiary wrote them).
enum class Tongue : std::uint8_t { any, fr, en };

// A value of a facet that the document has; a document may have several values of one facet.
struct FacetEntry {
  std::string_view facet;  // Facet::id
  std::string_view value;  // short and stable: it stands in addresses. At most 120 bytes
};

struct NumberEntry {
  std::string_view measure;  // Measure::id
  double value = 0;          // finite; anything else is left out
};

struct GeoPoint {
  double longitude = 0, latitude = 0;  // WGS84, degrees
};

// One thing to be found. The views need to live during the call of `add` only. Texts are plain (no HTML), any UTF-8;
// ill-formed bytes separate words.
struct Document {
  std::string_view id;    // unique in its source, the same from one version to the next; at most 120 bytes
  std::string_view kind;  // Kind::id
  Tongue tongue = Tongue::any;
  std::string_view title;
  std::string_view summary;   // one or two sentences; without it the first 300 characters of the body stand for it
  std::string_view body;      // everything else that is read on its page; may be empty
  std::string_view category;  // in words: « Éducation et jeunesse »; searched, with less weight
  std::string_view keywords;  // other words for the same thing, acronyms: searched, never shown
  std::string_view address;   // path of ours, without /en: /projets/detr-2021-000123
  std::string_view where;     // the place in words, shown beside the title: « Rouen (Seine-Maritime) »; may be empty
  // Codes of the places it is about, at every level, the finest first: com:76540, epci:200023414, dep:76, reg:28. A
  // document without any is left out as soon as a reader filters by place, which the page says.
  std::span<const std::string_view> places;
  std::span<const FacetEntry> facets;
  std::span<const NumberEntry> numbers;
  std::optional<std::chrono::year_month_day> date;  // of the thing itself; gives the facet « annee »
  std::optional<GeoPoint> point;                    // for « autour de »
  float prominence = 0;  // 0 to 1: breaks ties between equal words (the larger place first); 0 when all are equal
};

using AddDocument = std::function<void(const Document&)>;

// « Commune », « Projet financé »: the facet `type`, one value a document.
struct Kind {
  std::string_view id;  // in addresses: commune, projet
  web::Plural label;    // {n} may stand in it, and need not
};

// Facets of one id in several sources are one facet; the first source that declares it names it. `type`, `annee` and
// `territoire` are the search's own.
struct Facet {
  std::string_view id;                  // in addresses: programme, theme, fragilite, odd, acteur, statut
  const web::Message* label = nullptr;  // static
  // The value in the reader's words; without a function the value is shown as it is.
  std::function<std::string(std::string_view value, core::Language)> value_label;
};

// A figure of documents that a reader may bound: ?montant=10000..50000.
struct Measure {
  std::string_view id;                  // in addresses: montant
  const web::Message* label = nullptr;  // with its unit: « Montant (€) »
};

struct Source {
  std::string_view name;  // of the room: projets; part of a file's name, [a-z0-9-]
  std::vector<Kind> kinds;
  std::vector<Facet> facets;
  std::vector<Measure> measures;
  // Changes when any document would: a digest of the data. Cheap; asked at start and when the index is refreshed.
  std::function<std::string()> version;
  // Its version may change while the program runs, and costs next to nothing to ask: looked at once a second.
  bool live = false;
  // Calls `add` with every document, in one order for one version. Called only when the index of this source must be
  // made; any thread, one at a time.
  std::function<void(const AddDocument& add)> documents;
};

}  // namespace catalyse::search
