#include "ids.hpp"

#include <cstdint>
#include <random>
#include <string_view>

namespace catalyse::editorial {

std::string new_id() {
  constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
  constexpr int kLength = 13, kBits = 5;
  std::random_device device;
  std::uint64_t random = (std::uint64_t{device()} << 32U) | device();
  std::string id;
  for (int i = 0; i < kLength; ++i, random >>= kBits) id += kDigits[random & 31U];
  return id;
}

}  // namespace catalyse::editorial
