#include "files.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace catalyse::db {
namespace {

core::Error file_error(const std::string& path) {
  return {core::ErrorKind::unavailable, "db.file", {{"file", path}}, path + ": " + std::strerror(errno)};
}

}  // namespace

core::Result<PendingFile> PendingFile::beside(const std::string& path) {
  auto name = path + ".tmp-XXXXXX";
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) return std::unexpected(file_error(path));
  ::close(descriptor);
  return PendingFile(path, name);
}

PendingFile::~PendingFile() {
  if (name_.empty()) return;
  ::unlink(name_.c_str());
  for (const auto* suffix : kBesideSqlite) ::unlink((name_ + suffix).c_str());
}

core::Result<void> PendingFile::take_place() {
  if (auto synced = sync_to_disk(name_); !synced) return synced;
  if (::rename(name_.c_str(), path_.c_str()) != 0) return std::unexpected(file_error(path_));
  name_.clear();
  const auto folder = std::filesystem::path(path_).parent_path();
  return sync_to_disk(folder.empty() ? "." : folder.string());
}

core::Result<void> sync_to_disk(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return std::unexpected(file_error(path));
  const int outcome = ::fsync(descriptor);
  const auto error = file_error(path);  // before close changes errno
  ::close(descriptor);
  if (outcome != 0) return std::unexpected(error);
  return {};
}

}  // namespace catalyse::db
