// Tokens of a provider: JSON Web Tokens (RFC 7519) in compact form, and its keys (RFC 7517). Private to the room.
#pragma once

#include <boost/json.hpp>

#include "oidc.hpp"

namespace catalyse::oidc {

struct Key {
  std::string id, type;       // RSA, EC
  std::string first, second;  // n and e, or x and y, decoded
};
// Keys that may sign and that we understand.
[[nodiscard]] std::vector<Key> keys_from(const boost::json::object& set);

struct Header {
  std::string algorithm, key;
};
// Errors of all: oidc.error.token (denied), with a note.
struct Token {
  Header header;
  boost::json::object claims;
  std::string signed_part, signature;
};
[[nodiscard]] core::Result<Token> read_token(std::string_view text);
[[nodiscard]] core::Result<void> check_signature(const Token& token, const Key& key);

struct Expected {
  std::string issuer, client;
  std::string nonce;       // empty: the token is not of this sign-in (userinfo)
  std::string acr_values;  // empty: any
  core::Instant now;
};
[[nodiscard]] core::Result<void> check_claims(const boost::json::object& claims, const Expected& expected);

[[nodiscard]] std::string text_of(const boost::json::object& object, std::string_view name);
[[nodiscard]] core::Result<boost::json::object> object_from(std::string_view json);

}  // namespace catalyse::oidc
