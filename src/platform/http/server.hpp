// The listening side: strict HTTP/1.1 on TCP, explicit limits, graceful stop. Behind a TLS proxy in production
// (docs/operate.md).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/http.hpp"

namespace catalyse::http {

// POSTs of one client (an IPv4 address, the /64 of an IPv6 one): so many at once, then so many each second; beyond, 429
// with Retry-After before the body is read. This machine's own are not counted. Memory is fixed, whoever comes. Kept
// with the server, not the router: publishing makes another router, and nobody's count begins again by it.
struct PostLimit {
  unsigned at_once = 0;  // 0: no limit
  unsigned per_second = 1;
};
// Beside kMessageIds of http.hpp: too many forms from one client.
inline constexpr std::string_view kTooManyForms = "http.error.rate";

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free port, see port()
  unsigned io_threads = 2;
  unsigned workers = 2;
  std::size_t header_bytes = 16U << 10U;
  std::size_t target_bytes = 8U << 10U;
  std::size_t body_bytes = 32U << 20U;  // of any request; each route says less for itself
  std::size_t queue = 256;              // requests waiting for a worker; beyond it 503 with Retry-After
  std::size_t connections_per_address = 512;
  std::chrono::seconds header_time{15};  // absolute deadline for the whole header, however it trickles
  std::chrono::seconds body_time{30};
  std::chrono::seconds idle_time{30};
  std::chrono::seconds drain_time{5};
  std::size_t least_rate = 16U << 10U;  // bytes per second that a client must take of an answer, beyond body_time
  // Peers whose X-Forwarded-For and X-Forwarded-Proto are believed, and which connections_per_address does not bound.
  std::vector<std::string> proxies{"127.0.0.1", "::1"};
  PostLimit posts;
  std::vector<std::string> hosts;                  // accepted Host names; empty: loopback names only. Otherwise 421
  std::function<void(std::string_view line)> log;  // one JSON line per request
};

// Gives the router in force for each request, so that a new data version swaps it without a restart. Called by
// several threads: a shared_ptr behind a mutex (std::atomic<std::shared_ptr> of libstdc++ 12 has a race of its own, GCC
// PR 101761).
using RouterSource = std::function<std::shared_ptr<const Router>()>;

// Answers what needs no handler (static files, 304, pages of the cache) on the thread that read the request, the rest
// on the workers. A heavy route never takes the last worker when there are several.
class Server {
 public:
  // Binds at once, and raises the soft limit of open files to the hard one. The error says which address could not be
  // bound and why.
  [[nodiscard]] static core::Result<Server> start(ServerOptions options, RouterSource router);
  ~Server();
  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  [[nodiscard]] std::uint16_t port() const;
  // Stops accepting, answers what was begun (at most drain_time), joins; safe to call twice. A connection at rest has
  // half a second for a request that is already under way. Waits for handlers that are running, however long.
  void stop();
  [[nodiscard]] std::string metrics() const;  // Prometheus text: requests by status, durations, connections, queue

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace catalyse::http
