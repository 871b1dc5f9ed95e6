// People as they come: through the router, on both engines. Each test carries its people in a few lines.
#include <fstream>
#include <sstream>
#include <thread>

#include "testing.hpp"

namespace catalyse::accounts {
namespace {

TEST(SignIn, FromTheInvitationOfTheCommandLineToAdministration) {
  each_world([](World& world) {
    const auto link = invite(*world.accounts, {"a@b.fr", "Anne", "administrator", ""}, "command");
    ASSERT_TRUE(link) << link.error().note;
    const auto secret = link->substr(link->find("secret=") + 7);
    Browser anne{world};
    const auto page = anne.get("/connexion/lien?secret=" + secret);
    EXPECT_EQ(page.hidden("secret"), secret);
    Browser scanner{world};
    (void)scanner.get("/connexion/lien?secret=" + secret);  // a mail scanner opens links, and takes nothing
    const auto in = anne.post("/connexion/lien", "secret=" + secret);
    EXPECT_EQ(in.location(), "/compte/securite?fait=bienvenue");
    EXPECT_EQ(Browser{world}.post("/connexion/lien", "secret=" + secret).status(), 400U) << "it works once";

    EXPECT_EQ(anne.get("/admin").status(), 404U) << "not in force without a second factor";
    (void)anne.get("/compte/securite");
    const auto set = anne.post("/compte/securite/mot-de-passe", "nouveau=" + encoded("quatre chevaux gris"));
    EXPECT_EQ(set.status(), 303U) << set.answer.body;
    const auto before = anne.cookie;
    const auto enrol = anne.get("/compte/securite/application");
    const auto key = enrol.hidden("cle");
    EXPECT_EQ(anne.post("/compte/securite/application", "cle=" + key + "&code=000000").status(), 400U);
    const auto codes = anne.post("/compte/securite/application", "cle=" + key + "&code=" + world.code(key));
    EXPECT_EQ(codes.status(), 200U);
    EXPECT_NE(anne.cookie, before) << "more rights, another session";
    EXPECT_EQ(anne.get("/admin").status(), 200U);
    EXPECT_EQ(anne.get("/admin/personnes").status(), 200U);
    std::smatch found;
    const std::regex recovery("[0-9a-z]{4}(-[0-9a-z]{4}){3}");
    ASSERT_TRUE(std::regex_search(codes.answer.body, found, recovery));

    Browser again{world};
    const auto asked = again.sign_in("A@b.fr", "quatre chevaux gris");
    EXPECT_EQ(asked.status(), 200U);
    EXPECT_TRUE(again.cookie.empty()) << "no session before the second factor";
    const auto step = asked.hidden("etape");
    EXPECT_EQ(again.post("/connexion/code", "etape=" + step + "&code=" + world.code(key)).status(), 400U)
        << "that code served already";
    world.clock.pass(30s);
    EXPECT_EQ(again.post("/connexion/code", "etape=" + step + "&code=" + world.code(key)).status(), 303U);
    EXPECT_EQ(again.get("/admin").status(), 200U);
    Browser lost{world};
    const auto other = lost.sign_in("a@b.fr", "quatre chevaux gris").hidden("etape");
    EXPECT_EQ(lost.post("/connexion/code", "etape=" + other + "&code=" + found[0].str()).status(), 303U)
        << "a recovery code";
    Browser twice{world};
    const auto third = twice.sign_in("a@b.fr", "quatre chevaux gris").hidden("etape");
    EXPECT_EQ(twice.post("/connexion/code", "etape=" + third + "&code=" + found[0].str()).status(), 400U) << "once";
  });
}

TEST(SignIn, GivesTheSameAnswerWhoeverHasAnAccount) {
  each_world([](World& world) {
    world.person("known@b.fr", "reader");
    const auto body = [&](const std::string& email) {
      Browser browser{world};
      auto text = browser.sign_in(email, "un mauvais mot").answer.body;
      for (auto at = text.find(email); at != std::string::npos; at = text.find(email))
        text.replace(at, email.size(), "X");
      return text;
    };
    EXPECT_EQ(body("known@b.fr"), body("nobody@b.fr"));
    const auto disabled = world.person("closed@b.fr", "reader");
    ASSERT_TRUE(set_admission(*world.accounts, "closed@b.fr", Admission::disabled, "command"));
    Browser browser{world};
    EXPECT_EQ(browser.sign_in("closed@b.fr", "quatre chevaux gris").status(), 400U);
  });
}

// The time of a refusal is that of argon2id and of one line of the log, whoever was named; a link that is asked for
// writes as many rows for nobody as for somebody.
TEST(SignIn, CostsTheSameWhoeverHasAnAccount) {
  each_world([](World& world) {
    world.person("known@b.fr", "reader");
    world.person("closed@b.fr", "reader");
    ASSERT_TRUE(set_admission(*world.accounts, "closed@b.fr", Admission::disabled, "command"));
    ASSERT_TRUE(invite(*world.accounts, {"invited@b.fr", "I", "reader", ""}, "command"));
    const auto rows = [&](const std::string& table) {
      std::int64_t count = 0;
      world.database.read([&](db::Transaction& tx) {
        tx.each<std::int64_t>("SELECT COUNT(*) FROM " + table, {}, [&](std::int64_t found) { count = found; });
      });
      return count;
    };
    int address = 0;
    for (const auto* email : {"known@b.fr", "closed@b.fr", "invited@b.fr", "nobody@b.fr", "pas une adresse", ""}) {
      Browser browser{world};
      browser.address = "198.51.100." + std::to_string(++address);
      const auto works = world.state().passwords.works();
      const auto lines = rows("audit_line");
      EXPECT_EQ(browser.sign_in(email, "un mauvais mot").status(), 400U) << email;
      EXPECT_EQ(world.state().passwords.works() - works, 1U) << email << ": one password worked on";
      EXPECT_EQ(rows("audit_line") - lines, 1) << email;
      const auto jobs = rows("job");
      EXPECT_EQ(browser.post("/connexion/demande", "courriel=" + encoded(email)).status(), 200U) << email;
      EXPECT_EQ(rows("job") - jobs, 1) << email << ": one job, a mail or nothing";
      EXPECT_EQ(rows("audit_line") - lines, 2) << email;
    }
  });
}

// Administering one place, or following one programme, reaches neither the people nor the log of the whole site.
TEST(Roles, HeldForAPlaceReachNothingOfTheWhole) {
  each_world([](World& world) {
    const auto target = world.person("cible@b.fr", "reader");
    for (const auto* role : {"administrator", "pilot"}) {
      const auto person = world.person(std::string(role) + "@b.fr", "reader");
      ASSERT_TRUE(change_role(*world.accounts, person.email, {role, "dep:76"}, Change::grant, "command"));
      const auto key = world.give_factor(person);
      Browser browser{world};
      const auto step = browser.sign_in(person.email, "quatre chevaux gris").hidden("etape");
      ASSERT_EQ(browser.post("/connexion/code", "etape=" + step + "&code=" + world.code(key)).status(), 303U);
      for (const auto* path : {"/admin", "/admin/personnes", "/admin/journal", "/admin/journal.csv"})
        EXPECT_EQ(browser.get(path).status(), 404U) << role << path;
      const auto own = "/admin/personnes/" + person.id + "/roles";
      EXPECT_EQ(browser.post(own, "geste=ajouter&role=administrator&portee=").status(), 404U) << role;
      EXPECT_EQ(browser.get("/admin/personnes/" + target.id + "/donnees.json").status(), 404U);
    }
    world.person("tous@b.fr", "administrator");
    EXPECT_FALSE(set_admission(*world.accounts, "tous@b.fr", Admission::disabled, "command"))
        << "one of a place does not count as an administrator left";
    EXPECT_TRUE(change_role(*world.accounts, "administrator@b.fr", {"administrator", "dep:76"}, Change::revoke, "c"));
  });
}

TEST(SignIn, MakesANewSessionAndEndsTheOneBefore) {
  each_world([](World& world) {
    world.person("a@b.fr", "reader");
    Browser victim{world};
    victim.cookie = "session=chosen-by-the-attacker";
    EXPECT_EQ(victim.sign_in("a@b.fr", "quatre chevaux gris").location(), "/compte");
    EXPECT_NE(victim.cookie, "session=chosen-by-the-attacker");
    Browser attacker{world};
    attacker.cookie = "session=chosen-by-the-attacker";
    EXPECT_EQ(attacker.get("/compte").status(), 303U);
    const auto first = victim.cookie;
    EXPECT_EQ(victim.sign_in("a@b.fr", "quatre chevaux gris").status(), 303U);
    EXPECT_NE(victim.cookie, first);
    Browser old{world};
    old.cookie = first;
    EXPECT_EQ(old.get("/compte").status(), 303U) << "the session before has ended";
    world.database.read([&](db::Transaction& tx) {
      std::string digest;
      tx.each<std::string>("SELECT digest FROM person_session", {},
                           [&](std::string found) { digest = std::move(found); });
      EXPECT_EQ(digest, core::sha256(victim.cookie.substr(victim.cookie.find('=') + 1))) << "stored as its digest only";
    });
  });
}

TEST(SignIn, LeadsBackHereAndNowhereElse) {
  each_world([](World& world) {
    world.person("a@b.fr", "reader");
    EXPECT_EQ((Browser{world}.sign_in("a@b.fr", "quatre chevaux gris", "/compte/journal?avant=3").location()),
              "/compte/journal?avant=3");
    for (const auto* bad : {"//attaque.example", "https://attaque.example/", "/\\attaque.example"})
      EXPECT_EQ((Browser{world}.sign_in("a@b.fr", "quatre chevaux gris", bad).location()), "/compte") << bad;
    EXPECT_EQ((Browser{world}.get("/compte/securite").location()), "/connexion?retour=%2Fcompte%2Fsecurite");
  });
}

TEST(SignIn, SlowsDownWhoGuessesAndLetsTheOwnerIn) {
  each_world([](World& world) {
    world.person("a@b.fr", "reader");
    Browser guesser{world};
    guesser.address = "198.51.100.66";
    for (int i = 0; i < 5; ++i) EXPECT_EQ(guesser.sign_in("a@b.fr", "faux mot de passe").status(), 400U);
    const auto waits = guesser.sign_in("a@b.fr", "quatre chevaux gris");
    EXPECT_EQ(waits.status(), 429U) << "even the right one, from there";
    EXPECT_EQ(waits.answer.header("retry-after"), "1");
    Browser owner{world};
    EXPECT_EQ(owner.sign_in("a@b.fr", "quatre chevaux gris").status(), 303U);
    world.clock.pass(2s);
    EXPECT_EQ(guesser.sign_in("a@b.fr", "quatre chevaux gris").status(), 303U);
  });
}

// A guesser with a network for every try: strangers wait for one another, the owner's browser for nobody; and it all
// looks the same where there is no account.
TEST(SignIn, SlowsDownManyNetworksAndNeverTheOwnersBrowser) {
  each_world([](World& world) {
    world.person("a@b.fr", "reader");
    Browser owner{world};
    EXPECT_EQ(owner.sign_in("a@b.fr", "quatre chevaux gris").status(), 303U);
    EXPECT_FALSE(owner.device.empty());
    EXPECT_EQ(owner.device.find("a@b.fr"), std::string::npos) << "it names nobody";
    (void)owner.post("/deconnexion", "rien=");
    const auto guess = [&](const std::string& email, int from) {
      Browser guesser{world};
      guesser.address = "198.51.100." + std::to_string(from);
      return guesser.sign_in(email, "faux mot de passe").status();
    };
    for (const auto* email : {"a@b.fr", "personne@b.fr"}) {
      std::vector<unsigned> answers;
      for (int i = 0; i < 12; ++i) answers.push_back(guess(email, i));
      std::vector<unsigned> wanted(10, 400U);
      wanted.insert(wanted.end(), {429U, 429U});
      EXPECT_EQ(answers, wanted) << email << ": the same whether there is an account";
    }
    Browser stranger{world};
    stranger.address = "203.0.113.9";
    stranger.device = "appareil=x.9999999999.0";
    EXPECT_EQ(stranger.sign_in("a@b.fr", "quatre chevaux gris").status(), 429U) << "a word that is not ours";
    Browser other{world};
    other.device = owner.device;
    EXPECT_EQ(other.sign_in("personne@b.fr", "x").status(), 429U) << "of another account";
    owner.address = "203.0.113.10";
    EXPECT_EQ(owner.sign_in("a@b.fr", "quatre chevaux gris").status(), 303U) << "the owner, wherever she is";
    world.clock.pass(2s);
    EXPECT_EQ(stranger.sign_in("a@b.fr", "quatre chevaux gris").status(), 303U) << "and on a new device after a while";
  });
}

TEST(SignIn, ByALinkThatIsMailedToWhoHasAnAccount) {
  each_world([](World& world) {
    const auto anne = world.person("anne@b.fr", "reader");
    Browser known{world};
    Browser unknown{world};
    const auto one = known.post("/connexion/demande", "courriel=anne%40b.fr");
    const auto two = unknown.post("/connexion/demande", "courriel=personne%40b.fr");
    EXPECT_EQ(one.status(), 200U);
    EXPECT_EQ(one.answer.body, two.answer.body) << "whether there is an account does not show";
    std::vector<mail::Mail> mails;
    world.database.read([&](db::Transaction& tx) { mails = mail::waiting(tx, 10); });
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].to, "anne@b.fr");
    std::smatch found;
    ASSERT_TRUE(std::regex_search(mails[0].text, found, std::regex("/connexion/lien\\?secret=([A-Za-z0-9_-]{43})\\s")));
    const auto secret = found[1].str();
    Browser late{world};
    EXPECT_EQ(late.get("/courriels").status(), 404U) << "from another machine it is not there";
    late.address = "127.0.0.1";
    EXPECT_TRUE(late.get("/courriels").says(secret));
    EXPECT_EQ(known.post("/connexion/lien", "secret=" + secret).location(), "/compte");
    EXPECT_EQ(late.post("/connexion/lien", "secret=" + secret).status(), 400U);
    Browser program{world};
    EXPECT_EQ(program.post("/connexion/demande", "courriel=anne%40b.fr&site_web=x").answer.body, one.answer.body)
        << "who fills what nobody sees learns nothing";
    world.database.read([&](db::Transaction& tx) { mails = mail::waiting(tx, 10); });
    EXPECT_EQ(mails.size(), 1U) << "and sends nothing";
    Browser many{world};
    for (int i = 0; i < 4; ++i) (void)many.post("/connexion/demande", "courriel=anne%40b.fr");
    EXPECT_EQ(many.post("/connexion/demande", "courriel=anne%40b.fr").status(), 429U);
  });
}

TEST(SecondFactor, EndsAfterFiveWrongCodes) {
  each_world([](World& world) {
    const auto key = world.give_factor(world.person("a@b.fr", "pilot"));
    Browser browser{world};
    const auto step = browser.sign_in("a@b.fr", "quatre chevaux gris").hidden("etape");
    for (int i = 0; i < 5; ++i) (void)browser.post("/connexion/code", "etape=" + step + "&code=000000");
    EXPECT_EQ(browser.post("/connexion/code", "etape=" + step + "&code=" + world.code(key)).status(), 400U);
    const auto late = browser.sign_in("a@b.fr", "quatre chevaux gris").hidden("etape");
    world.clock.pass(11min);
    EXPECT_EQ(browser.post("/connexion/code", "etape=" + late + "&code=" + world.code(key)).status(), 400U);
  });
}

TEST(Session, EndsAfterRestBySignOutAndFromAnotherDevice) {
  each_world([](World& world) {
    world.person("a@b.fr", "reader");
    world.person("r@b.fr", "reviewer");
    Browser reader{world};
    Browser reviewer{world};
    (void)reader.sign_in("a@b.fr", "quatre chevaux gris");
    (void)reviewer.sign_in("r@b.fr", "quatre chevaux gris");
    world.clock.pass(20min);
    EXPECT_EQ(reviewer.get("/compte").status(), 200U);
    world.clock.pass(20min);
    EXPECT_EQ(reviewer.get("/compte").status(), 200U) << "seen meanwhile";
    world.clock.pass(31min);
    EXPECT_EQ(reviewer.get("/compte").status(), 303U);
    EXPECT_EQ(reader.get("/compte").status(), 200U);
    Browser elsewhere{world};
    (void)elsewhere.sign_in("a@b.fr", "quatre chevaux gris");
    const auto page = reader.get("/compte/securite");
    const auto other = page.hidden("session");
    EXPECT_EQ(reader.post("/compte/securite/sessions", "session=" + other).status(), 303U);
    EXPECT_EQ(elsewhere.get("/compte").status(), 303U);
    Browser third{world};
    (void)third.sign_in("a@b.fr", "quatre chevaux gris");
    EXPECT_EQ(third.post("/compte/securite/sessions", "session=0000000000000").status(), 404U)
        << "nobody else's, nor absent";
    const auto out = reader.post("/deconnexion", "rien=");
    EXPECT_EQ(out.location(), "/connexion?fait=deconnexion");
    EXPECT_TRUE(reader.cookie.empty());
    EXPECT_EQ(out.answer.header("cache-control"), "private, no-store");
  });
}

TEST(Session, OfOnePersonIsNotEndedByAnother) {
  each_world([](World& world) {
    world.person("a@b.fr", "reader");
    world.person("c@b.fr", "reader");
    Browser a{world};
    Browser c{world};
    (void)a.sign_in("a@b.fr", "quatre chevaux gris");
    (void)c.sign_in("c@b.fr", "quatre chevaux gris");
    std::string id;
    world.database.read(
        [&](db::Transaction& tx) { id = store::sessions(tx, store::find_by_email(tx, "a@b.fr")->id).front().id; });
    EXPECT_EQ(c.post("/compte/securite/sessions", "session=" + id).status(), 404U);
    EXPECT_EQ(a.get("/compte").status(), 200U);
  });
}

TEST(Roles, ChangeThroughThePagesAndEndTheSessions) {
  each_world([](World& world) {
    const auto admin = world.person("admin@b.fr", "administrator");
    const auto key = world.give_factor(admin);
    const auto anne = world.person("anne@b.fr", "reader");
    Browser browser{world};
    const auto step = browser.sign_in("admin@b.fr", "quatre chevaux gris").hidden("etape");
    ASSERT_EQ(browser.post("/connexion/code", "etape=" + step + "&code=" + world.code(key)).status(), 303U);
    Browser hers{world};
    (void)hers.sign_in("anne@b.fr", "quatre chevaux gris");
    const auto page = "/admin/personnes/" + anne.id;
    EXPECT_EQ(hers.get(page).status(), 404U);
    ASSERT_EQ(browser.get(page).status(), 200U);
    EXPECT_EQ(browser.post(page + "/roles", "geste=ajouter&role=reviewer&portee=reg%3A28").status(), 303U);
    EXPECT_EQ(hers.get("/compte").status(), 303U) << "her rights changed: she signs in again";
    EXPECT_EQ(browser.post(page + "/roles", "geste=ajouter&role=root&portee=").status(), 400U);
    EXPECT_EQ(browser.post(page + "/roles", "geste=ajouter&role=reviewer&portee=%3Cb%3E").status(), 400U);
    EXPECT_EQ(browser.post(page + "/roles", "geste=ajouter&role=reviewer&portee=&admin=1").status(), 400U)
        << "nothing undeclared";
    (void)hers.sign_in("anne@b.fr", "quatre chevaux gris");
    EXPECT_TRUE(hers.get("/compte").says("reg:28"));
    EXPECT_EQ(browser.post("/admin/personnes/" + admin.id + "/etat", "etat=desactive").status(), 400U)
        << "the only administrator";
    EXPECT_EQ(browser.post(page + "/etat", "etat=desactive").status(), 303U);
    EXPECT_EQ(hers.get("/compte").status(), 303U);
    EXPECT_EQ(browser.post("/admin/personnes", "courriel=neuf%40b.fr&nom=N&role=contributor&portee=").status(), 200U);
    EXPECT_EQ(browser.post("/admin/personnes", "courriel=neuf%40b.fr&nom=N&role=contributor&portee=").status(), 400U);
    const auto acts = world.acts(anne.id);
    EXPECT_EQ(std::ranges::count(acts, "people.role_granted"), 1);
    EXPECT_EQ(std::ranges::count(acts, "people.disabled"), 1);
    const auto csv = browser.get("/admin/journal.csv");
    EXPECT_EQ(csv.status(), 200U);
    EXPECT_TRUE(csv.says("people.role_granted"));
    EXPECT_FALSE(csv.says("anne@b.fr")) << "the log holds no e-mail";
    EXPECT_EQ(csv.answer.header("access-control-allow-origin"), "");
  });
}

TEST(Journal, ShowsOthersTheirOwnLinesOnly) {
  each_world([](World& world) {
    const auto anne = world.person("anne@b.fr", "reader");
    const auto bob = world.person("bob@b.fr", "reader");
    Browser a{world};
    Browser b{world};
    (void)a.sign_in("anne@b.fr", "quatre chevaux gris");
    (void)b.sign_in("bob@b.fr", "quatre chevaux gris");
    const auto own = a.get("/compte/journal.csv");
    EXPECT_TRUE(own.says(anne.id));
    EXPECT_FALSE(own.says(bob.id));
  });
}

TEST(Cookie, IsLockedToItsHostWhereThereIsTls) {
  const auto migrations = all_migrations();
  db::testing::each_database(migrations, [&](db::Database& database) {
    World world(database, "https://catalyse.example");
    world.person("a@b.fr", "reader");
    http::TestRequest request;
    request.method = "POST";
    request.target = "/connexion";
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Sec-Fetch-Site", "same-origin"}};
    request.body = "courriel=a%40b.fr&mot_de_passe=quatre+chevaux+gris";
    const auto answer = http::send(*world.router, request);
    const std::string cookie(answer.header("set-cookie"));
    EXPECT_TRUE(cookie.starts_with("__Host-session=")) << cookie;
    for (const auto* word : {"; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"})
      EXPECT_NE(cookie.find(word), std::string::npos);
    EXPECT_EQ(cookie.find("Domain"), std::string::npos);
  });
}

std::vector<std::vector<std::string>> rows_of(const std::string& file) {
  std::ifstream in("src/features/accounts/" + file);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    auto& cells = rows.emplace_back();
    std::istringstream words(line);
    for (std::string cell; std::getline(words, cell, '\t');) cells.push_back(cell);
  }
  return rows;
}

char outcome(const http::TestAnswer& answer) {
  const bool led = answer.status == 303 && answer.header("location").starts_with("/connexion?retour=");
  if (led || answer.status == 401) return '-';
  return answer.status == 404 ? '.' : 'y';
}

std::string suffix(http::Form form) {
  return form == http::Form::csv ? ".csv" : form == http::Form::json ? ".json" : "";
}

// A session of a role, made straight in the tables.
Browser browser_of(World& world, const std::string& role, bool second) {
  const auto person = world.person(role + (second ? "" : "0") + "@b.fr", role);
  Browser browser{world};
  const auto secret = secrets::random_token();
  const auto session = secrets::random_id();
  EXPECT_TRUE(world.database.write([&](db::Transaction& tx) -> core::Result<void> {
    store::add_session(tx, core::sha256(secret),
                       {session, person.id, world.clock.now(), world.clock.now(), second, "", "", world.clock.now()});
    return {};
  }));
  browser.cookie = "session=" + secret;
  browser.token = form_token(world.state(), session);
  return browser;
}

// Every route of the room × every role, in each of its forms and both languages, against routes.tsv.
TEST(Matrix, EveryRouteAnswersEveryRoleAsTheTableSays) {
  const auto migrations = all_migrations();
  db::testing::FreshDatabase fresh(db::Backend::sqlite);
  auto database = db::Database::open(fresh.url());
  ASSERT_TRUE(database && database->migrate(migrations));
  World world(*database);
  const auto target = world.person("cible@b.fr", "reader");
  const auto rows = rows_of("routes.tsv");
  const auto& routes = world.router->routes();
  EXPECT_EQ(rows.size() - 1, routes.size()) << "a route without its line, or a line without its route";
  int walked = 0;
  for (const auto& route : routes) {
    const std::string method = route.method == http::Method::post ? "POST" : "GET";
    const auto row =
        std::ranges::find_if(rows, [&](const auto& one) { return one[0] == method && one[1] == route.pattern; });
    ASSERT_NE(row, rows.end()) << method << " " << route.pattern;
    auto path = route.pattern;
    if (const auto at = path.find("{person}"); at != std::string::npos) path.replace(at, 8, target.id);
    for (std::size_t i = 2; i < rows.front().size(); ++i) {
      for (const auto* language : {"", "/en"}) {
        for (const auto form : route.forms) {
          const auto& name = rows.front()[i];
          const auto role = name == "administrator0" ? "administrator" : name;
          // Each try has its own person: some acts end the session.
          Browser browser{world};
          if (name != "nobody") {
            static int number = 0;
            const auto made = browser_of(world, role, name != "administrator0");
            browser.cookie = made.cookie;
            browser.token = made.token;
            ASSERT_TRUE(world.database.write([&](db::Transaction& tx) -> core::Result<void> {
              tx.execute("UPDATE person SET email = :email WHERE email = :old",
                         {std::to_string(++number) + "@x.fr", role + (name == "administrator0" ? "0" : "") + "@b.fr"});
              return {};
            }));
          }
          const auto address = language + path + suffix(form);
          const auto answer = method == "GET" ? browser.get(address) : browser.post(address, "");
          auto wanted = (*row)[i][0];
          const auto led = answer.answer.header("location");
          const char got = led.starts_with("/en/connexion?retour=") ? '-' : outcome(answer.answer);
          EXPECT_EQ(got, wanted) << method << " " << address << " for " << name << ": " << answer.status();
          EXPECT_NE(answer.status(), 500U) << address;
          if (name != "nobody") {
            EXPECT_EQ(answer.answer.header("cache-control").find("public"), std::string::npos) << address;
          }
          ++walked;
        }
      }
    }
  }
  EXPECT_GE(walked, 500);
}

// CSRF, route by route: no state changes without the session's token, nor from another origin.
TEST(Matrix, NoFormPassesWithoutItsTokenOrFromElsewhere) {
  const auto migrations = all_migrations();
  db::testing::FreshDatabase fresh(db::Backend::sqlite);
  auto database = db::Database::open(fresh.url());
  ASSERT_TRUE(database && database->migrate(migrations));
  World world(*database);
  auto browser = browser_of(world, "administrator", true);
  const auto token = browser.token;
  for (const auto& route : world.router->routes()) {
    if (route.method != http::Method::post) continue;
    if (route.pattern == "/desinscription") continue;  // RFC 8058: signed by its key, and done in nobody's name
    browser.token = (token.front() == '0' ? "1" : "0") + token.substr(1);
    EXPECT_EQ(browser.post(route.example, "").status(), 403U) << route.pattern;
    browser.token.clear();
    EXPECT_EQ(browser.post(route.example, "").status(), 403U) << route.pattern;
    for (const auto& [name, value] :
         {std::pair{"Origin", "https://attaque.example"}, std::pair{"Sec-Fetch-Site", "cross-site"},
          std::pair{"Sec-Fetch-Site", "same-site"}}) {
      http::TestRequest request;
      request.method = "POST";
      request.target = route.example;
      request.headers = {
          {"Content-Type", "application/x-www-form-urlencoded"}, {name, value}, {"Cookie", browser.cookie}};
      request.body = "jeton=" + token;
      EXPECT_EQ(http::send(*world.router, request).status, 403U) << route.pattern << " " << name;
    }
  }
  EXPECT_EQ(world.acts().size(), 1U) << "only the invitation of the administrator stands in the log";
}

TEST(SignInConcurrent, OneLinkLetsOneIn) {
  each_world([](World& world) {
    const auto link = invite(*world.accounts, {"a@b.fr", "Anne", "reader", ""}, "command");
    ASSERT_TRUE(link);
    const auto secret = link->substr(link->find("secret=") + 7);
    std::atomic<int> in = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] { in += open_with_link(world.state(), secret, {"192.0.2.1", ""}).has_value() ? 1 : 0; });
    }
    threads.clear();
    EXPECT_EQ(in, 1);
  });
}

}  // namespace
}  // namespace catalyse::accounts
