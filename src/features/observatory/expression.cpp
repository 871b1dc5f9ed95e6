#include "expression.hpp"

#include <algorithm>

namespace catalyse::observatory {
namespace {

constexpr std::size_t kMaxText = 4'096;
constexpr std::size_t kMaxTerms = 64;

bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool continues_name(char c) { return starts_name(c) || (c >= '0' && c <= '9'); }

}  // namespace

core::Result<Expression> Expression::parse(std::string_view text) {
  const auto wrong = [&](std::size_t at, std::string_view what) {
    return core::fail(core::ErrorKind::invalid, "observatory.expression",
                      std::string(what) + " at character " + std::to_string(at + 1));
  };
  if (text.size() > kMaxText) return wrong(kMaxText, "the expression is too long");
  Expression expression;
  std::size_t at = 0;
  const auto skip_spaces = [&] {
    while (at < text.size() && text[at] == ' ') ++at;
  };
  double sign = 1;
  for (;;) {
    skip_spaces();
    const std::size_t begin = at;
    if (at == text.size() || !starts_name(text[at])) return wrong(at, "a column name is expected");
    while (at < text.size() && continues_name(text[at])) ++at;
    if (expression.terms_.size() == kMaxTerms) return wrong(begin, "more than 64 terms");
    expression.terms_.push_back({sign, std::string(text.substr(begin, at - begin))});
    skip_spaces();
    if (at == text.size()) return expression;
    if (text[at] != '+' && text[at] != '-') return wrong(at, "+ or - is expected");
    sign = text[at++] == '+' ? 1 : -1;
  }
}

bool Expression::subtracts() const {
  return std::ranges::any_of(terms_, [](const Term& term) { return term.sign < 0; });
}

std::string Expression::text() const {
  std::string out;
  for (const Term& term : terms_) {
    if (!out.empty()) out += term.sign < 0 ? '-' : '+';
    out += term.column;
  }
  return out;
}

}  // namespace catalyse::observatory
