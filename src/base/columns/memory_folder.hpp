// A folder in memory (/dev/shm) for a file of columns that the disk has no room for: what is mapped from it stays as
// long as it is mapped, under no name, after the folder is gone.
#pragma once

#include <filesystem>

namespace catalyse::columns {

class MemoryFolder {
 public:
  MemoryFolder();  // path() is empty when none can be made
  ~MemoryFolder();
  MemoryFolder(const MemoryFolder&) = delete;
  MemoryFolder& operator=(const MemoryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace catalyse::columns
