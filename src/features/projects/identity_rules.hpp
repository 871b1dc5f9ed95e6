// SIREN (nine digits) and SIRET (fourteen) as files write them. Check digits: Luhn (ISO/IEC 7812-1), which INSEE uses
// for both; the establishments of La Poste have a rule of their own (sum of the digits a multiple of five).
#pragma once

#include <string>
#include <string_view>

namespace catalyse::projects {

struct Identity {
  std::string siren;        // nine digits when the text holds a good one; of a SIRET, its first nine
  std::string_view reason;  // English sentence why there is none; empty when there is one, or the text is empty
};

// Never guesses: a number with a digit missing, or rounded by a spreadsheet (22040000000000), is refused.
[[nodiscard]] Identity read_identity(std::string_view text);

[[nodiscard]] bool luhn(std::string_view digits);

}  // namespace catalyse::projects
