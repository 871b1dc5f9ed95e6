// Any text: it is refused, or written back and read again it gives the same terms.
#include <cstdint>
#include <cstdlib>

#include "expression.hpp"

using catalyse::observatory::Expression;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto once = Expression::parse({reinterpret_cast<const char*>(data), size});
  if (!once) return 0;
  const auto twice = Expression::parse(once->text());
  if (!twice || twice->terms() != once->terms() || once->terms().empty()) std::abort();
  return 0;
}
