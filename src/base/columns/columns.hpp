// Read-only files of named, typed columns, memory-mapped: the snapshots of the read models. See ROOM.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace catalyse::columns {

enum class Type : std::uint8_t { u8 = 1, u16 = 2, u32 = 3, i64 = 4, f32 = 5, f64 = 6, text = 7 };

template <class T>
struct TypeOf;
template <>
struct TypeOf<std::uint8_t> {
  static constexpr Type value = Type::u8;
};
template <>
struct TypeOf<std::uint16_t> {
  static constexpr Type value = Type::u16;
};
template <>
struct TypeOf<std::uint32_t> {
  static constexpr Type value = Type::u32;
};
template <>
struct TypeOf<std::int64_t> {
  static constexpr Type value = Type::i64;
};
template <>
struct TypeOf<float> {
  static constexpr Type value = Type::f32;
};
template <>
struct TypeOf<double> {
  static constexpr Type value = Type::f64;
};

// What the columns of a file mean, and the version of that meaning. A reader refuses any other.
struct Kind {
  std::string_view name;  // 1 to 16 bytes
  std::uint32_t version = 1;
};

inline constexpr std::size_t kNameMax = 47;  // bytes of a column's name

// Writes one file. One thread. Failures are kept and told by `finish`; without `finish` nothing is left behind.
class Writer {
 public:
  // Error: columns.write (kind unavailable), when the folder cannot be written.
  [[nodiscard]] static core::Result<Writer> create(const std::filesystem::path& path, Kind kind);
  ~Writer();
  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) noexcept;

  template <class T>
  void add(std::string_view name, std::span<const T> values) {
    add_bytes(name, TypeOf<T>::value, values.size(), std::as_bytes(values));
  }
  template <class T>
  void add(std::string_view name, const std::vector<T>& values) {
    add(name, std::span<const T>(values));
  }
  void add(std::string_view name, const std::vector<std::string>& texts);  // 4 GiB of text at most

  // Makes the file durable (fsync of the file and of its folder) and puts it in place. May be called once.
  // Error: columns.write (kind unavailable): disk full, or a name that is empty, too long or used twice.
  [[nodiscard]] core::Result<void> finish();

 private:
  struct State;
  explicit Writer(std::unique_ptr<State> state);
  void add_bytes(std::string_view name, Type type, std::size_t count, std::span<const std::byte> bytes);
  std::unique_ptr<State> state_;
};

// A column of texts; views live as long as the file.
class Texts {
 public:
  Texts() = default;
  Texts(std::span<const std::uint32_t> offsets, std::string_view pool) : offsets_(offsets), pool_(pool) {}
  [[nodiscard]] std::size_t size() const { return offsets_.empty() ? 0 : offsets_.size() - 1; }
  [[nodiscard]] std::string_view operator[](std::size_t i) const {
    return pool_.substr(offsets_[i], offsets_[i + 1] - offsets_[i]);
  }

 private:
  std::span<const std::uint32_t> offsets_;
  std::string_view pool_;
};

enum class Check : std::uint8_t {
  everything,  // checksums too
  structure,   // only what reading safely needs: for fuzzing, and for a file this process has just written
};

struct Description {
  std::string_view name;
  Type type;
  std::size_t count = 0;
};

// An open file: immutable, safe to share between threads; spans and views live as long as it does.
class File {
 public:
  // Errors: columns.open (unavailable: no such file, no permission), columns.damaged, columns.foreign (kind damaged:
  // another kind, version or format). Reads the whole file once; its pages are then given back, so that only what is
  // used stays in memory.
  [[nodiscard]] static core::Result<File> open(const std::filesystem::path& path, Kind kind,
                                               Check check = Check::everything);
  // The same over bytes that stay alive, aligned to 64.
  [[nodiscard]] static core::Result<File> over(std::span<const std::byte> bytes, Kind kind,
                                               Check check = Check::everything);
  ~File();
  File(File&&) noexcept;
  File& operator=(File&&) noexcept;

  // Error: columns.damaged when there is no such column, or it is of another type, or not of `count` values when a
  // count is given.
  template <class T>
  [[nodiscard]] core::Result<std::span<const T>> column(std::string_view name, std::size_t count = kAnyCount) const {
    const auto bytes = raw(name, TypeOf<T>::value, count);
    if (!bytes) return std::unexpected(bytes.error());
    return std::span<const T>(reinterpret_cast<const T*>(bytes->data()), bytes->size() / sizeof(T));
  }
  [[nodiscard]] core::Result<Texts> texts(std::string_view name, std::size_t count = kAnyCount) const;
  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] std::vector<Description> describe() const;  // in the order of names
  [[nodiscard]] std::size_t size_bytes() const;

  static constexpr std::size_t kAnyCount = static_cast<std::size_t>(-1);

 private:
  struct State;
  explicit File(std::unique_ptr<State> state);
  [[nodiscard]] core::Result<std::span<const std::byte>> raw(std::string_view name, Type type, std::size_t count) const;
  std::unique_ptr<State> state_;
};

}  // namespace catalyse::columns
