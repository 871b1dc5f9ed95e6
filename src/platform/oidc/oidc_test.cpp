// A provider in memory that signs with real keys, and lies in every way a provider or somebody in between could.
#include "oidc.hpp"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <boost/json.hpp>

#include "secrets/signature.hpp"

namespace catalyse::oidc {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using secrets::base64url;

class TestClock final : public core::Clock {
 public:
  [[nodiscard]] core::Instant now() const override { return now_; }
  void pass(std::chrono::seconds time) { now_ += time; }

 private:
  core::Instant now_{1'795'000'000s};
};

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using KeyPair = std::unique_ptr<EVP_PKEY, FreeKey>;

std::string number_of(EVP_PKEY* key, const char* name, int size) {
  BIGNUM* value = nullptr;
  EVP_PKEY_get_bn_param(key, name, &value);
  std::string bytes(static_cast<std::size_t>(size > 0 ? size : BN_num_bytes(value)), '\0');
  BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  BN_free(value);
  return bytes;
}

struct Signer {
  KeyPair key;
  std::string id, algorithm;

  static Signer rsa(std::string id, unsigned bits = 2048) {
    return {KeyPair(EVP_RSA_gen(bits)), std::move(id), "RS256"};
  }
  static Signer curve(std::string id) { return {KeyPair(EVP_EC_gen("P-256")), std::move(id), "ES256"}; }

  [[nodiscard]] json::object public_key() const {
    if (algorithm == "RS256")
      return {{"kty", "RSA"},
              {"kid", id},
              {"use", "sig"},
              {"n", base64url(number_of(key.get(), OSSL_PKEY_PARAM_RSA_N, 0))},
              {"e", base64url(number_of(key.get(), OSSL_PKEY_PARAM_RSA_E, 0))}};
    return {{"kty", "EC"},
            {"crv", "P-256"},
            {"kid", id},
            {"x", base64url(number_of(key.get(), OSSL_PKEY_PARAM_EC_PUB_X, 32))},
            {"y", base64url(number_of(key.get(), OSSL_PKEY_PARAM_EC_PUB_Y, 32))}};
  }
  [[nodiscard]] std::string signature(const std::string& text) const {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key.get());
    std::size_t size = 0;
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    EVP_DigestSign(context, nullptr, &size, bytes, text.size());
    std::string out(size, '\0');
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size, bytes, text.size());
    EVP_MD_CTX_free(context);
    out.resize(size);
    if (algorithm == "RS256") return out;
    const auto* der = reinterpret_cast<const unsigned char*>(out.data());
    ECDSA_SIG* halves = d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(size));
    std::string raw(64, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(halves), reinterpret_cast<unsigned char*>(raw.data()), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(halves), reinterpret_cast<unsigned char*>(raw.data()) + 32, 32);
    ECDSA_SIG_free(halves);
    return raw;
  }
  [[nodiscard]] std::string token(const json::object& claims, json::object header = {}) const {
    if (!header.contains("alg")) header["alg"] = algorithm;
    if (!header.contains("kid")) header["kid"] = id;
    const auto text = base64url(json::serialize(header)) + "." + base64url(json::serialize(claims));
    return text + "." + base64url(signature(text));
  }
};

constexpr std::string_view kIssuer = "https://fournisseur.exemple";

struct World {
  TestClock clock{};
  std::vector<Signer> signers{};
  json::object claims{}, info{};
  std::string token{};       // instead of the one that is signed here
  std::string info_token{};  // userinfo as a signed token
  json::object configuration{{"issuer", kIssuer},
                             {"authorization_endpoint", "https://fournisseur.exemple/auth"},
                             {"token_endpoint", "https://fournisseur.exemple/token"},
                             {"jwks_uri", "https://fournisseur.exemple/jwks"},
                             {"userinfo_endpoint", "https://fournisseur.exemple/userinfo"}};
  std::vector<Question> asked{};
  Provider provider{std::string(kIssuer), "catalyse", "secret", "https://catalyse.exemple/connexion/retour"};

  World() { signers.push_back(Signer::rsa("k1")); }
  Client client() {
    return {provider, clock, [this](const Question& question) { return answer(question); }};
  }
  core::Result<Reply> answer(const Question& question) {
    asked.push_back(question);
    if (question.address.ends_with("openid-configuration"))
      return Reply{200, "application/json", json::serialize(configuration)};
    if (question.address.ends_with("/jwks")) {
      json::array keys;
      for (const auto& one : signers) keys.push_back(one.public_key());
      return Reply{200, "application/json", json::serialize(json::object{{"keys", keys}})};
    }
    if (question.address.ends_with("/token")) {
      const json::object said{{"access_token", "a"},
                              {"id_token", token.empty() ? signers.back().token(claims) : token}};
      return Reply{200, "application/json", json::serialize(said)};
    }
    if (question.address.ends_with("/userinfo") && question.bearer == "a")
      return info_token.empty() ? Reply{200, "application/json", json::serialize(info)}
                                : Reply{200, "application/jwt; charset=utf-8", info_token};
    return Reply{404, "", ""};
  }
  void claim(const Departure& departure) {
    const auto now = clock.now().time_since_epoch().count();
    claims = {{"iss", kIssuer},        {"aud", "catalyse"},        {"sub", "s-1"},         {"iat", now},
              {"exp", now + 300},      {"nonce", departure.nonce}, {"email", "anne@b.fr"}, {"email_verified", true},
              {"name", "Anne Martin"}, {"acr", "eidas1"}};
  }
};

// Leaves, lets `spoil` change what the provider will say, and comes back.
template <class F>
core::Result<Claims> sign_in(World& world, F&& spoil) {
  const auto client = world.client();
  const auto left = client.depart();
  if (!left) return std::unexpected(left.error());
  world.claim(left->second);
  Return back{"code", left->second.state, "", ""};
  spoil(back);
  return client.arrive(back, left->second);
}

std::string why(const core::Result<Claims>& result) {
  return result ? std::string("let in") : result.error().message_id + ": " + result.error().note;
}

// A provider that still knows the reader must ask again, and say when it did.
TEST(Oidc, AsksAnewWhereAProofIsWantedAndReadsWhenItWasGiven) {
  World world;
  const auto client = world.client();
  EXPECT_EQ(client.depart()->first.find("prompt="), std::string::npos);
  const auto anew = client.depart(Prompt::anew)->first;
  EXPECT_NE(anew.find("&prompt=login&max_age=0"), std::string::npos) << anew;
  const auto silent = sign_in(world, [](Return&) {});
  ASSERT_TRUE(silent) << why(silent);
  EXPECT_EQ(silent->authenticated_at, core::Instant{}) << "not said: not believed";
  const auto said = sign_in(world, [&](Return&) { world.claims["auth_time"] = 1'790'000'000; });
  ASSERT_TRUE(said) << why(said);
  EXPECT_EQ(said->authenticated_at, core::Instant(std::chrono::seconds(1'790'000'000)));
  const auto odd = sign_in(world, [&](Return&) { world.claims["auth_time"] = "hier"; });
  ASSERT_TRUE(odd) << why(odd);
  EXPECT_EQ(odd->authenticated_at, core::Instant{});
}

TEST(Oidc, LeavesWithStateNonceAndChallenge) {
  World world;
  world.provider.acr_values = "eidas1 eidas2";
  const auto client = world.client();
  const auto one = client.depart();
  const auto two = client.depart();
  ASSERT_TRUE(one && two);
  EXPECT_TRUE(one->first.starts_with("https://fournisseur.exemple/auth?response_type=code&client_id=catalyse&"));
  for (const auto& part :
       {"state=" + one->second.state, "nonce=" + one->second.nonce, std::string("code_challenge_method=S256"),
        std::string("acr_values=eidas1%20eidas2"), std::string("scope=openid%20email%20profile"),
        "code_challenge=" + base64url(secrets::sha256_bytes(one->second.verifier)),
        std::string("redirect_uri=https%3A%2F%2Fcatalyse.exemple%2Fconnexion%2Fretour")})
    EXPECT_NE(one->first.find(part), std::string::npos) << part << " in " << one->first;
  EXPECT_NE(one->second.state, two->second.state);
  EXPECT_EQ(one->first.find(one->second.verifier), std::string::npos) << "the verifier stays here";
  EXPECT_EQ(world.asked.size(), 1U) << "the configuration is read once";
}

TEST(Oidc, LetsInWhoTheProviderVouchesForWithBothAlgorithms) {
  for (const bool curve : {false, true}) {
    World world;
    if (curve) world.signers.push_back(Signer::curve("k2"));
    const auto claims = sign_in(world, [](Return&) {});
    ASSERT_TRUE(claims) << why(claims);
    EXPECT_EQ(claims->subject, "s-1");
    EXPECT_EQ(claims->email, "anne@b.fr");
    EXPECT_TRUE(claims->email_verified);
    EXPECT_EQ(claims->name, "Anne Martin");
    EXPECT_EQ(claims->acr, "eidas1");
  }
}

TEST(Oidc, AuthenticatesAsTheProviderWants) {
  World world;
  (void)sign_in(world, [](Return&) {});
  const auto& basic = *std::ranges::find_if(world.asked, [](const auto& one) { return !one.form.empty(); });
  EXPECT_EQ(basic.user, "catalyse");
  EXPECT_EQ(basic.password, "secret");
  EXPECT_EQ(basic.form.find("client_secret"), std::string::npos);
  World other;
  other.configuration["token_endpoint_auth_methods_supported"] = json::array{"client_secret_post"};
  (void)sign_in(other, [](Return&) {});
  const auto& post = *std::ranges::find_if(other.asked, [](const auto& one) { return !one.form.empty(); });
  EXPECT_TRUE(post.user.empty());
  EXPECT_NE(post.form.find("client_secret=secret"), std::string::npos);
  EXPECT_NE(post.form.find("code_verifier="), std::string::npos);
}

// Each line is one lie; each must be seen.
TEST(Oidc, BelievesNothingThatDoesNotHold) {
  const std::vector<std::pair<std::string_view, std::function<void(World&, Return&)>>> lies{
      {"another state", [](World&, Return& back) { back.state += "x"; }},
      {"no state", [](World&, Return& back) { back.state.clear(); }},
      {"no code", [](World&, Return& back) { back.code.clear(); }},
      {"another nonce", [](World& w, Return&) { w.claims["nonce"] = "x"; }},
      {"no nonce", [](World& w, Return&) { w.claims.erase("nonce"); }},
      {"another audience", [](World& w, Return&) { w.claims["aud"] = "somebody"; }},
      {"no audience", [](World& w, Return&) { w.claims.erase("aud"); }},
      {"several audiences",
       [](World& w, Return&) {
         w.claims["aud"] = json::array{"catalyse", "somebody"};
       }},
      {"another party", [](World& w, Return&) { w.claims["azp"] = "somebody"; }},
      {"another issuer", [](World& w, Return&) { w.claims["iss"] = "https://attaque.exemple"; }},
      {"issuer with a slash", [](World& w, Return&) { w.claims["iss"] = std::string(kIssuer) + "/"; }},
      {"expired", [](World& w, Return&) { w.clock.pass(10min); }},
      {"no end", [](World& w, Return&) { w.claims.erase("exp"); }},
      {"end that is no number", [](World& w, Return&) { w.claims["exp"] = "tomorrow"; }},
      {"made tomorrow", [](World& w, Return&) { w.claims["iat"] = w.claims["iat"].as_int64() + 3600; }},
      {"no subject", [](World& w, Return&) { w.claims["sub"] = ""; }},
      {"subject of 256 characters", [](World& w, Return&) { w.claims["sub"] = std::string(256, 's'); }},
      {"unsigned",
       [](World& w, Return&) {
         w.token = base64url(R"({"alg":"none"})") + "." + base64url(json::serialize(w.claims)) + ".";
       }},
      {"unsigned, with a key",
       [](World& w, Return&) {
         w.token = w.signers[0].token(w.claims, {{"alg", "none"}});
       }},
      {"signed with our own secret",
       [](World& w, Return&) {
         const auto text = base64url(R"({"alg":"HS256","kid":"k1"})") + "." + base64url(json::serialize(w.claims));
         std::string mac(32, '\0');
         HMAC(EVP_sha256(), "secret", 6, reinterpret_cast<const unsigned char*>(text.data()), text.size(),
              reinterpret_cast<unsigned char*>(mac.data()), nullptr);
         w.token = text + "." + base64url(mac);
       }},
      {"another's key under the same name", [](World& w, Return&) { w.token = Signer::rsa("k1").token(w.claims); }},
      {"a key that the provider does not have", [](World& w, Return&) { w.token = Signer::rsa("k9").token(w.claims); }},
      {"the algorithm of another kind of key",
       [](World& w, Return&) {
         w.token = w.signers[0].token(w.claims, {{"alg", "ES256"}});
       }},
      {"an extension",
       [](World& w, Return&) {
         w.token = w.signers[0].token(w.claims, {{"crit", json::array{"b64"}}, {"b64", false}});
       }},
      {"claims changed after the signature",
       [](World& w, Return&) {
         auto text = w.signers[0].token(w.claims);
         w.claims["sub"] = "s-2";
         const auto first = text.find('.');
         text.replace(first + 1, text.rfind('.') - first - 1, base64url(json::serialize(w.claims)));
         w.token = text;
       }},
      {"a short key",
       [](World& w, Return&) {
         w.signers.clear();
         w.signers.push_back(Signer::rsa("k1", 1024));
       }},
      {"no token", [](World& w, Return&) { w.token = "x"; }},
      {"a token in five parts", [](World& w, Return&) { w.token = "a.b.c.d.e"; }},
      {"the answer of another issuer", [](World&, Return& back) { back.issuer = "https://attaque.exemple"; }},
      {"the reader said no", [](World&, Return& back) { back.error = "access_denied"; }},
  };
  for (const auto& [name, lie] : lies) {
    World world;
    const auto result = sign_in(world, [&, &tell = lie](Return& back) { tell(world, back); });
    ASSERT_FALSE(result) << name;
    EXPECT_EQ(result.error().kind, core::ErrorKind::denied) << name << ": " << why(result);
    EXPECT_TRUE(result.error().message_id.starts_with("oidc.error.")) << name << ": " << why(result);
  }
}

TEST(Oidc, AsksForTheLevelAndTakesNoOther) {
  World world;
  world.provider.acr_values = "eidas2 eidas3";
  EXPECT_FALSE(sign_in(world, [](Return&) {}));
  EXPECT_TRUE(sign_in(world, [&](Return&) { world.claims["acr"] = "eidas3"; }));
  EXPECT_FALSE(sign_in(world, [&](Return&) { world.claims["acr"] = "eidas"; }));
  EXPECT_FALSE(sign_in(world, [&](Return&) { world.claims.erase("acr"); }));
}

TEST(Oidc, FollowsAProviderThatRenewsItsKeysAndIsNotMadeToAskWithoutEnd) {
  World world;
  const auto client = world.client();
  const auto enter = [&] {
    const auto left = client.depart();
    world.claim(left->second);
    return client.arrive({"code", left->second.state, "", ""}, left->second);
  };
  ASSERT_TRUE(enter());
  world.signers.clear();
  world.signers.push_back(Signer::curve("k2"));
  EXPECT_FALSE(enter()) << "not within ten seconds of the last look";
  world.clock.pass(11s);
  EXPECT_TRUE(enter()) << "a new key is looked for";
  const auto looks = [&] {
    return std::ranges::count_if(world.asked, [](const auto& one) { return one.address.ends_with("/jwks"); });
  };
  const auto before = looks();
  for (int i = 0; i < 20; ++i) {
    world.token = Signer::curve("k" + std::to_string(100 + i)).token(world.claims);
    EXPECT_FALSE(enter());
  }
  EXPECT_LE(looks() - before, 1) << "strangers' keys do not make us ask again and again";
}

TEST(Oidc, ReadsUserinfoAsJsonOrAsASignedTokenOfTheSamePerson) {
  World world;
  world.info = {{"sub", "s-1"}, {"email", "anne@b.fr"}, {"given_name", "Anne"}, {"usual_name", "Martin"}};
  const auto without_email = [&](Return&) { world.claims.erase("email"), world.claims.erase("name"); };
  const auto plain = sign_in(world, without_email);
  ASSERT_TRUE(plain) << why(plain);
  EXPECT_EQ(plain->email, "anne@b.fr");
  EXPECT_EQ(plain->name, "Anne Martin");
  EXPECT_FALSE(plain->email_verified) << "said of the e-mail that is taken, or not said";
  world.info["iss"] = kIssuer;
  world.info["aud"] = "catalyse";
  world.info_token = world.signers[0].token(world.info);
  EXPECT_TRUE(sign_in(world, without_email));
  world.info_token = Signer::rsa("k1").token(world.info);
  EXPECT_FALSE(sign_in(world, without_email)) << "signed by somebody else";
  world.info_token.clear();
  world.info["sub"] = "s-2";
  EXPECT_FALSE(sign_in(world, without_email)) << "of somebody else";
}

TEST(Oidc, RefusesAConfigurationThatCouldLeadAstray) {
  for (const auto& [name, value] : {std::pair{"issuer", "https://attaque.exemple"},
                                    {"token_endpoint", "http://fournisseur.exemple/token"},
                                    {"jwks_uri", "http://127.0.0.1.attaque.exemple/jwks"},
                                    {"authorization_endpoint", "javascript:alert(1)"}}) {
    World world;
    world.configuration[name] = value;
    const auto left = world.client().depart();
    ASSERT_FALSE(left) << name;
    EXPECT_EQ(left.error().message_id, "oidc.configuration");
  }
  World away;
  const Client client(away.provider, away.clock, [](const Question&) -> core::Result<Reply> {
    return core::fail(core::ErrorKind::unavailable, "oidc.unreachable");
  });
  EXPECT_EQ(client.depart().error().kind, core::ErrorKind::unavailable);
}

}  // namespace
}  // namespace catalyse::oidc
