#include "negotiate.hpp"

#include <algorithm>

#include "edge_text.hpp"

namespace catalyse::http {
namespace {

// `0`, `1`, `0.5`, `0.123`, `1.000` in thousandths; what is not a weight counts as 0, so that a doubt never sends
// unreadable bytes.
int parse_weight(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
  if (text.size() > 1 && text[1] != '.') return 0;
  int weight = (text[0] - '0') * 1000;
  int unit = 100;
  for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (digit < '0' || digit > '9') return 0;
    weight += (digit - '0') * unit;
    unit /= 10;
  }
  return std::min(weight, 1000);
}

std::string_view cut_item(std::string_view& list, char separator) {
  const std::size_t end = std::min(list.find(separator), list.size());
  const std::string_view item = edge::trim(list.substr(0, end));
  list.remove_prefix(std::min(end + 1, list.size()));
  return item;
}

}  // namespace

void Codings::add(std::string_view list) {
  while (!list.empty()) {
    std::string_view item = cut_item(list, ',');
    const std::string_view name = cut_item(item, ';');
    int weight = 1000;
    while (!item.empty()) {
      const std::string_view parameter = cut_item(item, ';');
      if (parameter.size() >= 2 && (parameter[0] == 'q' || parameter[0] == 'Q') && parameter[1] == '=') {
        weight = parse_weight(parameter.substr(2));
      }
    }
    if (edge::equal_ignoring_case(name, "br"))
      weights_[static_cast<std::size_t>(Coding::brotli)] = weight;
    else if (edge::equal_ignoring_case(name, "gzip") || edge::equal_ignoring_case(name, "x-gzip"))
      weights_[static_cast<std::size_t>(Coding::gzip)] = weight;
    else if (edge::equal_ignoring_case(name, "identity"))
      weights_[static_cast<std::size_t>(Coding::identity)] = weight;
    else if (name == "*")
      others_ = weight;
  }
}

int Codings::weight(Coding coding) const {
  const int named = weights_[static_cast<std::size_t>(coding)];
  if (named >= 0) return named;
  // Identity is acceptable unless it is refused by name or by `*;q=0`; it is the last resort, so it weighs least.
  if (coding == Coding::identity) return others_ == 0 ? 0 : 1;
  return std::max(others_, 0);
}

bool Codings::takes(Coding coding) const { return weight(coding) > 0; }

Coding Codings::best() const {
  Coding best = Coding::identity;
  for (const Coding coding : {Coding::gzip, Coding::brotli}) {
    if (weight(coding) > 0 && weight(coding) >= weight(best)) best = coding;
  }
  return best;
}

std::string make_etag(std::string_view tag, Coding coding) {
  std::string etag;
  etag.reserve(tag.size() + 8);
  etag.append("\"").append(tag);
  if (coding != Coding::identity) etag.append("-").append(coding_name(coding));
  etag += '"';
  return etag;
}

bool names_etag(std::string_view list, std::string_view etag) {
  if (edge::trim(list) == "*") return true;
  // A quoted tag may hold a comma, so the list is read tag by tag.
  while (true) {
    const std::size_t start = list.find_first_not_of(" \t,");
    if (start == std::string_view::npos) return false;
    list.remove_prefix(start);
    if (list.starts_with("W/")) list.remove_prefix(2);
    if (!list.starts_with('"')) return false;
    const std::size_t end = list.find('"', 1);
    if (end == std::string_view::npos) return false;
    if (list.substr(0, end + 1) == etag) return true;
    list.remove_prefix(end + 1);
    if (const std::size_t next = list.find_first_not_of(" \t"); next != std::string_view::npos && list[next] != ',')
      return false;
  }
}

}  // namespace catalyse::http
