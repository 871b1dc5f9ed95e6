// Any descriptor: it is refused, or each of its paths stays below the folder; a resource that is not on the disk is an
// error.
#include <cstdlib>

#include "ingest/ingest.hpp"

using namespace catalyse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bundle = ingest::Bundle::parse("/nonexistent", {reinterpret_cast<const char*>(data), size});
  if (!bundle) return 0;
  for (const ingest::Resource& resource : bundle->resources()) {
    const std::filesystem::path path(resource.path);
    if (path.is_absolute() || path.lexically_normal() != path || resource.path.starts_with("..")) std::abort();
    if (bundle->find(resource.path) != &resource || bundle->read(resource)) std::abort();
    if (bundle->set_version(resource.set).size() != 64) std::abort();
  }
  return 0;
}
