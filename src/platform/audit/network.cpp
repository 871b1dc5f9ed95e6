#include <arpa/inet.h>

#include <array>

#include "audit.hpp"

namespace catalyse::audit {

std::string network_of(std::string_view address) {
  const std::string text(address.substr(0, 64));
  std::array<char, INET6_ADDRSTRLEN> out{};
  in_addr four{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1) {
    four.s_addr &= htonl(0xFFFFFF00U);
    return inet_ntop(AF_INET, &four, out.data(), out.size());
  }
  in6_addr six{};
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return {};
  for (std::size_t i = 6; i < 16; ++i) six.s6_addr[i] = 0;
  return inet_ntop(AF_INET6, &six, out.data(), out.size());
}

}  // namespace catalyse::audit
