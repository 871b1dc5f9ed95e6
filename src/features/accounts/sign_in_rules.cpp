#include "sign_in_rules.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace catalyse::accounts {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

bool is_address_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view(".!#$%&'*+/=?^_`{|}~-@").find(c) != std::string_view::npos;
}

}  // namespace

std::string clean_email(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  std::string email = lower(text);
  const auto at = email.find('@');
  if (at == 0 || at == std::string::npos || email.find('@', at + 1) != std::string::npos || email.size() > 254)
    return {};
  const std::string_view domain = std::string_view(email).substr(at + 1);
  const auto dot = domain.find('.');
  const bool well_placed = dot != 0 && dot != std::string_view::npos && !domain.ends_with('.') &&
                           domain.find("..") == std::string_view::npos && !email.starts_with('-');
  if (!well_placed || !std::ranges::all_of(email, is_address_char)) return {};
  const auto in_domain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  };
  return std::ranges::all_of(domain, in_domain) ? email : std::string();
}

PasswordFault password_fault(std::string_view password, std::string_view email) {
  if (text::characters(password) < kShortestPassword) return PasswordFault::shorter;
  if (password.size() > 200) return PasswordFault::longer;
  const std::string plain = lower(password);
  const auto name = email.substr(0, email.find('@'));
  if (name.size() >= 3 && plain.find(name) != std::string::npos && plain.size() < name.size() + 8)
    return PasswordFault::guessable;
  if (std::set<char>(plain.begin(), plain.end()).size() < 5) return PasswordFault::guessable;
  // What every list of leaked passwords begins with, repeated or run on to the length asked for.
  static constexpr std::array<std::string_view, 8> kKnown{"motdepasse", "password",   "azertyuiop", "qwertyuiop",
                                                          "1234567890", "abcdefghij", "catalyse",   "bonjour"};
  for (const auto known : kKnown) {
    if (plain.starts_with(known) && plain.size() < known.size() + 6) return PasswordFault::guessable;
  }
  return PasswordFault::none;
}

std::string safe_return(std::string_view path) {
  const bool own = path.starts_with('/') && !path.starts_with("//") && path.size() <= kReturnMost &&
                   path.find('\\') == std::string_view::npos && !path.starts_with("/connexion") &&
                   !path.starts_with("/en/") && path != "/en" && !path.starts_with("/deconnexion") &&
                   std::ranges::all_of(path, [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F; });
  return std::string(own ? path : "/compte");
}

bool is_live(core::Instant started, core::Instant seen, bool staff, core::Instant now) {
  using std::chrono::hours;
  using std::chrono::minutes;
  const auto idle = staff ? minutes(30) : minutes(12 * 60);
  const auto whole = staff ? hours(12) : hours(7 * 24);
  return now - seen < idle && now - started < whole;
}

std::chrono::seconds wait_after(unsigned wrong) {
  if (wrong < 5) return std::chrono::seconds(0);
  return std::chrono::seconds(std::min(25U, 1U << std::min(wrong - 5, 5U)));
}

std::chrono::seconds wait_across(unsigned wrong) {
  if (wrong < 10) return std::chrono::seconds(0);
  return std::chrono::seconds(std::min(60U, 1U << std::min(wrong - 10, 6U)));
}

std::string program_of(std::string_view user_agent) {
  const auto first = [&](auto list) -> std::string_view {
    for (const auto& [mark, name] : list) {
      if (user_agent.find(mark) != std::string_view::npos) return name;
    }
    return {};
  };
  using Pair = std::pair<std::string_view, std::string_view>;
  // Each browser also names the ones it descends from: the youngest first.
  const auto browser = first(std::array<Pair, 5>{
      {{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}});
  const auto system = first(std::array<Pair, 6>{{{"Android", "Android"},
                                                 {"iPhone", "iPhone"},
                                                 {"iPad", "iPad"},
                                                 {"Windows", "Windows"},
                                                 {"Mac OS X", "macOS"},
                                                 {"Linux", "Linux"}}});
  std::string text(browser);
  if (!system.empty()) text += (text.empty() ? "" : ", ") + std::string(system);
  return text;
}

}  // namespace catalyse::accounts
