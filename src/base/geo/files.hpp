// Files that are made once and then mapped, for this room.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "core/result.hpp"

namespace catalyse::geo {

// Writes the bytes beside `path`, syncs them, then renames: a reader sees the old file or the new one, whole.
// Errors: geo.image.unwritable (unavailable).
[[nodiscard]] core::Result<void> save_whole(const std::filesystem::path& path, std::span<const std::byte> bytes);

// A file mapped for reading, until this goes.
class MappedFile {
 public:
  // Errors: geo.image.missing (not_found), geo.image.damaged (damaged: no plain file, or empty).
  [[nodiscard]] static core::Result<MappedFile> open(const std::filesystem::path& path);
  MappedFile() = default;
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

 private:
  std::span<const std::byte> bytes_;
};

}  // namespace catalyse::geo
