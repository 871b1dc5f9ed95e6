#include "vocabulary.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "messages.hpp"

namespace catalyse::library {
namespace {

constexpr std::array kKind{Term{"document", &msg::kind_document}, Term{"methode", &msg::kind_methode},
                           Term{"outil", &msg::kind_outil},       Term{"video", &msg::kind_video},
                           Term{"cours", &msg::kind_cours},       Term{"site", &msg::kind_site}};
// The five toolboxes named by the kit of May 2020.
constexpr std::array kToolbox{Term{"asso-entreprise", &msg::toolbox_asso_entreprise},
                              Term{"coconstruction", &msg::toolbox_coconstruction},
                              Term{"innovation", &msg::toolbox_innovation}, Term{"salaries", &msg::toolbox_salaries},
                              Term{"odd", &msg::toolbox_odd}};
constexpr std::array kAccess{Term{"informer", &msg::access_informer}, Term{"former", &msg::access_former},
                             Term{"agir", &msg::access_agir}};
constexpr std::array kDepth{Term{"decouverte", &msg::depth_decouverte},
                            Term{"approfondissement", &msg::depth_approfondissement}};
constexpr std::array kTongue{Term{"fr", &msg::tongue_fr}, Term{"en", &msg::tongue_en}};

template <const auto& list>
std::span<const std::string_view> ids_of() {
  static constexpr auto kIds = [] {
    std::array<std::string_view, list.size()> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = list[i].id;
    return all;
  }();
  return kIds;
}

constexpr std::array<std::string_view, 17> kNumbers{"1",  "2",  "3",  "4",  "5",  "6",  "7",  "8", "9",
                                                    "10", "11", "12", "13", "14", "15", "16", "17"};

}  // namespace

std::span<const Term> terms(List list) {
  static const std::array<std::span<const Term>, 5> kLists{kKind, kToolbox, kAccess, kDepth, kTongue};
  return kLists[static_cast<std::size_t>(list)];
}

std::span<const std::string_view> ids(List list) {
  static const std::array kIds{ids_of<kKind>(), ids_of<kToolbox>(), ids_of<kAccess>(), ids_of<kDepth>(),
                               ids_of<kTongue>()};
  return kIds[static_cast<std::size_t>(list)];
}

std::optional<List> list_of(std::string_view field) {
  static constexpr std::array<std::pair<std::string_view, List>, 5> kFields{{{"genre", List::kind},
                                                                             {"boite", List::toolbox},
                                                                             {"acces", List::access},
                                                                             {"niveau", List::depth},
                                                                             {"langue", List::tongue}}};
  const auto* found = std::ranges::find(kFields, field, &std::pair<std::string_view, List>::first);
  return found == kFields.end() ? std::nullopt : std::optional(found->second);
}

std::string term_label(List list, std::string_view id, core::Language language) {
  const auto all = terms(list);
  const auto found = std::ranges::find(all, id, &Term::id);
  return found == all.end() ? std::string(id) : web::say(language, *found->label);
}

std::span<const std::string_view> lever_ids() { return std::span(kNumbers).first(kLevers); }
std::span<const std::string_view> goal_ids() { return kNumbers; }

}  // namespace catalyse::library
