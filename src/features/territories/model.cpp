// How French names a territory. Source: INSEE, « type de nom en clair » (TNCC) of the Code officiel géographique.
#include "territories.hpp"
#include "text/fold.hpp"
#include "text/phrases.hpp"

namespace catalyse::territories {

namespace {

using core::Level;

// TNCC: 0 none, consonant (de) · 1 none, vowel (d') · 2 le (du) · 3 la · 4 les (des) · 5 l' · 6 aux · 7 las · 8 los.
enum Liaison { kDe = 0, kElided = 1, kLe = 2, kLa = 3, kLes = 4, kL = 5 };

std::string join(std::string_view a, std::string_view b) { return std::string(a) + std::string(b); }

// The article is part of the name of a commune: « Le Havre », but « La Réunion » too, which INSEE gives no article.
std::string of_commune(std::string_view name, int liaison) {
  if (liaison == kLe && name.starts_with("Le ")) return join("du ", name.substr(3));
  if (liaison == kLes && name.starts_with("Les ")) return join("des ", name.substr(4));
  if (liaison == kLa || liaison == kL) return join("de ", name);
  if (liaison == kElided) return join("d’", name);
  if (liaison == kDe) return join("de ", name);
  return text::with_de(name);
}

std::string of_division(std::string_view name, int liaison) {
  switch (liaison) {
    case kElided:
      return join("d’", name);
    case kLe:
      return join("du ", name);
    case kLa:
      return join("de la ", name);
    case kLes:
      return join("des ", name);
    case kL:
      return join("de l’", name);
    default:
      return join("de ", name);
  }
}

// Usage gives an article to names to which INSEE gives none (« de Normandie », « la Normandie »). Islands and Paris
// keep none.
std::string_view usual_article(const Place& place) {
  struct Usage {
    Level level;
    std::string_view code, article;
  };
  static constexpr std::array kUsage{Usage{Level::region, "11", "l’"},       Usage{Level::region, "27", "la "},
                                     Usage{Level::region, "28", "la "},      Usage{Level::region, "53", "la "},
                                     Usage{Level::region, "76", "l’"},       Usage{Level::region, "93", "la "},
                                     Usage{Level::region, "94", "la "},      Usage{Level::departement, "28", "l’"},
                                     Usage{Level::departement, "35", "l’"},  Usage{Level::departement, "37", "l’"},
                                     Usage{Level::departement, "49", "le "}, Usage{Level::departement, "54", "la "},
                                     Usage{Level::departement, "71", "la "}, Usage{Level::departement, "77", "la "},
                                     Usage{Level::region, "84", "l’"}};
  const auto found =
      std::ranges::find_if(kUsage, [&](const Usage& u) { return u.level == place.level && u.code == place.code; });
  return found == kUsage.end() ? std::string_view{} : found->article;
}

// « Paris 12e Arrondissement » → « 12e arrondissement de Paris »; empty when the name has another shape.
std::string arrondissement_of_city(std::string_view name) {
  constexpr std::string_view kTail = " Arrondissement";
  if (!name.ends_with(kTail)) return {};
  name.remove_suffix(kTail.size());
  const auto space = name.rfind(' ');
  if (space == std::string_view::npos) return {};
  return join(name.substr(space + 1), join(" arrondissement de ", name.substr(0, space)));
}

// « la CC … », « la Métropole … »; « Bordeaux Métropole » takes none.
bool takes_feminine_article(std::string_view epci) {
  static constexpr std::array<std::string_view, 6> kHeads{"CC ",        "CA ", "CU ", "Métropole ", "Eurométropole ",
                                                          "Communauté "};
  return std::ranges::any_of(kHeads, [&](std::string_view head) { return epci.starts_with(head); });
}

}  // namespace

std::string address(const Place& place) {
  const auto level = [&]() -> std::string_view {
    switch (place.level) {
      case Level::epci:
        return "epci";
      case Level::departement:
        return "departement";
      case Level::region:
        return "region";
      default:
        return "commune";
    }
  }();
  std::string out;
  out.reserve(64);  // made twenty times a page, with what is behind it
  out.append("/territoires/").append(level).append("/").append(place.code);
  if (!place.slug.empty()) out.append("-").append(place.slug);
  return out;
}

std::string of_name(const Place& place) {
  switch (place.level) {
    case Level::commune:
      return of_commune(place.name, place.liaison);
    case Level::arrondissement: {
      const auto name = arrondissement_of_city(place.name);
      return name.empty() ? text::with_de(place.name) : "du " + name;
    }
    case Level::epci:
      return takes_feminine_article(place.name) ? join("de la ", place.name) : text::with_de(place.name);
    default:
      return of_division(place.name, place.liaison);
  }
}

std::string with_article(const Place& place) {
  switch (place.level) {
    case Level::commune:
      return std::string(place.name);
    case Level::arrondissement: {
      const auto name = arrondissement_of_city(place.name);
      return name.empty() ? std::string(place.name) : "le " + name;
    }
    case Level::epci:
      return takes_feminine_article(place.name) ? join("la ", place.name) : std::string(place.name);
    default:
      break;
  }
  switch (place.liaison) {
    case kLe:
      return join("le ", place.name);
    case kLa:
      return join("la ", place.name);
    case kLes:
      return join("les ", place.name);
    case kL:
      return join("l’", place.name);
    default:
      return join(usual_article(place), place.name);
  }
}

}  // namespace catalyse::territories
