#include "file_plan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "series_words.hpp"

namespace catalyse::observatory {
namespace {

using ingest::MappingEntry;

constexpr std::array<std::string_view, 30> kKeys{"id",
                                                 "theme",
                                                 "label_fr",
                                                 "label_en",
                                                 "short_fr",
                                                 "short_en",
                                                 "sentence_fr",
                                                 "unit_fr",
                                                 "unit_en",
                                                 "direction",
                                                 "role",
                                                 "weight",
                                                 "decimals",
                                                 "aggregation",
                                                 "range",
                                                 "blank",
                                                 "blank_note_fr",
                                                 "blank_note_en",
                                                 "limits_fr",
                                                 "limits_en",
                                                 "reliability_rule",
                                                 "reliability_note_fr",
                                                 "reliability_note_en",
                                                 "interval",
                                                 "value",
                                                 "numerator",
                                                 "denominator",
                                                 "factor",
                                                 "where",
                                                 "caution_fr"};
constexpr Word<ValueRule::Range> kRanges[] = {{"share", ValueRule::Range::share},
                                              {"not-negative", ValueRule::Range::not_negative},
                                              {"any", ValueRule::Range::any}};
constexpr Word<bool> kIntervals[] = {{"none", false}, {"wilson", true}};
// Nobody has judged the figures of such a file: none is called good unless its declaration says how it knows.
constexpr std::string_view kDefaultRule = "best:*=medium";
constexpr std::string_view kDefaultNoteFr = "Chiffre d’un fichier déposé sans règle de fiabilité : moyenne au mieux.";
constexpr std::string_view kDefaultNoteEn = "Figure of a deposited file without a rule of reliability: medium at best.";

struct Fault {
  std::uint64_t line;
  std::string what;
};

class Entry {
 public:
  explicit Entry(const MappingEntry& entry) : entry_(entry) {
    for (const auto& item : entry.items)
      if (std::ranges::find(kKeys, item.key) == kKeys.end() && item.key != "caution_en")
        throw Fault{item.line, "unknown key '" + item.key + "' in [[indicator]]"};
  }
  [[noreturn]] void refuse(std::string_view key, std::string what) const {
    const auto* item = entry_.find(key);
    throw Fault{item == nullptr ? entry_.line : item->line, std::move(what)};
  }
  std::string text(std::string_view key, std::string_view otherwise = {}) const {
    const auto* item = entry_.find(key);
    if (item == nullptr) return std::string(otherwise);
    const auto* text = std::get_if<std::string>(&item->value);
    if (text == nullptr) refuse(key, "'" + std::string(key) + "' must be a text");
    return *text;
  }
  std::string needed(std::string_view key) const {
    auto found = text(key);
    if (ingest::trimmed(found).empty()) refuse(key, "[[indicator]] needs '" + std::string(key) + "'");
    return found;
  }
  double number(std::string_view key, double low, double high, double otherwise) const {
    const auto* item = entry_.find(key);
    if (item == nullptr) return otherwise;
    const auto* number = std::get_if<double>(&item->value);
    if (number == nullptr || !(*number >= low && *number <= high))
      refuse(key, "'" + std::string(key) + "' must be a number in range");
    return *number;
  }
  template <class T, std::size_t N>
  T word(std::string_view key, const Word<T> (&words)[N], std::string_view otherwise) const {
    const auto given = otherwise.empty() ? needed(key) : text(key, otherwise);
    if (const auto found = meaning(given, words)) return *found;
    std::string allowed;
    for (const auto& [name, value] : words) allowed += (allowed.empty() ? "" : ", ") + std::string(name);
    refuse(key, "'" + std::string(key) + "' is one of " + allowed);
  }
  std::optional<Expression> expression(std::string_view key) const {
    const auto given = text(key);
    if (given.empty()) return std::nullopt;
    auto expression = Expression::parse(given);
    if (!expression) refuse(key, "'" + std::string(key) + "': " + expression.error().note);
    return std::move(*expression);
  }
  MappingEntry::Pairs pairs(std::string_view key) const {
    const auto* item = entry_.find(key);
    if (item == nullptr) return {};
    const auto* pairs = std::get_if<MappingEntry::Pairs>(&item->value);
    if (pairs == nullptr) refuse(key, "'" + std::string(key) + "' must be a table of texts");
    return *pairs;
  }

 private:
  const MappingEntry& entry_;
};

void read_texts(const Entry& entry, CatalogueIndicator& row) {
  Indicator& i = row.indicator;
  i.label_fr = entry.needed("label_fr");
  i.label_en = entry.needed("label_en");
  i.short_fr = entry.text("short_fr", i.label_fr);
  row.short_en = entry.text("short_en", i.label_en);
  row.sentence_fr = entry.text("sentence_fr", i.label_fr);
  i.unit_fr = entry.needed("unit_fr");
  i.unit_en = entry.text("unit_en", i.unit_fr);
  i.limits_fr = entry.text("limits_fr");
  i.limits_en = entry.text("limits_en", i.limits_fr);
  i.blank_note_fr = entry.text("blank_note_fr");
  i.blank_note_en = entry.text("blank_note_en", i.blank_note_fr);
  row.reliability_rule = entry.text("reliability_rule", kDefaultRule);
  i.reliability_note_fr = entry.text("reliability_note_fr", kDefaultNoteFr);
  i.reliability_note_en = entry.text("reliability_note_en", kDefaultNoteEn);
  if (!read_reliability_rule(row.reliability_rule, i))
    entry.refuse("reliability_rule", "a rule of reliability that is not known");
}

void read_words(const Entry& entry, const std::vector<Theme>& themes, CatalogueIndicator& row) {
  Indicator& i = row.indicator;
  i.id = entry.needed("id");
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  if (i.id.size() > 80 || !std::ranges::all_of(i.id, plain))
    entry.refuse("id", "an id is made of lower-case letters, digits and hyphens");
  const auto theme = std::ranges::find(themes, entry.needed("theme"), &Theme::id);
  if (theme == themes.end()) {
    std::string known;
    for (const auto& one : themes) known += (known.empty() ? "" : ", ") + one.id;
    entry.refuse("theme", "'theme' is one of " + known);
  }
  i.theme = static_cast<std::uint16_t>(theme - themes.begin());
  i.role = entry.word("role", kRoles, "context");
  i.direction = entry.word("direction", kDirections, "");
  i.aggregation = entry.word("aggregation", kAggregations, "");
  // It counts in the score of its theme only where somebody says so.
  i.weight = entry.number("weight", 0, 10, 0);
  i.decimals = static_cast<int>(std::floor(entry.number("decimals", 0, 6, 1)));
  i.wilson = entry.word("interval", kIntervals, "none");
  i.blank = entry.word("blank", kBlanks, "missing");
}

FilePlan read_plan(const MappingEntry& source, const ingest::Mapping& mapping, const std::vector<Theme>& themes) {
  const Entry entry(source);
  FilePlan plan;
  CatalogueIndicator& row = plan.indicator;
  read_words(entry, themes, row);
  read_texts(entry, row);
  row.indicator.producer = mapping.provenance.producer;
  row.indicator.relay = mapping.provenance.relay;
  row.rule.range = entry.word("range", kRanges, row.indicator.unit_fr == "%" ? "share" : "not-negative");
  row.rule.blank = row.indicator.blank;
  row.rule.adds_up = row.indicator.aggregation == Aggregation::sum;
  plan.plan.indicator = row.indicator.id;
  plan.plan.value = entry.expression("value");
  plan.plan.numerator = entry.expression("numerator");
  plan.plan.denominator = entry.expression("denominator");
  plan.plan.rate.factor = entry.number("factor", 1e-9, 1e9, 1);
  if (plan.plan.numerator.has_value() != plan.plan.denominator.has_value())
    entry.refuse("numerator", "a numerator and a denominator go together");
  if (plan.plan.value.has_value() == plan.plan.numerator.has_value())
    entry.refuse("value", "write either `value` or `numerator` and `denominator`");
  const bool counted = plan.plan.numerator.has_value();
  if (row.indicator.aggregation == Aggregation::sum_num_den && !counted)
    entry.refuse("aggregation", "sum-num-den needs a numerator and a denominator");
  if (row.indicator.aggregation == Aggregation::sum && counted)
    entry.refuse("aggregation", "a quantity that is summed is a `value`, not a rate");
  if (row.indicator.wilson && row.indicator.aggregation != Aggregation::sum_num_den)
    entry.refuse("interval", "an interval needs the aggregation sum-num-den");
  plan.rolls_up = mapping.level == core::Level::commune && (row.indicator.aggregation == Aggregation::sum_num_den ||
                                                            row.indicator.aggregation == Aggregation::sum);
  plan.where = entry.pairs("where");
  std::ranges::sort(plan.where);
  plan.caution_fr = entry.text("caution_fr");
  plan.caution_en = entry.text("caution_en", plan.caution_fr);
  return plan;
}

}  // namespace

core::Result<std::vector<FilePlan>> read_plans(const ingest::Mapping& mapping, std::string_view file,
                                               const std::vector<Theme>& themes) try {
  std::vector<FilePlan> plans;
  std::set<std::string, std::less<>> met;
  for (const auto& entry : mapping.entries) {
    if (entry.kind != "indicator")
      throw Fault{entry.line, "[[" + entry.kind + "]] is not known here: [[indicator]] is"};
    plans.push_back(read_plan(entry, mapping, themes));
    if (!met.insert(plans.back().plan.indicator).second) throw Fault{entry.line, "an indicator declared twice"};
  }
  std::ranges::stable_sort(plans, {}, [](const FilePlan& plan) { return plan.indicator.indicator.theme; });
  return plans;
} catch (const Fault& fault) {
  return ingest::mapping_error(file, fault.line, fault.what);
}

}  // namespace catalyse::observatory
