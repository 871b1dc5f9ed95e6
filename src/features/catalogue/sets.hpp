// The data sets of the bundle, in the order in which they are shown.
#pragma once

#include <array>
#include <string_view>

#include "messages.hpp"

namespace catalyse::catalogue {

struct DataSet {
  std::string_view id;  // as in the bundle
  const web::Message& title;
  const web::Message& about;
};

inline constexpr std::array<DataSet, 8> kSets{{{"territoires", msg::set_territoires, msg::dcat_territoires},
                                               {"zonages", msg::set_zonages, msg::dcat_zonages},
                                               {"indicateurs", msg::set_indicateurs, msg::dcat_indicateurs},
                                               {"projets", msg::set_projets, msg::dcat_projets},
                                               {"contours", msg::set_contours, msg::dcat_contours},
                                               {"programmes", msg::set_programmes, msg::dcat_programmes},
                                               {"cas", msg::set_cas, msg::dcat_cas},
                                               {"bibliotheque", msg::set_bibliotheque, msg::dcat_bibliotheque}}};

}  // namespace catalyse::catalogue
