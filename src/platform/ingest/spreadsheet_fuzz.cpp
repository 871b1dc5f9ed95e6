// Any archive, read in this process without its child: it is refused with a fault of the closed list, or its rows come
// out within the limits.
#include <cstdlib>

#include "spreadsheet_rows.hpp"

using namespace catalyse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ingest::SourceLimits limits;
  limits.unpacked = limits.output = 1U << 20U;
  std::size_t given = 0;
  try {
    const ingest::Archive archive({reinterpret_cast<const char*>(data), size}, limits);
    const ingest::SheetReader reader{archive,
                                     {},
                                     limits,
                                     [&](std::string_view text) { given += text.size(); },
                                     [](const std::vector<std::string>& names, std::string_view) {
                                       if (names.empty()) std::abort();
                                     }};
    if (archive.find("content.xml") != nullptr)
      ingest::read_ods(reader);
    else
      ingest::read_xlsx(reader);
  } catch (const ingest::ArchiveFault& fault) {
    if (static_cast<std::size_t>(fault.fault) >= ingest::kSourceFaults || fault.what.empty()) std::abort();
  }
  if (given > limits.output) std::abort();
  return 0;
}
