#include "entries.hpp"

#include <algorithm>
#include <charconv>

namespace catalyse::library {

std::optional<unsigned> number_in(std::string_view text) {
  unsigned number = 0;
  if (text.empty() || text.size() > 3 || text.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

cases::Saying saying_in(std::string_view text) {
  const auto equal = text.find('=');
  if (equal == std::string_view::npos) return {std::string(text), {}};
  return {std::string(text.substr(0, equal)), std::string(text.substr(equal + 1))};
}

bool is_own_path(std::string_view text) {
  return text.starts_with('/') && !text.starts_with("//") &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_/?=&.:+") == std::string_view::npos;
}

std::vector<unsigned> done_steps(std::string_view text, std::size_t steps) {
  std::vector<unsigned> done;
  for (std::size_t from = 0; from <= text.size();) {
    const auto dot = std::min(text.find('.', from), text.size());
    const auto step = number_in(text.substr(from, dot - from));
    if (step && *step >= 1 && *step <= steps && std::ranges::find(done, *step) == done.end()) done.push_back(*step);
    from = dot + 1;
  }
  std::ranges::sort(done);
  return done;
}

std::string toggled(std::vector<unsigned> done, unsigned step) {
  if (std::erase(done, step) == 0) done.push_back(step);
  std::ranges::sort(done);
  return joined(done);
}

std::string joined(const std::vector<unsigned>& done) {
  std::string text;
  for (const auto one : done) text += (text.empty() ? "" : ".") + std::to_string(one);
  return text;
}

}  // namespace catalyse::library
