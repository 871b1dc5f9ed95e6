// A page fragment being written by a component.
#pragma once

#include <array>
#include <charconv>
#include <string>
#include <string_view>

#include "web/rendering.hpp"

namespace catalyse::web {

class Markup {
 public:
  explicit Markup(std::size_t expected = 512) { out_.reserve(expected); }
  Markup& raw(std::string_view html) {
    out_ += html;
    return *this;
  }
  Markup& text(std::string_view text) {
    append_escaped(out_, text);
    return *this;
  }
  // ` name="value"`, nothing when the value is empty.
  Markup& attribute(std::string_view name, std::string_view value) {
    if (value.empty()) return *this;
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    append_escaped(out_, value);
    out_ += '"';
    return *this;
  }
  Markup& href(std::string_view address) { return attribute("href", safe_url(address)); }
  Markup& whole(long long number) {
    out_ += std::to_string(number);
    return *this;
  }
  // 12.3% with at most one decimal.
  Markup& percent(double value) {
    std::array<char, 24> digits{};
    const auto tenths = static_cast<long long>(value * 10 + (value < 0 ? -0.5 : 0.5));
    const double rounded = static_cast<double>(tenths) / 10;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), rounded).ptr;
    out_.append(digits.data(), end);
    out_ += '%';
    return *this;
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace catalyse::web
