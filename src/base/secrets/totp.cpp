#include "totp.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

#include "secrets.hpp"

namespace catalyse::secrets {

std::int64_t totp_step(core::Instant now) { return now.time_since_epoch().count() / 30; }

std::string totp_code(std::string_view secret, std::int64_t step, unsigned digits) {
  std::array<unsigned char, 8> counter{};
  auto left = static_cast<std::uint64_t>(step);
  for (auto byte = counter.rbegin(); byte != counter.rend(); ++byte, left >>= 8U)
    *byte = static_cast<unsigned char>(left & 255U);
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  if (HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(), mac.data(),
           &size) == nullptr)
    throw std::runtime_error("libcrypto gives no HMAC-SHA-1");
  const unsigned offset = mac[size - 1] & 15U;  // RFC 4226, 5.3
  std::uint32_t number = 0;
  for (unsigned i = 0; i < 4; ++i) number = (number << 8U) | mac[offset + i];
  number &= 0x7FFFFFFFU;
  std::string code(digits, '0');
  for (auto digit = code.rbegin(); digit != code.rend(); ++digit, number /= 10)
    *digit = static_cast<char>('0' + number % 10);
  return code;
}

std::optional<std::int64_t> totp_accept(std::string_view secret, std::string_view code, core::Instant now,
                                        std::int64_t last) {
  std::string digits;
  for (const char c : code.substr(0, 40)) {
    if (c != ' ') digits += c;
  }
  std::optional<std::int64_t> accepted;
  const auto present = totp_step(now);
  for (const auto step : {present - 1, present, present + 1}) {
    if (same(digits, totp_code(secret, step)) && step > last) accepted = step;
  }
  return accepted;
}

}  // namespace catalyse::secrets
