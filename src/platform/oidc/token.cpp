#include "token.hpp"

#include <algorithm>

#include "secrets/secrets.hpp"
#include "secrets/signature.hpp"

namespace catalyse::oidc {
namespace {

namespace json = boost::json;
constexpr std::size_t kMostBytes = 64U << 10U;
constexpr std::int64_t kSkew = 60;         // seconds that clocks may differ by
constexpr std::int64_t kOldest = 10 * 60;  // of a token that was made for this sign-in

std::unexpected<core::Error> refuse(std::string note) {
  return core::fail(core::ErrorKind::denied, "oidc.error.token", std::move(note));
}

std::int64_t number_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return -1;
  if (value->is_int64()) return value->get_int64();
  if (value->is_uint64()) return static_cast<std::int64_t>(std::min<std::uint64_t>(value->get_uint64(), INT64_MAX));
  if (value->is_double() && value->get_double() > 0 && value->get_double() < 1e15)
    return static_cast<std::int64_t>(value->get_double());
  return -1;
}

bool is_one_of(std::string_view word, std::string_view list) {
  while (!list.empty()) {
    const auto end = std::min(list.find(' '), list.size());
    if (!word.empty() && list.substr(0, end) == word) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

// One audience, ours; where there are several, the token says that it was made for us (3.1.3.7, 3 to 5).
bool is_for(const json::object& claims, const std::string& client) {
  const auto* audience = claims.if_contains("aud");
  if (audience == nullptr) return false;
  const auto party = text_of(claims, "azp");
  if (!party.empty() && party != client) return false;
  if (audience->is_string()) return std::string_view(audience->get_string()) == client;
  if (!audience->is_array()) return false;
  const auto& all = audience->get_array();
  const bool named = std::ranges::any_of(
      all, [&](const json::value& one) { return one.is_string() && std::string_view(one.get_string()) == client; });
  return named && (all.size() == 1 || party == client);
}

}  // namespace

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

core::Result<json::object> object_from(std::string_view text) {
  boost::system::error_code error;
  auto value = json::parse(text, error, {}, {.max_depth = 8});
  if (error || !value.is_object()) return refuse("not a JSON object");
  return std::move(value.get_object());
}

std::vector<Key> keys_from(const json::object& set) {
  std::vector<Key> all;
  const auto* list = set.if_contains("keys");
  if (list == nullptr || !list->is_array()) return all;
  for (const auto& one : list->get_array()) {
    if (!one.is_object() || all.size() >= 50) continue;
    const auto& key = one.get_object();
    const auto use = text_of(key, "use");
    const auto type = text_of(key, "kty");
    if (!use.empty() && use != "sig") continue;
    if (type == "EC" && text_of(key, "crv") != "P-256") continue;
    const auto first = secrets::from_base64url(text_of(key, type == "RSA" ? "n" : "x"));
    const auto second = secrets::from_base64url(text_of(key, type == "RSA" ? "e" : "y"));
    if ((type == "RSA" || type == "EC") && first && second && !first->empty() && !second->empty())
      all.push_back({text_of(key, "kid"), type, *first, *second});
  }
  return all;
}

core::Result<Token> read_token(std::string_view text) {
  const auto first = text.find('.');
  const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (text.size() > kMostBytes || second == std::string_view::npos || text.find('.', second + 1) != text.npos)
    return refuse("not a signed token");
  const auto head = secrets::from_base64url(text.substr(0, first));
  const auto body = secrets::from_base64url(text.substr(first + 1, second - first - 1));
  const auto signature = secrets::from_base64url(text.substr(second + 1));
  if (!head || !body || !signature) return refuse("not base64url");
  const auto header = object_from(*head);
  auto claims = object_from(*body);
  if (!header || !claims) return refuse("a part is not a JSON object");
  if (header->contains("crit")) return refuse("the token asks for an extension");
  return Token{{text_of(*header, "alg"), text_of(*header, "kid")},
               std::move(*claims),
               std::string(text.substr(0, second)),
               *signature};
}

core::Result<void> check_signature(const Token& token, const Key& key) {
  // The kind of key says which algorithm it is for; « none », HMAC and all others stop here.
  const bool rsa = token.header.algorithm == "RS256" && key.type == "RSA";
  const bool curve = token.header.algorithm == "ES256" && key.type == "EC";
  if (!rsa && !curve) return refuse("the algorithm " + token.header.algorithm + " is not accepted with this key");
  const bool holds = rsa ? secrets::verify_rs256(key.first, key.second, token.signed_part, token.signature)
                         : secrets::verify_es256(key.first, key.second, token.signed_part, token.signature);
  if (!holds) return refuse("the signature does not hold");
  return {};
}

core::Result<void> check_claims(const json::object& claims, const Expected& expected) {
  const auto now = expected.now.time_since_epoch().count();
  const auto subject = text_of(claims, "sub");
  if (text_of(claims, "iss") != expected.issuer) return refuse("another issuer");
  if (!is_for(claims, expected.client)) return refuse("another audience");
  if (subject.empty() || subject.size() > 255) return refuse("no subject");
  if (expected.nonce.empty()) return {};
  const auto expires = number_of(claims, "exp");
  const auto issued = number_of(claims, "iat");
  if (expires < 0 || expires + kSkew < now) return refuse("expired");
  if (issued < 0 || issued > now + kSkew || issued < now - kOldest) return refuse("issued at another time");
  if (!secrets::same(text_of(claims, "nonce"), expected.nonce)) return refuse("another nonce");
  if (!expected.acr_values.empty() && !is_one_of(text_of(claims, "acr"), expected.acr_values))
    return refuse("the level « " + text_of(claims, "acr") + " » was not asked for");
  return {};
}

}  // namespace catalyse::oidc
