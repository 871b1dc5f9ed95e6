#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>

#include "content.hpp"
#include "core/territory.hpp"
#include "text/utf8.hpp"

namespace catalyse::editorial {
namespace {

bool has_control(std::string_view text, Shape shape) {
  return std::ranges::any_of(text, [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7F || (byte < 0x20 && !(c == '\n' && shape == Shape::text));
  });
}

bool is_day(std::string_view text) {
  constexpr std::size_t kLength = 10;
  if (text.size() != kLength || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](std::size_t from, std::size_t length) {
    int value = -1;
    const char* end = text.data() + from + length;
    const auto parsed = std::from_chars(text.data() + from, end, value);
    return parsed.ec == std::errc{} && parsed.ptr == end ? value : -1;
  };
  const int month = number(5, 2), day = number(8, 2);
  if (month < 0 || day < 0) return false;
  return std::chrono::year_month_day(std::chrono::year(number(0, 4)), std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

// A host, and nothing that hides where it leads: no user name, no space, no quote.
bool is_link(std::string_view text) {
  const auto scheme = text.starts_with("https://") ? 8U : text.starts_with("http://") ? 7U : 0U;
  if (scheme == 0) return false;
  const auto rest = text.substr(scheme);
  const auto host = rest.substr(0, rest.find_first_of("/?#"));
  const auto forbidden = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || std::string_view("\"'<>\\^`{|}").contains(c);
  };
  return host.find('.') != std::string_view::npos && host.find('@') == std::string_view::npos &&
         !host.starts_with('.') && std::ranges::none_of(text, forbidden);
}

std::size_t columns_of(std::string_view entry) {
  std::size_t count = 1;
  for (std::size_t at = 0; (at = entry.find(" | ", at)) != std::string_view::npos; at += 3) ++count;
  return count;
}

class Checker {
 public:
  Checker(const Kind& kind, const Content& content, Strictness strictness)
      : kind_(kind), content_(content), strictness_(strictness) {}

  std::vector<Fault> run() {
    std::set<std::string_view> known;
    for (const auto& field : kind_.fields) {
      known.insert(field.name);
      const auto found = content_.find(field.name);
      check(field, found == content_.end() ? std::vector<std::string>{} : found->second);
    }
    for (const auto& [name, values] : content_)
      if (!known.contains(name)) add(name, "editorial.fault.field");
    if (faults_.empty() && strictness_ == Strictness::to_submit && kind_.check) faults_ = kind_.check(content_);
    return std::move(faults_);
  }

 private:
  void add(std::string_view field, std::string_view id, std::string n = {}, std::string value = {}) {
    Fault fault{std::string(field), std::string(id), {}};
    if (!n.empty()) fault.parameters.emplace_back("n", std::move(n));
    if (!value.empty()) fault.parameters.emplace_back("value", std::move(value));
    faults_.push_back(std::move(fault));
  }

  void check(const Field& field, const std::vector<std::string>& values) {
    if (values.empty() && field.required && strictness_ == Strictness::to_submit)
      add(field.name, "editorial.fault.required");
    if (values.size() > field.entries) return add(field.name, "editorial.fault.many", std::to_string(field.entries));
    for (const auto& value : values) {
      if (value.empty() || !text::is_valid_utf8(value) || has_control(value, field.shape))
        return add(field.name, "editorial.fault.text");
      if (text::characters(value) > field.most)
        return add(field.name, "editorial.fault.long", std::to_string(field.most));
      if (field.shape == Shape::choice || field.shape == Shape::choices) {
        if (std::ranges::find(field.choices, value) == field.choices.end())
          return add(field.name, "editorial.fault.choice", {}, value);
      } else if (strictness_ == Strictness::to_submit) {
        check_meaning(field, value);
      }
    }
  }

  // What a person may have half written stays in a draft.
  void check_meaning(const Field& field, const std::string& value) {
    switch (field.shape) {
      case Shape::day:
        if (!is_day(value)) add(field.name, "editorial.fault.day", {}, value);
        break;
      case Shape::link:
        if (!is_link(value)) add(field.name, "editorial.fault.link", {}, value);
        break;
      case Shape::places:
        if (!core::PlaceCode::parse(value)) add(field.name, "editorial.fault.place", {}, value);
        break;
      case Shape::lines:
        if (columns_of(value) > field.columns)
          add(field.name, "editorial.fault.column", std::to_string(field.columns), value);
        break;
      default:
        break;
    }
  }

  const Kind& kind_;
  const Content& content_;
  Strictness strictness_;
  std::vector<Fault> faults_;
};

const std::vector<std::string>& values_of(const Content& content, std::string_view field) {
  static const std::vector<std::string> kNone;
  const auto found = content.find(field);
  return found == content.end() ? kNone : found->second;
}

std::set<std::string, std::less<>> names(std::initializer_list<const Content*> contents) {
  std::set<std::string, std::less<>> all;
  for (const auto* content : contents)
    for (const auto& [name, values] : *content) all.insert(name);
  return all;
}

}  // namespace

std::vector<Fault> faults(const Kind& kind, const Content& content, Strictness strictness) {
  return Checker(kind, content, strictness).run();
}

std::vector<Difference> differences(const Content& before, const Content& after) {
  std::vector<Difference> all;
  for (const auto& name : names({&before, &after}))
    if (values_of(before, name) != values_of(after, name))
      all.push_back({name, values_of(before, name), values_of(after, name)});
  return all;
}

Joining join(const Content& base, const Content& theirs, const Content& mine) {
  Joining joining;
  for (const auto& name : names({&base, &theirs, &mine})) {
    const auto &was = values_of(base, name), &other = values_of(theirs, name), &own = values_of(mine, name);
    const auto& taken = other == was ? own : other;
    if (other != was && own != was && own != other) joining.clashes.push_back(name);
    if (!taken.empty()) joining.joined.emplace(name, taken);
  }
  return joining;
}

}  // namespace catalyse::editorial
