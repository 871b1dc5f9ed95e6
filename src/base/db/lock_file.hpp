// A file beside the database that says who uses it: every open Database holds it shared, a restore holds it alone. The
// kernel gives it back when the process dies (flock). Not on the database file itself: closing a second descriptor of
// it would drop SQLite's own locks.
#pragma once

#include <string>
#include <utility>

#include "core/result.hpp"

namespace catalyse::db {

class LockFile {
 public:
  enum class Mode { shared, alone };
  LockFile() = default;
  // Does not wait. Errors: db.open (the file cannot be made), db.in_use.
  [[nodiscard]] static core::Result<LockFile> take(const std::string& path, Mode mode);
  ~LockFile();
  LockFile(LockFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  LockFile& operator=(LockFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }

 private:
  explicit LockFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace catalyse::db
