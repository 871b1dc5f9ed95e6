// The server over real sockets: what hostile, slow and many clients get.
#include "server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace catalyse::http {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class Client {
 public:
  explicit Client(std::uint16_t port, const char* from = "127.0.0.1") : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in source{};
    source.sin_family = AF_INET;
    ::inet_pton(AF_INET, from, &source.sin_addr);
    ::bind(socket_, reinterpret_cast<sockaddr*>(&source), sizeof source);
    sockaddr_in target{};
    target.sin_family = AF_INET;
    target.sin_port = htons(port);
    ::inet_pton(AF_INET, "127.0.0.1", &target.sin_addr);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&target), sizeof target) == 0;
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool connected() const { return connected_; }
  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  // All until the server closes, or `time` has passed.
  std::string read_all(std::chrono::milliseconds time = 5s) {
    std::string all;
    while (read_some(all, time)) {
    }
    return all;
  }
  // Whole answers with a Content-Length, as many as asked for.
  std::string read_answers(std::size_t count, std::chrono::milliseconds time = 5s) {
    std::string all;
    std::size_t from = 0;
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t head = std::string::npos;
      while ((head = all.find("\r\n\r\n", from)) == std::string::npos) {
        if (!read_some(all, time)) return all;
      }
      std::size_t length = 0;
      const std::size_t field = all.find("Content-Length: ", from);
      if (field < head) length = std::stoul(all.substr(field + 16));
      from = head + 4 + length;
      while (all.size() < from) {
        if (!read_some(all, time)) return all;
      }
    }
    return all;
  }
  bool is_closed(std::chrono::milliseconds time) {
    std::string rest;
    const auto end = Clock::now() + time;
    while (Clock::now() < end) {
      if (!read_some(rest, std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()))) return closed_;
    }
    return false;
  }

 private:
  bool read_some(std::string& into, std::chrono::milliseconds time) {
    pollfd one{socket_, POLLIN, 0};
    if (::poll(&one, 1, static_cast<int>(time.count())) <= 0) return false;
    std::array<char, 65536> bytes{};
    const ssize_t got = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (got <= 0) {
      closed_ = true;
      return false;
    }
    into.append(bytes.data(), static_cast<std::size_t>(got));
    return true;
  }
  int socket_;
  bool connected_ = false;
  bool closed_ = false;
};

// A handler that waits until it is let go.
struct Gate {
  std::mutex mutex;
  std::condition_variable change;
  bool open = false;
  int inside = 0;
  void pass() {
    std::unique_lock lock(mutex);
    ++inside;
    change.notify_all();
    change.wait(lock, [this] { return open; });
  }
  void wait_for(int count) {
    std::unique_lock lock(mutex);
    ASSERT_TRUE(change.wait_for(lock, 10s, [&] { return inside >= count; }));
  }
  void release() {
    const std::lock_guard lock(mutex);
    open = true;
    change.notify_all();
  }
};

constexpr int kPieces = 400;
constexpr std::size_t kPieceBytes = 64U << 10U;

// Counts those who hold it.
struct Alive {
  explicit Alive(std::atomic<int>& counter) : count(counter) { ++count; }
  ~Alive() { --count; }
  Alive(const Alive&) = delete;
  Alive& operator=(const Alive&) = delete;
  std::atomic<int>& count;
};

class Site {
 public:
  std::atomic<int> pieces_made = 0, pieces_alive = 0;
  ServerOptions options;
  Gate gate;
  std::mutex log_mutex;
  std::vector<std::string> log;

  Site() {
    options.port = 0;
    options.log = [this](std::string_view line) {
      const std::lock_guard lock(log_mutex);
      log.emplace_back(line);
    };
  }
  Server start() {
    RouterOptions routes;
    routes.version = "v1";
    routes.error_page = [](const Request&, const core::Error& error) {
      Response response;
      response.body = error.message_id;
      return response;
    };
    const auto add = [&](Method method, const char* path, Handler handler) {
      Route route;
      route.method = method;
      route.pattern = route.example = path;
      route.summary = "x";
      route.cache = CacheClass::live;
      route.parameters = {{"q", "words", "eau"}};
      route.handler = std::move(handler);
      routes.routes.push_back(std::move(route));
    };
    add(Method::get, "/", [](const Request& request) -> core::Result<Response> {
      Response response;
      response.body = "accueil " + request.raw_query;
      return response;
    });
    routes.routes.back().cache = CacheClass::page;
    add(Method::get, "/client", [](const Request& request) -> core::Result<Response> {
      Response response;
      response.body = request.client;
      return response;
    });
    add(Method::get, "/grand", [](const Request&) -> core::Result<Response> {
      Response response;
      response.body = std::string(8U << 20U, 'x');
      return response;
    });
    add(Method::get, "/flux", [this](const Request& request) -> core::Result<Response> {
      Response response;
      response.content_type = "text/csv; charset=utf-8";
      const bool fails = request.query.first("q") == "casse";
      response.pieces = [fails, this, alive = std::make_shared<Alive>(pieces_alive),
                         n = 0](std::string& piece) mutable {
        if (fails && n == 3) throw std::runtime_error("in the middle");
        ++pieces_made;
        if (n % 7 == 3) return ++n < kPieces;  // an empty piece is not the end
        piece.append(kPieceBytes, static_cast<char>('a' + n % 26));
        return ++n < kPieces;
      };
      return response;
    });
    routes.routes.back().rate = RateClass::heavy;
    add(Method::get, "/attend", [this](const Request&) -> core::Result<Response> {
      gate.pass();
      Response response;
      response.body = "enfin";
      return response;
    });
    add(Method::get, "/lourd", [this](const Request&) -> core::Result<Response> {
      gate.pass();
      return Response{};
    });
    routes.routes.back().rate = RateClass::heavy;
    add(Method::post, "/echo", [](const Request& request) -> core::Result<Response> {
      Response response;
      response.body = request.body;
      return response;
    });
    auto router = std::make_shared<const Router>(std::move(routes));
    auto server = Server::start(options, [router] { return router; });
    EXPECT_TRUE(server) << (server ? "" : server.error().note);
    return std::move(*server);
  }
};

std::string request(std::string_view target, std::string_view fields = {}) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(fields) + "\r\n";
}
std::string post(std::string_view fields, std::string_view body) {
  return "POST /echo HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n" + std::string(fields) + "\r\n" +
         std::string(body);
}
std::string ask(std::uint16_t port, std::string_view bytes) {
  Client client(port);
  client.write(bytes);
  return client.read_answers(1);
}
std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t i = text.find(what); i != std::string_view::npos; i = text.find(what, i + 1)) ++found;
  return found;
}

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

// The bytes of the chunks, or nothing when the end is missing.
std::optional<std::string> unchunked(std::string_view bytes) {
  std::string all;
  while (true) {
    const auto line = bytes.find("\r\n");
    if (line == std::string_view::npos) return std::nullopt;
    const auto size = std::stoul(std::string(bytes.substr(0, line)), nullptr, 16);
    bytes.remove_prefix(line + 2);
    if (bytes.size() < size + 2) return std::nullopt;
    if (size == 0) return all;
    all.append(bytes.substr(0, size));
    bytes.remove_prefix(size + 2);
  }
}

std::string whole_stream() {
  std::string all;
  for (int n = 0; n < kPieces; ++n) {
    if (n % 7 != 3) all.append(kPieceBytes, static_cast<char>('a' + n % 26));
  }
  return all;
}

TEST(ServerStreams, SendsAllPiecesInChunksAndKeepsTheConnection) {
  Site site;
  Server server = site.start();
  Client client(server.port());
  client.write(request("/flux") + request("/", "Connection: close\r\n"));
  const std::string answers = client.read_all(10s);
  EXPECT_NE(answers.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
  const auto head = answers.find("\r\n\r\n");
  EXPECT_EQ(answers.substr(0, head).find("Content-Length"), std::string::npos);
  const auto got = unchunked(std::string_view(answers).substr(head + 4));
  ASSERT_TRUE(got);
  EXPECT_TRUE(*got == whole_stream());
  EXPECT_TRUE(answers.ends_with("accueil ")) << "the next request is answered after the stream";
  EXPECT_EQ(site.pieces_alive, 0) << "what the stream held is let go";
}

TEST(ServerStreams, EndsAnOldClientsAnswerWithTheConnection) {
  Site site;
  Server server = site.start();
  Client client(server.port());
  client.write("GET /flux HTTP/1.0\r\nHost: localhost\r\n\r\n");
  const std::string answer = client.read_all(10s);
  EXPECT_EQ(answer.find("Transfer-Encoding"), std::string::npos);
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
  EXPECT_TRUE(answer.substr(answer.find("\r\n\r\n") + 4) == whole_stream());
}

TEST(ServerStreams, CutsShortWhatFailsInTheMiddle) {
  Site site;
  Server server = site.start();
  Client client(server.port());
  client.write(request("/flux?q=casse"));
  const std::string answer = client.read_all(10s);
  EXPECT_TRUE(client.is_closed(2s));
  EXPECT_FALSE(unchunked(std::string_view(answer).substr(answer.find("\r\n\r\n") + 4))) << "no last chunk";
}

TEST(ServerStreams, SendsNoPieceForHead) {
  Site site;
  Server server = site.start();
  Client client(server.port());
  client.write("HEAD /flux HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(client.read_all().ends_with("\r\n\r\n"));
  EXPECT_EQ(site.pieces_made, 0);
}

TEST(ServerStreams, ConcurrentReadersThatLeaveOrStopReadingCostAPieceEach) {
  Site site;
  Server server = site.start();
  {
    std::vector<std::unique_ptr<Client>> idle;
    for (int i = 0; i < 8; ++i) {
      idle.push_back(std::make_unique<Client>(server.port()));
      idle.back()->write(request("/flux"));
    }
    std::this_thread::sleep_for(700ms);
    // What no one reads is not made: socket buffers hold a few megabytes, then the pieces wait.
    EXPECT_LT(site.pieces_made, 8 * kPieces / 2);
    EXPECT_TRUE(ask(server.port(), request("/")).ends_with("accueil ")) << "others are answered meanwhile";
  }
  for (int i = 0; i < 100 && site.pieces_alive != 0; ++i) std::this_thread::sleep_for(20ms);
  EXPECT_EQ(site.pieces_alive, 0) << "a client that left frees its stream";
  EXPECT_LT(site.pieces_made, 8 * kPieces / 2 + 64);
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
  site.options.body_time = 1s;
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
  for (int i = 0; i < 100 && !ended(); ++i) std::this_thread::sleep_for(50ms);
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
    if (i < 2) EXPECT_TRUE(refused.empty()) << i;
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
  for (int i = 0; i < 50 && answer.empty(); ++i) {
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

TEST(ServerConcurrent, AHundredClientsEachGetTheirOwn) {
  Site site;
  Server server = site.start();
  std::atomic<int> wrong = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 100; ++i) {
    clients.emplace_back([&, i] {
      Client client(server.port());
      for (int k = 0; k < 20; ++k) {
        const std::string mine = "q=" + std::to_string(i) + "-" + std::to_string(k % 5);
        if (!client.write(request("/?" + mine)) || !client.read_answers(1).ends_with("accueil " + mine)) ++wrong;
      }
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(wrong, 0);
  server.stop();  // an answer is counted once it has left, so a client may be ahead of the figures
  EXPECT_NE(server.metrics().find("catalyse_http_requests_total{status=\"200\"} 2000\n"), std::string::npos)
      << server.metrics();
}

TEST(ServerConcurrent, AFullQueueIsAnswered503AndComesBack) {
  Site site;
  site.options.workers = 2;
  site.options.queue = 4;
  Server server = site.start();
  std::vector<std::unique_ptr<Client>> clients;
  const auto send_some = [&](int many) {
    for (int i = 0; i < many; ++i) {
      clients.push_back(std::make_unique<Client>(server.port()));
      clients.back()->write(request("/attend"));
    }
  };
  send_some(2);
  site.gate.wait_for(2);
  send_some(4);
  const auto is_full = [&] { return server.metrics().find("catalyse_http_queue 4\n") != std::string::npos; };
  for (int i = 0; i < 1000 && !is_full(); ++i) std::this_thread::sleep_for(5ms);
  ASSERT_TRUE(is_full());
  Client seventh(server.port());
  seventh.write(request("/attend"));
  const std::string refused = seventh.read_answers(1);
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 503 ")) << refused;
  EXPECT_EQ(count(refused, "Retry-After: "), 1U);
  EXPECT_TRUE(ask(server.port(), "GET /absent HTTP/1.1\r\nHost: localhost\r\n\r\n").starts_with("HTTP/1.1 404"))
      << "needs no worker";
  site.gate.release();
  for (auto& client : clients) EXPECT_TRUE(client->read_answers(1).ends_with("enfin"));
  seventh.write(request("/attend"));
  EXPECT_TRUE(seventh.read_answers(1).ends_with("enfin")) << "the connection was kept";
}

TEST(ServerConcurrent, HeavyRequestsLeaveAWorkerToTheOthers) {
  Site site;
  site.options.workers = 2;
  Server server = site.start();
  std::vector<std::unique_ptr<Client>> heavy;
  for (int i = 0; i < 3; ++i) {
    heavy.push_back(std::make_unique<Client>(server.port()));
    heavy.back()->write(request("/lourd"));
  }
  site.gate.wait_for(1);
  EXPECT_TRUE(ask(server.port(), request("/?q=vite")).ends_with("accueil q=vite"));
  site.gate.release();
  for (auto& client : heavy) EXPECT_TRUE(client->read_answers(1).starts_with("HTTP/1.1 200"));
}

TEST(ServerConcurrent, StopAnswersWhatWasBegun) {
  Site site;
  site.options.workers = 2;
  Server server = site.start();
  Client waiting(server.port());
  waiting.write(request("/attend"));
  Client queued(server.port());
  queued.write(request("/attend"));
  site.gate.wait_for(2);
  std::thread stopper([&] { server.stop(); });
  std::this_thread::sleep_for(100ms);
  site.gate.release();
  for (Client* client : {&waiting, &queued}) {
    const std::string answer = client->read_all();
    EXPECT_TRUE(answer.ends_with("enfin")) << answer;
    EXPECT_EQ(count(answer, "Connection: close"), 1U) << "so that the client asks elsewhere";
  }
  stopper.join();
  EXPECT_FALSE(Client(server.port()).connected());
}

// Clients that never pause while the server stops: each request that was sent is answered, and the connection says when
// it is over.
TEST(ServerConcurrent, StopUnderLoadCutsNoRequest) {
  Site site;
  Server server = site.start();
  std::atomic<int> answered = 0;
  std::atomic<int> cut = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 16; ++i) {
    clients.emplace_back([&, i] {
      Client client(server.port());
      for (int k = 0;; ++k) {
        if (!client.write(request("/?q=" + std::to_string(i * 100000 + k)))) {
          ++cut;
          return;
        }
        const std::string answer = client.read_answers(1);
        if (!answer.starts_with("HTTP/1.1 200")) {
          ++cut;
          return;
        }
        ++answered;
        if (answer.find("Connection: close") != std::string::npos) return;
      }
    });
  }
  for (int i = 0; i < 10000 && answered < 500; ++i) std::this_thread::sleep_for(1ms);
  server.stop();
  for (auto& client : clients) client.join();
  EXPECT_EQ(cut, 0);
}

// Among them stops that fall on a tick of the clock, which once went on for ever.
TEST(ServerConcurrent, StopEndsWheneverItComes) {
  Site site;
  site.options.header_time = 0s;  // the shortest tick: 20 ms
  for (int i = 0; i < 60; ++i) {
    Server server = site.start();
    std::this_thread::sleep_for(std::chrono::microseconds(19000 + 40 * i));
    server.stop();
  }
}

TEST(ServerConcurrent, StopDoesNotWaitForSlowClients) {
  Site site;
  site.options.drain_time = 1s;
  Server server = site.start();
  Client half(server.port());
  half.write("GET / HTTP/1.1\r\nHost: loc");
  Client silent(server.port());
  std::this_thread::sleep_for(50ms);
  const auto begin = Clock::now();
  server.stop();
  EXPECT_LE(Clock::now() - begin, 4s);
  EXPECT_TRUE(half.is_closed(1s));
  EXPECT_TRUE(silent.is_closed(1s));
}

TEST(ServerConcurrent, TheRouterChangesUnderway) {
  Site site;
  Server unused = site.start();
  unused.stop();
  const auto make = [](const std::string& version) {
    RouterOptions routes;
    routes.version = version;
    routes.error_page = [](const Request&, const core::Error&) { return Response{}; };
    Route route;
    route.pattern = route.example = "/";
    route.summary = "x";
    route.handler = [version](const Request&) -> core::Result<Response> {
      Response response;
      response.body = version;
      return response;
    };
    routes.routes.push_back(route);
    return std::make_shared<const Router>(std::move(routes));
  };
  std::mutex mutex;
  std::shared_ptr<const Router> current = make("v0");
  auto server = Server::start(site.options, [&] {
    const std::lock_guard lock(mutex);
    return current;
  });
  ASSERT_TRUE(server);
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::thread reader([&] {
    Client client(server->port());
    while (!done) {
      client.write(request("/"));
      if (client.read_answers(1).find("\r\n\r\nv") == std::string::npos) ++wrong;
    }
  });
  for (int i = 1; i <= 50; ++i) {
    auto next = make("v" + std::to_string(i));
    {
      const std::lock_guard lock(mutex);
      current.swap(next);
    }
    std::this_thread::sleep_for(2ms);
  }
  done = true;
  reader.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_TRUE(ask(server->port(), request("/")).ends_with("v50"));
}

}  // namespace
}  // namespace catalyse::http
