#include "form.hpp"
#include "editorial/once.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "core/territory.hpp"
#include "messages.hpp"
#include "territories/reader_place.hpp"
#include "text/phrases.hpp"

namespace catalyse::contributions {
namespace {

using editorial::Content;
using editorial::Fault;
using editorial::Field;
using editorial::Shape;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \n");
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(" \n") - first + 1);
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> all;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    if (const auto line = trimmed(text.substr(from, end - from)); !line.empty()) all.emplace_back(line);
    from = end + 1;
  }
  return all;
}

bool has_lines(Shape shape) { return shape == Shape::text || shape == Shape::lines || shape == Shape::places; }

// One typed place: « com:76540 Rouen », « com:76540 » or « Rouen ».
struct PlaceReader {
  const territories::Territories& all;
  const Field& field;
  Typed& into;

  void read(const std::string& line) const {
    auto& values = into.content[std::string(field.name)];
    if (const auto place = territories::find_place(all, line.substr(0, line.find(' ')))) {
      values.push_back(territories::code_of(all.place(*place)));
      return;
    }
    const auto named = territories::read_place(all, line);
    if (named.place) {
      values.push_back(territories::code_of(all.place(*named.place)));
      return;
    }
    values.push_back(line);
    Fault fault{std::string(field.name), std::string(msg::place_unknown.key), {{"value", line}}};
    if (!named.choices.empty()) {
      std::string choices;
      for (const auto choice : named.choices)
        choices += (choices.empty() ? "" : " ; ") + territories::code_of(all.place(choice)) + " " +
                   territories::place_label(all, choice);
      fault.message_id = msg::place_several.key;
      fault.parameters.emplace_back("choices", choices);
    }
    into.faults.push_back(std::move(fault));
  }
};

void set_control(const Office& office, const plug::Contributed& kind, const Field& field, web::Field& control) {
  switch (field.shape) {
    case Shape::text:
    case Shape::lines:
    case Shape::places:
      control.type = "textarea";
      return;
    case Shape::day:
      control.type = "date";
      return;
    case Shape::choice:
      control.type = "select";
      control.options.push_back({"", office.say(msg::choose)});
      break;
    case Shape::choices:
      control.type = "checkboxes";
      break;
    case Shape::line:
    case Shape::link:
      return;
  }
  for (const auto choice : field.choices)
    control.options.push_back({std::string(choice), kind.choice_text(field.name, choice, office.language())});
}

}  // namespace

std::vector<http::InputField> input_fields(const std::vector<plug::Contributed>& kinds) {
  // Room for what is somewhat too long, so that its sentence stands beside the field and the text is kept.
  constexpr std::size_t kSlack = 8;
  std::map<std::string_view, http::InputField> all;
  for (const auto& one : kinds) {
    for (const auto& field : one.kind->fields) {
      auto& input = all.try_emplace(field.name, http::InputField{field.name, http::Input::line, 0}).first->second;
      if (has_lines(field.shape)) input.input = http::Input::text;
      const auto texts = field.shape == Shape::lines || field.shape == Shape::places ? field.entries : 1;
      input.most_bytes = std::max(input.most_bytes, texts * field.most * kSlack);
    }
  }
  std::vector<http::InputField> fields;
  for (const auto& [name, field] : all) fields.push_back(field);
  fields.push_back({kEdition, http::Input::line, 20});
  fields.push_back({kGesture, http::Input::line, 20});
  fields.push_back({kReason, http::Input::line, 500});
  fields.push_back({editorial::kSendingField, http::Input::line, editorial::kSendingFieldMost});
  return fields;
}

std::optional<std::int64_t> edition_seen(const http::Request& request) {
  const auto text = request.field(kEdition);
  std::int64_t number = -1;
  const auto end = text.data() + text.size();
  if (std::from_chars(text.data(), end, number).ptr != end || number < 0) return std::nullopt;
  return number;
}

Typed typed(const Office& office, const plug::Contributed& kind) {
  Typed all;
  for (const auto& field : kind.kind->fields) {
    for (const auto& [name, value] : office.request.fields.pairs()) {
      if (name != field.name || trimmed(value).empty()) continue;
      auto& values = all.content[name];
      if (field.shape == Shape::lines)
        values = lines_of(value);
      else if (field.shape == Shape::places)
        for (const auto& line : lines_of(value)) PlaceReader{*office.context.territories, field, all}.read(line);
      else
        values.emplace_back(trimmed(value));
    }
  }
  return all;
}

std::string fault_text(core::Language language, const Fault& fault) {
  const auto* message = sentence_of(fault.message_id);
  return message == nullptr ? fault.message_id : web::say(language, *message, std::span(fault.parameters));
}

std::string control_text(const Office& office, const Field& field, const std::vector<std::string>& values) {
  std::string all;
  for (const auto& value : values) {
    all += (all.empty() ? "" : "\n") + value;
    if (field.shape != Shape::places) continue;
    const auto& territories = *office.context.territories;
    if (const auto place = territories::find_place(territories, value))
      all += " " + territories::place_label(territories, *place);
  }
  return all;
}

std::vector<web::Field> controls(const Office& office, const plug::Contributed& kind, const Filled& filled) {
  std::vector<web::Field> all;
  for (const auto& field : kind.kind->fields) {
    web::Field control;
    control.name = field.name;
    control.id = "f-" + control.name;
    const auto words = kind.words(field.name);
    control.label = office.say(*words.label);
    const auto hint = [&](const std::string& text) { control.hint += (control.hint.empty() ? "" : " ") + text; };
    if (words.hint != nullptr) hint(office.say(*words.hint));
    if (field.required) hint(office.say(msg::needed));
    for (const auto& remark : filled.remarks)
      if (remark.field == field.name) hint(office.say(msg::asked_here, {{"text", remark.text}}));
    set_control(office, kind, field, control);
    control.chosen = values_of(filled.content, field.name);
    control.value = control_text(office, field, control.chosen);
    const auto fault = std::ranges::find(filled.faults, field.name, &Fault::field);
    if (fault != filled.faults.end()) control.error = fault_text(office.language(), *fault);
    all.push_back(std::move(control));
  }
  return all;
}

}  // namespace catalyse::contributions
