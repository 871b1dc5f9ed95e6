#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <limits>

#include "layout.hpp"

namespace catalyse::columns {
namespace {

using core::ErrorKind;

std::unexpected<core::Error> damaged(std::string note) {
  return core::fail(ErrorKind::damaged, "columns.damaged", std::move(note));
}

// A region of memory that may be a mapping of a file.
class Memory {
 public:
  Memory() = default;
  explicit Memory(std::span<const std::byte> bytes) : bytes_(bytes) {}
  Memory(void* mapping, std::size_t size) : mapping_(mapping), bytes_(static_cast<const std::byte*>(mapping), size) {}
  Memory(Memory&& other) noexcept
      : mapping_(std::exchange(other.mapping_, nullptr)), bytes_(std::exchange(other.bytes_, {})) {}
  Memory& operator=(Memory&& other) noexcept {
    std::swap(mapping_, other.mapping_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~Memory() {
    if (mapping_ != nullptr) ::munmap(mapping_, bytes_.size());
  }
  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }
  void give_pages_back() const {
    if (mapping_ != nullptr) ::madvise(mapping_, bytes_.size(), MADV_DONTNEED);
  }

 private:
  void* mapping_ = nullptr;
  std::span<const std::byte> bytes_;
};

core::Result<Memory> map(const std::filesystem::path& path) {
  const auto unavailable = [&path](std::string_view step) {
    return core::fail(ErrorKind::unavailable, "columns.open",
                      path.string() + ": " + std::string(step) + ": " + std::generic_category().message(errno));
  };
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return unavailable("open");
  struct stat status {};
  const bool known = ::fstat(descriptor, &status) == 0;
  const bool regular = known && S_ISREG(status.st_mode);
  const auto size = regular ? static_cast<std::size_t>(status.st_size) : 0;
  void* mapping = size == 0 ? nullptr : ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
  const int error = errno;
  ::close(descriptor);
  errno = error;
  if (!known || mapping == MAP_FAILED) return unavailable("map");
  if (size == 0) return damaged(path.string() + ": empty, or not a regular file");
  return Memory(mapping, size);
}

bool fits(std::uint64_t offset, std::uint64_t size, std::uint64_t limit) {
  return offset <= limit && size <= limit - offset;
}

core::Result<Header> read_header(std::span<const std::byte> bytes, Kind kind, Check check) {
  Header header;
  if (bytes.size() < sizeof(Header)) return damaged("shorter than a header");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != kMagic) return core::fail(ErrorKind::damaged, "columns.foreign", "not a columns file");
  if (check == Check::everything && header.header_hash != checksum(&header, offsetof(Header, header_hash))) {
    return damaged("checksum of the header");
  }
  if (header.format != kFormat || padded_text(header.kind) != kind.name || header.kind_version != kind.version) {
    return core::fail(ErrorKind::damaged, "columns.foreign",
                      "format " + std::to_string(header.format) + ", kind " + std::string(padded_text(header.kind)) +
                          " version " + std::to_string(header.kind_version) + "; this program reads format " +
                          std::to_string(kFormat) + ", kind " + std::string(kind.name) + " version " +
                          std::to_string(kind.version));
  }
  if (header.file_size != bytes.size()) return damaged("truncated or longer than it says");
  if (header.directory < sizeof(Header) || header.directory > bytes.size() || header.directory % kAlignment != 0)
    return damaged("directory outside the file");
  if ((bytes.size() - header.directory) % sizeof(Entry) != 0) return damaged("directory of a fraction of an entry");
  return header;
}

bool offsets_hold(const std::byte* column, std::uint64_t count, std::uint64_t size) {
  const auto* offsets = reinterpret_cast<const std::uint32_t*>(column);
  if (offsets[0] != 0 || offsets[count] != size - (count + 1) * sizeof(std::uint32_t)) return false;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (offsets[i] > offsets[i + 1]) return false;
  }
  return true;
}

// Empty when the entry can be read safely; otherwise what is wrong.
std::string_view fault_of(const Entry& entry, std::span<const std::byte> bytes, const Header& header) {
  if (entry.name.back() != '\0' || entry.name.front() == '\0') return "name";
  if (entry.type < static_cast<std::uint32_t>(Type::u8) || entry.type > static_cast<std::uint32_t>(Type::text))
    return "type";
  if (entry.offset % kAlignment != 0 || entry.offset < sizeof(Header)) return "offset";
  if (!fits(entry.offset, entry.size, header.directory)) return "outside the file";
  if (static_cast<Type>(entry.type) == Type::text) {
    if (entry.count >= entry.size / sizeof(std::uint32_t)) return "count";
    return offsets_hold(bytes.data() + entry.offset, entry.count, entry.size) ? "" : "offsets of texts";
  }
  const auto width = width_of(static_cast<Type>(entry.type));
  return entry.size % width == 0 && entry.size / width == entry.count ? "" : "count";
}

// What lies between columns is zeros and less than one alignment: together with the checksums, every byte of the file
// is accounted for.
bool gaps_are_padding(std::span<const std::byte> bytes, const Header& header, std::vector<Entry> entries) {
  std::ranges::sort(entries, {},
                    [](const Entry& entry) { return std::pair(entry.offset, entry.size); });  // empty ones first
  std::uint64_t at = sizeof(Header);
  const auto padding_up_to = [&](std::uint64_t next) {
    if (next < at || next - at >= kAlignment) return false;
    return std::ranges::all_of(bytes.subspan(at, next - at), [](std::byte b) { return b == std::byte{0}; });
  };
  for (const Entry& entry : entries) {
    if (!padding_up_to(entry.offset)) return false;
    at = entry.offset + entry.size;
  }
  return padding_up_to(header.directory);
}

}  // namespace

struct File::State {
  Memory memory;
  std::vector<Entry> entries;  // in the order of names

  [[nodiscard]] const Entry* find(std::string_view name) const {
    const auto found =
        std::ranges::lower_bound(entries, name, {}, [](const Entry& entry) { return padded_text(entry.name); });
    return found != entries.end() && padded_text(found->name) == name ? &*found : nullptr;
  }

  core::Result<void> read(Kind kind, Check check) {
    const auto bytes = memory.bytes();
    if (reinterpret_cast<std::uintptr_t>(bytes.data()) % kAlignment != 0) return damaged("bytes are not aligned");
    const auto header = read_header(bytes, kind, check);
    if (!header) return std::unexpected(header.error());
    const auto directory = bytes.subspan(header->directory);
    if (check == Check::everything && header->directory_hash != checksum(directory.data(), directory.size())) {
      return damaged("checksum of the directory");
    }
    entries.resize(directory.size() / sizeof(Entry));
    if (!entries.empty()) std::memcpy(entries.data(), directory.data(), directory.size());
    for (const Entry& entry : entries) {
      const auto fault = fault_of(entry, bytes, *header);
      if (!fault.empty()) return damaged("column " + std::string(padded_text(entry.name)) + ": " + std::string(fault));
      if (check == Check::everything && entry.hash != checksum(bytes.data() + entry.offset, entry.size)) {
        return damaged("checksum of column " + std::string(padded_text(entry.name)));
      }
    }
    if (check == Check::everything && !gaps_are_padding(bytes, *header, entries))
      return damaged("bytes between the columns");
    const auto out_of_order = [](const Entry& a, const Entry& b) { return padded_text(a.name) >= padded_text(b.name); };
    if (std::ranges::adjacent_find(entries, out_of_order) != entries.end()) return damaged("directory out of order");
    return {};
  }
};

File::File(std::unique_ptr<State> state) : state_(std::move(state)) {}
File::~File() = default;
File::File(File&&) noexcept = default;
File& File::operator=(File&&) noexcept = default;

core::Result<File> File::open(const std::filesystem::path& path, Kind kind, Check check) {
  auto memory = map(path);
  if (!memory) return std::unexpected(std::move(memory.error()));
  auto state = std::make_unique<State>();
  state->memory = std::move(*memory);
  if (auto read = state->read(kind, check); !read) {
    read.error().note = path.string() + ": " + read.error().note;
    return std::unexpected(std::move(read.error()));
  }
  state->memory.give_pages_back();
  return File(std::move(state));
}

core::Result<File> File::over(std::span<const std::byte> bytes, Kind kind, Check check) {
  auto state = std::make_unique<State>();
  state->memory = Memory(bytes);
  if (auto read = state->read(kind, check); !read) return std::unexpected(std::move(read.error()));
  return File(std::move(state));
}

core::Result<std::span<const std::byte>> File::raw(std::string_view name, Type type, std::size_t count) const {
  const Entry* entry = state_->find(name);
  if (entry == nullptr) return damaged("no column " + std::string(name));
  if (static_cast<Type>(entry->type) != type) return damaged("column " + std::string(name) + " is of another type");
  if (count != kAnyCount && entry->count != count) {
    return damaged("column " + std::string(name) + " has " + std::to_string(entry->count) + " values, not " +
                   std::to_string(count));
  }
  return state_->memory.bytes().subspan(entry->offset, entry->size);
}

core::Result<Texts> File::texts(std::string_view name, std::size_t count) const {
  const auto bytes = raw(name, Type::text, count);
  if (!bytes) return std::unexpected(bytes.error());
  const auto values = static_cast<std::size_t>(state_->find(name)->count);
  const std::span offsets(reinterpret_cast<const std::uint32_t*>(bytes->data()), values + 1);
  const auto pool = bytes->subspan(offsets.size_bytes());
  return Texts(offsets, {reinterpret_cast<const char*>(pool.data()), pool.size()});
}

bool File::has(std::string_view name) const { return state_->find(name) != nullptr; }

std::vector<Description> File::describe() const {
  std::vector<Description> list;
  for (const Entry& entry : state_->entries) {
    list.push_back({padded_text(entry.name), static_cast<Type>(entry.type), static_cast<std::size_t>(entry.count)});
  }
  return list;
}

std::size_t File::size_bytes() const { return state_->memory.bytes().size(); }

}  // namespace catalyse::columns
