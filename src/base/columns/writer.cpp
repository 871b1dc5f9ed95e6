#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <limits>

#include "layout.hpp"

namespace catalyse::columns {
namespace {

constexpr std::string_view kPart = ".part-";

std::unexpected<core::Error> refused(std::string note) {
  return core::fail(core::ErrorKind::unavailable, "columns.write", std::move(note));
}

std::string reason(std::string_view step) { return std::string(step) + ": " + std::generic_category().message(errno); }

// Removes what writers that were killed left beside `path`: a living writer holds a lock on its part.
void remove_orphans(const std::filesystem::path& path) {
  const std::string start = path.filename().string() + std::string(kPart);
  std::error_code ignored;
  for (const auto& entry :
       std::filesystem::directory_iterator(path.parent_path().empty() ? "." : path.parent_path(), ignored)) {
    if (!entry.path().filename().string().starts_with(start)) continue;
    const int descriptor = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) continue;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) ::unlink(entry.path().c_str());
    ::close(descriptor);
  }
}

}  // namespace

struct Writer::State {
  std::filesystem::path path;
  std::string part;
  Header header;
  std::vector<Entry> entries;
  int descriptor = -1;
  std::uint64_t at = 0;
  std::string fault;  // the first failure

  ~State() {
    if (descriptor < 0) return;
    ::unlink(part.c_str());
    ::close(descriptor);
  }

  void write(const void* data, std::size_t size) {
    const char* next = static_cast<const char*>(data);
    at += size;
    while (size > 0 && fault.empty()) {
      const ssize_t wrote = ::write(descriptor, next, std::min(size, std::size_t{1} << 30U));
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) {
        fault = reason("write");
        return;
      }
      next += wrote;
      size -= static_cast<std::size_t>(wrote);
    }
  }

  void pad() {
    constexpr std::array<char, kAlignment> kZeros{};
    write(kZeros.data(), (kAlignment - at % kAlignment) % kAlignment);
  }

  // The file, then its name: a name that reaches the disk must not point at bytes that have not.
  bool put_in_place() {
    if (::pwrite(descriptor, &header, sizeof header, 0) != static_cast<ssize_t>(sizeof header))
      fault = reason("write the header");
    if (fault.empty() && ::fsync(descriptor) != 0) fault = reason("fsync");
    if (fault.empty() && ::rename(part.c_str(), path.c_str()) != 0) fault = reason("rename");
    if (!fault.empty()) return false;
    ::close(std::exchange(descriptor, -1));
    const auto folder = path.parent_path().empty() ? std::filesystem::path(".") : path.parent_path();
    const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0 || ::fsync(directory) != 0) fault = reason("fsync of the folder");
    if (directory >= 0) ::close(directory);
    return fault.empty();
  }
};

Writer::Writer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Writer::~Writer() = default;
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;

core::Result<Writer> Writer::create(const std::filesystem::path& path, Kind kind) {
  remove_orphans(path);
  auto state = std::make_unique<State>();
  state->path = path;
  state->part = path.string() + std::string(kPart) + "XXXXXX";
  state->header.magic = kMagic;
  state->header.format = kFormat;
  state->header.kind = padded<16>(kind.name);
  state->header.kind_version = kind.version;
  if (kind.name.empty() || kind.name.size() > state->header.kind.size()) state->fault = "name of the kind";
  state->descriptor = ::mkostemp(state->part.data(), O_CLOEXEC);
  if (state->descriptor < 0) return refused(reason(state->part));
  if (::flock(state->descriptor, LOCK_EX | LOCK_NB) != 0 || ::fchmod(state->descriptor, 0644) != 0)
    return refused(reason(state->part));
  state->write(&state->header, sizeof(Header));  // its place; written again at the end
  return Writer(std::move(state));
}

void Writer::add_bytes(std::string_view name, Type type, std::size_t count, std::span<const std::byte> bytes) {
  State& state = *state_;
  if (name.empty() || name.size() > kNameMax || name.find('\0') != std::string_view::npos) {
    if (state.fault.empty()) state.fault = "name of a column: " + std::string(name);
    return;
  }
  state.pad();
  Entry entry;
  entry.name = padded<kNameMax + 1>(name);
  entry.type = static_cast<std::uint32_t>(type);
  entry.offset = state.at;
  entry.count = count;
  entry.size = bytes.size();
  entry.hash = checksum(bytes.data(), bytes.size());
  state.write(bytes.data(), bytes.size());
  state.entries.push_back(entry);
}

void Writer::add(std::string_view name, const std::vector<std::string>& texts) {
  std::vector<std::uint32_t> offsets{0};
  std::string pool;
  for (const std::string& text : texts) {
    pool += text;
    if (pool.size() > std::numeric_limits<std::uint32_t>::max()) {
      if (state_->fault.empty()) state_->fault = "more than 4 GiB of text in " + std::string(name);
      return;
    }
    offsets.push_back(static_cast<std::uint32_t>(pool.size()));
  }
  std::vector<std::byte> bytes(offsets.size() * sizeof(std::uint32_t) + pool.size());
  std::memcpy(bytes.data(), offsets.data(), offsets.size() * sizeof(std::uint32_t));
  if (!pool.empty()) std::memcpy(bytes.data() + offsets.size() * sizeof(std::uint32_t), pool.data(), pool.size());
  add_bytes(name, Type::text, texts.size(), bytes);
}

core::Result<void> Writer::finish() {
  const auto owner = std::move(state_);  // a failure takes the part away at once
  State& state = *owner;
  std::ranges::sort(state.entries, {}, [](const Entry& entry) { return padded_text(entry.name); });
  const auto same = [](const Entry& a, const Entry& b) { return a.name == b.name; };
  if (const auto twice = std::ranges::adjacent_find(state.entries, same);
      twice != state.entries.end() && state.fault.empty()) {
    state.fault = "two columns named " + std::string(padded_text(twice->name));
  }
  state.pad();
  state.header.directory = state.at;
  const std::size_t size = state.entries.size() * sizeof(Entry);
  state.header.directory_hash = checksum(state.entries.data(), size);
  state.write(state.entries.data(), size);
  state.header.file_size = state.at;
  state.header.header_hash = checksum(&state.header, offsetof(Header, header_hash));
  if (!state.fault.empty() || !state.put_in_place()) return refused(state.path.string() + ": " + state.fault);
  return {};
}

}  // namespace catalyse::columns
