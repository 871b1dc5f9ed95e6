// A new proof before sensitive changes, as people meet it; on both engines.
#include "testing.hpp"

namespace catalyse::accounts {
namespace {

constexpr auto kPassword = "quatre chevaux gris";

std::string next_code(World& world, const std::string& key) {
  world.clock.pass(30s);  // a code serves once
  return world.code(key);
}

struct Staff {
  Person person;
  std::string key;
  Browser browser;
};

Staff administrator(World& world) {
  auto person = world.person("admin@b.fr", "administrator");
  auto key = world.give_factor(person);
  Browser browser{world};
  const auto step = browser.sign_in("admin@b.fr", kPassword).hidden("etape");
  EXPECT_EQ(browser.post("/connexion/code", "etape=" + step + "&code=" + world.code(key)).status(), 303U);
  (void)browser.get("/compte");
  return {std::move(person), std::move(key), browser};
}

bool holds(World& world, const Person& person, std::string_view role) {
  bool found = false;
  world.database.read([&](db::Transaction& tx) {
    const auto all = store::grants(tx, person.id);
    found = std::ranges::any_of(all, [&](const Granted& one) { return one.role == role; });
  });
  return found;
}

std::string suite_of(const Shown& led) {
  EXPECT_EQ(led.status(), 303U);
  const auto at = led.location().find("/compte/preuve?suite=");
  EXPECT_NE(at, std::string::npos) << led.location();
  return led.location().substr(at + std::string_view("/compte/preuve?suite=").size());
}

TEST(NewProof, IsAskedBeforeARoleIsGivenAndThenItIsGiven) {
  each_world([](World& world) {
    auto [admin, key, browser] = administrator(world);
    const auto anne = world.person("anne@b.fr", "reader");
    const auto page = "/admin/personnes/" + anne.id;
    const auto act = "geste=ajouter&role=reviewer&portee=reg%3A28";
    world.clock.pass(11min);
    const auto suite = suite_of(browser.post(page + "/roles", act));
    EXPECT_FALSE(holds(world, anne, "reviewer"));
    const auto asked = browser.get("/compte/preuve?suite=" + suite);
    EXPECT_TRUE(asked.says("changer les rôles")) << "the reader sees what will be done";
    EXPECT_TRUE(browser.get("/en/compte/preuve?suite=" + suite).says("change a person’s roles"));
    EXPECT_FALSE(asked.says("mot_de_passe")) << "who has an application is asked for nothing weaker";

    EXPECT_EQ(browser.post("/compte/preuve", "suite=" + suite + "&code=000000").status(), 400U);
    EXPECT_EQ(browser.post("/compte/preuve", "suite=" + suite + "&mot_de_passe=" + encoded(kPassword)).status(), 400U);
    EXPECT_FALSE(holds(world, anne, "reviewer"));

    const auto before = browser.cookie;
    const auto token = browser.token;
    const auto done = browser.post("/compte/preuve", "suite=" + suite + "&code=" + next_code(world, key));
    EXPECT_EQ(done.location(), page + "?fait=role");
    EXPECT_TRUE(holds(world, anne, "reviewer")) << "with all that was typed";
    EXPECT_NE(browser.cookie, before) << "proved: another secret";
    Browser old{world};
    old.cookie = before;
    EXPECT_EQ(old.get("/compte").status(), 303U);
    browser.token = token;
    EXPECT_EQ(browser.post("/compte", "nom=Ada&langue=fr").status(), 303U) << "a form of another tab still holds";

    EXPECT_EQ(browser.post(page + "/roles", "geste=retirer&role=reviewer&portee=reg%3A28").location(),
              page + "?fait=role")
        << "not asked again within ten minutes";
    EXPECT_TRUE(browser.post("/compte/preuve", "suite=" + suite).says("Rien n’attend plus")) << "done once";
    EXPECT_FALSE(holds(world, anne, "reviewer"));
    const auto acts = world.acts(admin.id);
    EXPECT_EQ(std::ranges::count(acts, "people.proved"), 1);
    EXPECT_EQ(std::ranges::count(acts, "people.proof_refused"), 2);
  });
}

// Every sensitive address, with a session of an hour ago: nothing is done and the way leads to the proof.
TEST(NewProof, IsAskedAtEverySensitiveAddress) {
  each_world([](World& world) {
    auto [admin, key, browser] = administrator(world);
    const auto anne = world.person("anne@b.fr", "reader");
    world.clock.pass(11min);
    const auto lines = world.acts().size();
    const auto person = "/admin/personnes/" + anne.id;
    const std::pair<std::string, std::string> posts[] = {
        {"/compte/securite/mot-de-passe", "ancien=" + encoded(kPassword) + "&nouveau=quatre+chevaux+noirs"},
        {"/compte/securite/application", "cle=A&code=1"},
        {"/compte/securite/secours", "rien="},
        {"/compte/donnees/effacement", "mot_de_passe=" + encoded(kPassword)},
        {"/admin/personnes", "courriel=x%40y.fr&nom=X&role=reader&portee="},
        {person + "/roles", "geste=ajouter&role=reviewer&portee="},
        {person + "/etat", "etat=desactive"},
        {person + "/invitation", "rien="},
        {person + "/effacement", "courriel=anne%40b.fr"},
    };
    for (const auto& [path, body] : posts) {
      EXPECT_NE(suite_of(browser.post(path, body)), "") << path;
      EXPECT_TRUE(browser.post("/en" + path, body).location().starts_with("/en/compte/preuve?suite=")) << path;
    }
    const std::pair<std::string, std::string> gets[] = {
        {"/compte/securite/application", "%2Fcompte%2Fsecurite%2Fapplication"},
        {"/compte/donnees.json", "%2Fcompte%2Fdonnees"},
        {"/compte/donnees.csv", "%2Fcompte%2Fdonnees"},
        {"/admin/journal.csv", "%2Fadmin%2Fjournal"},
        {person + "/donnees.json", "%2Fadmin%2Fpersonnes%2F" + anne.id + "%2Fdonnees"},
    };
    for (const auto& [path, back] : gets)
      EXPECT_EQ(browser.get(path).location(), "/compte/preuve?retour=" + back) << path;
    EXPECT_EQ(world.acts().size(), lines) << "nothing was done";
    for (const auto* path : {"/compte", "/compte/donnees", "/admin/journal", "/admin/personnes"})
      EXPECT_EQ(browser.get(path).status(), 200U) << path;
    EXPECT_EQ(browser.post("/compte/securite/application/retirer", "code=" + next_code(world, key)).location(),
              "/compte/securite?fait=application-retiree")
        << "the form itself asks for the code";
  });
}

TEST(NewProof, OfAFileLeadsBackToItsPage) {
  each_world([](World& world) {
    world.person("anne@b.fr", "reader");
    Browser anne{world};
    (void)anne.sign_in("anne@b.fr", kPassword);
    EXPECT_EQ(anne.get("/compte/donnees.json").status(), 200U) << "just signed in";
    world.clock.pass(11min);
    EXPECT_EQ(anne.get("/compte/donnees.json").status(), 303U);
    const auto page = anne.get("/compte/preuve?retour=%2Fcompte%2Fdonnees");
    EXPECT_TRUE(page.says("mot_de_passe"));
    const auto back = anne.post("/compte/preuve", "retour=%2Fcompte%2Fdonnees&mot_de_passe=" + encoded(kPassword));
    EXPECT_EQ(back.location(), "/compte/donnees?fait=preuve");
    EXPECT_EQ(anne.get("/compte/donnees.json").status(), 200U);
    world.clock.pass(11min);
    EXPECT_EQ(anne.post("/compte/preuve", "retour=https%3A%2F%2Fattaque.example&mot_de_passe=" + encoded(kPassword))
                  .location(),
              "/compte?fait=preuve")
        << "nowhere but here";
    world.clock.pass(11min);
    EXPECT_EQ(anne.post("/compte/securite/mot-de-passe",
                        "ancien=" + encoded(kPassword) + "&nouveau=" + encoded("quatre chevaux noirs"))
                  .location(),
              "/compte/securite?fait=mot-de-passe")
        << "the form itself asks for the password";
  });
}

// Without a password nor an application: a link by mail, which may be opened in another browser.
TEST(NewProof, ByALinkCarriesOnWhereItIsOpened) {
  each_world([](World& world) {
    const auto link = invite(*world.accounts, {"anne@b.fr", "Anne", "contributor", ""}, "command");
    ASSERT_TRUE(link);
    Browser anne{world};
    ASSERT_EQ(anne.post("/connexion/lien", "secret=" + link->substr(link->find("secret=") + 7)).status(), 303U);
    (void)anne.get("/compte/securite");
    world.clock.pass(11min);
    const auto suite =
        suite_of(anne.post("/compte/securite/mot-de-passe", "nouveau=" + encoded("quatre chevaux gris")));
    EXPECT_TRUE(anne.get("/compte/preuve?suite=" + suite).says("lien par courriel"));
    EXPECT_EQ(anne.post("/compte/preuve", "suite=" + suite + "&mot_de_passe=").status(), 200U) << "still asked";
    EXPECT_EQ(anne.post("/compte/preuve/lien", "suite=" + suite).status(), 200U);
    std::vector<mail::Mail> mails;
    world.database.read([&](db::Transaction& tx) { mails = mail::waiting(tx, 10); });
    std::smatch found;
    ASSERT_TRUE(std::regex_search(mails.back().text, found,
                                  std::regex("(/connexion/lien\\?secret=([A-Za-z0-9_-]{43})&retour=\\S+)\\s")))
        << mails.back().text;
    Browser phone{world};
    const auto page = phone.get(found[1].str());
    EXPECT_EQ(page.hidden("retour"), "/compte/preuve?suite=" + suite);
    EXPECT_EQ(phone.post("/connexion/lien", "secret=" + found[2].str() + "&retour=" + encoded(page.hidden("retour")))
                  .location(),
              "/compte/preuve?suite=" + suite);
    EXPECT_TRUE(phone.get("/compte/preuve?suite=" + suite).says("Continuer"));
    EXPECT_EQ(phone.post("/compte/preuve", "suite=" + suite).location(), "/compte/securite?fait=mot-de-passe");
    Browser again{world};
    EXPECT_EQ(again.sign_in("anne@b.fr", "quatre chevaux gris").status(), 303U) << "the password that was typed";
  });
}

TEST(NewProof, WhatWaitsIsOfOnePersonOneSessionAndTwentyMinutes) {
  each_world([](World& world) {
    auto [admin, key, browser] = administrator(world);
    const auto anne = world.person("anne@b.fr", "reader");
    world.person("bob@b.fr", "reader");
    const auto page = "/admin/personnes/" + anne.id;
    world.clock.pass(11min);
    const auto suite = suite_of(browser.post(page + "/etat", "etat=desactive"));
    Browser bob{world};
    (void)bob.sign_in("bob@b.fr", kPassword);
    EXPECT_TRUE(bob.post("/compte/preuve", "suite=" + suite).says("Rien n’attend plus")) << "somebody else's";
    // A thief's session laid a trap, and sends its address to the owner.
    Browser owner{world};
    world.clock.pass(30s);
    const auto step = owner.sign_in("admin@b.fr", kPassword).hidden("etape");
    ASSERT_EQ(owner.post("/connexion/code", "etape=" + step + "&code=" + world.code(key)).status(), 303U);
    (void)owner.get("/compte");
    EXPECT_TRUE(owner.post("/compte/preuve", "suite=" + suite).says("Rien n’attend plus")) << "of another session";
    world.clock.pass(20min);
    EXPECT_TRUE(
        browser.post("/compte/preuve", "suite=" + suite + "&code=" + next_code(world, key)).says("Rien n’attend"))
        << "too late";
    world.database.read([&](db::Transaction& tx) {
      EXPECT_EQ(store::find_by_id(tx, anne.id)->state, "active");
      tx.each<std::string>("SELECT sealed FROM person_pending", {}, [&](const std::string& sealed) {
        EXPECT_TRUE(secrets::is_sealed(sealed));
        EXPECT_EQ(sealed.find("desactive"), std::string::npos) << "what was typed does not lie open";
      });
    });
  });
}

TEST(NewProof, OfAStolenSessionIsNotGuessed) {
  each_world([](World& world) {
    auto [admin, key, thief] = administrator(world);
    world.clock.pass(11min);
    for (int i = 0; i < 10; ++i) {
      EXPECT_FALSE(thief.cookie.empty());
      (void)thief.post("/compte/preuve", "retour=%2Fadmin&code=000000");
      world.clock.pass(26s);  // as long as the longest wait
    }
    EXPECT_EQ(thief.get("/compte").status(), 303U) << "the session ends after ten wrong answers";
    Browser owner{world};
    owner.address = "198.51.100.7";
    const auto step = owner.sign_in("admin@b.fr", kPassword).hidden("etape");
    EXPECT_FALSE(step.empty()) << "the owner comes in";
  });
}

TEST(NewProof, SlowsDownWhoGuessesThePassword) {
  each_world([](World& world) {
    world.person("anne@b.fr", "reader");
    Browser anne{world};
    (void)anne.sign_in("anne@b.fr", kPassword);
    world.clock.pass(11min);
    for (int i = 0; i < 5; ++i) (void)anne.post("/compte/preuve", "retour=%2Fcompte&mot_de_passe=faux");
    EXPECT_EQ(anne.post("/compte/preuve", "retour=%2Fcompte&mot_de_passe=" + encoded(kPassword)).status(), 400U)
        << "even the right one, too soon";
    world.clock.pass(2s);
    EXPECT_EQ(anne.post("/compte/preuve", "retour=%2Fcompte&mot_de_passe=" + encoded(kPassword)).status(), 303U);
  });
}

}  // namespace
}  // namespace catalyse::accounts
