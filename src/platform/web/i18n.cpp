#include "web/i18n.hpp"

#include <atomic>
#include <unordered_map>

#include "text/numbers.hpp"

namespace catalyse::web {
namespace {

std::atomic<Pseudo>& pseudo() {
  static std::atomic<Pseudo> value{Pseudo::off};
  return value;
}

std::unordered_map<std::string_view, Message>& registry() {
  static std::unordered_map<std::string_view, Message> messages;
  return messages;
}

// Calls `value_of` with each name and appends what it gives; an empty pointer keeps the {name}.
// `longer`: by how much the values may make the sentence longer.
template <class ValueOf>
std::string fill(std::string_view text, std::size_t longer, const ValueOf& value_of) {
  const bool wrapped = pseudo_locale() == Pseudo::on;
  if (!wrapped && text.find('{') == std::string_view::npos) return std::string(text);  // most sentences
  std::string out;
  out.reserve(text.size() + longer + (wrapped ? 6 : 0));
  if (wrapped) out += "⟦";
  while (!text.empty()) {
    const auto open = text.find('{');
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    out += text.substr(0, open);
    const auto* value = value_of(text.substr(open + 1, close - open - 1));
    out += value != nullptr ? std::string_view(*value) : text.substr(open, close - open + 1);
    text.remove_prefix(close + 1);
  }
  out += text;
  if (wrapped) out += "⟧";
  return out;
}

std::string_view in(Language language, const Message& message) {
  return language == Language::fr ? message.fr : message.en;
}

template <class Pairs>
std::size_t size_of(const Pairs& parameters) {
  std::size_t size = 0;
  for (const auto& pair : parameters) size += pair.second.size();
  return size;
}

template <class Pairs>
auto lookup(const Pairs& parameters) {
  return [&parameters](std::string_view name) {
    for (const auto& pair : parameters)
      if (pair.first == name) return &pair.second;
    return decltype(&parameters.begin()->second){nullptr};
  };
}

}  // namespace

std::string say(Language language, const Message& message, Parameters parameters) {
  return fill(in(language, message), size_of(parameters), lookup(parameters));
}

std::string say(Language language, const Message& message,
                std::span<const std::pair<std::string, std::string>> parameters) {
  return fill(in(language, message), size_of(parameters), lookup(parameters));
}

std::string say_count(Language language, std::int64_t n, const Plural& plural, Parameters parameters) {
  const bool singular = n == 1 || n == -1 || (n == 0 && language == Language::fr);
  const std::string count = text::number(n, language);
  const std::string_view count_view = count;
  const auto given = lookup(parameters);
  return fill(in(language, singular ? plural.one : plural.other), size_of(parameters) + count.size(),
              [&](std::string_view name) {
                const auto* value = given(name);
                return value == nullptr && name == "n" ? &count_view : value;
              });
}

void register_messages(std::span<const Message> messages) {
  for (const auto& message : messages) registry().emplace(message.key, message);
}

const Message* find_message(std::string_view key) {
  const auto found = registry().find(key);
  return found == registry().end() ? nullptr : &found->second;
}

void use_pseudo_locale(Pseudo value) { pseudo().store(value, std::memory_order_relaxed); }

Pseudo pseudo_locale() { return pseudo().load(std::memory_order_relaxed); }

}  // namespace catalyse::web
