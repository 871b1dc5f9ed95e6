// For the tests of this room: the small France of tests/world, and copies of it that a test may spoil.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "build.hpp"
#include "core/digest.hpp"
#include "read_bundle.hpp"

namespace catalyse::territories::testing {

inline const std::filesystem::path kWorld = "tests/world";

inline ingest::Bundle open_bundle(const std::filesystem::path& folder) {
  auto bundle = ingest::Bundle::open(folder);
  if (!bundle) throw std::runtime_error(bundle.error().note);
  return *std::move(bundle);
}

// The rows of tests/world, read and checked as an import does.
inline Records world_records() {
  const auto bundle = open_bundle(kWorld);
  Records records;
  ingest::Report report;
  if (const auto read = read_territories(bundle, {}, records, report); !read)
    throw std::runtime_error(read.error().note);
  KnownCodes known;
  for (const auto& commune : records.communes) known.communes.insert(commune.code);
  for (const auto* list : {&records.epci, &records.ept}) {
    for (const auto& grouping : *list) known.intercommunalities.insert(grouping.siren);
  }
  if (const auto read = read_zonings(bundle, known, {}, records, report); !read)
    throw std::runtime_error(read.error().note);
  EXPECT_EQ(report.refused(), 0U);
  records.version = "world";
  return records;
}

inline const Territories& world() {
  static const auto model = build(world_records());
  return *model;
}

inline PlaceIndex at(const Territories& model, std::string_view code) {
  const auto parsed = core::PlaceCode::parse(code);
  const auto found = parsed ? model.find(*parsed) : std::nullopt;
  if (!found) throw std::runtime_error("not in the world: " + std::string(code));
  return *found;
}

inline const Place& place(std::string_view code) { return world().place(at(world(), code)); }

class Folder {
 public:
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "territories-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}

inline void put(const std::filesystem::path& file, std::string_view content) {
  std::ofstream(file, std::ios::binary | std::ios::trunc)
      .write(content.data(), static_cast<std::streamsize>(content.size()));
}

inline void replace_once(std::string& text, std::string_view from, std::string_view to) {
  const auto where = text.find(from);
  if (where == std::string::npos) throw std::runtime_error("not found: " + std::string(from));
  text.replace(where, from.size(), to);
}

// A copy of tests/world in which rows can be changed; its descriptor keeps telling the truth about its files.
class WorldCopy {
 public:
  WorldCopy() { std::filesystem::copy(kWorld, folder_.path(), std::filesystem::copy_options::recursive); }
  void change(std::string_view file, std::string_view from, std::string_view to) {
    auto content = content_of(folder_.path() / file), descriptor = content_of(folder_.path() / "datapackage.json");
    const auto bytes = [](const std::string& text) { return "\"bytes\": " + std::to_string(text.size()); };
    const auto old_hash = core::sha256(content), old_bytes = bytes(content);
    replace_once(content, from, to);
    const auto resource = descriptor.find("\"path\": \"" + std::string(file) + "\"");
    auto tail = descriptor.substr(resource);
    replace_once(tail, old_bytes, bytes(content));
    replace_once(tail, old_hash, core::sha256(content));
    put(folder_.path() / file, content);
    put(folder_.path() / "datapackage.json", descriptor.substr(0, resource) + tail);
  }
  [[nodiscard]] ingest::Bundle open() const { return open_bundle(folder_.path()); }

 private:
  Folder folder_;
};

}  // namespace catalyse::territories::testing
