// The room as those who write meet it: drafts, revisions, files, places.
#include "world_for_test.hpp"

namespace catalyse::contributions {
namespace {

using namespace testing;  // NOLINT: the world of these tests

TEST(Contributions, ADraftIsWrittenSentCorrectedAndPublished) {
  World world;
  const auto id = world.begun("titre=Atelier&lieux=com%3A76540");
  const auto path = "/contributions/" + id;
  EXPECT_TRUE(says(world.get(World::kAline, path), "com:76540 Rouen (Seine-Maritime)"));
  EXPECT_TRUE(says(world.get(World::kAline, "/contributions"), path));

  const auto early = world.post(World::kAline, path, "titre=Atelier+2&lieux=com%3A76540&_edition=1&_geste=soumettre");
  EXPECT_EQ(early.status, 400U);  // the story is missing: kept, not sent
  EXPECT_TRUE(says(early, "Atelier 2"));
  EXPECT_TRUE(says(early, "f-recit-erreur"));
  EXPECT_TRUE(says(early, "name=\"_edition\" value=\"2\""));

  EXPECT_EQ(
      world.post(World::kAline, path, "titre=Atelier&recit=Un&lieux=com%3A76540&_edition=2&_geste=soumettre").status,
      303U);
  EXPECT_EQ(world.get(World::kAline, "/moderation").status, 404U);
  EXPECT_TRUE(says(world.get(World::kRene, "/moderation"), "/moderation/" + id));
  EXPECT_TRUE(says(world.get(World::kRene, "/moderation/" + id), "name=\"_edition\" value=\"3\""));

  const auto both =
      world.post(World::kRene, "/moderation/" + id, "_edition=3&_champ=recit&_remarque=Dites+qui.&_geste=publier");
  EXPECT_EQ(both.status, 400U);  // remarks would be lost
  EXPECT_TRUE(says(both, "Dites qui."));
  EXPECT_EQ(world.changes, 0);
  EXPECT_EQ(
      world.post(World::kRene, "/moderation/" + id, "_edition=3&_champ=recit&_remarque=Dites+qui.&_geste=demander")
          .status,
      303U);
  EXPECT_TRUE(says(world.get(World::kAline, path), "Dites qui."));

  EXPECT_EQ(
      world.post(World::kAline, path, "titre=Atelier&recit=Deux&lieux=com%3A76540&_edition=3&_geste=soumettre").status,
      303U);
  EXPECT_EQ(world.post(World::kRene, "/moderation/" + id, "_edition=3&_geste=publier").status,
            409U);  // not what was read
  EXPECT_EQ(world.post(World::kRene, "/moderation/" + id, "_edition=4&_motif=Vu.&_geste=publier").status, 303U);
  EXPECT_EQ(world.changes, 1);
  const auto history = http::get(*world.router, "/historique/" + id);
  EXPECT_EQ(history.status, 200U);
  for (const auto* page : {"/historique/", "/signaler/"})
    EXPECT_TRUE(
        says(http::get(*world.router, page + id), "<a href=\"/cas\">" + web::say(core::Language::fr, msg::own_title)))
        << "back to the list, by its name";
  EXPECT_TRUE(says(history, "Vu."));
  EXPECT_TRUE(says(http::get(*world.router, "/historique/" + id + ".json"), "\"recit\":[\"Deux\"]"));
}

TEST(Contributions, WhatIsSentTwiceFromOnePageIsOneItem) {
  World world;
  const auto sent = [&](std::string_view path, const std::string& body) {
    return std::string(world.post(World::kAline, path, body).header("location"));
  };
  const auto key = [&](std::string_view path) {
    std::smatch found;
    const auto page = world.get(World::kAline, path);
    EXPECT_TRUE(std::regex_search(page.body, found, std::regex("name=\"_envoi\" value=\"([^\"]+)\"")));
    return "&_envoi=" + found[1].str();
  };
  const auto page = key("/proposer/cas");
  const std::string whole = "titre=Atelier&recit=Un&lieux=com%3A76540&_geste=soumettre" + page;
  const auto first = sent("/proposer/cas", whole);
  EXPECT_TRUE(first.ends_with("?fait=soumis")) << first;
  EXPECT_EQ(sent("/proposer/cas", whole), first) << "pressed twice";
  EXPECT_EQ(world.get(World::kRene, "/moderation").body.find("Atelier</a>"),
            world.get(World::kRene, "/moderation").body.rfind("Atelier</a>"));

  // The answer to the first save was lost; what was typed meanwhile is saved over it.
  const auto other = key("/proposer/cas");
  EXPECT_EQ(world.post(World::kAline, "/proposer/cas", "titre=Halle&_geste=auto" + other).status, 200U);
  const auto again = world.post(World::kAline, "/proposer/cas", "titre=Halle+2&_geste=auto" + other);
  std::smatch found;
  ASSERT_TRUE(std::regex_search(again.body, found, std::regex("\"edition\":2,\"address\":\"([^\"]+)\""))) << again.body;
  EXPECT_TRUE(says(world.get(World::kAline, found[1].str()), "Halle 2"));

  const auto file = key("/proposer/cas/fichier");
  const std::string kept = "texte=id,titre,recit%0Aa,A,R%0Ab,A,R&_geste=garder" + file;
  EXPECT_EQ(world.post(World::kAline, "/proposer/cas/fichier", kept).status, 200U);
  EXPECT_EQ(world.post(World::kAline, "/proposer/cas/fichier", kept).status, 200U);
  const auto own = world.get(World::kAline, "/contributions").body;
  const std::regex link("href=\"/contributions/[0-9a-z]+\"");
  EXPECT_EQ(std::distance(std::sregex_iterator(own.begin(), own.end(), link), std::sregex_iterator()), 4);
}

TEST(Contributions, ARevisionShowsWhatItChangesAndTheHistoryToo) {
  World world;
  const auto id = world.submitted("Rouen");
  ASSERT_EQ(world.post(World::kRene, "/moderation/" + id, "_edition=1&_geste=publier").status, 303U);
  // Another contributor revises what is public.
  const auto path = "/contributions/" + id;
  EXPECT_TRUE(says(world.get("zoe.contributor", path), "Un récit."));
  ASSERT_EQ(world
                .post("zoe.contributor", path,
                      "titre=Atelier&recit=Un+autre.&lieux=com%3A76540&couleurs=vert&couleurs=rouge&_edition=0&_geste="
                      "soumettre")
                .status,
            303U);
  EXPECT_TRUE(
      says(http::get(*world.router, "/historique/" + id + ".json"), "Un récit."));  // public until it is published
  const auto review = world.get(World::kRene, "/moderation/" + id);
  EXPECT_TRUE(says(review, "<del>Un récit.</del>"));
  EXPECT_TRUE(says(review, "Un autre."));
  EXPECT_EQ(world.post("zoe.reviewer", "/moderation/" + id, "_edition=1&_geste=publier").status, 403U);  // her own
  ASSERT_EQ(world.post(World::kRene, "/moderation/" + id, "_edition=1&_geste=publier").status, 303U);
  const auto history = http::get(*world.router, "/historique/" + id + "?version=1");
  EXPECT_TRUE(says(history, "<del>Un récit.</del>"));
  EXPECT_TRUE(says(history, "<ins>Un autre.</ins>"));
}

TEST(Contributions, TwoTabsAreJoinedOrBothShown) {
  World world;
  const auto id = world.begun("titre=Atelier&recit=Un");
  const auto path = "/contributions/" + id;
  ASSERT_EQ(world.post(World::kAline, path, "titre=Autre&recit=Un&_edition=1").status, 303U);
  const auto joined = world.post(World::kAline, path, "titre=Atelier&recit=Deux&_edition=1");
  EXPECT_TRUE(joined.header("location").contains("fait=joint")) << joined.header("location");
  const auto both = world.get(World::kAline, path);
  EXPECT_TRUE(says(both, "Autre") && says(both, "Deux"));

  const auto clash = world.post(World::kAline, path, "titre=Troisieme&recit=Un&_edition=1");
  EXPECT_EQ(clash.status, 409U);
  EXPECT_TRUE(says(clash, "value=\"Troisieme\""));  // mine, in the form
  EXPECT_TRUE(says(clash, "<q>Autre</q>"));         // theirs, beside it
  EXPECT_TRUE(says(clash, ">\nDeux</textarea>"));   // what only they changed is taken in
  EXPECT_TRUE(says(clash, "name=\"_edition\" value=\"3\""));
  EXPECT_EQ(world.post(World::kAline, path, "titre=Troisieme&recit=Deux&_edition=3").status, 303U);
}

TEST(Contributions, TheScriptIsAnsweredInJson) {
  World world;
  const auto begun = world.post(World::kAline, "/proposer/cas", "titre=Atelier&_geste=auto");
  EXPECT_EQ(begun.status, 200U);
  std::smatch found;
  ASSERT_TRUE(std::regex_search(begun.body, found, std::regex("\"address\":\"(/contributions/[0-9a-z]+)\"")))
      << begun.body;
  const std::string path = found[1];
  EXPECT_TRUE(says(world.post(World::kAline, path, "titre=Atelier&recit=Un&_edition=1&_geste=auto"), "\"edition\":2"));
  const auto taken = world.post(World::kAline, path, "titre=Autre&_edition=1&_geste=auto");
  EXPECT_TRUE(says(taken, "\"taken\":{\"recit\":[\"Un\"]}")) << taken.body;
  const auto clash = world.post(World::kAline, path, "titre=Encore&_edition=1&_geste=auto");
  EXPECT_EQ(clash.status, 409U);
  EXPECT_TRUE(says(clash, "\"message\":"));
}

std::string multipart(std::string_view file, std::string_view gesture) {
  const auto part = [](std::string_view name, std::string_view value) {
    return "--x\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\n" + std::string(value) +
           "\r\n";
  };
  return part("jeton", "jeton-sans-secret") + part("texte", "") + part("_geste", gesture) +
         "--x\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"fiches.json\"\r\nContent-Type: "
         "application/json\r\n\r\n" +
         std::string(file) + "\r\n--x--\r\n";
}

TEST(Contributions, AFileBecomesDraftsAndRevisionsAndIsCheckedFirst) {
  World world;
  const auto id = world.submitted("Rouen");
  ASSERT_EQ(world.post(World::kRene, "/moderation/" + id, "_edition=1&_geste=publier").status, 303U);
  const auto path = "/proposer/cas/fichier";
  EXPECT_TRUE(says(world.get("zoe.contributor", path), "/cas.json"));
  const auto item = [](std::string_view name, std::string_view story, std::string_view place) {
    return "{\"id\":\"" + std::string(name) + "\",\"version\":1,\"content\":{\"titre\":[\"Atelier\"],\"recit\":[\"" +
           std::string(story) + "\"],\"lieux\":[\"" + std::string(place) + "\"]}}";
  };
  const auto file = "{\"total\":5,\"cases\":[" + item(id, "Un récit.", "com:76540") + "," +
                    item("neuf", "Neuf.", "com:76540") + "," + item("perdu", "Perdu.", "com:99999") +
                    ",{\"id\":\"b\",\"content\":{\"titre\":[\"T\"],\"couleurs\":[\"bleu\"]}}]}";
  const auto send = [&](std::string_view who, std::string_view text, std::string_view gesture) {
    http::TestRequest request;
    request.method = "POST";
    request.target = path;
    request.headers = {{"Content-Type", "multipart/form-data; boundary=x"},
                       {"Sec-Fetch-Site", "same-origin"},
                       {"Cookie", "session=" + std::string(who)}};
    request.body = multipart(text, gesture);
    return http::send(*world.router, request);
  };
  const auto checked = send("zoe.contributor", file, "verifier");
  EXPECT_EQ(checked.status, 200U) << checked.body;
  EXPECT_TRUE(says(checked, "4 fiches lues, 2 sans faute.") && says(checked, "Rien n’a été gardé."));
  EXPECT_TRUE(says(checked, "déjà publiée à l’identique") && says(checked, "un nouveau brouillon"));
  EXPECT_TRUE(says(checked, "cases[3].content.couleurs") && says(checked, "«\u00a0bleu\u00a0»")) << checked.body;
  EXPECT_TRUE(says(checked, "cases[3].content.recit") && says(checked, "cases[2].content.lieux") &&
              says(checked, "«\u00a0com:99999\u00a0»"));
  EXPECT_TRUE(says(checked, "&quot;neuf&quot;")) << "the text is in the form, to be kept by one more press";
  EXPECT_FALSE(says(world.get("zoe.contributor", "/contributions"), "Atelier"));

  const auto kept = send("zoe.contributor", file, "garder");
  EXPECT_TRUE(says(kept, "1 brouillon est dans vos contributions.")) << kept.body;
  EXPECT_TRUE(says(world.get("zoe.contributor", "/contributions"), "Atelier"));
  EXPECT_TRUE(says(send("zoe.contributor", file, "garder"), "déjà dans vos brouillons")) << "sent twice";

  const auto changed = "{\"cases\":[" + item(id, "Un autre.", "com:76540") + "]}";
  EXPECT_TRUE(says(send("zoe.contributor", changed, "garder"), "une révision de la fiche publiée"));
  EXPECT_TRUE(says(world.get("zoe.contributor", "/contributions/" + id), "Un autre."));
  EXPECT_TRUE(says(http::get(*world.router, "/historique/" + id + ".json"), "Un récit.")) << "public until reviewed";
  EXPECT_TRUE(
      says(send(World::kAline, "{\"cases\":[" + item(id, "Un tiers.", "com:76540") + "]}", "garder"), "déjà en cours"));
  EXPECT_TRUE(says(send("lou.contributor-14", "{\"cases\":[" + item("loin", "Loin.", "com:76540") + "]}", "garder"),
                   "ne s’étend pas à ce territoire"));
  EXPECT_EQ(world.changes, 1) << "nothing is published by a file";
}

TEST(Contributions, AFileThatCannotBeReadSaysWhy) {
  World world;
  const auto path = "/proposer/cas/fichier";
  for (const auto& [text, why] :
       std::vector<std::pair<std::string, std::string>>{{"", "choisissez un fichier"},
                                                        {"%7B%22cases%22%3A%5B", "ligne 1, caractère 11"},
                                                        {"%7B%7D", "aucune fiche"},
                                                        {"id%2Ctitre%0Aa%2CT", "ligne 2, colonne recit"},
                                                        {"%3Cscript%3Ealert(1)", "la première ligne nomme"}}) {
    const auto answer = world.post(World::kAline, path, "texte=" + text + "&_geste=garder");
    EXPECT_EQ(answer.status, 400U) << text;
    EXPECT_TRUE(says(answer, why)) << text << answer.body;
    EXPECT_FALSE(says(answer, "<script>alert"));
  }
  std::string many = "id,titre,recit%0A";
  for (int i = 0; i < 201; ++i) many += std::to_string(i) + ",T,R%0A";
  EXPECT_TRUE(says(world.post(World::kAline, path, "texte=" + many + "&_geste=garder"), "201 fiches"));
  EXPECT_FALSE(says(world.get(World::kAline, "/contributions"), "brouillon</td>"));
}

TEST(Contributions, APlaceIsReadAsPeopleNameIt) {
  World world;
  const auto lost = world.post(World::kAline, "/proposer/cas", "titre=Atelier&lieux=Zzqxwv");
  EXPECT_EQ(lost.status, 400U);
  EXPECT_TRUE(says(lost, ">\nZzqxwv</textarea>"));  // what was typed is still there
  const auto several = world.post(World::kAline, "/proposer/cas", "titre=Atelier&lieux=sainte-marie");
  EXPECT_EQ(several.status, 400U);
  EXPECT_TRUE(says(several, "com:"));
  const auto id = world.begun("titre=Atelier&lieux=Rouen%0D%0Adep%3A76");
  EXPECT_TRUE(says(world.get(World::kAline, "/contributions/" + id), "dep:76 Seine-Maritime"));
}

TEST(Contributions, WhatIsTooLongComesBackWhole) {
  World world;
  const std::string text(600, 'x');
  const auto refused = world.post(World::kAline, "/proposer/cas", "titre=Atelier&recit=" + text);
  EXPECT_EQ(refused.status, 400U);
  EXPECT_TRUE(says(refused, text));
  EXPECT_TRUE(says(refused, "f-recit-erreur"));
  EXPECT_EQ(world.post(World::kAline, "/proposer/cas", "titre=Atelier&auteur=moi").status, 400U);  // no such field
}

TEST(Contributions, TheirScopeHoldsAndNothingOfOthersIsThere) {
  World world;
  const auto id = world.submitted("Rouen");
  EXPECT_EQ(world.get("zoe.contributor", "/contributions/" + id).status, 404U);
  EXPECT_EQ(world.post("zoe.contributor", "/contributions/" + id, "titre=Vol&_edition=1").status, 404U);
  EXPECT_EQ(world.get("luc.reviewer-14", "/moderation/" + id).status, 404U);
  EXPECT_FALSE(says(world.get("luc.reviewer-14", "/moderation"), id));
  const auto near = world.get("luc.reviewer-76", "/moderation?vue=territoires");
  EXPECT_TRUE(says(near, id));
  EXPECT_TRUE(says(near, "Mes territoires (1)"));
  EXPECT_EQ(world.post("luc.reviewer-14", "/moderation/" + id, "_edition=1&_geste=publier").status, 404U);
  EXPECT_EQ(world.get("lea.reader", "/proposer/cas").status, 403U);
  EXPECT_EQ(world.post("lou.contributor-14", "/proposer/cas", "titre=A&lieux=Rouen").status, 403U);
  EXPECT_EQ(http::get(*world.router, "/contributions/" + id).status, 303U);  // to sign in
  EXPECT_EQ(http::get(*world.router, "/historique/" + id).status, 404U);     // not public yet
  EXPECT_EQ(world.changes, 0);
}

}  // namespace
}  // namespace catalyse::contributions
