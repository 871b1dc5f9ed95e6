// Files that appear whole or not at all: written under another name in the same folder, brought to the disk, then
// renamed.
#pragma once

#include <array>
#include <string>

#include "core/result.hpp"

namespace catalyse::db {

// A new empty file `path.tmp-XXXXXX`, readable by its owner only; removed at the end of the scope unless it took its
// place.
class PendingFile {
 public:
  [[nodiscard]] static core::Result<PendingFile> beside(const std::string& path);
  ~PendingFile();
  PendingFile(PendingFile&& other) noexcept : path_(std::move(other.path_)), name_(std::exchange(other.name_, {})) {}
  PendingFile& operator=(PendingFile&&) = delete;
  [[nodiscard]] const std::string& name() const { return name_; }
  // Syncs the file, renames it to the path given to `beside`, syncs the folder.
  [[nodiscard]] core::Result<void> take_place();

 private:
  PendingFile(std::string path, std::string name) : path_(std::move(path)), name_(std::move(name)) {}
  std::string path_, name_;
};

// What SQLite may write beside its file; left behind, it is played into whatever has the name of the file next.
inline constexpr std::array kBesideSqlite{"-journal", "-wal", "-shm"};

// fsync of a file or a folder.
[[nodiscard]] core::Result<void> sync_to_disk(const std::string& path);

}  // namespace catalyse::db
