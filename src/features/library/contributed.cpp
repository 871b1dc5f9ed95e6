// How a resource and a guided path are spoken of in the forms by which people write them.
#include <algorithm>
#include <array>
#include <string>

#include "editorial/schema.hpp"
#include "library/library.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "vocabulary.hpp"

namespace catalyse::library {
namespace {

struct FieldWords {
  std::string_view name;
  const web::Message* label = nullptr;
  const web::Message* hint = nullptr;
};

constexpr std::array kWords{FieldWords{"titre", &msg::field_titre, &msg::hint_titre},
                            FieldWords{"titre_en", &msg::field_titre_en, &msg::hint_english},
                            FieldWords{"resume", &msg::field_resume, &msg::hint_resume},
                            FieldWords{"resume_en", &msg::field_resume_en, &msg::hint_english},
                            FieldWords{"genre", &msg::field_genre, nullptr},
                            FieldWords{"leviers", &msg::field_leviers_all, nullptr},
                            FieldWords{"questions", &msg::field_questions, &msg::hint_questions},
                            FieldWords{"boite", &msg::field_boite, nullptr},
                            FieldWords{"odd", &msg::field_odd_all, nullptr},
                            FieldWords{"acces", &msg::field_acces_all, &msg::hint_acces},
                            FieldWords{"niveau", &msg::field_niveau, nullptr},
                            FieldWords{"duree", &msg::field_duree, &msg::hint_duree},
                            FieldWords{"licence", &msg::field_licence, &msg::hint_licence},
                            FieldWords{"langue", &msg::field_langue, nullptr},
                            FieldWords{"auteur", &msg::field_auteur, &msg::hint_auteur},
                            FieldWords{"date", &msg::field_date, &msg::hint_date},
                            FieldWords{"lien", &msg::field_lien, &msg::hint_lien},
                            FieldWords{"verifie", &msg::field_verifie, &msg::hint_verifie},
                            FieldWords{"sources", &msg::resource_sources, &msg::hint_sources},
                            FieldWords{"etapes", &msg::field_etapes, &msg::hint_etapes},
                            FieldWords{"etapes_en", &msg::field_etapes_en, &msg::hint_etapes_en},
                            FieldWords{"liens", &msg::field_liens, &msg::hint_liens}};

plug::Contributed::Words words_of(std::string_view field) {
  const auto* found = std::ranges::find(kWords, field, &FieldWords::name);
  return {found->label, found->hint};
}

std::string choice_text(const Shelf& shelf, std::string_view field, std::string_view choice, core::Language language) {
  if (field == "odd") return std::string(choice) + ". " + cases::goal_label(choice, language);
  if (field == "leviers") {
    const auto found =
        std::ranges::find(shelf.levers(), choice, [](const Lever& one) { return std::to_string(one.number); });
    return found == shelf.levers().end() ? std::string(choice) : std::string(choice) + ". " + found->title.in(language);
  }
  const auto list = list_of(field);
  return list ? term_label(*list, choice, language) : std::string(choice);
}

plug::Contributed of(const editorial::Kind& kind, std::shared_ptr<const Shelf> shelf) {
  plug::Contributed one;
  one.kind = &kind;
  one.words = words_of;
  one.choice_text = [shelf = std::move(shelf)](std::string_view field, std::string_view choice,
                                               core::Language language) {
    return choice_text(*shelf, field, choice, language);
  };
  return one;
}

}  // namespace

std::string json_schema(const editorial::Kind& kind, core::Language language) {
  const bool resource = kind.name == resource_kind().name;
  editorial::SchemaWords words{web::say(language, resource ? msg::resource_kind_name : msg::path_kind_name),
                               web::say(language, resource ? msg::resource_kind_invitation : msg::path_kind_invitation),
                               {},
                               {}};
  words.of_field = [language](std::string_view field) {
    const auto said = words_of(field);
    return std::pair{web::say(language, *said.label),
                     said.hint == nullptr ? std::string{} : web::say(language, *said.hint)};
  };
  return editorial::json_schema(kind, words);
}

std::vector<plug::Contributed> contributed(std::shared_ptr<const Shelf> shelf) {
  auto resource = of(resource_kind(), shelf), path = of(path_kind(), std::move(shelf));
  resource.name = &msg::resource_kind_name;
  resource.invitation = &msg::resource_kind_invitation;
  resource.address = [](std::string_view id) { return "/ressources/" + std::string(id); };
  resource.list = "/ressources";
  resource.list_name = &msg::list_title;
  path.name = &msg::path_kind_name;
  path.invitation = &msg::path_kind_invitation;
  path.address = [](std::string_view id) { return "/parcours/" + std::string(id); };
  path.list = "/parcours";
  path.list_name = &msg::paths_title;
  return {std::move(resource), std::move(path)};
}

}  // namespace catalyse::library
