// Where a project is: the place its source or its beneficiary tells, in today's geography.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "projects.hpp"
#include "records.hpp"
#include "territories/territories.hpp"

namespace catalyse::projects {

struct Sited {
  PlaceIndex place = territories::kNowhere;
  Siting how = Siting::none;
  bool carried = false;  // the source's code is an older one
};

// In this order, the first that answers: the commune's code (a former code leads to its successor; one that was divided
// leads nowhere); the beneficiary's SIREN, when it is a commune's or an EPCI's; the beneficiary's name, when exactly
// one commune of the département bears it; the département; the funder's département. Otherwise nowhere: nothing is
// guessed.
class Siter {
 public:
  explicit Siter(const territories::Territories& territories);
  [[nodiscard]] Sited site(const ProjectRecord& project, const ProgrammeRecord& programme) const;

 private:
  [[nodiscard]] Sited by_code(std::string_view code) const;
  [[nodiscard]] PlaceIndex by_name(const ProjectRecord& project, PlaceIndex departement) const;
  // A département, or the région of a collectivity that stands for two (67A, 20A).
  [[nodiscard]] PlaceIndex area(std::string_view code) const;

  const territories::Territories& territories_;
  std::unordered_map<std::string, PlaceIndex> sirens_;
  std::unordered_map<std::string, PlaceIndex> names_;  // « 44 nantes »; kNowhere when two communes bear it
};

}  // namespace catalyse::projects
