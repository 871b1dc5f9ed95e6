// Mails from the decision to a real SMTP server on the loopback.
#include "mail.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "db/testing.hpp"

namespace catalyse::mail {
namespace {

using namespace std::chrono_literals;

class TestClock final : public core::Clock {
 public:
  [[nodiscard]] core::Instant now() const override { return now_; }
  void pass(std::chrono::seconds time) { now_ += time; }

 private:
  core::Instant now_{1'795'000'000s};
};

// RFC 5321 as far as a client without extensions goes. Refuses the recipients it is told to.
class SmtpServer {
 public:
  SmtpServer() {
    listening_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listening_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listening_, 8) != 0)
      throw std::runtime_error("no port");
    ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] {
      for (int client = ::accept(listening_, nullptr, nullptr); client >= 0;
           client = ::accept(listening_, nullptr, nullptr)) {
        talk(client);
        ::close(client);
      }
    });
  }
  ~SmtpServer() {
    ::shutdown(listening_, SHUT_RDWR);
    ::close(listening_);
    thread_.join();
  }
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;
  [[nodiscard]] std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  std::vector<std::string> received() {
    const std::lock_guard lock(mutex_);
    return received_;
  }
  std::atomic<int> busy = 0;  // so many connections are answered 451

 private:
  static void say(int client, std::string_view text) { (void)::send(client, text.data(), text.size(), MSG_NOSIGNAL); }
  static bool line(int client, std::string& left, std::string& out) {
    while (left.find("\r\n") == std::string::npos) {
      char buffer[4096];
      const auto got = ::recv(client, buffer, sizeof buffer, 0);
      if (got <= 0) return false;
      left.append(buffer, static_cast<std::size_t>(got));
    }
    out = left.substr(0, left.find("\r\n"));
    left.erase(0, out.size() + 2);
    return true;
  }
  void talk(int client) {
    std::string left;
    std::string text;
    std::string mail;
    say(client, "220 test\r\n");
    while (line(client, left, text)) {
      if (text.starts_with("EHLO") || text.starts_with("HELO")) {
        say(client, "250 test\r\n");
      } else if (text.starts_with("MAIL") && busy > 0) {
        --busy;
        say(client, "451 busy\r\n");
      } else if (text.starts_with("RCPT") && text.find("absent@") != std::string::npos) {
        say(client, "550 nobody of that name\r\n");
      } else if (text == "DATA") {
        say(client, "354 go on\r\n");
        while (line(client, left, text) && text != ".") mail += text + "\n";
        {
          const std::lock_guard lock(mutex_);
          received_.push_back(mail);
        }
        say(client, "250 taken\r\n");
      } else if (text == "QUIT") {
        say(client, "221 bye\r\n");
        return;
      } else {
        say(client, "250 ok\r\n");
      }
    }
  }

  int listening_ = -1;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::vector<std::string> received_;
  std::thread thread_;
};

jobs::Counts counts(const db::Database& database) {
  jobs::Counts found;
  database.read([&](db::Transaction& tx) { found = jobs::count(tx); });
  return found;
}

void decide(db::Database& database, const Mail& mail, const std::string& key, core::Instant now) {
  ASSERT_TRUE(database.write([&](db::Transaction& tx) { return send(tx, mail, key, now); }));
}

TEST(Mail, ArrivesOnceAtARealServer) {
  db::testing::each_database(jobs::migrations(), [](db::Database& database) {
    TestClock clock;
    SmtpServer server;
    jobs::Runner runner(database, clock,
                        {{std::string(kKind), handler({server.url(), "catalyse@exemple.fr", "", ""}, clock)}}, {});
    decide(database, {"anne@exemple.fr", "Votre lien de connexion à Catalyse", "Bonjour,\n.\nÀ bientôt\n"}, "k1",
           clock.now());
    decide(database, {"anne@exemple.fr", "Votre lien", "encore"}, "k1", clock.now());
    EXPECT_EQ(runner.step(), 1U);
    EXPECT_EQ(runner.step(), 0U);
    const auto mails = server.received();
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_NE(mails[0].find("To: <anne@exemple.fr>\n"), std::string::npos);
    EXPECT_NE(mails[0].find("Message-ID: <"), std::string::npos);
    EXPECT_NE(mails[0].find("Subject: =?UTF-8?B?"), std::string::npos);
    EXPECT_NE(mails[0].find("Qm9uam91ciwNCi4NCsOAIGJpZW50w7R0DQo="), std::string::npos) << mails[0];
  });
}

TEST(Mail, OffersToUnsubscribeByOnePost) {
  db::testing::each_database(jobs::migrations(), [](db::Database& database) {
    TestClock clock;
    SmtpServer server;
    jobs::Runner runner(database, clock,
                        {{std::string(kKind), handler({server.url(), "catalyse@exemple.fr", "", ""}, clock)}}, {});
    Mail mail{"anne@exemple.fr", "s", "t\n", "https://exemple.fr/desinscription?cle=abc"};
    decide(database, mail, "k1", clock.now());
    (void)runner.step();
    ASSERT_EQ(server.received().size(), 1U);
    const auto text = server.received()[0];
    EXPECT_NE(text.find("List-Unsubscribe: <https://exemple.fr/desinscription?cle=abc>\n"), std::string::npos);
    EXPECT_NE(text.find("List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"), std::string::npos);
    EXPECT_NE(text.find("\ndA0K\n"), std::string::npos) << "the text is the text: " << text;
    for (const auto* bad : {"https://exemple.fr/>\r\nBcc: x@y.fr", "javascript:x", "https://a b"}) {
      mail.unsubscribe = bad;
      EXPECT_FALSE(database.write([&](db::Transaction& tx) { return send(tx, mail, bad, {}); })) << bad;
    }
  });
}

TEST(Mail, WaitsForABusyServerAndGivesUpOnAnAbsentPerson) {
  db::testing::each_database(jobs::migrations(), [](db::Database& database) {
    TestClock clock;
    SmtpServer server;
    server.busy = 1;
    jobs::Runner runner(database, clock,
                        {{std::string(kKind), handler({server.url(), "catalyse@exemple.fr", "", ""}, clock)}}, {});
    decide(database, {"anne@exemple.fr", "s", "t"}, "k1", clock.now());
    (void)runner.step();
    EXPECT_EQ(counts(database).pending, 1);
    clock.pass(2min);
    (void)runner.step();
    EXPECT_EQ(server.received().size(), 1U);
    decide(database, {"absent@exemple.fr", "s", "t"}, "k2", clock.now());
    (void)runner.step();
    EXPECT_EQ(counts(database).failed, 1);
  });
}

TEST(Mail, WaitsWhenNobodyListens) {
  db::testing::each_database(jobs::migrations(), [](db::Database& database) {
    TestClock clock;
    std::string gone;
    {
      const SmtpServer server;
      gone = server.url();
    }
    jobs::Runner runner(database, clock, {{std::string(kKind), handler({gone, "catalyse@exemple.fr", "", ""}, clock)}},
                        {});
    decide(database, {"anne@exemple.fr", "s", "t"}, "k1", clock.now());
    (void)runner.step();
    EXPECT_EQ(counts(database).pending, 1);
    database.read([](db::Transaction& tx) { EXPECT_EQ(waiting(tx, 10).front().to, "anne@exemple.fr"); });
  });
}

TEST(Mail, NeverCarriesAHeaderOfSomebodyElse) {
  db::testing::each_database(jobs::migrations(), [](db::Database& database) {
    for (const Mail& bad : {Mail{"a@b.fr\r\nBcc: x@y.fr", "s", "t"}, Mail{"a@b.fr>, <x@y.fr", "s", "t"},
                            Mail{"a@b.fr", "s\r\nBcc: x@y.fr", "t"}, Mail{"a@b.fr", "s\n", "t"}, Mail{"", "s", "t"},
                            Mail{"a", "s", "t"}}) {
      EXPECT_FALSE(database.write([&](db::Transaction& tx) { return send(tx, bad, "k" + bad.to + bad.subject, {}); }))
          << bad.to;
    }
    EXPECT_EQ(counts(database).pending, 0);
  });
}

TEST(Message, IsPlainAsciiInShortLines) {
  const auto text =
      message({"a@b.fr", "Été très chaud à Saint-Étienne-du-Rouvray, où l’on écrit de longs objets de courriel", "é\n"},
              {"c@d.fr", "id@d.fr", core::Instant{1'795'000'000s}});
  EXPECT_NE(text.find("Date: Wed, 18 Nov 2026 "), std::string::npos) << text;
  for (std::size_t i = 0; i < text.size();) {
    const auto end = text.find("\r\n", i);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - i, 78U);
    i = end + 2;
  }
  for (const char c : text) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
}

}  // namespace
}  // namespace catalyse::mail
