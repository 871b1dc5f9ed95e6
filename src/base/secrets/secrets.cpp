#include "secrets.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace catalyse::secrets {
namespace {

void start() {
  static const bool started = sodium_init() >= 0;
  if (!started) throw std::runtime_error("libsodium cannot start: the system gives no randomness");
}

// Most significant bits first; the last character is filled with zeros.
std::string base32_with(std::string_view bytes, std::string_view letters) {
  std::string out;
  unsigned held = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    held = (held << 8U) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) out += letters[(held >> (bits - 5)) & 31U];
    held &= (1U << bits) - 1;
  }
  if (bits > 0) out += letters[(held << (5 - bits)) & 31U];
  return out;
}

}  // namespace

std::string random_bytes(std::size_t count) {
  start();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string random_token() {
  const std::string bytes = random_bytes(32);
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_ENCODED_LEN(32, kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    kVariant);
  text.resize(43);
  return text;
}

std::string random_id() { return base32_with(random_bytes(9), "0123456789abcdefghjkmnpqrstvwxyz").substr(0, 13); }

std::string keyed_digest(std::string_view key, std::string_view text) {
  start();
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()), key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> digest{};
  crypto_auth_hmacsha256_final(&state, digest.data());
  std::string hex(2 * digest.size() + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
  hex.pop_back();
  return hex;
}

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::string base32(std::string_view bytes) { return base32_with(bytes, kBase32); }

std::string from_base32(std::string_view text) {
  std::string bytes;
  unsigned held = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const auto value = kBase32.find(c);
    if (value == std::string_view::npos) return {};
    held = (held << 5U) | static_cast<unsigned>(value);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(held >> bits);
    held &= (1U << bits) - 1;
  }
  return bytes;
}

}  // namespace catalyse::secrets
