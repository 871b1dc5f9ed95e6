#include "query.hpp"

namespace catalyse::text {

std::string query_value(std::string_view value) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char letter : value) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                       letter == '-' || letter == '_' || letter == '.' || letter == ':';
    if (plain) {
      out += letter;
    } else {
      (out += '%') += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
  return out;
}

}  // namespace catalyse::text
