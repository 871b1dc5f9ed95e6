// Which addresses are of the public internet.
#include <arpa/inet.h>

#include <array>

#include "net.hpp"

namespace catalyse::net {
namespace {

struct Block4 {
  std::uint32_t base;
  unsigned bits;
};
// IANA IPv4 Special-Purpose Address Registry, multicast and what is reserved.
constexpr std::array kSpecial4{Block4{0x00000000, 8},  Block4{0x0A000000, 8},  Block4{0x64400000, 10},
                               Block4{0x7F000000, 8},  Block4{0xA9FE0000, 16}, Block4{0xAC100000, 12},
                               Block4{0xC0000000, 24}, Block4{0xC0000200, 24}, Block4{0xC0586300, 24},
                               Block4{0xC0A80000, 16}, Block4{0xC6120000, 15}, Block4{0xC6336400, 24},
                               Block4{0xCB007100, 24}, Block4{0xE0000000, 4},  Block4{0xF0000000, 4}};

bool is_public4(std::uint32_t ip) {
  for (const auto& block : kSpecial4)
    if ((ip >> (32 - block.bits)) == (block.base >> (32 - block.bits))) return false;
  return true;
}

// Of 2000::/3 without what carries an IPv4 address (6to4, Teredo) or is for examples.
bool is_public6(const std::array<unsigned char, 16>& ip) {
  const auto group = [&](std::size_t i) { return static_cast<unsigned>(ip[2 * i] << 8U | ip[2 * i + 1]); };
  if ((ip[0] & 0xE0U) != 0x20U) return false;
  if (group(0) == 0x2002U || group(0) == 0x3FFFU) return false;
  if (group(0) == 0x2001U && (group(1) < 0x200U || group(1) == 0xDB8U)) return false;
  return true;
}

}  // namespace

bool is_public(std::string_view ip) {
  if (ip.contains('\0')) return false;
  const std::string text(ip);
  in_addr four{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1) return is_public4(ntohl(four.s_addr));
  std::array<unsigned char, 16> six{};
  return inet_pton(AF_INET6, text.c_str(), six.data()) == 1 && is_public6(six);
}

bool is_address(std::string_view text) {
  const auto scheme = text.starts_with("https://") ? 8U : text.starts_with("http://") ? 7U : 0U;
  if (scheme == 0 || text.size() > 2000) return false;
  for (const char c : text)
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7F' || c == '"' || c == '<' || c == '>' || c == '\\')
      return false;
  const auto host = text.substr(scheme, text.find_first_of("/?#", scheme) - scheme);
  return !host.empty() && !host.starts_with(':') && !host.contains('@');
}

}  // namespace catalyse::net
