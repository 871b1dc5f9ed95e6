// Any text as the content of an item: what is read is written again alike, and what passes as fit to submit passes as a
// draft.
#include <cstdlib>

#include "editorial/content.hpp"

using namespace catalyse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const editorial::Kind kKind{
      .name = "cas",
      .fields = {{.name = "titre", .most = 20, .required = true},
                 {.name = "recit", .shape = editorial::Shape::text, .most = 1000},
                 {.name = "depuis", .shape = editorial::Shape::day},
                 {.name = "lien", .shape = editorial::Shape::link},
                 {.name = "lieux", .shape = editorial::Shape::places, .entries = 2},
                 {.name = "partenaires", .shape = editorial::Shape::lines, .entries = 3, .columns = 2}},
      .title = "titre",
      .places = "lieux",
      .check = {}};
  const auto content = editorial::from_json({reinterpret_cast<const char*>(data), size});
  if (!content) return 0;
  const auto again = editorial::from_json(editorial::to_json(*content));
  if (!again || *again != *content || !editorial::differences(*again, *content).empty()) std::abort();
  const bool fit = editorial::faults(kKind, *content, editorial::Strictness::to_submit).empty();
  if (fit && !editorial::faults(kKind, *content, editorial::Strictness::draft).empty()) std::abort();
  return 0;
}
