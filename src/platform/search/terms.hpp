// The terms of a shard, kept by Xapian in one file. The only two files that see Xapian are terms.cpp and
// term_writer.cpp.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "shard.hpp"

namespace catalyse::search {

// Read side. Any thread: Xapian's handles are lent to one caller at a time, and the lists that are asked for often are
// kept decoded, up to a bound.
class Terms {
 public:
  // `documents`: how many there must be. Error: search.damaged.
  [[nodiscard]] static core::Result<std::unique_ptr<Terms>> open(const std::filesystem::path& file,
                                                                 std::size_t documents);
  ~Terms();
  // Throws std::runtime_error when the file cannot be read any more.
  [[nodiscard]] PostingsPointer postings(const std::string& term) const;
  [[nodiscard]] Bits with_phrase(const std::vector<std::string>& stems, std::size_t size) const;

 private:
  struct State;
  explicit Terms(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Write side: documents in the order of their rows.
class TermWriter {
 public:
  struct Term {
    std::string_view term;  // with its prefix
    std::uint32_t times = 1;
    std::span<const std::uint32_t> positions;  // `times` of them, or none
  };
  // `folder` is a working folder of this writer's own; the result is `file`, durable.
  explicit TermWriter(std::filesystem::path folder);
  ~TermWriter();
  void add(std::span<const Term> terms);
  // Throws std::runtime_error when the disk refuses.
  void finish(const std::filesystem::path& file);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace catalyse::search
