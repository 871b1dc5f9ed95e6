// A page fragment being written by a component.
#pragma once

#include <array>
#include <charconv>
#include <cstdlib>
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
    std::array<char, 24> digits{};
    out_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
    return *this;
  }
  // 12.3% with at most one decimal; of less than 10¹⁷.
  Markup& percent(double value) {
    const auto tenths = static_cast<long long>(value * 10 + (value < 0 ? -0.5 : 0.5));
    if (tenths < 0) out_ += '-';
    whole(std::abs(tenths) / 10);
    if (tenths % 10 != 0) {
      out_ += '.';
      out_ += static_cast<char>('0' + std::abs(tenths % 10));
    }
    out_ += '%';
    return *this;
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace catalyse::web
