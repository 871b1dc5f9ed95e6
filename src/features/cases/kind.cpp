#include "kind.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "editorial/schema.hpp"
#include "messages.hpp"
#include "sheet.hpp"

namespace catalyse::cases {
namespace {

using editorial::Content;
using editorial::Fault;
using editorial::Field;
using editorial::Shape;

constexpr std::size_t kStory = 4000, kShort = 2000, kEntry = 400;

std::vector<Field> fields() {
  const auto choice = [](std::string_view name, List list) {
    return Field{.name = name, .shape = Shape::choice, .choices = ids(list)};
  };
  const auto choices = [](std::string_view name, List list) {
    return Field{.name = name, .shape = Shape::choices, .entries = ids(list).size(), .choices = ids(list)};
  };
  const auto story = [](std::string_view name, std::size_t most) {
    return Field{.name = name, .shape = Shape::text, .most = most};
  };
  const auto lines = [](std::string_view name, std::size_t entries, std::size_t columns) {
    return Field{.name = name, .shape = Shape::lines, .most = kEntry, .entries = entries, .columns = columns};
  };
  Field title{.name = "titre", .most = 160, .required = true},
      summary{.name = "resume", .shape = Shape::text, .most = 700, .required = true};
  Field sources = lines("sources", 20, 2);
  sources.required = true;
  return {title,
          summary,
          choice("niveau", List::level),
          {.name = "lieux", .shape = Shape::places, .entries = 50},
          {.name = "initiateur"},
          lines("partenaires", 30, 3),
          choices("fragilites", List::fragility),
          choices("odd", List::goal),
          lines("cibles", 40, 1),
          choice("categorie", List::category),
          choice("modele", List::model),
          choice("forme", List::form),
          choice("contrat", List::contract),
          choice("phase", List::phase),
          story("contexte", kStory),
          story("action", kStory),
          story("enseignements", kStory),
          story("modele_economique", kShort),
          story("moyens", kShort),
          lines("resultats", 20, 3),
          lines("conditions", 12, 2),
          lines("dates", 20, 2),
          sources,
          {.name = "verifie", .shape = Shape::day}};
}

// A year, a month or a day: 2014, 2020-07, 2020-07-02.
bool is_when(std::string_view text) {
  constexpr std::string_view kPattern = "dddd-dd-dd";
  if (text.size() != 4 && text.size() != 7 && text.size() != kPattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (kPattern[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != kPattern[i]) return false;
  return true;
}

void check_entries(const Content& content, std::vector<Fault>& faults) {
  const auto each = [&](std::string_view field, auto&& sound, const web::Message& sentence) {
    const auto found = content.find(field);
    if (found == content.end()) return;
    for (const auto& entry : found->second)
      if (!sound(parts(entry))) faults.push_back({std::string(field), std::string(sentence.key), {{"value", entry}}});
  };
  using Parts = const std::vector<std::string>&;
  each(
      "partenaires", [](Parts p) { return p.size() < 2 || p[1].empty() || find_term(List::profile, p[1]) != nullptr; },
      msg::fault_profile);
  each(
      "resultats", [](Parts p) { return p.size() >= 2 && find_term(List::axis, p[0]) != nullptr; }, msg::fault_axis);
  each(
      "dates", [](Parts p) { return p.size() == 2 && is_when(p[0]); }, msg::fault_when);
  each(
      "sources", [](Parts p) { return p.size() == 1 || p[1].starts_with("https://") || p[1].starts_with("http://"); },
      msg::fault_source);
}

// A target stands with its goal, by which cases are found.
void check_targets(const Content& content, std::vector<Fault>& faults) {
  const auto found = content.find("cibles");
  if (found == content.end()) return;
  const auto goals = content.find("odd");
  for (const auto& id : found->second) {
    const auto* target = find_term(List::target, id);
    if (target == nullptr)
      faults.push_back({"cibles", std::string(msg::fault_target.key), {{"value", id}}});
    else if (goals == content.end() || std::ranges::find(goals->second, target->parent) == goals->second.end())
      faults.push_back(
          {"cibles", std::string(msg::fault_target_goal.key), {{"value", id}, {"goal", std::string(target->parent)}}});
  }
}

std::vector<Fault> check(const Content& content) {
  std::vector<Fault> faults;
  const auto one = [&](std::string_view field) {
    const auto found = content.find(field);
    return found == content.end() || found->second.empty() ? std::string_view{}
                                                           : std::string_view(found->second.front());
  };
  if (one("niveau") != "national" && one("lieux").empty())
    faults.push_back({"lieux", std::string(msg::fault_place.key), {}});
  const Term* model = find_term(List::model, one("modele"));
  if (model != nullptr && model->parent != one("categorie"))
    faults.push_back({"modele", std::string(msg::fault_model.key), {}});
  check_targets(content, faults);
  check_entries(content, faults);
  return faults;
}

constexpr std::array kWords{FieldWords{"titre", &msg::field_titre, &msg::hint_titre},
                            FieldWords{"resume", &msg::field_resume, &msg::hint_resume},
                            FieldWords{"niveau", &msg::field_niveau, nullptr},
                            FieldWords{"lieux", &msg::field_lieux, &msg::hint_lieux},
                            FieldWords{"initiateur", &msg::field_initiateur, nullptr},
                            FieldWords{"partenaires", &msg::field_partenaires, &msg::hint_partenaires},
                            FieldWords{"fragilites", &msg::field_fragilites, nullptr},
                            FieldWords{"odd", &msg::field_odd, nullptr},
                            FieldWords{"cibles", &msg::field_cibles, &msg::hint_cibles},
                            FieldWords{"categorie", &msg::field_categorie, nullptr},
                            FieldWords{"modele", &msg::field_modele, nullptr},
                            FieldWords{"forme", &msg::field_forme, nullptr},
                            FieldWords{"contrat", &msg::field_contrat, nullptr},
                            FieldWords{"phase", &msg::field_phase, nullptr},
                            FieldWords{"contexte", &msg::field_contexte, nullptr},
                            FieldWords{"action", &msg::field_action, nullptr},
                            FieldWords{"enseignements", &msg::field_enseignements, nullptr},
                            FieldWords{"modele_economique", &msg::field_modele_economique, nullptr},
                            FieldWords{"moyens", &msg::field_moyens, nullptr},
                            FieldWords{"resultats", &msg::field_resultats, &msg::hint_resultats},
                            FieldWords{"conditions", &msg::field_conditions, &msg::hint_conditions},
                            FieldWords{"dates", &msg::field_dates, &msg::hint_dates},
                            FieldWords{"sources", &msg::field_sources, &msg::hint_sources},
                            FieldWords{"verifie", &msg::field_verifie, nullptr}};

constexpr std::array<std::pair<std::string_view, List>, 8> kLists{{{"niveau", List::level},
                                                                   {"fragilites", List::fragility},
                                                                   {"odd", List::goal},
                                                                   {"categorie", List::category},
                                                                   {"modele", List::model},
                                                                   {"forme", List::form},
                                                                   {"contrat", List::contract},
                                                                   {"phase", List::phase}}};

}  // namespace

const editorial::Kind& kind() {
  static const editorial::Kind kKind{
      .name = "cas", .fields = fields(), .title = "titre", .places = "lieux", .check = check};
  return kKind;
}

std::span<const FieldWords> field_words() { return kWords; }

const FieldWords& words_of(std::string_view field) { return *std::ranges::find(kWords, field, &FieldWords::name); }

const List* list_of(std::string_view field) {
  const auto found = std::ranges::find(kLists, field, &std::pair<std::string_view, List>::first);
  return found == kLists.end() ? nullptr : &found->second;
}

plug::Contributed contributed() {
  plug::Contributed all;
  all.kind = &kind();
  all.name = &msg::kind_name;
  all.invitation = &msg::kind_invitation;
  all.words = [](std::string_view field) {
    const auto& words = words_of(field);
    return plug::Contributed::Words{words.label, words.hint};
  };
  all.choice_text = [](std::string_view field, std::string_view choice, core::Language language) {
    const auto* list = list_of(field);
    if (list == nullptr) return std::string(choice);
    return numbered_label(*list, choice, language);
  };
  all.address = [](std::string_view id) { return "/cas/" + std::string(id); };
  all.list = "/cas";
  all.list_name = &msg::list_title;
  return all;
}

std::string json_schema(core::Language language) {
  editorial::SchemaWords words{web::say(language, msg::schema_title), web::say(language, msg::schema_text), {}, {}};
  words.list = "cases";
  words.of_field = [language](std::string_view field) {
    const auto& said = words_of(field);
    return std::pair{web::say(language, *said.label),
                     said.hint == nullptr ? std::string{} : web::say(language, *said.hint)};
  };
  // Targets are written line by line: a form with 169 boxes would be no form.
  words.choices = [](std::string_view field) {
    return field == "cibles" ? target_ids() : std::span<const std::string_view>{};
  };
  return editorial::json_schema(kind(), words);
}

}  // namespace catalyse::cases
