#include <gtest/gtest.h>

#include <algorithm>

#include "cases/cases.hpp"
#include "editorial/exchange.hpp"
#include "kind.hpp"
#include "sheet.hpp"
#include "transfer_rules.hpp"

namespace catalyse::cases {
namespace {

using editorial::Content;
using editorial::Strictness;

const Content kCase{{"titre", {"Un réseau de chaleur, \"partagé\""}},
                    {"resume", {"Deux lignes.\nEt une autre; avec | une barre."}},
                    {"niveau", {"commune"}},
                    {"lieux", {"com:14762", "dep:14"}},
                    {"partenaires", {"La Normandise | eti | construit", "Ville |  | relie"}},
                    {"odd", {"7", "17"}},
                    {"categorie", {"cooperation-economique"}},
                    {"modele", {"offre-commune"}},
                    {"resultats", {"performance | 4 544 MWh | dossier"}},
                    {"dates", {"2016 | étude"}},
                    {"sources", {"Dossier | https://example.org/a"}}};

std::vector<std::string> faults_of(Content content) {
  std::vector<std::string> all;
  for (const auto& fault : editorial::faults(kind(), content, Strictness::to_submit)) all.push_back(fault.field);
  return all;
}

Content with(std::string field, std::vector<std::string> values) {
  auto content = kCase;
  content[std::move(field)] = std::move(values);
  return content;
}

using Fields = std::vector<std::string>;

TEST(CaseKind, SaysWhatIsWrongWithAField) {
  EXPECT_EQ(faults_of(kCase), Fields{});
  EXPECT_EQ(faults_of(with("lieux", {})), Fields{"lieux"});
  auto national = with("lieux", {});
  national["niveau"] = {"national"};
  EXPECT_EQ(faults_of(national), Fields{});
  EXPECT_EQ(faults_of(with("modele", {"mecenat-financier"})), Fields{"modele"});
  EXPECT_EQ(faults_of(with("partenaires", {"X | inconnu | rôle"})), Fields{"partenaires"});
  EXPECT_EQ(faults_of(with("resultats", {"gloire | 3 | preuve"})), Fields{"resultats"});
  EXPECT_EQ(faults_of(with("dates", {"hier | étude"})), Fields{"dates"});
  EXPECT_EQ(faults_of(with("sources", {"Titre | javascript:x"})), Fields{"sources"});
  EXPECT_EQ(faults_of(with("odd", {"18"})), Fields{"odd"});
  EXPECT_EQ(faults_of(with("cibles", {"17.17", "7.a"})), Fields{});
  EXPECT_EQ(faults_of(with("cibles", {"17.20"})), Fields{"cibles"}) << "no target";
  EXPECT_EQ(faults_of(with("cibles", {"11.3"})), Fields{"cibles"}) << "its goal is not ticked";
}

TEST(CaseKind, EveryFieldHasItsWords) {
  for (const auto& field : kind().fields) {
    const auto found = std::ranges::find(field_words(), field.name, &FieldWords::name);
    ASSERT_NE(found, field_words().end()) << field.name;
    EXPECT_EQ(list_of(field.name) != nullptr, !field.choices.empty()) << field.name;
  }
  EXPECT_EQ(field_words().size(), kind().fields.size());
  for (const auto& model : terms(List::model)) EXPECT_NE(find_term(List::category, model.parent), nullptr) << model.id;
  EXPECT_EQ(terms(List::goal).size(), 17U);
}

TEST(Vocabulary, HoldsTheTargetsOfTheUnitedNations) {
  std::map<std::string, std::size_t, std::less<>> of_goal;
  for (const auto& target : terms(List::target)) {
    ++of_goal[std::string(target.parent)];
    EXPECT_NE(find_term(List::goal, target.parent), nullptr) << target.id;
    EXPECT_GT(target.label->fr.size(), 20U) << target.id;
    EXPECT_GT(target.label->en.size(), 20U) << target.id;
  }
  const std::vector<std::size_t> official{7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19};
  for (std::size_t goal = 1; goal <= official.size(); ++goal)
    EXPECT_EQ(of_goal[std::to_string(goal)], official[goal - 1]) << goal;
  EXPECT_EQ(terms(List::target).size(), 169U);
}

TEST(Vocabulary, BridgesLeadToFragilitiesOfTheList) {
  for (const auto& bridge : bridges())
    EXPECT_NE(find_term(List::fragility, bridge.fragility), nullptr) << bridge.fragility;
}

TEST(Conditions, AreReadAsTheyAreWritten) {
  const auto population = parse_condition("population < 20000 | petite ville");
  EXPECT_EQ(population.subject, Subject::population);
  EXPECT_EQ(population.comparison, Comparison::less);
  EXPECT_EQ(population.bound, 20000);
  EXPECT_EQ(population.explanation, "petite ville");
  const auto zoning = parse_condition("zonage = qpv");
  EXPECT_EQ(zoning.subject, Subject::zoning);
  EXPECT_EQ(zoning.name, "qpv");
  const auto indicator = parse_condition("indicateur unemployment-rate-census >= 12.5");
  EXPECT_EQ(indicator.subject, Subject::indicator);
  EXPECT_EQ(indicator.name, "unemployment-rate-census");
  EXPECT_EQ(indicator.comparison, Comparison::at_least);
  EXPECT_EQ(indicator.bound, 12.5);
}

TEST(Conditions, WhatIsNoRuleIsWords) {
  for (const char* words :
       {"une association active", "population", "population < beaucoup", "population < 1e9", "zonage > qpv",
        "zonage = QPV !", "indicateur = 3", "age < 3", "< 3", "", "population < 20 000"}) {
    const auto condition = parse_condition(words);
    EXPECT_EQ(condition.subject, Subject::words) << words;
    EXPECT_EQ(condition.text, words);
    EXPECT_EQ(judge(condition, {}), Verdict::to_check);
  }
}

TEST(Conditions, AreUnknownWithoutTheFigureAndNeverGuessed) {
  const Facts nothing;
  for (const char* rule : {"population < 20000", "densite >= 5", "zonage = qpv", "indicateur poverty-rate > 3"})
    EXPECT_EQ(judge(parse_condition(rule), nothing), Verdict::unknown) << rule;
  Facts facts;
  facts.population = 20000;
  facts.in_zoning = [](std::string_view zoning) -> std::optional<bool> {
    if (zoning == "qpv") return true;
    if (zoning == "acv") return false;
    return std::nullopt;
  };
  EXPECT_EQ(judge(parse_condition("population < 20000"), facts), Verdict::not_met);
  EXPECT_EQ(judge(parse_condition("population <= 20000"), facts), Verdict::met);
  EXPECT_EQ(judge(parse_condition("population = 20000"), facts), Verdict::met);
  EXPECT_EQ(judge(parse_condition("population > 20000"), facts), Verdict::not_met);
  EXPECT_EQ(judge(parse_condition("zonage = qpv"), facts), Verdict::met);
  EXPECT_EQ(judge(parse_condition("zonage = acv"), facts), Verdict::not_met);
  EXPECT_EQ(judge(parse_condition("zonage = lune"), facts), Verdict::unknown);
}

TEST(Sheets, TakeTheirContentApart) {
  const auto sheet = make_sheet("1013", 2, {}, kCase);
  EXPECT_EQ(sheet.address(), "/cas/1013-un-reseau-de-chaleur-partage");
  ASSERT_EQ(sheet.partners.size(), 2U);
  EXPECT_EQ(sheet.partners[0].profile, "eti");
  EXPECT_EQ(sheet.partners[1].profile, "");
  EXPECT_EQ(sheet.partners[1].role, "relie");
  EXPECT_EQ(sheet.sources[0].address, "https://example.org/a");
  EXPECT_EQ(completeness(sheet).filled + completeness(sheet).missing.size(), completeness(sheet).all);
}

TEST(Sheets, AgeFromTheirLastCheck) {
  using namespace std::chrono;
  const auto checked = [](std::string day) { return make_sheet("a", 1, {}, {{"verifie", {std::move(day)}}}); };
  const year_month_day today = 2026y / 11 / 22;
  EXPECT_EQ(freshness(checked("2025-11-23"), today), Freshness::fresh);
  EXPECT_EQ(freshness(checked("2025-11-22"), today), Freshness::ageing);
  EXPECT_EQ(freshness(checked("2024-11-22"), today), Freshness::old);
  EXPECT_EQ(freshness(make_sheet("a", 1, {}, {}), today), Freshness::unknown);
}

TEST(CaseTables, WhatIsWrittenIsReadBackTheSame) {
  const auto sheet = make_sheet("1013", 1, {}, kCase);
  const editorial::ShownContent items[] = {{sheet.id, &sheet.content}};
  ingest::FileReport report;
  const auto read =
      editorial::read_csv(kind(), editorial::write_csv(kind(), items, exporting::Dialect::standard), report);
  EXPECT_EQ(report.refused, 0U) << (report.bad.empty() ? "" : report.bad[0].column + report.bad[0].reason);
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].id, "1013");
  EXPECT_EQ(read[0].content, kCase);
}

TEST(CaseTables, ABadCaseIsNamedByItsCellAndTheRestIsKept) {
  ingest::FileReport report;
  const auto read = editorial::read_csv(kind(),
                                        "id,titre,resume,niveau,sources,role\n"
                                        "a,Titre,Texte,national,Source,\n"
                                        "a,Titre,Texte,national,Source,\n"
                                        "B,Titre,Texte,national,Source,\n"
                                        "c,Titre,Texte,planete,Source,\n"
                                        "d,Titre,Texte,national,Source,admin\n",
                                        report);
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(report.read, 5U);
  EXPECT_EQ(report.kept, 1U);
  std::vector<std::string> told;
  for (const auto& bad : report.bad) told.push_back(std::to_string(bad.line) + " " + bad.column + " " + bad.value);
  EXPECT_EQ(told, (std::vector<std::string>{"3 id a", "4 id B", "5 niveau planete", "6 role admin"}));
}

}  // namespace
}  // namespace catalyse::cases
