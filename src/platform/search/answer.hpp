// A question answered on one index. Any thread.
#pragma once

#include "core/result.hpp"
#include "index.hpp"
#include "search/search.hpp"

namespace catalyse::search {

struct Desk {
  const Index& index;
  const EngineOptions& options;
};

// Error: search.cursor. Throws std::runtime_error when the index cannot be read.
[[nodiscard]] core::Result<Answer> answer(const Desk& desk, const Question& question);

}  // namespace catalyse::search
