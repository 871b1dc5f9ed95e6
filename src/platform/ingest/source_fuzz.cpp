// Any bytes: the encoding, the dialect and the columns are found or the file is refused, never a crash; what was found
// to be the header is what the rows are read with; a proposal can be written. Archives are left to spreadsheet_fuzz.
#include <cstdlib>

#include "ingest/inspect.hpp"
#include "ingest/proposal.hpp"

using namespace catalyse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.starts_with("PK")) return 0;
  const auto source = ingest::Source::read(bytes);
  if (!source) {
    if (!ingest::fault_of(source.error())) std::abort();
    return 0;
  }
  if (source->rows().header() != source->header() || source->header().empty()) std::abort();
  const auto found = ingest::inspect(*source);
  if (found.columns.size() != source->header().size()) std::abort();
  if (found.code && *found.code >= found.columns.size()) std::abort();
  if (ingest::mapping_text(ingest::propose(*source, found)).empty()) std::abort();
  return 0;
}
