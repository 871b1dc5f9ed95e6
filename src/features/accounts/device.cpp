// Browsers by which an account has signed in before (OWASP, « Device Cookies »). Nothing is stored about them here: the
// word holds a random part and its end, signed for the e-mail.
#include <charconv>

#include "secrets/secrets.hpp"
#include "state.hpp"

namespace catalyse::accounts {
namespace {

constexpr auto kKnownFor = std::chrono::hours(365 * 24);

std::string cookie_name(const Accounts::State& state) { return state.is_secure() ? "__Host-appareil" : "appareil"; }

std::string signature(const Accounts::State& state, std::string_view email, std::string_view start) {
  return secrets::keyed_digest(state.device_key, std::string(start) + "\n" + std::string(email));
}

}  // namespace

std::string device_word(const Accounts::State& state, std::string_view email) {
  const auto until = (state.now() + kKnownFor).time_since_epoch().count();
  const auto start = secrets::random_id() + "." + std::to_string(until);
  return start + "." + signature(state, email, start);
}

std::string known_device(const Accounts::State& state, std::string_view email, std::string_view word) {
  const auto first = word.find('.');
  const auto last = word.rfind('.');
  if (first == std::string_view::npos || first == last || word.size() > 200) return {};
  const auto time = word.substr(first + 1, last - first - 1);
  std::int64_t until = 0;
  const auto read = std::from_chars(time.data(), time.data() + time.size(), until);
  if (read.ec != std::errc{} || read.ptr != time.data() + time.size()) return {};
  if (!secrets::same(word.substr(last + 1), signature(state, email, word.substr(0, last)))) return {};
  return until > state.now().time_since_epoch().count() ? std::string(word) : std::string();
}

std::string device_cookie(const Accounts::State& state, std::string_view word) {
  return cookie_name(state) + "=" + std::string(word) +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(std::chrono::seconds(kKnownFor).count()) +
         (state.is_secure() ? "; Secure" : "");
}

std::string device_of(const Accounts::State& state, const http::Request& request) {
  return cookie_value(request, cookie_name(state));
}

}  // namespace catalyse::accounts
