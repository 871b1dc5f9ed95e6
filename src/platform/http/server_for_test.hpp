// For tests of the server over real sockets: a client that writes what it likes, and a site to ask.
#pragma once

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

#include "server.hpp"

namespace catalyse::http::testing {

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

inline constexpr int kPieces = 400;
inline constexpr std::size_t kPieceBytes = 64U << 10U;

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

inline std::string request(std::string_view target, std::string_view fields = {}) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(fields) + "\r\n";
}
inline std::string post(std::string_view fields, std::string_view body) {
  return "POST /echo HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n" + std::string(fields) + "\r\n" +
         std::string(body);
}
inline std::string ask(std::uint16_t port, std::string_view bytes) {
  Client client(port);
  client.write(bytes);
  return client.read_answers(1);
}
inline std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t i = text.find(what); i != std::string_view::npos; i = text.find(what, i + 1)) ++found;
  return found;
}

}  // namespace catalyse::http::testing
