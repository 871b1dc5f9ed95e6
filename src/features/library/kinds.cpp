// What resources, levers and paths hold, field by field: the names used in files, JSON and forms.
#include <algorithm>

#include "entries.hpp"
#include "library/library.hpp"
#include "messages.hpp"
#include "vocabulary.hpp"

namespace catalyse::library {
namespace {

using editorial::Content;
using editorial::Fault;
using editorial::Field;
using editorial::Shape;

constexpr std::size_t kTitle = 200, kSummary = 900, kEntry = 900;

Field line(std::string_view name, std::size_t most = kTitle) { return {.name = name, .most = most}; }
Field text(std::string_view name) { return {.name = name, .shape = Shape::text, .most = kSummary}; }
Field required(Field field) {
  field.required = true;
  return field;
}
Field choice(std::string_view name, List list) { return {.name = name, .shape = Shape::choice, .choices = ids(list)}; }
Field choices(std::string_view name, std::span<const std::string_view> all) {
  return {.name = name, .shape = Shape::choices, .entries = all.size(), .choices = all};
}
Field lines(std::string_view name, std::size_t entries, std::size_t columns) {
  return {.name = name, .shape = Shape::lines, .most = kEntry, .entries = entries, .columns = columns};
}

Fault fault(std::string_view field, const web::Message& sentence, const std::string& value) {
  return {std::string(field), std::string(sentence.key), {{"value", value.substr(0, 200)}}};
}

// Each entry of a field that is not sound, with its sentence.
template <class F>
void each(const Content& content, std::string_view field, const web::Message& sentence, std::vector<Fault>& faults,
          F&& sound) {
  const auto found = content.find(field);
  if (found == content.end()) return;
  for (const auto& entry : found->second)
    if (!sound(parts(entry))) faults.push_back(fault(field, sentence, entry));
}

using Parts = std::vector<std::string>;

bool is_source(const Parts& p) {
  return p.size() == 1 || p[1].empty() || p[1].starts_with("https://") || p[1].starts_with("http://");
}

// A year, a month or a day: 2014, 2020-07, 2020-07-02.
bool is_when(std::string_view text) {
  constexpr std::string_view kPattern = "dddd-dd-dd";
  if (text.size() != 4 && text.size() != 7 && text.size() != kPattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (kPattern[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != kPattern[i]) return false;
  return true;
}

bool is_question(std::string_view id) {
  return id.size() >= 3 && id.size() <= 4 && id[0] >= '1' && id[0] <= '7' && id[1] == '-' &&
         number_in(id.substr(2)).value_or(0) > 0;
}

std::vector<Fault> check_resource(const Content& content) {
  std::vector<Fault> faults;
  each(content, "questions", msg::fault_question, faults, [&](const Parts& p) {
    const auto levers = content.find("leviers");
    return is_question(p[0]) && levers != content.end() &&
           std::ranges::find(levers->second, p[0].substr(0, 1)) != levers->second.end();
  });
  each(content, "date", msg::fault_when, faults, [](const Parts& p) { return is_when(p[0]); });
  each(content, "sources", msg::fault_source, faults, is_source);
  return faults;
}

std::vector<Fault> check_lever(const Content& content) {
  std::vector<Fault> faults;
  const auto& number = content.at("numero").front();
  const auto own = [&](const Parts& p) { return is_question(p[0]) && p[0].starts_with(number + "-"); };
  each(content, "questions", msg::fault_question, faults,
       [&](const Parts& p) { return own(p) && p.size() >= 2 && !p[1].empty(); });
  each(content, "cas", msg::fault_saying, faults,
       [&](const Parts& p) { return own(p) && p.size() == 2 && cases::is_sound(saying_in(p[1])); });
  each(content, "mesures", msg::fault_measure, faults,
       [&](const Parts& p) { return own(p) && p.size() == 2 && number_in(p[1]).value_or(0) > 0; });
  each(content, "sources", msg::fault_source, faults, is_source);
  return faults;
}

std::vector<Fault> check_path(const Content& content) {
  std::vector<Fault> faults;
  const auto steps = content.at("etapes").size();
  for (const auto* field : {"etapes", "etapes_en"})
    each(content, field, msg::fault_step, faults, [](const Parts& p) { return p.size() == 2 && !p[0].empty(); });
  each(content, "liens", msg::fault_link, faults, [&](const Parts& p) {
    const auto step = number_in(p[0]).value_or(0);
    if (step < 1 || step > steps || p.size() < 2) return false;
    return p.size() == 2 ? !p[1].empty() && !p[1].starts_with('/') : is_own_path(p[1]) && !p[2].empty();
  });
  each(content, "sources", msg::fault_source, faults, is_source);
  return faults;
}

}  // namespace

const editorial::Kind& resource_kind() {
  static const editorial::Kind kKind{.name = "ressource",
                                     .fields = {required(choice("genre", List::kind)),
                                                required(line("titre")),
                                                line("titre_en"),
                                                required(text("resume")),
                                                text("resume_en"),
                                                required(choices("leviers", lever_ids())),
                                                lines("questions", 23, 1),
                                                choice("boite", List::toolbox),
                                                choices("odd", goal_ids()),
                                                required(choice("acces", List::access)),
                                                choice("niveau", List::depth),
                                                line("duree", 60),
                                                line("licence", 60),
                                                choice("langue", List::tongue),
                                                line("auteur"),
                                                line("date", 10),
                                                {.name = "lien", .shape = Shape::link, .most = 500},
                                                {.name = "verifie", .shape = Shape::day},
                                                required(lines("sources", 10, 2))},
                                     .title = "titre",
                                     .places = {},
                                     .check = check_resource};
  return kKind;
}

const editorial::Kind& lever_kind() {
  static const editorial::Kind kKind{
      .name = "levier",
      .fields = {{.name = "numero", .shape = Shape::choice, .required = true, .choices = lever_ids()},
                 required(line("titre")),
                 line("titre_en"),
                 required(text("resume")),
                 text("resume_en"),
                 required(lines("questions", 9, 3)),
                 lines("cas", 30, 2),
                 lines("mesures", 30, 2),
                 required(lines("sources", 10, 2))},
      .title = "titre",
      .places = {},
      .check = check_lever};
  return kKind;
}

const editorial::Kind& path_kind() {
  static const editorial::Kind kKind{
      .name = "parcours",
      .fields = {required(line("titre")), line("titre_en"), required(text("resume")), text("resume_en"),
                 required(lines("etapes", 20, 2)), lines("etapes_en", 20, 2), lines("liens", 100, 4),
                 required(lines("sources", 10, 2))},
      .title = "titre",
      .places = {},
      .check = check_path};
  return kKind;
}

}  // namespace catalyse::library
