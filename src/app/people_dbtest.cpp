// People across the whole program: every table is declared or known to hold nobody, a copy holds what was seeded in
// each of them, and an erasure leaves it in none. On both engines.
#include <set>

#include "accounts/accounts.hpp"
#include "audit/audit.hpp"
#include "db/testing.hpp"
#include "editorial/desk.hpp"
#include "editorial/leaving.hpp"
#include "jobs/jobs.hpp"
#include "notices/notices.hpp"
#include "secrets/seal.hpp"
#include "world.hpp"

namespace catalyse::app {
namespace {

using namespace std::chrono_literals;

std::vector<db::Migration> all_migrations() {
  std::vector<db::Migration> all;
  for (const auto& feature : features()) all.insert(all.end(), feature.migrations.begin(), feature.migrations.end());
  return all;
}

// Tables that hold places, figures, programmes and the program's own bookkeeping. A new table is named here or
// declared: whoever adds one thinks of it.
const std::set<std::string, std::less<>> kAboutNobody{"assessment_question",
                                                      "assessment_round",
                                                      "example_class",
                                                      "audit_head",
                                                      "commune",
                                                      "commune_zoning",
                                                      "data_version",
                                                      "delegated_commune",
                                                      "division",
                                                      "editorial_sending",  // digests under random keys
                                                      "intercommunality",
                                                      "observation",
                                                      "passage",
                                                      "perimeter",
                                                      "person_departure",
                                                      "person_objection",
                                                      "place_name",
                                                      "postcode",
                                                      "programme",
                                                      "programme_group",
                                                      "programme_grouping",
                                                      "programme_lever",
                                                      "programme_lever_state",
                                                      "programme_objective",
                                                      "programme_output",
                                                      "programme_quote",
                                                      "programme_link",
                                                      "programme_source",
                                                      "project",
                                                      "project_programme",
                                                      "project_refusal",
                                                      "project_source",
                                                      "restored_commune",
                                                      "schema_migration",
                                                      "resource_link",
                                                      "resource_use",
                                                      "territory_edition",
                                                      "zoning_label",
                                                      "zoning_programme"};

const std::string kSchemaSqlite =
    "SELECT s.name, c.name FROM sqlite_schema AS s JOIN pragma_table_info(s.name) AS c WHERE s.type = 'table' AND"
    " s.name NOT LIKE 'sqlite!_%' ESCAPE '!'";
const std::string kSchemaPostgresql =
    "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public'";

TEST(People, EveryTableAndEveryColumnAboutThemIsDeclared) {
  db::testing::each_database(all_migrations(), [](db::Database& database) {
    std::map<std::string, std::set<std::string>> schema;
    database.read([&](db::Transaction& tx) {
      tx.each<std::string, std::string>(
          tx.backend() == db::Backend::sqlite ? kSchemaSqlite : kSchemaPostgresql, {},
          [&](const std::string& table, const std::string& column) { schema[table].insert(column); });
    });
    std::map<std::string, std::set<std::string>> declared;
    for (const auto& holding : personal_holdings()) {
      auto& columns = declared[std::string(holding.table)];
      for (const auto& column : holding.columns) {
        columns.insert(std::string(column.name));
        EXPECT_TRUE(schema[std::string(holding.table)].contains(std::string(column.name)))
            << holding.table << "." << column.name << " is no column";
      }
      EXPECT_TRUE(columns.contains(std::string(holding.key))) << holding.table << "." << holding.key;
      EXPECT_TRUE(holding.title != nullptr && holding.purpose != nullptr && holding.retention != nullptr)
          << holding.table;
      EXPECT_TRUE(holding.since.empty() || columns.contains(std::string(holding.since))) << holding.table;
    }
    for (const auto& [table, columns] : schema) {
      if (table.starts_with("observatory_") || kAboutNobody.contains(table)) continue;
      ASSERT_TRUE(declared.contains(table)) << "the table " << table << " says nothing of whom it holds";
      // Numbers of an item's own bookkeeping say nothing of a person.
      for (const auto& column : columns)
        EXPECT_TRUE(declared[table].contains(column) || column == "version" || column == "edition" ||
                    column == "position")
            << table << "." << column;
    }
  });
}

struct World {
  db::Database& database;
  core::FixedClock clock{core::Instant(1'795'000'000s)};
  std::shared_ptr<const accounts::Accounts> accounts;
  editorial::Kind kind;
  std::unique_ptr<editorial::Desk> desk;

  explicit World(db::Database& given) : database(given) {
    register_all_messages();
    accounts::Settings settings{"http://127.0.0.1:8080",
                                secrets::cheapest(),
                                accounts::Mailing::outbox,
                                std::string(secrets::kKeyBytes, 'k'),
                                personal_holdings(),
                                {},
                                {}};
    settings.leaving = editorial::drop_private_drafts;
    accounts = std::make_shared<const accounts::Accounts>(database, clock, std::move(settings));
    kind.name = "cas";
    kind.fields = {{.name = "titre", .required = true}, {.name = "texte", .shape = editorial::Shape::text}};
    kind.title = "titre";
    editorial::Setting setting;
    setting.allows = [](const http::Actor&, std::string_view, std::string_view, const editorial::Item&) {
      return true;
    };
    setting.clock = &clock;
    desk = std::make_unique<editorial::Desk>(database, std::vector<const editorial::Kind*>{&kind}, setting);
  }
  std::string person(const std::string& email, const std::string& name, const std::string& role = "contributor") {
    EXPECT_TRUE(accounts::invite(*accounts, {email, name, role, ""}, "command").has_value());
    const auto all = accounts::list(*accounts);
    for (const auto& one : *all)
      if (one.email == email) return one.id;
    return {};
  }
  // Anne Martin, who writes, and René Tréhin, who reviews, beside an administrator.
  std::pair<http::Actor, http::Actor> author_and_reviewer() {
    person("admin@exemple.fr", "Une administratrice", "administrator");
    const auto actor = [this](const std::string& email, const std::string& name) {
      return http::Actor{person(email, name), name, {}, "s", "t"};
    };
    auto author = actor("anne.martin@exemple.fr", "Anne Martin");
    return {std::move(author), actor("rene@exemple.fr", "René Tréhin")};
  }
};

TEST(People, AnErasedAuthorLeavesTheirWorkAndNoTraceOfThemselves) {
  db::testing::each_database(all_migrations(), [](db::Database& database) {
    World world(database);
    const auto [author, reviewer] = world.author_and_reviewer();
    const editorial::Content content{
        {"titre", {"Le marché de Mende"}},
        {"texte", {"Écrire à Anne MARTIN\nanne.martin@exemple.fr, 06 12 34 56 78, ou à Jeanne Martin."}}};
    const auto id = world.desk->begin(author, "cas", content);
    ASSERT_TRUE(id) << id.error().message_id << id.error().note;
    ASSERT_TRUE(world.desk->submit(author, *id, "signé Anne Martin"));
    const editorial::Remark remarks[] = {{"texte", "Merci, anne.martin@exemple.fr : un téléphone de service ?"}};
    ASSERT_TRUE(world.desk->ask_changes(reviewer, *id, 1, remarks));
    auto corrected = content;
    corrected["titre"] = {"Le marché couvert de Mende"};
    ASSERT_TRUE(world.desk->save(author, *id, 1, corrected));
    ASSERT_TRUE(world.desk->submit(author, *id, ""));
    ASSERT_TRUE(world.desk->publish(reviewer, *id, 2, "relu avec Anne Martin"));

    const auto copy = accounts::copy_of(*world.accounts, "anne.martin@exemple.fr", accounts::CopyForm::json, "command");
    ASSERT_TRUE(copy);
    for (const auto* words : {"editorial_item", "editorial_version", "editorial_event", "Le marché couvert de Mende",
                              "editorial_remark", "person_role", "audit_line"})
      EXPECT_NE(copy->find(words), std::string::npos) << words;

    const auto erased = accounts::erase(*world.accounts, "anne.martin@exemple.fr", {"+33 6 12 34 56 78"}, "command");
    ASSERT_TRUE(erased) << erased.error().note;
    for (const auto& trace : erased->proof.traces)
      EXPECT_TRUE(trace.homonym) << trace.place << " " << static_cast<int>(trace.sought);
    EXPECT_TRUE(erased->proof.clean());
    EXPECT_GT(erased->proof.columns, 200);
    const auto published = editorial::Desk::published(database, "cas");
    ASSERT_EQ(published.size(), 1U) << "what is published stays";
    EXPECT_EQ(published[0].version.author, author.person) << "under an identifier that names nobody";
    EXPECT_EQ(published[0].version.content.at("texte").front(), "Écrire à […]\n[…], […], ou à Jeanne Martin.");
    EXPECT_EQ(published[0].version.content.at("titre").front(), "Le marché couvert de Mende");
    EXPECT_TRUE(accounts::card(*world.accounts, reviewer.person).has_value()) << "nobody else goes";
    std::int64_t acts = 0;
    database.read([&](db::Transaction& tx) {
      const auto sound = audit::verify(tx);
      EXPECT_TRUE(sound.has_value()) << "the chain holds";
      acts = sound.value_or(0);
    });
    EXPECT_GT(acts, 3);
  });
}

// Words that stand nowhere but in her drafts: no text of theirs is left in any column, readable or not.
TEST(People, AnErasedAuthorsPrivateDraftsGoWithHer) {
  db::testing::each_database(all_migrations(), [](db::Database& database) {
    World world(database);
    const auto [author, reviewer] = world.author_and_reviewer();
    const auto said = [](std::string words) {
      return editorial::Content{{"titre", {words}}, {"texte", {"Anne Martin, " + words}}};
    };
    const auto draft = *world.desk->begin(author, "cas", said("brouillon-jamais-montre"));
    ASSERT_TRUE(world.desk->save(author, draft, 1, said("brouillon-encore-change")));
    const auto back = *world.desk->begin(author, "cas", said("brouillon-repris"));
    ASSERT_TRUE(world.desk->submit(author, back, "brouillon-pour-voir"));
    ASSERT_TRUE(world.desk->take_back(author, back));
    const auto open = *world.desk->begin(author, "cas", said("fiche-publiee"));
    ASSERT_TRUE(world.desk->submit(author, open, ""));
    ASSERT_TRUE(world.desk->publish(reviewer, open, 1, ""));
    ASSERT_TRUE(world.desk->save(author, open, 0, said("brouillon-de-revision")));
    const auto waiting = *world.desk->begin(author, "cas", said("fiche-en-attente"));
    ASSERT_TRUE(world.desk->submit(author, waiting, ""));

    const auto erased = accounts::erase(*world.accounts, "anne.martin@exemple.fr", {}, "command");
    ASSERT_TRUE(erased) << erased.error().note;
    EXPECT_TRUE(erased->proof.clean());
    const auto rows_that_say = [&](const std::string& words) {
      personal::Subject nobody{"", "", words, {}};
      std::int64_t count = 0;
      for (const auto& trace : personal::look_in_tables(database, {}, nobody).traces) count += trace.count;
      return count;
    };
    EXPECT_EQ(rows_that_say("brouillon"), 0);
    EXPECT_EQ(rows_that_say("fiche-publiee"), 2) << "the item's title and the version";
    EXPECT_GT(rows_that_say("fiche-en-attente"), 0) << "what waits for a review goes on";
    ASSERT_TRUE(world.desk->publish(reviewer, waiting, 1, ""));
    EXPECT_EQ(editorial::Desk::published(database, "cas").size(), 2U);
    EXPECT_TRUE(world.desk->mine(author).size() == 2) << "nothing of hers is left but those two";
  });
}

}  // namespace
}  // namespace catalyse::app
