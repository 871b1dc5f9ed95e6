// Whom a provider's word lets in, and whom it does not; on both engines. The tokens themselves: oidc_test.
#include "testing.hpp"

namespace catalyse::accounts {
namespace {

struct Provided {
  World world;
  oidc::Claims claims{"https://fournisseur.exemple", "s-1", "anne@exemple.fr", true, "Anne Martin", ""};
  int number = 0;

  Provided(db::Database& database, ProviderJoin join, ProviderEmail email) : world(database) {
    auto settings = world.state().settings;
    settings.provider = {"ProConnect", nullptr, join, email};
    world.accounts = std::make_shared<const Accounts>(database, world.clock, std::move(settings));
  }
  core::Result<Opened> enter(const std::string& departure = {}) {
    return open_with_claims(world.state(), claims, departure.empty() ? "d" + std::to_string(++number) : departure,
                            {"192.0.2.1", ""});
  }
  std::string refusal() {
    const auto opened = enter();
    return opened ? "let in" : opened.error().message_id;
  }
};

template <class F>
void each_provided(F&& test, ProviderJoin join = ProviderJoin::invited, ProviderEmail email = ProviderEmail::verified) {
  const auto migrations = all_migrations();
  db::testing::each_database(migrations, [&](db::Database& database) {
    Provided provided(database, join, email);
    test(provided);
  });
}

TEST(Provider, LetsInWhoWasInvitedByThatAddressAndKnowsThemAfterwards) {
  each_provided([](Provided& it) {
    EXPECT_EQ(it.refusal(), "accounts.error.not_invited");
    const auto link = invite(*it.world.accounts, {"anne@exemple.fr", "Anne Martin", "contributor", ""}, "command");
    ASSERT_TRUE(link);
    const auto opened = it.enter();
    ASSERT_TRUE(opened) << opened.error().message_id;
    EXPECT_FALSE(opened->secret.empty());
    const auto anne = *find_person(it.world.state(), "anne@exemple.fr");
    EXPECT_EQ(anne.state, "active");
    EXPECT_FALSE(open_with_link(it.world.state(), link->substr(link->find("secret=") + 7), {"192.0.2.1", ""}))
        << "the invitation has served";
    it.claims.email = "anne.nouvelle@exemple.fr";
    it.claims.email_verified = false;
    EXPECT_TRUE(it.enter()) << "afterwards the identity counts, not the e-mail";
    EXPECT_EQ(std::ranges::count(it.world.acts(anne.id), "people.identity_linked"), 1);
    std::vector<mail::Mail> mails;
    it.world.database.read([&](db::Transaction& tx) { mails = mail::waiting(tx, 10); });
    EXPECT_EQ(mails.size(), 1U) << "the person is told that their account opens in another way";
  });
}

TEST(Provider, IsNotBelievedWithoutAVerifiedAddress) {
  each_provided([](Provided& it) {
    it.world.person("anne@exemple.fr", "contributor");
    it.claims.email_verified = false;
    EXPECT_EQ(it.refusal(), "accounts.error.unverified");
    it.claims.email_verified = true;
    for (const auto* email : {"", "anne", "anne@exemple.fr\nx@y.fr", "anne@exemple.fr@y.fr"}) {
      it.claims.email = email;
      EXPECT_EQ(it.refusal(), "accounts.error.unverified") << email;
    }
  });
  each_provided(
      [](Provided& it) {
        it.world.person("anne@exemple.fr", "contributor");
        it.claims.email_verified = false;
        EXPECT_EQ(it.refusal(), "let in") << "a provider configured as one that vouches for its addresses";
      },
      ProviderJoin::invited, ProviderEmail::trusted);
}

TEST(Provider, AnAddressThatPassedToSomebodyElseOpensNothing) {
  each_provided([](Provided& it) {
    it.world.person("anne@exemple.fr", "contributor");
    EXPECT_EQ(it.refusal(), "let in");
    it.claims.subject = "s-2";
    EXPECT_EQ(it.refusal(), "accounts.error.identity");
    it.claims.subject = "s-1";
    it.claims.issuer = "https://autre.exemple";
    EXPECT_EQ(it.refusal(), "let in") << "another provider is another identity";
  });
}

// Signed in without being asked anything proves nothing; what the provider says of tomorrow is of now.
TEST(Provider, ProvesNoMoreThanItSays) {
  each_provided([](Provided& it) {
    const auto anne = it.world.person("anne@exemple.fr", "contributor");
    const auto proved = [&] {
      EXPECT_TRUE(it.enter());
      core::Instant latest{};
      it.world.database.read([&](db::Transaction& tx) {
        for (const auto& one : store::sessions(tx, anne.id)) latest = std::max(latest, one.proved_at);
      });
      return latest;
    };
    EXPECT_EQ(proved(), core::Instant{});
    it.claims.authenticated_at = it.world.clock.now() - 1h;
    EXPECT_EQ(proved(), it.world.clock.now() - 1h);
    it.claims.authenticated_at = it.world.clock.now() + 24h;
    EXPECT_EQ(proved(), it.world.clock.now());
  });
}

TEST(Provider, AReturnIsGoodForOnce) {
  each_provided([](Provided& it) {
    it.world.person("anne@exemple.fr", "contributor");
    EXPECT_TRUE(it.enter("departure"));
    const auto again = it.enter("departure");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().message_id, "accounts.error.step");
  });
}

TEST(Provider, NeverOpensAClosedAccountNorSkipsTheSecondFactor) {
  each_provided([](Provided& it) {
    const auto anne = it.world.person("anne@exemple.fr", "administrator");
    it.world.give_factor(anne);
    const auto opened = it.enter();
    ASSERT_TRUE(opened);
    EXPECT_TRUE(opened->secret.empty()) << "no session before the code";
    EXPECT_FALSE(opened->step.empty());
    it.world.person("other@exemple.fr", "administrator");
    ASSERT_TRUE(set_admission(*it.world.accounts, "anne@exemple.fr", Admission::disabled, "command"));
    EXPECT_EQ(it.refusal(), "accounts.error.disabled");
  });
}

TEST(Provider, OpensTheDoorToAnyoneOnlyWhereThatIsConfigured) {
  each_provided(
      [](Provided& it) {
        ASSERT_TRUE(it.enter());
        const auto anne = *find_person(it.world.state(), "anne@exemple.fr");
        EXPECT_EQ(anne.name, "Anne Martin");
        it.world.database.read([&](db::Transaction& tx) { EXPECT_TRUE(store::grants(tx, anne.id).empty()); });
        EXPECT_EQ(it.refusal(), "let in");
        std::size_t people = list(*it.world.accounts)->size();
        EXPECT_EQ(people, 1U) << "once";
        const auto erased = erase(*it.world.accounts, "anne@exemple.fr", {}, "command");
        ASSERT_TRUE(erased) << erased.error().note;
        EXPECT_TRUE(erased->proof.clean());
      },
      ProviderJoin::anyone);
}

}  // namespace
}  // namespace catalyse::accounts
