#include <algorithm>
#include <mutex>

#include "secrets/secrets.hpp"
#include "secrets/signature.hpp"
#include "token.hpp"

namespace catalyse::oidc {
namespace {

namespace json = boost::json;
using core::ErrorKind;
using core::Result;

constexpr auto kConfigurationFor = std::chrono::hours(1);
constexpr auto kKeysAtMostEach = std::chrono::seconds(10);

std::unexpected<core::Error> refuse(std::string note) {
  return core::fail(ErrorKind::denied, "oidc.error.token", std::move(note));
}
std::unexpected<core::Error> misconfigured(std::string note) {
  return core::fail(ErrorKind::damaged, "oidc.configuration", "OpenID Connect: " + std::move(note));
}

std::string encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-_.~").find(c) != std::string_view::npos;
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      out += c;
    else
      out.append(1, '%').append(1, kHex[byte >> 4U]).append(1, kHex[byte & 15U]);
  }
  return out;
}

std::string form_of(const std::vector<std::pair<std::string_view, std::string>>& fields) {
  std::string out;
  for (const auto& [name, value] : fields)
    out.append(out.empty() ? "" : "&").append(name).append("=").append(encoded(value));
  return out;
}

// Secrets travel there: https, or this machine.
bool is_safe(std::string_view address) {
  if (address.starts_with("https://")) return true;
  for (const std::string_view start : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
    if (!address.starts_with(start)) continue;
    const auto rest = address.substr(start.size());
    if (rest.empty() || rest[0] == ':' || rest[0] == '/') return true;
  }
  return false;
}

struct Configuration {
  std::string authorization, token, keys, userinfo;
  bool by_form = false;       // client_secret_post
  bool names_itself = false;  // RFC 9207
  core::Instant read_at;
};

bool lists(const json::object& object, std::string_view name, std::string_view word) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_array() && std::ranges::any_of(value->get_array(), [&](const json::value& one) {
           return one.is_string() && std::string_view(one.get_string()) == word;
         });
}

}  // namespace

struct Client::State {
  Provider provider;
  const core::Clock& clock;
  Fetch fetch;
  std::mutex mutex{};
  std::optional<Configuration> configuration{};
  std::vector<Key> keys{};
  core::Instant keys_at{};

  Result<json::object> ask(const Question& question) const {
    auto reply = fetch(question);
    if (!reply) return std::unexpected(reply.error());
    if (reply->status != 200)
      return core::fail(ErrorKind::unavailable, "oidc.unreachable",
                        "OpenID Connect: " + question.address + " answers " + std::to_string(reply->status));
    auto object = object_from(reply->body);
    if (!object) return misconfigured(question.address + " gives no JSON object");
    return object;
  }

  // Call with `mutex` held.
  Result<Configuration> discover() {
    if (configuration && clock.now() - configuration->read_at < kConfigurationFor) return *configuration;
    auto issuer = provider.issuer;
    while (issuer.ends_with('/')) issuer.pop_back();
    const auto read = ask({issuer + "/.well-known/openid-configuration"});
    if (!read) return std::unexpected(read.error());
    if (text_of(*read, "issuer") != provider.issuer) return misconfigured("the configuration is of another issuer");
    Configuration found{text_of(*read, "authorization_endpoint"),
                        text_of(*read, "token_endpoint"),
                        text_of(*read, "jwks_uri"),
                        text_of(*read, "userinfo_endpoint"),
                        lists(*read, "token_endpoint_auth_methods_supported", "client_secret_post"),
                        false,
                        clock.now()};
    const auto* names = read->if_contains("authorization_response_iss_parameter_supported");
    found.names_itself = names != nullptr && names->is_bool() && names->get_bool();
    for (const auto& address : {found.authorization, found.token, found.keys})
      if (!is_safe(address)) return misconfigured("the address « " + address + " » is not https");
    if (!found.userinfo.empty() && !is_safe(found.userinfo)) return misconfigured("userinfo is not https");
    configuration = found;
    return found;
  }

  Result<void> read_keys(const Configuration& from) {
    const auto read = ask({from.keys});
    if (!read) return std::unexpected(read.error());
    keys = keys_from(*read);
    keys_at = clock.now();
    return {};
  }

  // The key that the token names, asked for again when it is not there: providers renew them.
  Result<Key> key_of(const Token& token, const Configuration& from) {
    const auto fits = [&](const Key& key) {
      const bool kind = key.type == (token.header.algorithm == "RS256" ? "RSA" : "EC");
      return token.header.key.empty() ? kind : key.id == token.header.key;
    };
    auto found = std::ranges::find_if(keys, fits);
    if (found == keys.end() && (keys.empty() || clock.now() - keys_at >= kKeysAtMostEach)) {
      if (auto read = read_keys(from); !read) return std::unexpected(read.error());
      found = std::ranges::find_if(keys, fits);
    }
    if (found == keys.end()) return refuse("the provider has no such key");
    return *found;
  }

  Result<json::object> verified(std::string_view text, const Expected& expected, const Configuration& from) {
    const auto token = read_token(text);
    if (!token) return std::unexpected(token.error());
    if (token->header.algorithm != "RS256" && token->header.algorithm != "ES256")
      return refuse("the algorithm « " + token->header.algorithm + " » is not accepted");
    const auto key = key_of(*token, from);
    if (!key) return std::unexpected(key.error());
    if (auto checked = check_signature(*token, *key); !checked) return std::unexpected(checked.error());
    if (auto checked = check_claims(token->claims, expected); !checked) return std::unexpected(checked.error());
    return token->claims;
  }

  Result<json::object> exchange(const std::string& code, const Departure& departure, const Configuration& from) const {
    std::vector<std::pair<std::string_view, std::string>> fields{{"grant_type", "authorization_code"},
                                                                 {"code", code},
                                                                 {"redirect_uri", provider.redirect},
                                                                 {"code_verifier", departure.verifier}};
    Question question{from.token, {}};
    if (from.by_form) {
      fields.emplace_back("client_id", provider.client);
      fields.emplace_back("client_secret", provider.secret);
    } else {
      question.user = encoded(provider.client);
      question.password = encoded(provider.secret);
    }
    question.form = form_of(fields);
    auto reply = fetch(question);
    if (!reply) return std::unexpected(reply.error());
    if (reply->status >= 500)
      return core::fail(ErrorKind::unavailable, "oidc.unreachable", "OpenID Connect: the provider cannot answer");
    auto object = object_from(reply->body);
    if (reply->status != 200 || !object)
      return refuse("the code is refused: " + (object ? text_of(*object, "error") : std::to_string(reply->status)));
    return object;
  }

  // Said as JSON, or as a signed token (ProConnect); of the same subject, or it is of somebody else.
  Result<json::object> userinfo(const std::string& access, const json::object& identity, const Configuration& from) {
    Question question{from.userinfo};
    question.bearer = access;
    auto reply = fetch(question);
    if (!reply) return std::unexpected(reply.error());
    if (reply->status != 200) return refuse("userinfo answers " + std::to_string(reply->status));
    auto said = reply->content_type.starts_with("application/jwt")
                    ? verified(reply->body, {provider.issuer, provider.client, {}, {}, clock.now()}, from)
                    : object_from(reply->body);
    if (!said) return said;
    if (text_of(*said, "sub") != text_of(identity, "sub")) return refuse("userinfo is of another subject");
    return said;
  }
};

Client::Client(Provider provider, const core::Clock& clock, Fetch fetch)
    : state_(new State{std::move(provider), clock, std::move(fetch)}) {}
Client::~Client() = default;

Result<std::pair<std::string, Departure>> Client::depart(Prompt prompt) const {
  const std::lock_guard lock(state_->mutex);
  const auto from = state_->discover();
  if (!from) return std::unexpected(from.error());
  const auto& provider = state_->provider;
  Departure departure{secrets::random_token(), secrets::random_token(), secrets::random_token()};
  std::vector<std::pair<std::string_view, std::string>> fields{
      {"response_type", "code"},
      {"client_id", provider.client},
      {"redirect_uri", provider.redirect},
      {"scope", provider.scope},
      {"state", departure.state},
      {"nonce", departure.nonce},
      {"code_challenge", secrets::base64url(secrets::sha256_bytes(departure.verifier))},
      {"code_challenge_method", "S256"}};
  if (!provider.acr_values.empty()) fields.emplace_back("acr_values", provider.acr_values);
  if (prompt == Prompt::anew) {
    fields.emplace_back("prompt", "login");
    fields.emplace_back("max_age", "0");
  }
  const bool has_query = from->authorization.find('?') != std::string::npos;
  return std::pair{from->authorization + (has_query ? "&" : "?") + form_of(fields), std::move(departure)};
}

Result<Claims> Client::arrive(const Return& back, const Departure& departure) const {
  if (departure.state.empty() || !secrets::same(back.state, departure.state)) return refuse("another state");
  if (!back.error.empty())
    return core::fail(ErrorKind::denied, "oidc.error.refused", "the provider says " + back.error.substr(0, 100));
  if (back.code.empty() || back.code.size() > 2000) return refuse("no code");
  const std::lock_guard lock(state_->mutex);
  const auto from = state_->discover();
  if (!from) return std::unexpected(from.error());
  const auto& provider = state_->provider;
  if ((from->names_itself || !back.issuer.empty()) && back.issuer != provider.issuer)
    return refuse("the answer is of another issuer");
  const auto answer = state_->exchange(back.code, departure, *from);
  if (!answer) return std::unexpected(answer.error());
  auto identity = state_->verified(
      text_of(*answer, "id_token"),
      {provider.issuer, provider.client, departure.nonce, provider.acr_values, state_->clock.now()}, *from);
  if (!identity) return std::unexpected(identity.error());
  auto said = *identity;
  if (text_of(said, "email").empty() && !from->userinfo.empty()) {
    const auto more = state_->userinfo(text_of(*answer, "access_token"), *identity, *from);
    if (!more) return std::unexpected(more.error());
    said = *more;
  }
  Claims claims{provider.issuer,
                text_of(*identity, "sub"),
                text_of(said, "email"),
                false,
                text_of(said, "name"),
                text_of(*identity, "acr"),
                {}};
  if (const auto* asked = identity->if_contains("auth_time"); asked != nullptr && asked->is_int64())
    claims.authenticated_at = core::Instant(std::chrono::seconds(asked->get_int64()));
  const auto* verified = said.if_contains("email_verified");
  claims.email_verified = verified != nullptr && verified->is_bool() && verified->get_bool();
  if (claims.name.empty()) {
    const auto last = text_of(said, "usual_name").empty() ? text_of(said, "family_name") : text_of(said, "usual_name");
    claims.name = text_of(said, "given_name") + (last.empty() ? "" : " " + last);
  }
  return claims;
}

}  // namespace catalyse::oidc
