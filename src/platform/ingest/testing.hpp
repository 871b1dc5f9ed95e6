// For the tests of rooms that import: copies of a data package that a test may spoil.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/digest.hpp"
#include "ingest/ingest.hpp"

namespace catalyse::ingest::testing {

// A temporary folder, removed at the end of the scope.
class Folder {
 public:
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "catalyse-test-XXXXXX";
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
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void put(const std::filesystem::path& file, std::string_view content) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
}

inline Bundle open_bundle(const std::filesystem::path& folder) {
  auto bundle = Bundle::open(folder);
  if (!bundle) throw std::runtime_error(bundle.error().note);
  return *std::move(bundle);
}

// A copy of a package in which text can be changed; its descriptor keeps telling the truth about its files.
class BundleCopy {
 public:
  explicit BundleCopy(const std::filesystem::path& original) {
    std::filesystem::copy(original, folder_.path(), std::filesystem::copy_options::recursive);
  }
  // Replaces the first `from` in the file; throws when there is none.
  void change(const std::string& file, std::string_view from, std::string_view to) {
    std::string content = content_of(folder_.path() / file),
                descriptor = content_of(folder_.path() / "datapackage.json");
    const std::string hash = core::sha256(content), bytes = size_of(content);
    replace(content, 0, from, to);
    const auto resource = descriptor.find("\"path\": \"" + file + "\"");
    replace(descriptor, resource, bytes, size_of(content));
    replace(descriptor, resource, hash, core::sha256(content));
    put(folder_.path() / file, content);
    put(folder_.path() / "datapackage.json", descriptor);
  }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  [[nodiscard]] Bundle open() const { return open_bundle(folder_.path()); }

 private:
  static std::string size_of(const std::string& content) { return "\"bytes\": " + std::to_string(content.size()); }
  static void replace(std::string& text, std::size_t start, std::string_view from, std::string_view to) {
    const auto where = text.find(from, start);
    if (where == std::string::npos) throw std::runtime_error("not found: " + std::string(from));
    text.replace(where, from.size(), to);
  }
  Folder folder_;
};

}  // namespace catalyse::ingest::testing
