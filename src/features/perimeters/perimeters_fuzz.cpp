// Letters of an address, as anybody may send them: what is read is written back the same, and is codes of communes.
#include <cstdint>
#include <cstdlib>

#include "address_rules.hpp"
#include "core/territory.hpp"
#include "list_rules.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace catalyse::perimeters;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto content = read(bytes)) {
    if (write(*content) != bytes || content->codes.empty() || content->name.size() > kNameMost) std::abort();
    for (const auto& code : content->codes)
      if (!catalyse::core::CommuneCode::parse(code)) std::abort();
  }
  if (const auto text = text_of_file(bytes)) {
    if (text->size() > 3 * size + 3) std::abort();
  }
  return 0;
}
