#include "vocabulary.hpp"

#include <algorithm>
#include <array>

#include "messages.hpp"

namespace catalyse::cases {
namespace {

constexpr std::array kFragility{
    Term{"emploi", &msg::fragility_emploi, Origin::attested, ""},
    Term{"niveau-de-vie", &msg::fragility_niveau_de_vie, Origin::attested, ""},
    Term{"securite", &msg::fragility_securite, Origin::attested, ""},
    Term{"mobilite", &msg::fragility_mobilite, Origin::attested, ""},
    Term{"environnement", &msg::fragility_environnement, Origin::attested, ""},
    Term{"developpement-economique", &msg::fragility_developpement_economique, Origin::attested, ""},
    Term{"transition-energetique", &msg::fragility_transition_energetique, Origin::attested, ""},
    Term{"pauvrete", &msg::fragility_pauvrete, Origin::attested, ""},
    Term{"vieillissement", &msg::fragility_vieillissement, Origin::attested, ""},
    Term{"lien-social", &msg::fragility_lien_social, Origin::attested, ""},
    Term{"sante", &msg::fragility_sante, Origin::proposal, ""},
    Term{"logement", &msg::fragility_logement, Origin::proposal, ""},
    Term{"handicap", &msg::fragility_handicap, Origin::proposal, ""},
    Term{"education", &msg::fragility_education, Origin::proposal, ""},
    Term{"numerique", &msg::fragility_numerique, Origin::proposal, ""},
};

constexpr std::array kGoal{
    Term{"1", &msg::goal_1, Origin::attested, ""},   Term{"2", &msg::goal_2, Origin::attested, ""},
    Term{"3", &msg::goal_3, Origin::attested, ""},   Term{"4", &msg::goal_4, Origin::attested, ""},
    Term{"5", &msg::goal_5, Origin::attested, ""},   Term{"6", &msg::goal_6, Origin::attested, ""},
    Term{"7", &msg::goal_7, Origin::attested, ""},   Term{"8", &msg::goal_8, Origin::attested, ""},
    Term{"9", &msg::goal_9, Origin::attested, ""},   Term{"10", &msg::goal_10, Origin::attested, ""},
    Term{"11", &msg::goal_11, Origin::attested, ""}, Term{"12", &msg::goal_12, Origin::attested, ""},
    Term{"13", &msg::goal_13, Origin::attested, ""}, Term{"14", &msg::goal_14, Origin::attested, ""},
    Term{"15", &msg::goal_15, Origin::attested, ""}, Term{"16", &msg::goal_16, Origin::attested, ""},
    Term{"17", &msg::goal_17, Origin::attested, ""},
};

constexpr std::array kCategory{
    Term{"mecenat", &msg::category_mecenat, Origin::attested, ""},
    Term{"pratiques-responsables", &msg::category_pratiques_responsables, Origin::attested, ""},
    Term{"cooperation-economique", &msg::category_cooperation_economique, Origin::attested, ""},
    Term{"innovation-societale", &msg::category_innovation_societale, Origin::attested, ""},
};

constexpr std::array kModel{
    Term{"mecenat-financier", &msg::model_mecenat_financier, Origin::proposal, "mecenat"},
    Term{"mecenat-nature", &msg::model_mecenat_nature, Origin::proposal, "mecenat"},
    Term{"mecenat-competences", &msg::model_mecenat_competences, Origin::proposal, "mecenat"},
    Term{"achats-responsables", &msg::model_achats_responsables, Origin::proposal, "pratiques-responsables"},
    Term{"pratiques-rh-environnement", &msg::model_pratiques_rh_environnement, Origin::proposal,
         "pratiques-responsables"},
    Term{"besoin-public", &msg::model_besoin_public, Origin::proposal, "cooperation-economique"},
    Term{"offre-commune", &msg::model_offre_commune, Origin::proposal, "cooperation-economique"},
    Term{"rd-societale", &msg::model_rd_societale, Origin::proposal, "innovation-societale"},
    Term{"investissement-societal", &msg::model_investissement_societal, Origin::proposal, "innovation-societale"},
};

constexpr std::array kForm{
    Term{"dialogue", &msg::form_dialogue, Origin::attested, ""},
    Term{"partenariats", &msg::form_partenariats, Origin::attested, ""},
    Term{"experimentations", &msg::form_experimentations, Origin::attested, ""},
};

constexpr std::array kContract{
    Term{"echange", &msg::contract_echange, Origin::attested, ""},
    Term{"alliance", &msg::contract_alliance, Origin::attested, ""},
};

constexpr std::array kPhase{
    Term{"rd", &msg::phase_rd, Origin::attested, ""},
    Term{"modelisation", &msg::phase_modelisation, Origin::attested, ""},
    Term{"deploiement", &msg::phase_deploiement, Origin::attested, ""},
};

constexpr std::array kAxis{
    Term{"innovation", &msg::axis_innovation, Origin::attested, ""},
    Term{"performance", &msg::axis_performance, Origin::attested, ""},
    Term{"confiance", &msg::axis_confiance, Origin::attested, ""},
};

constexpr std::array kProfile{
    Term{"citoyens", &msg::profile_citoyens, Origin::attested, ""},
    Term{"associations", &msg::profile_associations, Origin::attested, ""},
    Term{"fondations", &msg::profile_fondations, Origin::attested, ""},
    Term{"tpe-pme", &msg::profile_tpe_pme, Origin::attested, ""},
    Term{"eti", &msg::profile_eti, Origin::attested, ""},
    Term{"grandes-entreprises", &msg::profile_grandes_entreprises, Origin::attested, ""},
    Term{"collectivites", &msg::profile_collectivites, Origin::attested, ""},
    Term{"institutions", &msg::profile_institutions, Origin::attested, ""},
    Term{"academiques", &msg::profile_academiques, Origin::attested, ""},
    Term{"accompagnateurs", &msg::profile_accompagnateurs, Origin::attested, ""},
};

constexpr std::array kLevel{
    Term{"commune", &msg::level_commune, Origin::attested, ""},
    Term{"epci", &msg::level_epci, Origin::attested, ""},
    Term{"departement", &msg::level_departement, Origin::attested, ""},
    Term{"region", &msg::level_region, Origin::attested, ""},
    Term{"national", &msg::level_national, Origin::attested, ""},
};

constexpr std::array kBridges{Bridge{"employment", "emploi"},
                              Bridge{"income-poverty", "pauvrete"},
                              Bridge{"income-poverty", "niveau-de-vie"},
                              Bridge{"safety", "securite"},
                              Bridge{"services-health", "sante"},
                              Bridge{"services-health", "mobilite"},
                              Bridge{"housing", "logement"},
                              Bridge{"energy-transition", "transition-energetique"},
                              Bridge{"environment", "environnement"},
                              Bridge{"education", "education"},
                              Bridge{"ageing-isolation", "vieillissement"},
                              Bridge{"ageing-isolation", "lien-social"}};

template <std::size_t count>
constexpr std::array<std::string_view, count> ids_of(const std::array<Term, count>& list) {
  std::array<std::string_view, count> all{};
  for (std::size_t i = 0; i < count; ++i) all[i] = list[i].id;
  return all;
}

struct Entry {
  std::span<const Term> terms;
  std::span<const std::string_view> ids;
};

template <const auto& list>
Entry entry() {
  static constexpr auto kIds = ids_of(list);
  return {list, kIds};
}

const Entry& entry_of(List list) {
  static const std::array kEntries{entry<kFragility>(),
                                   entry<kGoal>(),
                                   entry<kCategory>(),
                                   entry<kModel>(),
                                   entry<kForm>(),
                                   entry<kContract>(),
                                   entry<kPhase>(),
                                   entry<kAxis>(),
                                   entry<kProfile>(),
                                   entry<kLevel>(),
                                   Entry{targets(), target_ids()}};
  return kEntries[static_cast<std::size_t>(list)];
}

}  // namespace

std::span<const Bridge> bridges() { return kBridges; }

std::span<const Term> terms(List list) { return entry_of(list).terms; }

std::span<const std::string_view> ids(List list) { return entry_of(list).ids; }

const Term* find_term(List list, std::string_view id) {
  const auto all = terms(list);
  const auto found = std::ranges::find(all, id, &Term::id);
  return found == all.end() ? nullptr : &*found;
}

std::string term_label(List list, std::string_view id, core::Language language) {
  const Term* term = find_term(list, id);
  return term == nullptr ? std::string(id) : web::say(language, *term->label);
}

std::string numbered_label(List list, std::string_view id, core::Language language) {
  return (list == List::goal || list == List::target ? std::string(id) + ". " : std::string{}) +
         term_label(list, id, language);
}

}  // namespace catalyse::cases
