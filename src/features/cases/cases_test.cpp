#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <map>

#include "cases/cases.hpp"
#include "editorial/exchange.hpp"
#include "kind.hpp"
#include "pages.hpp"
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

std::string whole(const char* file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Everything that ships, in every form that the page gives, comes back the same, byte for byte when it is given again.
TEST(CaseFiles, WhatIsExportedIsImportedTheSame) {
  const auto shipped = editorial::read_contents(kind(), whole("data/cases/cases.csv"));
  ASSERT_TRUE(shipped.bad.empty()) << shipped.bad[0].path;
  ASSERT_GE(shipped.items.size(), 20U);
  std::vector<Sheet> sheets;
  for (const auto& one : shipped.items) sheets.push_back(make_sheet(one.id, 1, {}, one.content));
  sheets.push_back(make_sheet("a-b", 3, {}, kCase));
  sheets.back().content["contexte"] = {"- un tiret\n- deux"};
  sheets.back().content["moyens"] = {"'=pas une formule"};
  std::vector<const Sheet*> pointed;
  std::vector<editorial::ShownContent> items;
  for (const auto& sheet : sheets) {
    pointed.push_back(&sheet);
    items.push_back({sheet.id, &sheet.content});
  }
  const auto json = cases_json(pointed);
  for (const auto& file : {json, editorial::write_csv(kind(), items, exporting::Dialect::standard),
                           editorial::write_csv(kind(), items, exporting::Dialect::excel_fr)}) {
    const auto read = editorial::read_contents(kind(), file);
    EXPECT_TRUE(read.bad.empty()) << read.bad[0].path << " " << read.bad[0].fault.message_id;
    ASSERT_EQ(read.items.size(), sheets.size());
    std::vector<Sheet> again;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      EXPECT_EQ(read.items[i].id, sheets[i].id);
      EXPECT_EQ(read.items[i].content, sheets[i].content) << sheets[i].id;
      again.push_back(make_sheet(read.items[i].id, sheets[i].version, {}, read.items[i].content));
    }
    std::vector<const Sheet*> shown;
    for (const auto& sheet : again) shown.push_back(&sheet);
    EXPECT_EQ(cases_json(shown), json);
  }
  const auto one = editorial::read_contents(kind(), case_json(sheets[0]));
  ASSERT_EQ(one.items.size(), 1U) << "a single case too";
  EXPECT_EQ(one.items[0].content, sheets[0].content);
}

std::vector<std::string> told(std::string_view file) {
  std::vector<std::string> all;
  for (const auto& bad : editorial::read_contents(kind(), file).bad) {
    auto text = std::to_string(bad.number) + " " + bad.path + " " +
                bad.fault.message_id.substr(bad.fault.message_id.rfind('.') + 1);
    for (const auto& [name, value] : bad.fault.parameters) text += " " + name + "=" + value;
    all.push_back(text);
  }
  return all;
}

TEST(CaseFiles, EachFaultIsToldByItsPathAndTheRestIsKept) {
  using Told = std::vector<std::string>;
  const std::string good =
      R"({"id":"d","content":{"titre":["T"],"resume":["R"],"niveau":["national"],"sources":["S"]}})";
  EXPECT_EQ(
      told(R"({"total":9,"cases":[7,{"id":"a"},{"id":"b","content":{"titre":"x","odd":["1",2]}},)"
           R"({"id":"c","content":{"titre":["T"]}},{"id":"E","content":{}},)" +
           good + "," + good +
           R"(,{"id":"f","content":{"titre":["T"],"resume":["R"],"niveau":["planete"],)"
           R"("sources":["S"],"couleur":["vert"]}}]})"),
      (Told{"1 cases[0] item", "2 cases[1] item", "3 cases[2].content.titre list", "3 cases[2].content.odd[1] list",
            "4 cases[3].content.resume required", "4 cases[3].content.sources required", "5 cases[4].id id",
            "7 cases[6].id id", "8 cases[7].content.niveau choice value=planete", "8 cases[7].content.couleur field"}));
  EXPECT_EQ(told("[" + good + ",{}]"), (Told{"2 [1] item"}));
  EXPECT_EQ(told(R"({"id":"","content":{}})"), (Told{"1 id id"}));
  EXPECT_EQ(told("{\"cases\":[\n  {\"é\": x}"), (Told{"0  json line=2 column=9"}));
  EXPECT_EQ(told("{\"cases\":[]} et la suite"), (Told{"0  json line=1 column=14"}));
  EXPECT_EQ(told("{\"cases\":["), (Told{"0  json line=1 column=11"}));
  for (const auto* nothing : {"", "{}", "[]", "{\"cases\":[]}", "id,titre\n", "   "})
    EXPECT_EQ(told(nothing), (Told{"0  empty"})) << nothing;
  EXPECT_EQ(told("\xFF\xFE{"), (Told{"0  encoding"}));
  EXPECT_EQ(told(std::string(5000, '[')), (Told{"0  json line=1 column=17"})) << "no depth that costs";
  EXPECT_EQ(told("id;titre;resume;niveau;sources\n\"=\"\"a\"\"\";T;R;lune;S\nb;T\n"),
            (Told{"1 niveau choice value=lune", "2  row why=not as many cells as the header has"}));
}

TEST(CaseFiles, ATableWithoutItsHeaderIsRefusedWhole) {
  for (const auto* bad : {"titre,resume\nT,R\n", "id,titre,titre\na,T,T\n", "du texte", "\"id"})
    EXPECT_EQ(told(bad), std::vector<std::string>{"0  header"}) << bad;
}

TEST(CaseFiles, TheSchemaNamesEveryField) {
  for (const auto language : {core::Language::fr, core::Language::en}) {
    const auto schema = boost::json::parse(json_schema(language)).as_object();
    const auto& content = schema.at("$defs").as_object().at("content").as_object();
    EXPECT_EQ(content.at("properties").as_object().size(), kind().fields.size());
    EXPECT_FALSE(content.at("additionalProperties").as_bool());
  }
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
