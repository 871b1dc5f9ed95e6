#include "snapshot.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "core/digest.hpp"

namespace catalyse::territories {

namespace {

// The number goes up with every change of the columns or of what they mean.
constexpr std::string_view kMagic = "catalyse places, snapshot 0001 \n";
constexpr std::size_t kDigest = 64, kStart = kMagic.size() + kDigest, kAlign = 16;
static_assert(kMagic.size() == 32 && kStart % kAlign == 0);

struct Entry {
  std::uint64_t at = 0, count = 0, width = 0;
};

std::unexpected<core::Error> cannot_write(const std::filesystem::path& file) {
  return core::fail(core::ErrorKind::unavailable, "territories.snapshot.write",
                    file.string() + ": " + std::strerror(errno));
}

std::unexpected<core::Error> damaged(const std::filesystem::path& file, std::string_view what) {
  return core::fail(core::ErrorKind::damaged, "territories.snapshot.damaged", file.string() + ": " + std::string(what));
}

void pad(std::string& bytes) { bytes.append((kAlign - bytes.size() % kAlign) % kAlign, '\0'); }

// Everything after the digest: the table of columns, then the columns.
std::string body_of(const Built& built) {
  std::vector<Entry> entries;
  std::string columns;
  std::size_t count = 0;
  each_column(built, [&](const auto&) { ++count; });
  const auto first = kStart + count * sizeof(Entry) + (kAlign - (count * sizeof(Entry)) % kAlign) % kAlign;
  each_column(built, [&](const auto& column) {
    using T = typename std::remove_cvref_t<decltype(column)>::value_type;
    static_assert(std::is_trivially_copyable_v<T>);
    entries.push_back({first + columns.size(), column.size(), sizeof(T)});
    if (!column.empty()) columns.append(reinterpret_cast<const char*>(column.data()), column.size() * sizeof(T));
    pad(columns);
  });
  std::string body(reinterpret_cast<const char*>(entries.data()), entries.size() * sizeof(Entry));
  pad(body);
  return body + columns;
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::shared_ptr<const char> map_file(const std::filesystem::path& file, std::size_t& size) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return nullptr;
  struct stat status {};
  void* memory = MAP_FAILED;
  if (::fstat(descriptor, &status) == 0 && status.st_size > 0) {
    size = static_cast<std::size_t>(status.st_size);
    memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  }
  ::close(descriptor);
  if (memory == MAP_FAILED) return nullptr;
  return {static_cast<const char*>(memory), [size](const char* at) { ::munmap(const_cast<char*>(at), size); }};
}

template <class T>
bool see(std::span<const T>& column, const Entry& entry, std::string_view file) {
  if (entry.width != sizeof(T) || entry.at % alignof(T) != 0 || entry.at > file.size()) return false;
  if (entry.count > (file.size() - entry.at) / sizeof(T)) return false;
  column = {reinterpret_cast<const T*>(file.data() + entry.at), entry.count};
  return true;
}

}  // namespace

core::Result<void> write_snapshot(const std::filesystem::path& file, const Built& built) {
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  const auto body = body_of(built);
  const auto head = std::string(kMagic) + core::sha256(body);
  auto beside = file;
  beside += "." + std::to_string(::getpid()) + ".new";
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) return cannot_write(beside);
  const bool written = write_all(descriptor, head) && write_all(descriptor, body) && ::fsync(descriptor) == 0;
  const int closed = ::close(descriptor);
  if (written && closed == 0 && ::rename(beside.c_str(), file.c_str()) == 0) return {};
  auto failure = cannot_write(beside);
  ::unlink(beside.c_str());
  return failure;
}

core::Result<Mapped> map_snapshot(const std::filesystem::path& file) {
  std::size_t size = 0;
  const auto memory = map_file(file, size);
  if (memory == nullptr) {
    std::error_code error;
    if (!std::filesystem::exists(file, error))
      return core::fail(core::ErrorKind::not_found, "territories.snapshot.missing", file.string());
    return damaged(file, "cannot be mapped");
  }
  const std::string_view bytes(memory.get(), size);
  if (!bytes.starts_with(kMagic)) return damaged(file, "not a snapshot of this version of the program");
  if (size < kStart || core::sha256(bytes.substr(kStart)) != bytes.substr(kMagic.size(), kDigest))
    return damaged(file, "its checksum differs");
  Mapped mapped;
  std::size_t at = kStart;
  bool good = true;
  each_column(mapped.view, [&](auto& column) {
    Entry entry;
    if (at + sizeof entry > size) return void(good = false);
    std::memcpy(&entry, bytes.data() + at, sizeof entry);
    at += sizeof entry;
    good = good && see(column, entry, bytes);
  });
  if (!good || mapped.view.header.size() != 7 || mapped.view.version.size() != 1)
    return damaged(file, "its columns do not fit");
  mapped.mapping = memory;
  return mapped;
}

}  // namespace catalyse::territories
