// Random values and keyed digests. Any thread. Throws std::runtime_error when the system gives no randomness, which
// ends the program: nothing safe could follow.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace catalyse::secrets {

// 256 bits as 43 characters of base64url (RFC 4648, 5): a session, a one-time link.
[[nodiscard]] std::string random_token();
// 65 bits as 13 characters of lower-case base32 without i, l, o, u: a public identifier that can be neither guessed nor
// counted.
[[nodiscard]] std::string random_id();
[[nodiscard]] std::string random_bytes(std::size_t count);

// HMAC-SHA-256 (RFC 2104) of `text`, as lower-case hexadecimal.
[[nodiscard]] std::string keyed_digest(std::string_view key, std::string_view text);
// The same bytes; the time taken does not tell where they differ.
[[nodiscard]] bool same(std::string_view a, std::string_view b);

// RFC 4648, 6, upper case without padding: the form of a TOTP secret in an authenticator application.
[[nodiscard]] std::string base32(std::string_view bytes);
[[nodiscard]] std::string from_base32(std::string_view text);  // empty when it is not that

}  // namespace catalyse::secrets
