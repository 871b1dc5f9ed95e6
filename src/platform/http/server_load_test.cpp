// The server over real sockets: answers in pieces, many clients at once, and its stop.
#include "server_for_test.hpp"

namespace catalyse::http {
namespace {

using namespace testing;  // NOLINT: the world of these tests

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
  for (int i = 0; i < 1000 && site.pieces_alive != 0; ++i) std::this_thread::sleep_for(20ms);
  EXPECT_EQ(site.pieces_alive, 0) << "a client that left frees its stream";
  EXPECT_LT(site.pieces_made, 8 * kPieces / 2 + 64);
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
  while (Client(server.port()).connected()) std::this_thread::sleep_for(1ms);  // until the stop has begun
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
