// Texts kept encrypted under a key that lies elsewhere: XSalsa20-Poly1305 (libsodium secretbox), a nonce for each.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace catalyse::secrets {

inline constexpr std::size_t kKeyBytes = 32;

// `place` is bound in: what was sealed for one row opens for no other. `key` has kKeyBytes. The text begins with « s1:
// ».
[[nodiscard]] std::string seal(std::string_view key, std::string_view place, std::string_view plain);
[[nodiscard]] std::optional<std::string> unseal(std::string_view key, std::string_view place, std::string_view sealed);
[[nodiscard]] bool is_sealed(std::string_view text);

// A key of its own for each use of one key.
[[nodiscard]] std::string derive_key(std::string_view key, std::string_view use);

// The key in the file, 64 hexadecimal digits; made, readable by its owner only, when there is no file. Error
// secrets.key (unavailable), its note saying which file and why: one that others can read is refused too.
[[nodiscard]] core::Result<std::string> load_key(const std::filesystem::path& file);

}  // namespace catalyse::secrets
