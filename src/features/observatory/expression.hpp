// A sum of columns, as series.csv writes it: column names joined by + and -, such as
// `pop_15_64_active_2021-pop_15_64_chomage_2021`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace catalyse::observatory {

struct Term {
  double sign = 1;  // 1 or -1
  std::string column;
  friend bool operator==(const Term&, const Term&) = default;
};

class Expression {
 public:
  // term (("+" | "-") term)*, spaces allowed; a term is [A-Za-z_][A-Za-z0-9_]*. At most 64 terms and 4 096 characters.
  // Error: observatory.expression (kind invalid; the note says where).
  [[nodiscard]] static core::Result<Expression> parse(std::string_view text);
  [[nodiscard]] const std::vector<Term>& terms() const { return terms_; }
  [[nodiscard]] bool subtracts() const;
  // Written back without spaces; `parse(text())` gives the same terms.
  [[nodiscard]] std::string text() const;

 private:
  std::vector<Term> terms_;
};

}  // namespace catalyse::observatory
