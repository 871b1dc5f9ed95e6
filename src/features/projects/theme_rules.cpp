#include "theme_rules.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace catalyse::projects {
namespace {

constexpr std::array<Theme, 18> kThemes{{
    {"non-classe", "Non classé", "Not classed", true, ""},
    {"education", "Éducation et jeunesse", "Education and youth", false,
     "+ecole +scolaire +periscolaire +college +lycee +maternelle +elementaire +cantine +garderie +creche +dedoublement "
     "+prescolaire +enseignement +pedagogique jeunesse enfance enfant classe restaurant ogec formation etudiant"},
    {"transition-energetique", "Transition énergétique", "Energy transition", false,
     "+energetique +thermique +photovoltaique +chaudiere +chaufferie +isolation +geothermi +solaire +led +luminaire "
     "+energie chauffage eclairage menuiserie calorifug pompe fenetre"},
    {"mobilite", "Mobilité", "Mobility", false,
     "+voirie +cyclable +covoiturage +velo +piste +carrefour +trottoir +chaussee +giratoire +velos +cheminement "
     "+stationnement +parking route rue chemin pieton pont transport liaison desserte gare place circulation zfe "
     "mobilite routier voie traverse bourg"},
    {"environnement", "Eau, nature et environnement", "Water, nature and environment", false,
     "+assainissement +eau +eaux +pluvial +biodiversite +renaturation +dechet +dechetterie +decheterie +epuration "
     "+naturel "
     "+biodechet +citerne +vegetalis +desimpermeabilis +inondation +incendie +riviere +humide potable reseau captage "
     "digue "
     "environnement espace friche littoral foret compost"},
    {"securite", "Sécurité", "Safety", false,
     "+videoprotection +videosurveillance +video +gendarmerie +police +securisation +delinquance +defense +secours "
     "securite incendie "
     "alarme dangereux justice penitentiaire"},
    {"sante", "Santé", "Health", false,
     "+sante +medical +medecin +hopital +hospitalier +telemedecine +sida +soins +cancer pharmacie infirmier "
     "sanitaire addiction"},
    {"logement", "Logement", "Housing", false,
     "+logement +habitat +hlm +locatif +hebergement appartement residence presbytere bailleur"},
    {"vieillissement", "Vieillissement", "Ageing", false,
     "+ehpad +seniors +senior +agees +retraite +gerontolog autonomie beguinage"},
    {"handicap", "Accessibilité et handicap", "Accessibility and disability", false,
     "+accessibilite +accessible +handicap +handicape +pmr +adap +autisme +sourd +aveugle ascenseur rampe"},
    {"numerique", "Numérique", "Digital", false,
     "+numerique +informatique +logiciel +fibre +internet +dematerialisation +ordinateur +tablette +wifi +digital "
     "ecran"},
    {"developpement-economique", "Développement économique", "Economic development", false,
     "+commerce +artisan +economique +entreprise +boulangerie +epicerie +marche +touristique +tourisme +coworking "
     "+multiservice camping industriel zone activites halle bar"},
    {"emploi", "Emploi et insertion", "Employment and integration", false,
     "+emploi +insertion +travailleur +apprentis +chomage chantier"},
    {"pauvrete", "Solidarité", "Solidarity", false,
     "+alimentaire +solidarite +precarite +exclusion +pauvrete +refugie +asile +emmaus +restos social "
     "secours populaire ccas"},
    {"lien-social", "Lien social et vie associative", "Social ties and associations", false,
     "+associati +tiers +polyvalent +fetes +socioculturel +mjc "
     "foyer salle maison accueil animation amicale familles benevol centre"},
    {"sport-loisirs", "Sport et loisirs", "Sport and leisure", true,
     "+sport +sportif +stade +gymnase +piscine +football +tennis +city +multisports +vestiaire +rugby +basket "
     "+handball "
     "+judo +athletisme +petanque +boulodrome +jeux +natation +skate terrain aire loisirs club cyclisme gymnastique"},
    {"patrimoine-culture", "Patrimoine et culture", "Heritage and culture", true,
     "+eglise +chapelle +patrimoine +mediatheque +bibliotheque +musee +culturel +theatre +musique +cinema +chateau "
     "+clocher "
     "+monument +festival +culture +orchestre +danse +spectacle +lavoir +cathedrale art abbaye archive compagnie "
     "ensemble "
     "restauration cloche choeur"},
    {"batiments-publics", "Mairies et bâtiments publics", "Town halls and public buildings", true,
     "+mairie +cimetiere +columbarium +colombarium +hotel technique municipal communal batiment toiture siege vehicule "
     "tracteur "
     "local garage materiel"},
}};

constexpr std::array<ProgrammeTheme, 45> kProgrammes{{
    {"dpv", "lien-social"},
    {"fv-67821", "environnement"},
    {"fv-68862", "environnement"},
    {"fv-69022", "transition-energetique"},
    {"fv-69032", "environnement"},
    {"fv-69071", "transition-energetique"},
    {"fv-69265", "mobilite"},
    {"fv-69272", "environnement"},
    {"fv-69275", "batiments-publics"},
    {"fv-69278", "mobilite"},
    {"fv-69279", "environnement"},
    {"fv-69280", "environnement"},
    {"fv-69281", "environnement"},
    {"fv-69282", "environnement"},
    {"lolf-101", "securite"},
    {"lolf-102", "emploi"},
    {"lolf-103", "emploi"},
    {"lolf-104", "lien-social"},
    {"lolf-106", "lien-social"},
    {"lolf-107", "securite"},
    {"lolf-113", "environnement"},
    {"lolf-131", "patrimoine-culture"},
    {"lolf-134", "developpement-economique"},
    {"lolf-147", "lien-social"},
    {"lolf-150", "education"},
    {"lolf-157", "handicap"},
    {"lolf-163", "lien-social"},
    {"lolf-174", "transition-energetique"},
    {"lolf-175", "patrimoine-culture"},
    {"lolf-177", "pauvrete"},
    {"lolf-181", "environnement"},
    {"lolf-182", "securite"},
    {"lolf-183", "sante"},
    {"lolf-186", "patrimoine-culture"},
    {"lolf-203", "mobilite"},
    {"lolf-204", "sante"},
    {"lolf-207", "securite"},
    {"lolf-214", "education"},
    {"lolf-217", "environnement"},
    {"lolf-219", "sport-loisirs"},
    {"lolf-224", "patrimoine-culture"},
    {"lolf-230", "education"},
    {"lolf-303", "pauvrete"},
    {"lolf-304", "pauvrete"},
    {"lolf-312", "patrimoine-culture"},
}};

struct Beginning {
  std::string_view text;
  std::uint8_t theme = 0;
  std::uint8_t weight = 1;
};

// Every beginning, ordered by its text, so that those of a word stand together.
std::vector<Beginning> beginnings() {
  std::vector<Beginning> all;
  for (std::size_t t = 0; t < kThemes.size(); ++t) {
    auto rest = kThemes[t].words;
    while (!rest.empty()) {
      auto word = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
      if (word.empty()) continue;
      const bool decides = word.starts_with('+');
      if (decides) word.remove_prefix(1);
      all.push_back({word, static_cast<std::uint8_t>(t), static_cast<std::uint8_t>(decides ? 3 : 1)});
    }
  }
  std::ranges::sort(all, {}, &Beginning::text);
  return all;
}

// Short beginnings are whole words: « art » is not « artisan ».
constexpr std::size_t kWhole = 4;

bool begins(std::string_view word, std::string_view beginning) {
  if (!word.starts_with(beginning)) return false;
  if (beginning.size() > kWhole) return true;
  const auto rest = word.substr(beginning.size());
  return rest.empty() || rest == "s" || rest == "x";
}

}  // namespace

std::span<const Theme> themes() { return kThemes; }
std::span<const ProgrammeTheme> programme_themes() { return kProgrammes; }

Classed classify(std::string_view folded, std::string_view programme) {
  static const auto all = beginnings();
  std::array<int, kThemes.size()> score{};
  std::vector<bool> met(all.size());
  while (!folded.empty()) {
    const auto word = folded.substr(0, folded.find(' '));
    folded.remove_prefix(std::min(folded.size(), word.size() + 1));
    if (word.empty()) continue;
    // Those that may begin the word are not after it, and share its first letter.
    auto at = std::ranges::lower_bound(all, word.substr(0, 1), {}, &Beginning::text);
    for (; at != all.end() && at->text <= word; ++at) {
      const auto i = static_cast<std::size_t>(at - all.begin());
      if (met[i] || !begins(word, at->text)) continue;
      met[i] = true;
      score[at->theme] += at->weight;
    }
  }
  const int words = *std::ranges::max_element(score);
  const auto by_programme = std::ranges::find(kProgrammes, programme, &ProgrammeTheme::programme);
  if (by_programme != kProgrammes.end()) {
    const auto theme = std::ranges::find(kThemes, by_programme->theme, &Theme::id);
    score[static_cast<std::size_t>(theme - kThemes.begin())] += 2;
  }
  const auto best = std::ranges::max_element(score);
  if (*best == 0) return {};
  int next = 0;
  for (auto it = score.begin(); it != score.end(); ++it) {
    if (it != best) next = std::max(next, *it);
  }
  Classed classed{static_cast<std::uint8_t>(best - score.begin()), Confidence::low};
  if (*best >= 3 && *best >= 2 * next)
    classed.confidence = Confidence::high;
  else if (*best >= 3 || (words == 0 && *best == 2))
    classed.confidence = Confidence::medium;
  return classed;
}

}  // namespace catalyse::projects
