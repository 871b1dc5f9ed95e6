#include "web/i18n.hpp"

#include <algorithm>
#include <array>
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

// The pieces a sentence is put together from; their bytes are counted first, so that the text is allocated once.
class Pieces {
 public:
  void add(std::string_view piece) {
    if (count_ == pieces_.size()) write();
    pieces_[count_++] = {piece.data(), piece.size()};
    size_ += piece.size();
  }
  [[nodiscard]] std::string take() {
    write();
    return std::move(text_);
  }

 private:
  void write() {
    const auto before = text_.size();
    text_.resize_and_overwrite(before + size_, [&](char* text, std::size_t) {
      char* to = text + before;
      for (std::size_t i = 0; i < count_; ++i) to = std::copy_n(pieces_[i].text, pieces_[i].size, to);
      return static_cast<std::size_t>(to - text);
    });
    count_ = size_ = 0;
  }

  struct Piece {
    const char* text;
    std::size_t size;
  };
  std::array<Piece, 16> pieces_;  // nearly always enough; not filled beforehand
  std::size_t count_ = 0, size_ = 0;
  std::string text_;
};

// Calls `value_of` with each name and puts in what it gives; an empty pointer keeps the {name}.
template <class ValueOf>
std::string fill(std::string_view text, const ValueOf& value_of) {
  const bool wrapped = pseudo_locale() == Pseudo::on;
  auto open = text.find('{');
  if (!wrapped && open == std::string_view::npos) return std::string(text);  // most sentences
  Pieces pieces;
  if (wrapped) pieces.add("⟦");
  while (open != std::string_view::npos) {
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) break;
    if (open > 0) pieces.add(text.substr(0, open));
    const auto* value = value_of(text.substr(open + 1, close - open - 1));
    pieces.add(value != nullptr ? std::string_view(*value) : text.substr(open, close - open + 1));
    text.remove_prefix(close + 1);
    open = text.find('{');
  }
  pieces.add(text);
  if (wrapped) pieces.add("⟧");
  return pieces.take();
}

std::string_view in(Language language, const Message& message) {
  return language == Language::fr ? message.fr : message.en;
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
  return fill(in(language, message), lookup(parameters));
}

std::string say(Language language, const Message& message,
                std::span<const std::pair<std::string, std::string>> parameters) {
  return fill(in(language, message), lookup(parameters));
}

std::string say_count(Language language, std::int64_t n, const Plural& plural, Parameters parameters) {
  const bool singular = n == 1 || n == -1 || (n == 0 && language == Language::fr);
  const std::string count = text::number(n, language);
  const std::string_view count_view = count;
  const auto given = lookup(parameters);
  return fill(in(language, singular ? plural.one : plural.other), [&](std::string_view name) {
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
