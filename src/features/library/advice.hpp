// What may help with a question of the levers: resources, cases and measures, each with the reason it is shown.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "library/library.hpp"

namespace catalyse::library {

enum class AdviceKind : std::uint8_t { resource, example, measure };

struct Advice {
  AdviceKind kind = AdviceKind::resource;
  std::string title, address;  // path of ours, without /en
  std::string reason;          // one sentence
};

// How much of each kind, and for whom.
struct AdviceOptions {
  std::size_t most = 3;      // of each kind
  std::string_view place{};  // cases of this place first: com:76540, or empty
  core::Language language = core::Language::fr;
};

// For each question, in their order: its resources, then cases, then measures. A question that is not known gets none.
// The measures are read once for all.
[[nodiscard]] std::vector<std::vector<Advice>> advise(const Context& context,
                                                      std::span<const std::string_view> questions,
                                                      const AdviceOptions& options);

}  // namespace catalyse::library
