#include "generations.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <stdexcept>

#include "columns/memory_folder.hpp"
#include "core/digest.hpp"
#include "shard_writer.hpp"

namespace catalyse::search {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWork = ".work-";
// Changes when the same documents give another index: analysis, fields, files.
constexpr std::string_view kFormat = "search-3";

std::unexpected<core::Error> unavailable(const std::string& what) {
  return core::fail(core::ErrorKind::unavailable, "search.unavailable", what);
}

std::string folder_name(const Source& source, std::string_view version) {
  return std::string(source.name) + "-" +
         core::sha256(std::string(kFormat) + '\n' + std::string(version)).substr(0, 16);
}

// .work-<process>-<number>-<source>
std::string work_name(const Source& source) {
  static std::atomic<unsigned> number{0};
  return std::string(kWork) + std::to_string(::getpid()) + "-" + std::to_string(++number) + "-" +
         std::string(source.name);
}

void make_durable(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

void discard(const fs::path& what) {
  std::error_code ignored;  // what cannot be removed is in nobody's way
  fs::remove_all(what, ignored);
}

core::Result<void> write(const fs::path& work, const Source& source) {
  try {
    ShardWriter writer(work);
    source.documents([&](const Document& document) { writer.add(document); });
    return writer.finish();
  } catch (const std::exception& error) {
    return unavailable("the index of " + std::string(source.name) + " cannot be made: " + error.what());
  }
}

// Puts `work` at `place`. When another process was quicker, its work is as good.
core::Result<void> put_in_place(const fs::path& work, const fs::path& place, Make make) {
  std::error_code error;
  if (make == Make::always && fs::exists(place)) {
    const auto aside = work.parent_path() / (work.filename().string() + "-old");
    fs::rename(place, aside, error);
    discard(aside);
  }
  fs::rename(work, place, error);
  if (error && !fs::exists(place)) return unavailable(place.string() + ": " + error.message());
  discard(work);
  make_durable(place.parent_path());
  return {};
}

void remove_others(const fs::path& folder, const Source& source, const std::string& kept) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto name = entry.path().filename().string();
    // Another source's name may begin like this one's: a digest of 16 digits follows ours.
    if (name != kept && name.size() == source.name.size() + 17 && name.starts_with(source.name) &&
        name[source.name.size()] == '-')
      discard(entry.path());
  }
}

}  // namespace

namespace {

using ShardPointer = std::shared_ptr<const Shard>;

core::Result<ShardPointer> made_on_disk(const fs::path& place, const Source& source, Make make) {
  const auto work = place.parent_path() / work_name(source);
  auto done = write(work, source);
  if (done) done = put_in_place(work, place, make);
  if (!done) {
    discard(work);
    return std::unexpected(done.error());
  }
  auto shard = Shard::open(place, source.name);
  if (!shard) return unavailable(shard.error().note);
  return shard;
}

// What was opened stays readable after its folder is gone.
core::Result<ShardPointer> made_in_memory(const Source& source) {
  const columns::MemoryFolder memory;
  const auto there = memory.path() / source.name;
  if (memory.path().empty()) return unavailable("no memory for " + std::string(source.name));
  if (auto done = write(there, source); !done) return std::unexpected(done.error());
  return Shard::open(there, source.name);
}

}  // namespace

core::Result<Generation> open_or_make(const fs::path& folder, const Source& source, Make make, const Log& log) {
  Generation made;
  const auto asked = make;
  made.version = source.version();
  const auto name = folder_name(source, made.version);
  const auto place = folder / name;
  if (make == Make::when_needed && fs::exists(place)) {
    auto shard = Shard::open(place, source.name);
    if (shard) {
      made.shard = *shard;
      return made;
    }
    log("search: " + shard.error().note + "; made again");
    make = Make::always;
  }
  const auto began = std::chrono::steady_clock::now();
  auto shard = made_on_disk(place, source, make);
  if (!shard && asked == Make::when_needed) {
    log("search: " + shard.error().note + "; " + std::string(source.name) + " is kept in memory until the next start");
    shard = made_in_memory(source);
  }
  if (!shard) return std::unexpected(shard.error());
  made.shard = *shard;
  made.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  log("search: " + std::string(source.name) + ": " + std::to_string(made.shard->size) + " documents indexed in " +
      std::to_string(static_cast<long>(made.seconds * 1000)) + " ms");
  remove_others(folder, source, name);
  return made;
}

void remove_leftovers(const fs::path& folder) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with(kWork)) continue;
    int process = 0;
    std::from_chars(name.data() + kWork.size(), name.data() + name.size(), process);
    if (process <= 0 || process == ::getpid() || ::kill(process, 0) == 0 || errno == EPERM) continue;
    discard(entry.path());
  }
}

}  // namespace catalyse::search
