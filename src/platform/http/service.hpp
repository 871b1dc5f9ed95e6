// What the connections of a server share, and the thread each of them lives on.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "edge_rules.hpp"
#include "metrics.hpp"
#include "post_rate.hpp"
#include "server.hpp"
#include "worker_pool.hpp"

namespace catalyse::http {

class Connection;
using Steady = std::chrono::steady_clock;

// One io_context, run by one thread. All but `load` and `counters` is touched by that thread only, once it runs.
struct IoThread {
  IoThread() : context(1), guard(context.get_executor()), tick(context) {}

  boost::asio::io_context context;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard;
  boost::asio::steady_timer tick;  // looks at the deadlines and renews the date
  std::vector<std::shared_ptr<Connection>> connections;
  bool stopping = false;
  std::string date;  // `Date: …\r\n`
  edge::Head head;   // reused, so that a request allocates no list of fields
  Counters counters;
  std::atomic<std::size_t> load = 0;  // connections given to this thread
  std::thread thread;
};

// How many connections each address holds: an IPv4 address, or the /64 of an IPv6 address.
class AddressBook {
 public:
  explicit AddressBook(std::size_t most) : most_(most) {}
  [[nodiscard]] bool enter(const std::string& address);
  void leave(const std::string& address);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> held_;
  std::size_t most_;
};

struct Service {
  Service(ServerOptions given, RouterSource source)
      : options(std::move(given)),
        router(std::move(source)),
        addresses(options.connections_per_address),
        posts(options.posts),
        pool(options.workers, options.queue) {
    limits.header_bytes = options.header_bytes;
    limits.target_bytes = options.target_bytes;
  }

  const ServerOptions options;
  const RouterSource router;
  edge::Limits limits;
  AddressBook addresses;
  PostRate posts;
  WorkerPool pool;
  std::atomic<bool> draining = false;
};

// RFC 9110, 5.6.7, as a whole line.
[[nodiscard]] std::string date_line(std::chrono::system_clock::time_point now);

}  // namespace catalyse::http
