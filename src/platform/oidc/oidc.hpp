// OpenID Connect, as the side that relies on a provider (OpenID Connect Core 1.0, Discovery 1.0, RFC 7636, RFC 9207).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"

namespace catalyse::oidc {

struct Provider {
  std::string issuer;  // https://…, as the provider writes it
  std::string client, secret;
  std::string redirect;                        // our address that the reader comes back to
  std::string scope = "openid email profile";  // ProConnect: openid email given_name usual_name uid
  std::string acr_values;                      // levels asked for, apart by spaces; empty: any
};

struct Reply {
  unsigned status = 0;
  std::string content_type, body;
};
struct Question {
  std::string address;
  std::string form{};    // sent by POST when not empty
  std::string bearer{};  // an access token
  std::string user{}, password{};
};
// Error oidc.unreachable (unavailable).
using Fetch = std::function<core::Result<Reply>(const Question&)>;
[[nodiscard]] Fetch over_the_network();

// What leaves with the reader's browser and must come back with it; kept by the caller, used once.
struct Departure {
  std::string state, nonce, verifier;
};

struct Claims {
  std::string issuer, subject;
  std::string email;
  bool email_verified = false;
  std::string name;
  std::string acr;
  core::Instant authenticated_at{};  // `auth_time`; 1970 where the provider does not say it
};

// What came back in the query of our address.
struct Return {
  std::string code, state, issuer, error;
};

enum class Prompt : std::uint8_t { any, anew };

// Thread-safe.
class Client {
 public:
  Client(Provider provider, const core::Clock& clock, Fetch fetch);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // The address to send the reader to. `anew`: the provider shall ask who it is even of somebody it knows (prompt, and
  // max_age, which makes it say when it asked). Errors: oidc.unreachable (unavailable), oidc.configuration (damaged):
  // the provider says what it must not.
  [[nodiscard]] core::Result<std::pair<std::string, Departure>> depart(Prompt prompt = Prompt::any) const;
  // Errors: those, and oidc.error.refused (denied) when the provider or the reader said no, oidc.error.token (denied)
  // when something does not hold; the note says what.
  [[nodiscard]] core::Result<Claims> arrive(const Return& back, const Departure& departure) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace catalyse::oidc
