// Makes the index of one source: documents in, a finished folder out. One thread.
#pragma once

#include <filesystem>
#include <memory>

#include "core/result.hpp"
#include "search/source.hpp"

namespace catalyse::search {

inline constexpr std::size_t kLeadCharacters = 300;  // of the body, when there is no summary

// SHA-256 of a file; empty when it cannot be read.
[[nodiscard]] std::string file_digest(const std::filesystem::path& file);

class ShardWriter {
 public:
  // `folder` is new and this writer's own.
  explicit ShardWriter(const std::filesystem::path& folder);
  ~ShardWriter();
  void add(const Document& document);
  // Everything on disk. Error: search.unavailable; throws std::runtime_error when the disk refuses earlier.
  [[nodiscard]] core::Result<void> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace catalyse::search
