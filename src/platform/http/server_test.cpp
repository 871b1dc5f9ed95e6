// The server over real sockets: what hostile and slow clients get.
#include "server_for_test.hpp"

namespace catalyse::http {
namespace {

using namespace testing;  // NOLINT: the world of these tests

TEST(Server, AnswersAndKeepsTheConnection) {
  Site site;
  Server server = site.start();
  Client client(server.port());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.write(request("/?q=eau")));
    const std::string answer = client.read_answers(1);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
    EXPECT_TRUE(answer.ends_with("accueil q=eau"));
    EXPECT_EQ(count(answer, "\r\nDate: "), 1U);
    EXPECT_EQ(count(answer, "Connection: close"), 0U);
  }
  client.write(request("/", "Connection: close\r\n"));
  EXPECT_NE(client.read_all().find("Connection: close\r\n"), std::string::npos);
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  Site site;
  Server server = site.start();
  Client client(server.port());
  std::string all;
  for (int i = 0; i < 100; ++i) all += request("/?q=" + std::to_string(i), i % 3 == 0 ? "Accept-Encoding: br\r\n" : "");
  client.write(all);
  const std::string answers = client.read_answers(100);
  std::size_t at = 0;
  for (int i = 0; i < 100; ++i) {
    at = answers.find("accueil q=" + std::to_string(i), at);
    ASSERT_NE(at, std::string::npos) << i;
  }
}

TEST(Server, SendsNoBodyForHeadAnd304) {
  Site site;
  Server server = site.start();
  Client client(server.port());
  client.write(
      "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\nHEAD /?q=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  const std::string answer = client.read_all();
  EXPECT_EQ(count(answer, "HTTP/1.1 200 OK"), 2U);
  EXPECT_EQ(count(answer, "accueil "), 0U);
  EXPECT_EQ(count(answer, "Content-Length: 8\r\n"), 1U) << "the length of what GET would send";

  const std::string first = ask(server.port(), request("/"));
  const std::size_t tag = first.find("ETag: ") + 6;
  const std::string etag = first.substr(tag, first.find("\r\n", tag) - tag);
  Client again(server.port());
  again.write(request("/", "If-None-Match: " + etag + "\r\n") + request("/", "Connection: close\r\n"));
  const std::string both = again.read_all();
  EXPECT_TRUE(both.starts_with("HTTP/1.1 304 Not Modified\r\n"));
  EXPECT_EQ(count(both, "accueil"), 1U);
}

// Each is refused, and the request hidden behind it is never answered.
TEST(Server, EndsTheConnectionOnEveryDoubt) {
  Site site;
  Server server = site.start();
  const std::string hidden = "GET /?q=hidden HTTP/1.1\r\nHost: localhost\r\n\r\n";
  for (const std::string& bad :
       {post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
        post("Transfer-Encoding: gzip\r\n", ""),
        post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"),
        post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
        post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"),
        post("Content-Length: +5\r\n", "hello"),
        post("X: a\r\n folded: b\r\n", ""),
        post("X: a\nContent-Length: 5\r\n", "hello"),
        post("Host: other\r\n", ""),
        post("Transfer-Encoding: chunked\r\n", "5;ext=1\r\nhello\r\n0\r\n\r\n"),
        post("Transfer-Encoding: chunked\r\n", "5\nhello\n0\n\n"),
        post("Transfer-Encoding: chunked\r\n", "-5\r\nhello\r\n0\r\n\r\n"),
        post("Transfer-Encoding: chunked\r\n", "0x5\r\nhello\r\n0\r\n\r\n"),
        post("Transfer-Encoding: chunked\r\n", "5\r\nhelloXX0\r\n\r\n"),
        post("Transfer-Encoding: chunked\r\n", "ffffffffffffffffff\r\n"),
        post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\nX-Trailer: 1\r\n\r\n"),
        std::string("POST /echo HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"),
        std::string("GET / HTTP/1.1\r\n\r\n"),
        std::string("GET /%2e%2e/ HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        std::string("\x16\x03\x01\x02"),
        std::string("GET /\n\n")}) {
    Client client(server.port());
    client.write(bad + hidden);
    const std::string answer = client.read_all(6s);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 Bad Request\r\n")) << bad << "\n-> " << answer.substr(0, 200);
    EXPECT_EQ(count(answer, "HTTP/1.1 "), 1U) << bad;
    EXPECT_EQ(count(answer, "Connection: close\r\n"), 1U) << bad;
    EXPECT_TRUE(client.is_closed(6s)) << bad;
  }
  EXPECT_TRUE(ask(server.port(), "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n").starts_with("HTTP/1.1 421 "));
  EXPECT_TRUE(ask(server.port(), "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .starts_with("HTTP/1.1 414 "));
  EXPECT_TRUE(ask(server.port(), request("/", "X: " + std::string(20000, 'a') + "\r\n")).starts_with("HTTP/1.1 431 "));
}

TEST(Server, ReadsBodiesByLengthAndInChunks) {
  Site site;
  Server server = site.start();
  Client client(server.port());
  client.write(post("Content-Length: 5\r\n", "hello") +
               post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n") +
               post("Content-Length: 0\r\n", "") + request("/", "Connection: close\r\n"));
  const std::string answers = client.read_all();
  EXPECT_EQ(count(answers, "HTTP/1.1 200 OK"), 4U) << answers;
  EXPECT_EQ(count(answers, "\r\n\r\nhelloHTTP"), 1U);
  EXPECT_EQ(count(answers, "\r\n\r\nabc0123456789HTTP"), 1U);

  Client slow(server.port());
  for (const char byte : post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n")) {
    slow.write(std::string(1, byte));
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_TRUE(slow.read_answers(1).ends_with("abc0123456789")) << "byte by byte";

  Client careful(server.port());
  careful.write(post("Content-Length: 5\r\nExpect: 100-continue\r\n", ""));
  EXPECT_EQ(careful.read_answers(1), "HTTP/1.1 100 Continue\r\n\r\n");
  careful.write("hello");
  EXPECT_TRUE(careful.read_answers(1).ends_with("hello"));

  EXPECT_TRUE(
      ask(server.port(), post("Content-Length: 65537\r\nExpect: 100-continue\r\n", "")).starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(ask(server.port(),
                  post("Transfer-Encoding: chunked\r\n", "20000\r\n" + std::string(0x20000, 'a') + "\r\n0\r\n\r\n"))
                  .starts_with("HTTP/1.1 413 "));
}

TEST(Server, EndsAHeaderThatTricklesAtItsDeadline) {
  Site site;
  site.options.header_time = 1s;
  Server server = site.start();
  Client client(server.port());
  const auto begin = Clock::now();
  client.write("GET / HTTP/1.1\r\nHost: localhost\r\n");
  std::string answer;
  while (answer.empty() && Clock::now() - begin < 8s) {
    if (!client.write("X: y\r\n")) break;  // never silent for long
    answer = client.read_all(50ms);
  }
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 408 ")) << answer;
  EXPECT_GE(Clock::now() - begin, 900ms);
  EXPECT_LE(Clock::now() - begin, 5s);
  Client silent(server.port());
  EXPECT_TRUE(silent.is_closed(6s)) << "a connection that never says a word";
  EXPECT_NE(server.metrics().find("catalyse_http_ended_total{reason=\"slow_header\"} 2"), std::string::npos);
}

TEST(Server, EndsABodyThatTricklesAndAConnectionAtRest) {
  Site site;
  site.options.body_time = 1s;
  site.options.idle_time = 1s;
  Server server = site.start();
  Client body(server.port());
  body.write(post("Content-Length: 100\r\n", "begun"));
  Client rest(server.port());
  rest.write(request("/"));
  EXPECT_TRUE(rest.read_answers(1).starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(body.read_answers(1, 6s).starts_with("HTTP/1.1 408 "));
  EXPECT_TRUE(rest.is_closed(6s));
}

TEST(Server, EndsAClientThatDoesNotReadAndServesASlowOne) {
  Site site;
  site.options.body_time = 3s;
  site.options.least_rate = 16U << 20U;  // 8 MB: half a second more
  Server server = site.start();
  Client deaf(server.port());
  deaf.write(request("/grand"));
  Client slow(server.port());
  slow.write(request("/grand", "Connection: close\r\n"));
  std::this_thread::sleep_for(300ms);
  EXPECT_GT(slow.read_all().size(), 8U << 20U);
  const auto ended = [&] {
    return server.metrics().find("catalyse_http_ended_total{reason=\"slow_reader\"} 1") != std::string::npos;
  };
  for (int i = 0; i < 400 && !ended(); ++i) std::this_thread::sleep_for(50ms);
  EXPECT_TRUE(ended());
  EXPECT_LT(deaf.read_all().size(), 8U << 20U);
}

TEST(Server, BoundsTheFormsOfOneClientAndGoesOnReading) {
  Site site;
  site.options.posts = {.at_once = 2, .per_second = 1};
  Server server = site.start();
  const auto from = [&](std::string_view client) {
    const std::string field = "X-Forwarded-For: " + std::string(client) + "\r\n";
    return ask(server.port(), post(field + "Content-Length: 5\r\n", "hello"));
  };
  // One comes back each second, however slow this machine: sooner or later in a row of forms one is refused.
  std::string refused;
  for (int i = 0; i < 2000 && refused.empty(); ++i) {
    const std::string answer = from("192.0.2.1");
    if (!answer.starts_with("HTTP/1.1 200 ")) refused = answer;
    if (i < 2) {
      EXPECT_TRUE(refused.empty()) << i;
    }
  }
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 429 ")) << refused;
  EXPECT_EQ(count(refused, "\r\nRetry-After: 1\r\n"), 1U);
  EXPECT_TRUE(refused.ends_with("http.error.rate"));
  EXPECT_TRUE(ask(server.port(), request("/", "X-Forwarded-For: 192.0.2.1\r\n")).starts_with("HTTP/1.1 200 "));
  EXPECT_TRUE(from("192.0.2.2").starts_with("HTTP/1.1 200 ")) << "another client";
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(ask(server.port(), post("Content-Length: 5\r\n", "hello")).starts_with("HTTP/1.1 200 "))
        << "this machine's own";
}

TEST(Server, BoundsTheConnectionsOfOneAddress) {
  Site site;
  site.options.connections_per_address = 3;
  Server server = site.start();
  std::vector<std::unique_ptr<Client>> held;
  for (int i = 0; i < 3; ++i) {
    held.push_back(std::make_unique<Client>(server.port(), "127.0.0.2"));
    held.back()->write(request("/"));
    EXPECT_TRUE(held.back()->read_answers(1).starts_with("HTTP/1.1 200"));
  }
  Client fourth(server.port(), "127.0.0.2");
  EXPECT_TRUE(fourth.is_closed(6s));
  Client other(server.port(), "127.0.0.3");
  other.write(request("/"));
  EXPECT_TRUE(other.read_answers(1).starts_with("HTTP/1.1 200"));
  held.pop_back();
  std::string answer;
  for (int i = 0; i < 500 && answer.empty(); ++i) {
    std::this_thread::sleep_for(20ms);
    Client freed(server.port(), "127.0.0.2");
    if (freed.write(request("/"))) answer = freed.read_answers(1);
  }
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << "a place was given back";
  EXPECT_NE(server.metrics().find("catalyse_http_refused_total "), std::string::npos);
}

TEST(Server, BelievesForwardedHeadersOfAProxyOnly) {
  Site site;
  Server server = site.start();
  const std::string fields = "X-Forwarded-For: 10.0.0.1, 192.0.2.7\r\nX-Forwarded-Proto: https\r\n";
  const std::string behind = ask(server.port(), request("/client", fields));
  EXPECT_TRUE(behind.ends_with("192.0.2.7")) << behind;
  EXPECT_EQ(count(behind, "Strict-Transport-Security: max-age=31536000\r\n"), 1U);
  Client direct(server.port(), "127.0.0.9");
  direct.write(request("/client", fields));
  const std::string answer = direct.read_answers(1);
  EXPECT_TRUE(answer.ends_with("127.0.0.9"));
  EXPECT_EQ(count(answer, "Strict-Transport-Security"), 0U);
  EXPECT_TRUE(ask(server.port(), request("/client", "X-Forwarded-For: nobody\r\n")).ends_with("unknown"));
}

TEST(Server, RefusesAPortThatIsTaken) {
  Site site;
  Server server = site.start();
  ServerOptions second;
  second.port = server.port();
  const auto failed = Server::start(second, [] { return std::shared_ptr<const Router>(); });
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().note.find("cannot listen on 127.0.0.1:" + std::to_string(server.port())), std::string::npos);
  second.address = "no address";
  EXPECT_FALSE(Server::start(second, [] { return std::shared_ptr<const Router>(); }));
}

TEST(Server, LogsWithoutTheQueryAndWithoutTheWholeAddress) {
  Site site;
  Server server = site.start();
  Client client(server.port(), "127.0.0.77");
  client.write(request("/?q=secret", "Connection: close\r\n"));
  (void)client.read_all();
  server.stop();
  ASSERT_EQ(site.log.size(), 1U);
  const std::string& line = site.log[0];
  EXPECT_EQ(line.find("secret"), std::string::npos);
  EXPECT_EQ(line.find("127.0.0.77"), std::string::npos);
  EXPECT_NE(line.find(R"("client":"127.0.0.0")"), std::string::npos) << line;
  EXPECT_NE(line.find(R"("method":"GET","path":"/","status":200)"), std::string::npos) << line;
}

}  // namespace
}  // namespace catalyse::http
