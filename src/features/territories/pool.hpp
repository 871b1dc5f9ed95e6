// Text gathered once each into one pool.
#pragma once

#include <string>
#include <unordered_map>

#include "tables.hpp"

namespace catalyse::territories {

class Pool {
 public:
  [[nodiscard]] Ref add(std::string_view text) {
    if (text.empty()) return {};
    const auto [found, is_new] = known_.try_emplace(std::string(text));
    if (is_new) {
      found->second = {static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(text.size())};
      bytes_.insert(bytes_.end(), text.begin(), text.end());
    }
    return found->second;
  }
  [[nodiscard]] std::string_view text(Ref ref) const {
    return {bytes_.data() + ref.at, ref.size};
  }  // until the next addition
  [[nodiscard]] std::vector<char> take() { return std::move(bytes_); }

 private:
  std::vector<char> bytes_;
  std::unordered_map<std::string, Ref> known_;
};

}  // namespace catalyse::territories
