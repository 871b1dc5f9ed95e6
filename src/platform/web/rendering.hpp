// What compiled templates and components are written with: escaping, checked addresses, and the reading of view-models
// at compile time. Only HTML text and double- or single-quoted attributes are ever written through here;
// tools/compile_templates.py refuses other places.
#pragma once

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "web/i18n.hpp"

namespace catalyse::web {

// Appends `text` with & < > " ' as entities.
void append_escaped(std::string& out, std::string_view text);
[[nodiscard]] std::string escaped(std::string_view text);

// `address` itself when it is http(s), mailto, or a path, query or fragment of this site; "#" for everything else:
// other schemes,
// //host, backslashes and control characters (which browsers drop or turn around).
[[nodiscard]] std::string_view safe_url(std::string_view address);

}  // namespace catalyse::web

// For generated code, components, and bodies of pages that are written where they stand.
namespace catalyse::web::rendering {

template <class>
inline constexpr bool kNever = false;
template <class T>
inline constexpr bool kOptional = false;
template <class T>
inline constexpr bool kOptional<std::optional<T>> = true;
template <class T>
concept Textual = std::convertible_to<const T&, std::string_view>;
template <class T>
concept Whole = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>;

constexpr bool has_parameters(const Message& message) { return message.fr.find('{') != std::string_view::npos; }

// Pushed by a section over a bool: it has no field, so names are looked for further up.
struct Nothing {};

// The field F of the innermost view that has one, as mustache looks names up, but decided by the compiler.
template <class F, class T, class... Outer>
constexpr const auto& find(const T& innermost, const Outer&... outer) {
  if constexpr (F::template in<T>) {
    return F::of(innermost);
  } else {
    static_assert(sizeof...(Outer) > 0, "this template names a field that its view does not have");
    if constexpr (sizeof...(Outer) > 0) return find<F>(outer...);
  }
}

// {{#value}}: the body once for true, a present optional, a text that is not empty or a struct; once per element of a
// list.
template <class T, class Body>
void section(const T& value, const Body& body) {
  if constexpr (std::same_as<T, bool>) {
    if (value) body(Nothing{});
  } else if constexpr (kOptional<T>) {
    static_assert(!std::same_as<typename T::value_type, bool>, "a section over optional<bool> has no clear meaning");
    if (value) body(*value);
  } else if constexpr (Textual<T>) {
    if (!std::string_view(value).empty()) body(value);
  } else if constexpr (std::ranges::range<const T>) {
    for (const auto& item : value) body(item);
  } else {
    static_assert(std::is_class_v<T>, "a section is over a bool, an optional, a text, a list or a struct");
    body(value);
  }
}

// {{^value}}: the contrary.
template <class T>
bool absent(const T& value) {
  if constexpr (std::same_as<T, bool>) {
    return !value;
  } else if constexpr (kOptional<T>) {
    return !value.has_value();
  } else if constexpr (Textual<T>) {
    return std::string_view(value).empty();
  } else {
    static_assert(std::ranges::range<const T>, "an inverted section is over a bool, an optional, a text or a list");
    return std::ranges::empty(value);
  }
}

// Text being written. The string is as long as its room from the start and cut at the end: writing is a copy and an
// addition. That room is not filled with zeros first.
class Text {
 public:
  explicit Text(std::size_t room) { make_room(room); }

  void add(std::string_view text) {
    if (out_.size() - used_ < text.size()) grow(text.size());
    if (!text.empty()) std::memcpy(out_.data() + used_, text.data(), text.size());
    used_ += text.size();
  }
  void add(char c) {
    if (out_.size() == used_) grow(1);
    out_.data()[used_++] = c;
  }
  void add_escaped(std::string_view text);
  void add_whole(long long number);
  [[nodiscard]] std::size_t size() const { return used_; }
  [[nodiscard]] std::string take() && {
    out_.resize(used_);
    return std::move(out_);
  }

 private:
  void grow(std::size_t size);
  void make_room(std::size_t size) {
    out_.resize_and_overwrite(size, [](char*, std::size_t all) { return all; });
  }

  std::string out_;
  std::size_t used_ = 0;
};

// One page being written. `usual` remembers the largest size so far, so that the next page is allocated once.
class Page {
 public:
  explicit Page(std::atomic<std::size_t>& usual) : usual_(usual), out_(usual.load(std::memory_order_relaxed)) {}

  template <std::size_t N>
  void raw(const char (&text)[N]) {
    out_.add({text, N - 1});
  }
  template <class T>
  void text(const T& value) {
    if constexpr (kOptional<T>) {
      if (value) text(*value);
    } else if constexpr (Textual<T>) {
      out_.add_escaped(std::string_view(value));
    } else if constexpr (Whole<T>) {
      html(std::to_string(value));
    } else {
      static_assert(kNever<T>, "a template writes texts and whole numbers; format the rest in the view-model");
    }
  }
  void url(std::string_view value) { out_.add_escaped(safe_url(value)); }
  // Finished HTML, or what writes it here.
  template <class T>
  void html(const T& value) {
    if constexpr (Textual<T>) {
      out_.add(std::string_view(value));
    } else {
      value(*this);
    }
  }
  void message(Language language, const Message& message);

  [[nodiscard]] std::string take() &&;

 private:
  std::atomic<std::size_t>& usual_;
  Text out_;
};

}  // namespace catalyse::web::rendering
