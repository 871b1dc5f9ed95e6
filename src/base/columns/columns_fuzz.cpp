// A file of any bytes: refused, or every value of every column can be read. Checksums are left out, so that the
// structure is reached.
#include <cstdlib>
#include <cstring>

#include "columns.hpp"

using namespace catalyse::columns;

namespace {

std::uint64_t touch(const File& file, const Description& column) {
  std::uint64_t sum = 0;
  const auto add = [&sum](const auto& values) {
    if (!values) std::abort();  // what is described can be had
    for (const auto& value : *values) sum += static_cast<std::uint64_t>(value != 0);
  };
  switch (column.type) {
    case Type::u8:
      add(file.column<std::uint8_t>(column.name, column.count));
      break;
    case Type::u16:
      add(file.column<std::uint16_t>(column.name, column.count));
      break;
    case Type::u32:
      add(file.column<std::uint32_t>(column.name, column.count));
      break;
    case Type::i64:
      add(file.column<std::int64_t>(column.name, column.count));
      break;
    case Type::f32:
      add(file.column<float>(column.name, column.count));
      break;
    case Type::f64:
      add(file.column<double>(column.name, column.count));
      break;
    case Type::text: {
      const auto texts = file.texts(column.name, column.count);
      if (!texts || texts->size() != column.count) std::abort();
      for (std::size_t i = 0; i < texts->size(); ++i) sum += (*texts)[i].size();
    }
  }
  return sum;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::unique_ptr<void, decltype(&std::free)> memory{std::aligned_alloc(64, (size + 64) / 64 * 64), &std::free};
  if (size > 0) std::memcpy(memory.get(), data, size);
  const std::span bytes(static_cast<const std::byte*>(memory.get()), size);
  const Kind kind{"test", 3};
  if (const auto file = File::over(bytes, kind, Check::structure)) {
    std::uint64_t sum = 0;
    for (const Description& column : file->describe()) sum += touch(*file, column);
    if (sum == static_cast<std::uint64_t>(-1)) std::abort();
  } else if (File::over(bytes, kind)) {
    std::abort();  // the full check accepts no more than the light one
  }
  return 0;
}
