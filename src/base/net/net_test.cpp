// Asks servers of this very test, on the loopback, and what must never be asked.
#include "net.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "testing.hpp"

namespace catalyse::net {
namespace {

using net::testing::Site;

Asking of(const Site& site) {
  Asking asking;
  asking.agent = "Catalyse/essai (+https://catalyse.exemple/)";
  asking.guard.besides = {site.name()};
  return asking;
}

const std::string kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

TEST(Ask, SaysTheStatusAndWhereARedirectWouldLeadWithoutFollowing) {
  const Site site(
      {{"/", kOk},
       {"/loin", "HTTP/1.1 301 Moved\r\nLocation: /pres\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"},
       {"/octets",
        "HTTP/1.1 302 Found\r\nLocation: /\xff\xfe\"<script>\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"},
       {"/script",
        "HTTP/1.1 302 Found\r\nLocation: javascript:alert(1)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"},
       {"/mort", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"}});
  const auto asking = of(site);
  EXPECT_EQ(ask(Verb::get, site.at("/"), asking).status, 200U);
  EXPECT_TRUE(site.last().contains("User-Agent: Catalyse/essai (+https://catalyse.exemple/)\r\n"));
  EXPECT_TRUE(site.last().starts_with("GET / "));
  const auto dead = ask(Verb::head, site.at("/mort"), asking);
  EXPECT_EQ(dead.outcome, Outcome::answered);
  EXPECT_EQ(dead.status, 404U);
  EXPECT_TRUE(site.last().starts_with("HEAD /mort "));
  const auto moved = ask(Verb::get, site.at("/loin"), asking);
  EXPECT_EQ(moved.status, 301U);
  EXPECT_EQ(moved.location, site.at("/pres"));
  EXPECT_EQ(site.connections(), 3) << "the redirect was not followed";
  for (const auto* hostile : {"/octets", "/script"}) {
    const auto reply = ask(Verb::get, site.at(hostile), asking);
    EXPECT_EQ(reply.status, 302U) << hostile;
    EXPECT_TRUE(reply.location.empty() || is_address(reply.location)) << reply.location;
    for (const char c : reply.location) EXPECT_LT(static_cast<unsigned char>(c), 0x80U) << hostile;
    EXPECT_FALSE(reply.location.contains('<')) << hostile;
  }
}

TEST(Ask, EndsWithinItsLimitsOfTimeAndBytes) {
  std::string endless = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(4U << 20U, 'x');
  std::string heads = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 3000; ++i) heads += "X-" + std::to_string(i) + ": " + std::string(60, 'y') + "\r\n";
  const Site site({{"/long", endless}, {"/tetes", heads + "\r\n"}});
  auto asking = of(site);
  EXPECT_EQ(ask(Verb::get, site.at("/long"), asking).status, 200U) << "it answered; the rest is not read";
  EXPECT_EQ(ask(Verb::get, site.at("/tetes"), asking).outcome, Outcome::unreachable);
  asking.limits.whole = std::chrono::milliseconds(200);
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(ask(Verb::get, site.at("/muet"), asking).outcome, Outcome::unreachable);
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(60)) << "ended by its limit";
}

TEST(Ask, NeverReachesAPrivateAddressUnderAnyName) {
  const Site canary({{"/", kOk}});
  const auto port = std::to_string(canary.port());
  Asking asking;
  asking.agent = "essai";
  asking.guard.ports.push_back(canary.port());  // only the address is left to stop it
  for (const auto* host : {"127.0.0.1",
                           "localhost",
                           "2130706433",
                           "0x7f000001",
                           "017700000001",
                           "127.1",
                           "0.0.0.0",
                           "0",
                           "127.255.255.254",
                           "[::1]",
                           "[::]",
                           "[::ffff:127.0.0.1]",
                           "[::ffff:7f00:1]",
                           "[::127.0.0.1]",
                           "169.254.169.254",
                           "10.0.0.1",
                           "192.168.1.1",
                           "172.16.0.1",
                           "100.64.0.1",
                           "[fe80::1]",
                           "[fc00::1]",
                           "[64:ff9b::7f00:1]",
                           "[2002:7f00:1::]"}) {
    const auto reply = ask(Verb::get, "http://" + std::string(host) + ":" + port + "/", asking);
    EXPECT_NE(reply.outcome, Outcome::answered) << host;
  }
  EXPECT_EQ(canary.connections(), 0) << "the canary stays silent";
  asking.guard.besides = {canary.name()};
  EXPECT_EQ(ask(Verb::get, canary.at("/"), asking).status, 200U) << "and it was there to be reached";
}

TEST(Ask, UsesNoProxyOfTheEnvironment) {
  const Site proxy({{"/", kOk}, {"http://10.0.0.1/", kOk}});
  setenv("http_proxy", proxy.at("").c_str(), 1);
  setenv("all_proxy", proxy.at("").c_str(), 1);
  Asking asking;
  asking.guard.besides = {proxy.name()};
  EXPECT_EQ(ask(Verb::get, "http://10.0.0.1/", asking).outcome, Outcome::barred);
  unsetenv("http_proxy");
  unsetenv("all_proxy");
  EXPECT_EQ(proxy.connections(), 0);
}

TEST(Ask, RefusesWhatIsNoAddressOfTheWebOrAnotherPort) {
  const Site site({{"/", kOk}});
  auto asking = of(site);
  for (const auto* bad :
       {"", "ftp://exemple.fr/", "file:///etc/passwd", "gopher://127.0.0.1/", "dict://127.0.0.1:11211/",
        "javascript:alert(1)", "https://", "http:///x", "http://moi@127.0.0.1/", "http://a b/",
        "http://exemple.fr/\r\nX: y", "//exemple.fr", "http://:80/"}) {
    EXPECT_EQ(ask(Verb::get, bad, asking).outcome, Outcome::barred) << bad;
    EXPECT_FALSE(is_address(bad)) << bad;
  }
  EXPECT_TRUE(is_address("https://exemple.fr"));
  EXPECT_TRUE(is_address("http://exemple.fr:8080/a?b=c@d"));
  EXPECT_EQ(ask(Verb::get, "http://93.184.216.34:22/", asking).outcome, Outcome::barred) << "no port of the web";
}

TEST(Public, IsWhatTheRegistriesLeave) {
  for (const auto* ip : {"8.8.8.8", "93.184.216.34", "172.32.0.1", "172.15.255.255", "100.63.255.255", "100.128.0.1",
                         "223.255.255.255", "2a01:e0a::1", "2606:2800:220:1::", "2001:4860::8888"})
    EXPECT_TRUE(is_public(ip)) << ip;
  for (const auto* ip : {"0.0.0.0",
                         "10.1.2.3",
                         "100.64.0.0",
                         "100.127.255.255",
                         "127.0.0.1",
                         "169.254.169.254",
                         "172.16.0.1",
                         "172.31.255.255",
                         "192.0.0.1",
                         "192.0.2.1",
                         "192.168.255.255",
                         "198.18.0.1",
                         "198.19.255.255",
                         "198.51.100.1",
                         "203.0.113.9",
                         "224.0.0.1",
                         "240.0.0.1",
                         "255.255.255.255",
                         "::",
                         "::1",
                         "::ffff:8.8.8.8",
                         "64:ff9b::808:808",
                         "100::1",
                         "2001::1",
                         "2001:db8::1",
                         "2002:808:808::",
                         "fc00::1",
                         "fd12::1",
                         "fe80::1",
                         "fec0::1",
                         "ff02::1",
                         "localhost",
                         "",
                         "1.2.3",
                         "8.8.8.8 "})
    EXPECT_FALSE(is_public(ip)) << ip;
  EXPECT_FALSE(is_public(std::string_view("8.8.8.8\0.evil", 13)));
}

}  // namespace
}  // namespace catalyse::net
