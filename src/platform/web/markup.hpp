// A page fragment being written by a component.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>

#include "web/rendering.hpp"

namespace catalyse::web {

class Markup {
 public:
  explicit Markup(std::size_t expected = 512) : out_(expected) {}
  Markup& raw(std::string_view html) {
    out_.add(html);
    return *this;
  }
  Markup& text(std::string_view text) {
    out_.add_escaped(text);
    return *this;
  }
  // ` name="value"`, nothing when the value is empty.
  Markup& attribute(std::string_view name, std::string_view value) {
    if (value.empty()) return *this;
    return raw(" ").raw(name).raw("=\"").text(value).raw("\"");
  }
  Markup& href(std::string_view address) { return attribute("href", safe_url(address)); }
  Markup& whole(long long number) {
    out_.add_whole(number);
    return *this;
  }
  // 12.3% with at most one decimal; of less than 10¹⁷.
  Markup& percent(double value) {
    const auto tenths = static_cast<long long>(value * 10 + (value < 0 ? -0.5 : 0.5));
    if (tenths < 0) out_.add('-');
    out_.add_whole(std::abs(tenths) / 10);
    if (tenths % 10 != 0) {
      out_.add('.');
      out_.add(static_cast<char>('0' + std::abs(tenths % 10)));
    }
    out_.add('%');
    return *this;
  }
  [[nodiscard]] std::string take() { return std::move(out_).take(); }

 private:
  rendering::Text out_;
};

}  // namespace catalyse::web
