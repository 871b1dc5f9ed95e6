// Static files: hashed names, and the answer in every encoding made once at start.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "answer.hpp"
#include "negotiate.hpp"

namespace catalyse::http {

inline constexpr std::string_view kAssetFolder = "/statique/";

class Assets {
 public:
  explicit Assets(const std::vector<Asset>& assets);  // throws std::logic_error when a name stands twice
  [[nodiscard]] const std::string* address(std::string_view name) const;
  struct Served {
    std::array<AnswerPtr, 3> by_coding;  // null where compression does not pay
    std::array<std::string, 3> etags;
    std::array<AnswerPtr, 3> unchanged;  // 304
  };
  [[nodiscard]] const Served* find(std::string_view path) const;  // by its hashed address

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> addresses_;
  std::unordered_map<std::string, Served, Hash, std::equal_to<>> served_;
};

}  // namespace catalyse::http
