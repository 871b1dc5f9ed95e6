// Signatures of others, verified by OpenSSL: RS256 (RSASSA-PKCS1-v1_5 with SHA-256) and ES256 (ECDSA on P-256 with
// SHA-256), RFC 7518, 3.3 and 3.4. Keys come as the numbers of a JSON Web Key (RFC 7517), decoded. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace catalyse::secrets {

// False for a key that is none too, and for RSA below 2048 bits.
[[nodiscard]] bool verify_rs256(std::string_view modulus, std::string_view exponent, std::string_view text,
                                std::string_view signature);
// `x`, `y` and both halves of the signature have 32 bytes.
[[nodiscard]] bool verify_es256(std::string_view x, std::string_view y, std::string_view text,
                                std::string_view signature);

// RFC 4648, 5, without padding; nothing when it is not that.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);
[[nodiscard]] std::string base64url(std::string_view bytes);
// SHA-256 as bytes.
[[nodiscard]] std::string sha256_bytes(std::string_view text);

}  // namespace catalyse::secrets
