// What people may do with their data: through the router, on both engines.
#include <fstream>

#include "erasure.hpp"
#include "jobs/jobs.hpp"
#include "testing.hpp"

namespace catalyse::accounts {
namespace {

constexpr auto kPassword = "quatre chevaux gris";

template <class F>
void each_world(F&& test) {
  const auto migrations = all_migrations();
  db::testing::each_database(migrations, [&](db::Database& database) {
    World world(database);
    test(world);
  });
}

// Wherever the database keeps texts.
bool stands_anywhere(World& world, const std::string& email, const std::string& name) {
  const auto proof = personal::look_in_tables(world.database, world.state().settings.holdings, {"", email, name, {}});
  for (const auto& trace : proof.traces) ADD_FAILURE() << trace.place << " " << trace.count;
  return !proof.traces.empty();
}

std::vector<mail::Mail> waiting(World& world) {
  std::vector<mail::Mail> mails;
  world.database.read([&](db::Transaction& tx) { mails = mail::waiting(tx, 50); });
  return mails;
}

std::string secret_in(const std::string& text) {
  std::smatch found;
  return std::regex_search(text, found, std::regex("secret=([A-Za-z0-9_-]{43})")) ? found[1].str() : std::string();
}

TEST(Register, TellsWhatIsHeldInBothLanguages) {
  each_world([](World& world) {
    Browser reader{world};
    const auto page = reader.get("/donnees-personnelles");
    EXPECT_EQ(page.status(), 200U);
    for (const auto* words : {"empreinte du mot de passe", "obligation légale", "Trois ans", "Journal des actes",
                              "Préférences de notification", "aucun cookie"})
      EXPECT_EQ(page.says(words), std::string_view(words) != "Trois ans") << words;
    EXPECT_TRUE(reader.get("/en/donnees-personnelles").says("digest of the password"));
    EXPECT_EQ(page.answer.body.find("noindex"), std::string::npos);
  });
}

TEST(Data, ACopyHoldsEverythingAboutOneAndNothingOfOthers) {
  each_world([](World& world) {
    const auto anne = world.person("anne@exemple.fr", "contributor");
    const auto bob = world.person("bob@exemple.fr", "reader");
    Browser browser{world};
    (void)browser.sign_in("anne@exemple.fr", kPassword);
    (void)browser.post("/compte/donnees/accord", "usage=public_name&accord=oui");
    (void)browser.post("/compte/notifications", "sorte=news&rythme=weekly");
    const auto json = browser.get("/compte/donnees.json");
    EXPECT_EQ(json.status(), 200U);
    for (const auto& words : {std::string("anne@exemple.fr"), std::string("public_name"), std::string("weekly"),
                              anne.id, std::string("people.signed_in"), std::string("contributor")})
      EXPECT_TRUE(json.says(words)) << words;
    EXPECT_FALSE(json.says(bob.id));
    EXPECT_FALSE(json.says("$argon2")) << "no secret leaves";
    EXPECT_EQ(json.answer.header("cache-control"), "private, no-store");
    EXPECT_EQ(json.answer.header("access-control-allow-origin"), "");
    const auto csv = browser.get("/compte/donnees.csv");
    EXPECT_TRUE(csv.says("anne@exemple.fr"));
    EXPECT_FALSE(csv.says(bob.id));
    EXPECT_EQ(std::ranges::count(world.acts(anne.id), "people.exported"), 2);
    EXPECT_EQ((Browser{world}.get("/compte/donnees.json").status()), 401U);
    EXPECT_EQ(browser.get("/admin/personnes/" + bob.id + "/donnees.json").status(), 404U);
    EXPECT_TRUE(copy_of(*world.accounts, "anne@exemple.fr", CopyForm::csv, "command")->starts_with("table,"));
  });
}

TEST(Consent, IsGivenTakenBackAndProved) {
  each_world([](World& world) {
    const auto anne = world.person("anne@exemple.fr", "contributor");
    EXPECT_EQ(public_name(*world.accounts, anne.id, core::Language::fr), "un contributeur");
    Browser browser{world};
    (void)browser.sign_in("anne@exemple.fr", kPassword);
    EXPECT_TRUE(browser.get("/compte/donnees").says("Aucun accord"));
    EXPECT_EQ(browser.post("/compte/donnees/accord", "usage=public_name&accord=oui").status(), 303U);
    EXPECT_EQ(public_name(*world.accounts, anne.id, core::Language::fr), "anne");
    EXPECT_TRUE(browser.get("/compte/donnees").says("Accord donné le"));
    EXPECT_EQ(browser.post("/compte/donnees/accord", "usage=public_name&accord=non").status(), 303U);
    EXPECT_EQ(public_name(*world.accounts, anne.id, core::Language::en), "a contributor");
    (void)browser.post("/compte/donnees/accord", "usage=anything&accord=oui");
    std::int64_t rows = 0;
    world.database.read([&](db::Transaction& tx) {
      tx.each<std::string, std::int64_t>("SELECT wording, given FROM person_consent ORDER BY id", {},
                                         [&](const std::string& wording, std::int64_t given) {
                                           EXPECT_EQ(wording.size(), 64U) << "the digest of the sentence";
                                           EXPECT_EQ(given, rows == 0 ? 1 : 0);
                                           ++rows;
                                         });
    });
    EXPECT_EQ(rows, 2) << "each answer is a row; no purpose but ours";
  });
}

TEST(Erasure, OfOneselfByPasswordLeavesNoTraceAndSaysSo) {
  each_world([](World& world) {
    world.person("admin@exemple.fr", "administrator");
    auto anne = world.person("anne.martin@exemple.fr", "contributor");
    ASSERT_TRUE(world.database.write([&](db::Transaction& tx) -> core::Result<void> {
      store::set_profile(tx, anne.id, "Anne Martin", core::Language::fr);
      (void)notices::tell(tx, {anne.id, "news", "n1", kNews.key, {{"who", "Anne MARTIN, anne.martin@exemple.fr"}}},
                          world.clock.now());
      return {};
    }));
    Browser browser{world};
    (void)browser.sign_in("anne.martin@exemple.fr", kPassword);
    (void)Browser{world}.post("/connexion/demande", "courriel=anne.martin%40exemple.fr");
    EXPECT_EQ(browser.post("/compte/donnees/effacement", "mot_de_passe=faux&telephone=").status(), 400U);
    EXPECT_TRUE(browser.get("/compte").says("Anne Martin"));
    const auto done =
        browser.post("/compte/donnees/effacement", "mot_de_passe=" + encoded(kPassword) + "&telephone=0612345678");
    EXPECT_EQ(done.status(), 200U);
    EXPECT_TRUE(done.says("ne figurent plus") || done.says("n’y figurent plus")) << done.answer.body;
    EXPECT_TRUE(browser.cookie.empty());
    EXPECT_FALSE(stands_anywhere(world, "anne.martin@exemple.fr", "Anne Martin"));
    EXPECT_EQ(Browser{world}.sign_in("anne.martin@exemple.fr", kPassword).status(), 400U);
    EXPECT_FALSE(card(*world.accounts, anne.id).has_value());
    EXPECT_EQ(public_name(*world.accounts, anne.id, core::Language::fr), "une personne dont le compte est effacé");
    const auto acts = world.acts(anne.id);
    EXPECT_EQ(std::ranges::count(acts, "people.erased"), 1);
    EXPECT_EQ(std::ranges::count(acts, "people.erasure_checked"), 1) << "the log keeps the opaque id, and its chain";
  });
}

// The bytes of the file itself: what was deleted must not lie on in a free page or in the log.
TEST(Erasure, LeavesNothingInTheFilesOfSqlite) {
  db::testing::FreshDatabase fresh(db::Backend::sqlite);
  auto database = db::Database::open(fresh.url());
  ASSERT_TRUE(database && database->migrate(all_migrations()));
  World world(*database);
  const auto admin = world.person("admin@exemple.fr", "administrator");
  for (int i = 0; i < 40; ++i) world.person("p" + std::to_string(i) + "@exemple.fr", "reader");
  const auto anne = world.person("zoe.quatremarre@exemple.fr", "contributor");
  const auto erased = erase_person(world.state(), anne, {}, {admin.id, "192.0.2.1"});
  ASSERT_TRUE(erased) << erased.error().note;
  EXPECT_TRUE(erased->proof.clean());
  EXPECT_GE(erased->proof.files, 1);
  EXPECT_GT(erased->proof.bytes, 4096);
  const auto file = fresh.url().substr(std::string_view("sqlite:").size());
  for (const auto* suffix : {"", "-wal"}) {
    std::ifstream in(file + suffix, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(bytes.find("quatremarre"), std::string::npos) << suffix;
  }
}

TEST(Erasure, ReportsWhatItCouldNotReach) {
  each_world([](World& world) {
    const auto admin = world.person("admin@exemple.fr", "administrator");
    const auto anne = world.person("anne@exemple.fr", "reader");
    const auto folder = std::filesystem::temp_directory_path() / ("catalyse-traces-" + secrets::random_id());
    std::filesystem::create_directories(folder / "below");
    std::ofstream(folder / "below" / "list.bin") << std::string(5'000'000, '.') << "x ANNE@exemple.fr y";
    auto settings = world.state().settings;
    settings.files = {folder};
    const Accounts other(world.database, world.clock, settings);
    const auto erased = erase_person(other.state(), anne, {}, {admin.id, {}});
    std::filesystem::remove_all(folder);
    ASSERT_TRUE(erased) << erased.error().note;
    EXPECT_FALSE(erased->proof.clean());
    const auto left = std::ranges::find(erased->proof.traces, false, &personal::Trace::homonym);
    ASSERT_NE(left, erased->proof.traces.end());
    EXPECT_EQ(left->place, "list.bin");
    EXPECT_EQ(left->sought, personal::Sought::email);
    EXPECT_EQ(left->count, 1);
  });
}

TEST(Erasure, ByALinkForWhoHasNoPassword) {
  each_world([](World& world) {
    world.person("admin@exemple.fr", "administrator");
    const auto link = invite(*world.accounts, {"anne@exemple.fr", "Anne Martin", "reader", ""}, "command");
    ASSERT_TRUE(link);
    Browser browser{world};
    (void)browser.get("/connexion/lien?secret=x");
    (void)browser.post("/connexion/lien", "secret=" + secret_in(*link));
    (void)browser.get("/compte/donnees");
    EXPECT_EQ(browser.post("/compte/donnees/lien", "rien=").status(), 200U);
    const auto mails = waiting(world);
    ASSERT_EQ(mails.size(), 1U);
    const auto secret = secret_in(mails[0].text);
    ASSERT_FALSE(secret.empty()) << mails[0].text;
    Browser scanner{world};
    EXPECT_EQ(scanner.get("/effacement?secret=" + secret).status(), 200U);
    EXPECT_EQ(browser.get("/compte").status(), 200U) << "looking changes nothing";
    EXPECT_EQ(scanner.post("/effacement", "secret=faux&telephone=").status(), 400U);
    EXPECT_EQ(scanner.post("/effacement", "secret=" + secret + "&telephone=").status(), 200U);
    EXPECT_EQ(browser.get("/compte").status(), 303U);
    EXPECT_EQ(scanner.post("/effacement", "secret=" + secret + "&telephone=").status(), 400U) << "once";
    EXPECT_FALSE(stands_anywhere(world, "anne@exemple.fr", "Anne Martin"));
  });
}

TEST(Erasure, ByAnAdministratorWhoTypesTheAddressAndNeverOfTheLast) {
  each_world([](World& world) {
    const auto admin = world.person("admin@exemple.fr", "administrator");
    const auto anne = world.person("anne@exemple.fr", "reader");
    const auto key = world.give_factor(admin);
    Browser browser{world};
    const auto step = browser.sign_in("admin@exemple.fr", kPassword).hidden("etape");
    ASSERT_EQ(browser.post("/connexion/code", "etape=" + step + "&code=" + world.code(key)).status(), 303U);
    (void)browser.get("/compte");
    const auto page = "/admin/personnes/" + anne.id;
    EXPECT_TRUE(browser.get(page).says("/donnees"));
    EXPECT_TRUE(browser.get(page + "/donnees.json").says("anne@exemple.fr"));
    (void)browser.get(page + "/donnees");
    EXPECT_EQ(browser.post(page + "/effacement", "courriel=autre%40exemple.fr&telephone=").status(), 400U);
    EXPECT_EQ(browser.post(page + "/effacement", "courriel=anne%40exemple.fr&telephone=").status(), 200U);
    EXPECT_EQ(browser.get(page).status(), 404U);
    const auto own = "/admin/personnes/" + admin.id;
    EXPECT_EQ(browser.post(own + "/effacement", "courriel=admin%40exemple.fr&telephone=").status(), 400U)
        << "the only administrator";
  });
}

TEST(Objection, ByASignedLinkEndsAnInvitationAndKeepsItFromComingBack) {
  each_world([](World& world) {
    world.person("admin@exemple.fr", "administrator");
    ASSERT_TRUE(invite_person(world.state(), {"anne@exemple.fr", "Anne Martin", "reader", ""}, {"k", "192.0.2.1"}));
    const auto mails = waiting(world);
    ASSERT_EQ(mails.size(), 1U);
    std::smatch found;
    ASSERT_TRUE(std::regex_search(mails[0].text, found, std::regex("(/opposition\\?cle=([0-9a-z]+~[0-9a-f]+))")));
    Browser browser{world};
    EXPECT_EQ(browser.get(found[1].str()).status(), 200U);
    EXPECT_EQ(browser.get("/opposition?cle=abc~0000").status(), 400U);
    EXPECT_EQ(browser.post("/opposition", "cle=abc~0000").status(), 400U);
    EXPECT_EQ(browser.post("/opposition", "cle=" + found[2].str()).status(), 200U);
    EXPECT_FALSE(stands_anywhere(world, "anne@exemple.fr", "Anne Martin"));
    EXPECT_EQ(browser.post("/opposition", "cle=" + found[2].str()).status(), 200U) << "again changes nothing";
    const auto again = invite(*world.accounts, {"Anne@exemple.fr", "", "reader", ""}, "command");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().message_id, "accounts.error.objects");
  });
}

TEST(Notices, ArePreferredAndEndedInOneClick) {
  each_world([](World& world) {
    const auto anne = world.person("anne@exemple.fr", "contributor");
    const auto rhythm = [&](std::string_view kind) {
      auto found = notices::Rhythm::at_once;
      world.database.read(
          [&](db::Transaction& tx) { found = notices::rhythm_of(tx, world.state().notices, anne.id, kind); });
      return found;
    };
    Browser browser{world};
    (void)browser.sign_in("anne@exemple.fr", kPassword);
    EXPECT_TRUE(browser.get("/compte/notifications").says("Décisions de relecture"));
    EXPECT_EQ(browser.post("/compte/notifications", "sorte=review.decision&rythme=weekly").status(), 303U);
    EXPECT_EQ(rhythm("review.decision"), notices::Rhythm::weekly);
    (void)browser.post("/compte/notifications", "sorte=no.such&rythme=weekly");
    (void)browser.post("/compte/notifications", "sorte=news&rythme=hourly");
    EXPECT_EQ(rhythm("news"), notices::Rhythm::daily);
    const auto address =
        "/desinscription?cle=" + encoded(notices::unsubscribe_key(world.state().notices, anne.id, "news"));
    EXPECT_TRUE((Browser{world}.get(address).says("Nouvelles")));
    EXPECT_EQ(rhythm("news"), notices::Rhythm::daily) << "looking changes nothing";
    http::TestRequest mailbox{.method = "POST", .target = address, .headers = {}, .body = "List-Unsubscribe=One-Click"};
    mailbox.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    mailbox.client = "198.51.100.1";
    EXPECT_EQ(http::send(*world.router, mailbox).status, 200U) << "no origin, no cookie: RFC 8058";
    EXPECT_EQ(rhythm("news"), notices::Rhythm::never);
    EXPECT_EQ(rhythm("review.decision"), notices::Rhythm::weekly);
    mailbox.target = "/desinscription?cle=" + anne.id + "~news~0000";
    EXPECT_EQ(http::send(*world.router, mailbox).status, 400U);
    mailbox.target = "/desinscription?cle=" + encoded(notices::unsubscribe_key(world.state().notices, anne.id, "*"));
    EXPECT_EQ(http::send(*world.router, mailbox).status, 200U);
    EXPECT_EQ(rhythm("review.decision"), notices::Rhythm::never) << "all means all";
  });
}

TEST(Retention, RemovesWhatIsPastItsTimeAndNothingElse) {
  each_world([](World& world) {
    world.person("admin@exemple.fr", "administrator");
    world.person("here@exemple.fr", "reader");
    world.person("away@exemple.fr", "reader");
    ASSERT_TRUE(invite(*world.accounts, {"never@exemple.fr", "Never", "reader", ""}, "command"));
    ASSERT_TRUE(start(*world.accounts));
    notices::Handlers handlers;
    add_handlers(handlers, world.accounts);
    jobs::Runner runner(world.database, world.clock, std::move(handlers), {});
    Browser here{world};
    Browser away{world};
    (void)away.sign_in("away@exemple.fr", kPassword);
    const auto known = [&](const std::string& email) { return find_person(world.state(), email).has_value(); };
    world.clock.pass(24h * 190);
    EXPECT_EQ(runner.step(), 1U);
    EXPECT_FALSE(known("never@exemple.fr")) << "an invitation not taken up for six months";
    EXPECT_TRUE(known("away@exemple.fr"));
    world.database.read([&](db::Transaction& tx) {
      EXPECT_TRUE(store::sessions(tx, store::find_by_email(tx, "away@exemple.fr")->id).empty());
    });
    world.clock.pass(24h * (3 * 365 - 190 - 20));
    (void)here.sign_in("here@exemple.fr", kPassword);
    (void)runner.step();
    std::vector<std::string> warned;
    for (const auto& mail : waiting(world)) warned.push_back(mail.to);
    EXPECT_EQ(std::ranges::count(warned, "away@exemple.fr"), 1);
    EXPECT_EQ(std::ranges::count(warned, "here@exemple.fr"), 0);
    world.clock.pass(24h);
    (void)runner.step();
    EXPECT_EQ(waiting(world).size(), warned.size()) << "warned once";
    world.clock.pass(24h * 25);
    (void)runner.step();
    EXPECT_FALSE(known("away@exemple.fr")) << "three years";
    EXPECT_TRUE(known("here@exemple.fr"));
    EXPECT_TRUE(known("admin@exemple.fr")) << "the last administrator stays";
  });
}

TEST(SecondFactor, IsKeptEncryptedAndBoundToItsPerson) {
  each_world([](World& world) {
    const auto anne = world.person("anne@exemple.fr", "contributor");
    const auto ben = world.person("ben@exemple.fr", "contributor");
    const auto key = world.give_factor(anne);  // as an older program stored it
    const auto stored = [&](const Person& person) {
      std::string text;
      world.database.read([&](db::Transaction& tx) { text = store::find_by_id(tx, person.id)->totp; });
      return text;
    };
    EXPECT_EQ(stored(anne), key);
    ASSERT_TRUE(start(*world.accounts));
    EXPECT_TRUE(secrets::is_sealed(stored(anne)));
    EXPECT_EQ(stored(anne).find(key), std::string::npos);
    Browser browser{world};
    const auto step = browser.sign_in("anne@exemple.fr", kPassword).hidden("etape");
    EXPECT_EQ(browser.post("/connexion/code", "etape=" + step + "&code=" + world.code(key)).status(), 303U);
    ASSERT_TRUE(world.database.write([&](db::Transaction& tx) -> core::Result<void> {
      store::set_totp(tx, ben.id, stored(anne), 0);  // copied by whoever can write to the database
      return {};
    }));
    Browser other{world};
    const auto copied = other.sign_in("ben@exemple.fr", kPassword).hidden("etape");
    EXPECT_EQ(other.post("/connexion/code", "etape=" + copied + "&code=" + world.code(key)).status(), 400U);
    Browser enrolling{world};
    const auto cleo = world.person("cleo@exemple.fr", "contributor");
    (void)enrolling.sign_in("cleo@exemple.fr", kPassword);
    const auto fresh = enrolling.get("/compte/securite/application").hidden("cle");
    ASSERT_EQ(enrolling.post("/compte/securite/application", "cle=" + fresh + "&code=" + world.code(fresh)).status(),
              200U);
    EXPECT_TRUE(secrets::is_sealed(stored(cleo)));
  });
}

}  // namespace
}  // namespace catalyse::accounts
