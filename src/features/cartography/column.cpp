// The column of an indicator: a class and a value for each place, as small as it can be said in text.
#include <cmath>

#include "export/json.hpp"
#include "interactive.hpp"
#include "packing_rules.hpp"
#include "wording.hpp"

namespace catalyse::cartography {
namespace {

using exporting::JsonWriter;
using observatory::Reliability;
using observatory::State;

char letter_of(const Entry& entry) {
  switch (entry.state) {
    case State::secret:
      return 's';
    case State::missing:
      return 'm';
    case State::na:
      return 'n';
    case State::present:
      break;
  }
  const char first = entry.reliability == Reliability::low ? 'a' : '1';
  return static_cast<char>(first + entry.in);
}

// What stands before and after the figures of a value, as the observatory says it: « 1,0 % », « €1 ».
void write_sample(JsonWriter& json, std::string_view name, const std::string& sample) {
  const auto first = sample.find_first_of("0123456789"), last = sample.find_last_of("0123456789");
  json.key(name);
  json.array([&] {
    json.value(sample.substr(0, first));
    json.value(sample.substr(last + 1));
  });
}

std::int64_t rounded(double value) { return static_cast<std::int64_t>(value + (value < 0 ? -0.5 : 0.5)); }

// The values of each class as shown, in units of the last decimal, in the order of the places.
std::vector<Packed> packed_values(const Sheet& sheet) {
  const double scale = std::pow(10, indicator_of(sheet.context, sheet.choice).decimals);
  std::vector<std::vector<std::int64_t>> by_class(sheet.picture.classes.size());
  for (std::size_t c = 0; c < by_class.size(); ++c) by_class[c].reserve(sheet.picture.counts[c]);
  for (const auto& entry : sheet.picture.entries) {
    if (entry.state == State::present) by_class[entry.in].push_back(rounded(entry.value * scale));
  }
  std::vector<Packed> packed;
  for (const auto& values : by_class) packed.push_back(pack(values));
  return packed;
}

void write_classes(const Sheet& sheet, JsonWriter& json) {
  const auto& indicator = indicator_of(sheet.context, sheet.choice);
  const auto& classes = sheet.picture.classes;
  const auto words = class_words(indicator, classes, sheet.language);
  const auto packed = packed_values(sheet);
  json.key("classes");
  json.array([&] {
    for (std::size_t c = 0; c < classes.size(); ++c) {
      json.object([&] {
        json.field("from", classes.starts[c]);
        json.field("to", c + 1 < classes.size() ? classes.starts[c + 1] : classes.last);
        json.field("words", words[c]);
        json.field("colour", colour(sheet.choice.palette, strong_end(indicator), c, classes.size()));
        json.field("base", packed[c].base);
        json.field("step", packed[c].step);
        json.field("figures", packed[c].figures);
        json.field("values", packed[c].text);
      });
    }
  });
}

}  // namespace

std::string classes_text(const Context& context, const Choice& choice, const Picture& picture) {
  const auto range = context.territories->range(series_of(context, choice).level);
  std::string text(range.size(), '.');
  for (const auto& entry : picture.entries) text[entry.place - range.first] = letter_of(entry);
  return text;
}

std::string codes_text(const territories::Territories& territories, const std::vector<PlaceIndex>& places) {
  std::string text;
  std::string_view before;
  for (const auto place : places) {
    const auto code = territories.place(place).code;
    std::size_t common = 0;
    while (before.size() == code.size() && common < code.size() && before[common] == code[common]) ++common;
    if (!text.empty()) text += ' ';
    text += code.substr(common);
    before = code;
  }
  return text;
}

std::string column_json(const Sheet& sheet) {
  const auto& context = sheet.context;
  const auto& series = series_of(context, sheet.choice);
  const auto& indicator = indicator_of(context, sheet.choice);
  JsonWriter json;
  json.object([&] {
    json.field("data_version", context.observatory->version());
    json.field("indicator", indicator.id);
    json.field("level", word_of(series.level));
    json.field("year", series.year);
    json.field("title", title_of(context, sheet.choice, sheet.language));
    json.field("codes", codes_address(context, series.level));
    write_classes(sheet, json);
    json.object("states", [&] {
      json.field("s", observatory::state_words(indicator, State::secret, sheet.language));
      json.field("m", observatory::state_words(indicator, State::missing, sheet.language));
      json.field("n", observatory::state_words(indicator, State::na, sheet.language));
    });
    json.field("decimals", indicator.decimals);
    write_sample(json, "positive", observatory::value_text(indicator, 1, sheet.language));
    write_sample(json, "negative", observatory::value_text(indicator, -1, sheet.language));
    json.field("places", classes_text(context, sheet.choice, sheet.picture));
  });
  return json.take();
}

}  // namespace catalyse::cartography
