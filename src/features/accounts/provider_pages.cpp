// Signing in by a provider of identity: leaving, and coming back.
#include "messages.hpp"
#include "pages.hpp"
#include "secrets/seal.hpp"
#include "sign_in_rules.hpp"

namespace catalyse::accounts {
namespace {

constexpr auto kAway = std::chrono::minutes(10);
constexpr std::string_view kPlace = "departure";

std::string cookie_name(const Desk& desk) { return desk.state.is_secure() ? "__Host-depart" : "depart"; }

// Lax: the reader comes back from another site by a plain link.
std::string cookie(const Desk& desk, const std::string& value, std::chrono::seconds kept) {
  return cookie_name(desk) + "=" + value + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(kept.count()) +
         (desk.state.is_secure() ? "; Secure" : "");
}

struct Journey {
  oidc::Departure departure;
  std::string back;
};

// Kept by the reader's own browser, sealed: whoever comes back is who left.
std::string packed(const Desk& desk, const Journey& journey) {
  const auto until = std::to_string((desk.state.now() + kAway).time_since_epoch().count());
  const auto& [state, nonce, verifier] = journey.departure;
  return secrets::seal(desk.state.departure_key, kPlace,
                       state + "\n" + nonce + "\n" + verifier + "\n" + until + "\n" + journey.back);
}

std::optional<Journey> unpacked(const Desk& desk) {
  auto rest = secrets::unseal(desk.state.departure_key, kPlace, cookie_value(desk.request, cookie_name(desk)));
  if (!rest) return std::nullopt;
  std::array<std::string, 4> parts;
  for (auto& part : parts) {
    const auto end = rest->find('\n');
    if (end == std::string::npos) return std::nullopt;
    part = rest->substr(0, end);
    rest->erase(0, end + 1);
  }
  if (parts[3] < std::to_string(desk.state.now().time_since_epoch().count())) return std::nullopt;
  return Journey{{parts[0], parts[1], parts[2]}, safe_return(*rest)};
}

std::string parameter(const Desk& desk, std::string_view name) {
  return std::string(desk.request.query.first(name).value_or(""));
}

// What went wrong between machines is for the log; the reader may try again or come in another way.
Answer refused(const Desk& desk, const core::Error& error) {
  if (error.kind == core::ErrorKind::damaged) return std::unexpected(error);
  const bool away = error.kind == core::ErrorKind::unavailable;
  const auto known = is_refusal(error);
  auto sentence = known ? sentence_of(desk, error)
                        : desk.say(away ? msg::provider_away : msg::provider_refused,
                                   {{"name", desk.state.settings.provider.name}});
  auto response = sign_in_refused(desk, std::move(sentence));
  if (away) response.status = 503;
  response.headers.emplace_back("Set-Cookie", cookie(desk, "", std::chrono::seconds(0)));
  return response;
}

}  // namespace

Answer leave_for_provider(const Desk& desk) {
  const auto left = desk.state.settings.provider.client->depart(desk.request.actor.signed_in() ? oidc::Prompt::anew
                                                                                               : oidc::Prompt::any);
  if (!left) return refused(desk, left.error());
  const Journey journey{left->second, safe_return(parameter(desk, "retour"))};
  http::Response response;
  response.status = 303;
  response.headers.emplace_back("Location", left->first);
  response.headers.emplace_back("Set-Cookie", cookie(desk, packed(desk, journey), kAway));
  return response;
}

Answer return_from_provider(const Desk& desk) {
  const auto journey = unpacked(desk);
  if (!journey) return refused(desk, {core::ErrorKind::invalid, "accounts.error.step", {}, {}});
  const oidc::Return back{parameter(desk, "code"), parameter(desk, "state"), parameter(desk, "iss"),
                          parameter(desk, "error")};
  const auto claims = desk.state.settings.provider.client->arrive(back, journey->departure);
  if (!claims) return refused(desk, claims.error());
  const auto opened = open_with_claims(desk.state, *claims, journey->departure.state, origin_of(desk.request));
  if (!opened) return refused(desk, opened.error());
  auto response = go_on(desk, *opened, journey->back);
  if (response) response->headers.emplace_back("Set-Cookie", cookie(desk, "", std::chrono::seconds(0)));
  return response;
}

}  // namespace catalyse::accounts
