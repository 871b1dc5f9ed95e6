#include "siting.hpp"

#include <array>

#include "core/territory.hpp"
#include "text/fold.hpp"

namespace catalyse::projects {
namespace {

using core::Level;
using territories::kNowhere;

// What the files write for a département, when it is not its code: Alsace and Corsica are one collectivity each.
struct Written {
  std::string_view given, dep, reg;
};
constexpr std::array<Written, 4> kWritten{{{"67A", "", "44"}, {"20A", "", "94"}, {"20B", "2B", ""}, {"691", "69", ""}}};

std::string name_key(std::string_view departement, std::string_view folded) {
  return std::string(departement) + " " + std::string(folded);
}

// « commune de l abergement de varey » → « l abergement de varey », then without its article.
std::string_view bare_name(std::string_view folded) {
  for (const std::string_view head : {"commune de ", "commune d ", "commune du ", "commune des ", "ville de ",
                                      "ville d ", "ville du ", "mairie de ", "mairie d ", "mairie du "}) {
    if (folded.starts_with(head)) return folded.substr(head.size());
  }
  return folded;
}

}  // namespace

Siter::Siter(const territories::Territories& territories) : territories_(territories) {
  for (const auto level : {Level::commune, Level::epci}) {
    const auto range = territories.range(level);
    for (auto place = range.first; place < range.last; ++place) {
      const auto& one = territories.place(place);
      if (!one.siren.empty()) sirens_.emplace(one.siren, place);
      if (level == Level::epci) sirens_.emplace(one.code, place);
      if (level != Level::commune || one.departement == kNowhere) continue;
      const auto [at, fresh] =
          names_.emplace(name_key(territories.place(one.departement).code, text::fold(one.name)), place);
      if (!fresh) at->second = kNowhere;
    }
  }
}

PlaceIndex Siter::area(std::string_view code) const {
  auto level = Level::departement;
  for (const auto& written : kWritten) {
    if (code != written.given) continue;
    level = written.dep.empty() ? Level::region : Level::departement;
    code = written.dep.empty() ? written.reg : written.dep;
    break;
  }
  const auto parsed = core::PlaceCode::make(level, code);
  if (!parsed) return kNowhere;
  return territories_.find(*parsed).value_or(kNowhere);
}

Sited Siter::by_code(std::string_view code) const {
  for (const auto level : {Level::commune, Level::arrondissement}) {
    const auto parsed = core::PlaceCode::make(level, code);
    if (!parsed) continue;
    if (const auto found = territories_.find(*parsed)) return {*found, Siting::code, false};
  }
  const auto successors = territories_.successors(code);
  if (successors.size() == 1) return {successors[0], Siting::code, true};
  return {};
}

PlaceIndex Siter::by_name(const ProjectRecord& project, PlaceIndex departement) const {
  if (departement == kNowhere || territories_.place(departement).level != Level::departement) return kNowhere;
  const auto folded = text::fold(project.beneficiary);
  const auto& code = territories_.place(departement).code;
  for (const auto name : {std::string_view(folded), bare_name(folded)}) {
    const auto found = names_.find(name_key(code, name));
    if (found != names_.end() && found->second != kNowhere) return found->second;
  }
  return kNowhere;
}

Sited Siter::site(const ProjectRecord& project, const ProgrammeRecord& programme) const {
  if (!project.insee.empty()) {
    if (const auto found = by_code(project.insee); found.place != kNowhere) return found;
  }
  if (const auto found = sirens_.find(project.siren); found != sirens_.end() && !project.siren.empty())
    return {found->second, Siting::siren, false};
  const auto departement = project.departement.empty() ? kNowhere : area(project.departement);
  if (const auto found = by_name(project, departement); found != kNowhere) return {found, Siting::name, false};
  if (departement != kNowhere) return {departement, Siting::departement, false};
  if (const auto found = sirens_.find(programme.funder_siren);
      found != sirens_.end() && !programme.funder_siren.empty())
    return {found->second, Siting::funder, false};
  if (!programme.funder_departement.empty()) {
    const auto funder = area(programme.funder_departement);
    if (funder != kNowhere) return {funder, Siting::funder, false};
  }
  return {};
}

}  // namespace catalyse::projects
