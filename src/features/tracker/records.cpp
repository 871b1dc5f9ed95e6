#include "records.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace catalyse::tracker {
namespace {

[[noreturn]] void never(std::string_view what) { throw std::logic_error("tracker: unchecked " + std::string(what)); }

template <class T>
T sure(std::optional<T> value, std::string_view what) {
  if (!value) never(what);
  return *std::move(value);
}

Words words(const Record& record, Field fr, Field en) { return {record[fr], record[en]}; }
Words label(const Record& record) { return words(record, Field::label_fr, Field::label_en); }
Words text(const Record& record) { return words(record, Field::text_fr, Field::text_en); }

template <class T>
std::size_t place(const std::vector<T>& all, std::string_view id) {
  const auto found = std::ranges::find(all, id, &T::id);
  if (found == all.end()) never(id);
  return static_cast<std::size_t>(found - all.begin());
}

std::vector<unsigned> months_of(const Record& record) {
  std::vector<unsigned> months;
  for (const auto& word : words_of(record[Field::months])) months.push_back(sure(whole_number(word), "months"));
  return months;
}

Objective objective_of(const Programme& programme, const Record& record) {
  Objective objective{{}, label(record), text(record), words_of(record[Field::source])};
  for (const auto& id : words_of(record[Field::parent])) objective.groups.push_back(place(programme.groups, id));
  return objective;
}

void add_definition(Programme& programme, const Record& record) {
  const auto origin = words_of(record[Field::source]);
  switch (record.kind) {
    case Kind::source:
      programme.sources.push_back({record[Field::id], record[Field::date], label(record), record[Field::evidence]});
      break;
    case Kind::grouping:
      programme.groupings.push_back({record[Field::id], label(record), text(record), origin});
      break;
    case Kind::group:
      programme.groups.push_back({record[Field::id], place(programme.groupings, record[Field::parent]),
                                  months_of(record), label(record), text(record), origin});
      break;
    case Kind::objective:
      programme.objectives[sure(whole_number(record[Field::number]), "number") - 1] = objective_of(programme, record);
      break;
    case Kind::lever:
      programme.levers.push_back({record[Field::id], label(record), origin, {}});
      break;
    case Kind::state:
      programme.levers[place(programme.levers, record[Field::parent])].states.push_back(
          {record[Field::date], text(record), origin});
      break;
    case Kind::output:
      programme.outputs.push_back({record[Field::id], record[Field::date], label(record), origin});
      break;
    case Kind::link:
      programme.links.push_back(
          {sure(whole_number(record[Field::number]), "number"), label(record), record[Field::evidence], origin});
      break;
    default:
      never(shape_of(record.kind).word);
  }
}

void add_fact(Programme& programme, const Record& record) {
  const auto day = sure(parse_day(record[Field::date]), "date");
  const auto origin = words_of(record[Field::source]);
  if (record.kind == Kind::quote)
    programme.quotes.push_back({day, sure(parse_counts(record[Field::counts]), "counts"), text(record), origin});
  else
    programme.reviews.push_back({day, whole_number(record[Field::months]).value_or(0), label(record), text(record),
                                 record[Field::evidence], origin, record[Field::author]});
}

}  // namespace

std::span<const KindShape> shapes() {
  using enum Field;
  static const std::array<KindShape, kKinds> kShapes{{
      {Kind::programme,
       "programme",
       "programme",
       {id, number, date, label_fr, label_en, text_fr, text_en, evidence, source},
       {id, number, date, label_fr}},
      {Kind::source, "source", "programme_source", {id, date, label_fr, label_en, evidence}, {id, label_fr}},
      {Kind::grouping,
       "grouping",
       "programme_grouping",
       {id, label_fr, label_en, text_fr, text_en, source},
       {id, label_fr}},
      {Kind::group,
       "group",
       "programme_group",
       {id, parent, months, label_fr, label_en, text_fr, text_en, source},
       {id, parent, label_fr}},
      {Kind::objective,
       "objective",
       "programme_objective",
       {parent, number, label_fr, label_en, text_fr, text_en, source},
       {number, label_fr}},
      {Kind::lever, "lever", "programme_lever", {id, label_fr, label_en, source}, {id, label_fr}},
      {Kind::state,
       "state",
       "programme_lever_state",
       {parent, date, text_fr, text_en, source},
       {parent, date, text_fr, source}},
      {Kind::output, "output", "programme_output", {id, date, label_fr, label_en, source}, {id, label_fr}},
      {Kind::link,
       "link",
       "programme_link",
       {number, label_fr, label_en, evidence, source},
       {number, label_fr, evidence}},
      {Kind::quote, "quote", "programme_quote", {date, text_fr, text_en, counts, source}, {date, counts, source}},
      {Kind::review,
       "review",
       "programme_review",
       {date, months, label_fr, label_en, text_fr, text_en, author, evidence, source},
       {date, label_fr}},
      {Kind::status,
       "status",
       "programme_change",
       {number, date, months, status, explanation, risks, next, success, author, evidence},
       {number, date, status, author}},
  }};
  return kShapes;
}

const KindShape& shape_of(Kind kind) { return shapes()[static_cast<std::size_t>(kind)]; }

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; (at = text.find_first_not_of(' ', at)) != std::string_view::npos;) {
    const auto end = std::min(text.find(' ', at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

std::optional<unsigned> whole_number(std::string_view text) {
  unsigned value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || text.size() > 4 || read.ec != std::errc{} || read.ptr != text.data() + text.size() ||
      (text.size() > 1 && text.front() == '0'))
    return std::nullopt;
  return value;
}

std::optional<std::array<unsigned, kStatuses>> parse_counts(std::string_view text) {
  std::array<unsigned, kStatuses> counts{};
  for (std::size_t i = 0; i < kStatuses; ++i) {
    const auto end = i + 1 < kStatuses ? text.find('/') : text.size();
    if (end == std::string_view::npos) return std::nullopt;
    const auto count = whole_number(text.substr(0, end));
    if (!count) return std::nullopt;
    counts[i] = *count;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return counts;
}

Change change_of(const Record& record) {
  return {sure(whole_number(record[Field::number]), "number"),
          sure(parse_day(record[Field::date]), "date"),
          sure(status_from(record[Field::status]), "status"),
          record[Field::explanation],
          record[Field::risks],
          record[Field::next],
          record[Field::success],
          record[Field::author],
          record[Field::evidence],
          whole_number(record[Field::months]).value_or(0)};
}

Programme programme_of(std::span<const Record> records) {
  Programme programme;
  for (const auto& record : records) {
    if (record.kind == Kind::programme) {
      programme.id = record[Field::id];
      programme.start = sure(parse_day(record[Field::date]), "date");
      programme.label = label(record);
      programme.text = text(record);
      programme.address = record[Field::evidence];
      programme.origin = words_of(record[Field::source]);
      programme.objectives.resize(sure(whole_number(record[Field::number]), "number"));
    } else if (record.kind == Kind::status) {
      programme.changes.push_back(change_of(record));
    } else if (record.kind == Kind::quote || record.kind == Kind::review) {
      add_fact(programme, record);
    } else {
      add_definition(programme, record);
    }
  }
  return programme;
}

}  // namespace catalyse::tracker
