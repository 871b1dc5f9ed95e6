// Any text: reading a declaration ends, and what was read can be written and read again to the same.
#include <cstdlib>

#include "ingest/mapping.hpp"

using namespace catalyse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto mapping = ingest::Mapping::parse(text, "fuzz");
  if (!mapping) return 0;
  const auto written = ingest::mapping_text(*mapping);
  const auto again = ingest::Mapping::parse(written, "again");
  if (!again || ingest::mapping_text(*again) != written) std::abort();
  return 0;
}
