// Any text of `?poids=`: parsed or refused with one of three errors, never anything else; what is accepted keeps its
// meaning when written.
#include <cstdlib>

#include "comparables_rules.hpp"

using namespace catalyse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto kVariables = [] {
    std::vector<observatory::Variable> list;
    for (const auto& spec : observatory::variable_specs(core::Level::commune)) {
      list.push_back({std::string(spec.id), {}, {}, spec.weight, false, false, 0, 1});
    }
    return list;
  }();
  const auto weights = observatory::parse_weights({reinterpret_cast<const char*>(data), size}, kVariables);
  if (!weights) {
    const auto& id = weights.error().message_id;
    if (!id.starts_with("observatory.weights.")) std::abort();
    return 0;
  }
  const auto text = observatory::format_weights(*weights, kVariables);
  const auto again = observatory::parse_weights(text, kVariables);
  if (!again || observatory::format_weights(*again, kVariables) != text) std::abort();
  const auto first = observatory::weighing(core::Level::commune, false, *weights);
  const auto second = observatory::weighing(core::Level::commune, false, *again);
  if (first.has_value() != second.has_value()) std::abort();
  if (first && first->weight != second->weight) std::abort();
  return 0;
}
