#include "server.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <latch>

#include "connection.hpp"
#include "json_text.hpp"

namespace catalyse::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr int kBacklog = 4096;  // the system cuts it to net.core.somaxconn
constexpr std::size_t kOtherFiles = 128;
constexpr auto kAfterFailure = std::chrono::milliseconds(100);

// As many connections as the process may have files, less what the rest of the program needs.
std::size_t raise_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 512;
  if (limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 65536);
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
  }
  return limit.rlim_cur > 2 * kOtherFiles ? static_cast<std::size_t>(limit.rlim_cur) - kOtherFiles : kOtherFiles;
}

// The holder of an IPv6 address has its whole /64.
std::string holder_of(const asio::ip::address& address) {
  if (address.is_v4()) return address.to_string();
  const auto bytes = address.to_v6().to_bytes();
  return std::string(bytes.begin(), bytes.begin() + 8);
}

asio::ip::address plain(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  return address;
}

}  // namespace

bool AddressBook::enter(const std::string& address) {
  const std::lock_guard lock(mutex_);
  std::size_t& held = held_[address];
  if (held >= most_) return false;
  ++held;
  return true;
}

void AddressBook::leave(const std::string& address) {
  const std::lock_guard lock(mutex_);
  const auto found = held_.find(address);
  if (found != held_.end() && --found->second == 0) held_.erase(found);
}

std::string date_line(std::chrono::system_clock::time_point now) {
  static constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  const auto days = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date{days};
  const std::chrono::hh_mm_ss clock{seconds - days};
  const auto two = [](long number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  std::string line = "Date: ";
  line.append(kDays[std::chrono::weekday(days).c_encoding()])
      .append(", ")
      .append(two(static_cast<unsigned>(date.day())));
  line.append(" ")
      .append(kMonths[static_cast<unsigned>(date.month()) - 1])
      .append(" ")
      .append(std::to_string(static_cast<int>(date.year())));
  line.append(" ").append(two(clock.hours().count())).append(":").append(two(clock.minutes().count()));
  return line.append(":").append(two(clock.seconds().count())).append(" GMT\r\n");
}

struct Server::State {
  State(ServerOptions options, RouterSource source) : service(std::move(options), std::move(source)) {
    for (unsigned i = 0; i < std::max(1U, service.options.io_threads); ++i)
      threads.push_back(std::make_unique<IoThread>());
    const auto shortest = std::min({service.options.header_time, service.options.body_time, service.options.idle_time});
    tick = std::clamp<Steady::duration>(shortest / 8, std::chrono::milliseconds(20), std::chrono::milliseconds(250));
    most_connections = raise_file_limit();
    acceptor.emplace(threads.front()->context);
    retry.emplace(threads.front()->context);
  }

  core::Result<void> listen();
  void run(IoThread& thread);
  void watch(IoThread& thread);
  void accept();
  void take(tcp::socket socket, IoThread& thread);
  void stop();
  void stop_accepting();
  void on_each(const std::function<void(IoThread&)>& task);
  [[nodiscard]] std::size_t open_connections() const;
  void report(std::string_view what) const;

  Service service;
  std::vector<std::unique_ptr<IoThread>> threads;
  std::optional<tcp::acceptor> acceptor;  // on the first thread
  std::optional<asio::steady_timer> retry;
  Steady::duration tick{};
  std::size_t most_connections = 0;
  std::uint16_t port = 0;
  bool stopped = false;
};

core::Result<void> Server::State::listen() {
  const auto& options = service.options;
  const auto refuse = [&](const error_code& error) {
    return core::fail(
        core::ErrorKind::unavailable, "http.listen",
        "cannot listen on " + options.address + ":" + std::to_string(options.port) + ": " + error.message());
  };
  error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) return refuse(error);
  const tcp::endpoint endpoint(address, options.port);
  // One listening socket, without SO_REUSEPORT: a second server on the same port must fail, not share it in silence.
  if (acceptor->open(endpoint.protocol(), error)) return refuse(error);
  acceptor->set_option(tcp::acceptor::reuse_address(true), error);
  if (acceptor->bind(endpoint, error) || acceptor->listen(kBacklog, error)) return refuse(error);
  acceptor->non_blocking(true, error);
  port = acceptor->local_endpoint(error).port();
  return {};
}

void Server::State::report(std::string_view what) const {
  if (!service.options.log) return;
  std::string line = R"({"level":"error","what":)";
  append_json(line, what);
  service.options.log(line += '}');
}

void Server::State::run(IoThread& thread) {
  while (true) {
    try {
      thread.context.run();
      return;
    } catch (const std::exception& problem) {
      // Out of memory, most likely: the connection it happened to is left to its deadline, the others go on.
      report(problem.what());
    }
  }
}

void Server::State::watch(IoThread& thread) {
  thread.date = date_line(std::chrono::system_clock::now());
  const auto now = Steady::now();
  // Closing takes a connection out of the list.
  for (std::size_t i = thread.connections.size(); i-- > 0;) {
    if (i < thread.connections.size()) thread.connections[i]->check_deadline(now);
  }
  thread.tick.expires_after(tick);
  thread.tick.async_wait([this, &thread](const error_code& error) {
    // A tick that is already due cannot be cancelled: it must not wind the clock up again.
    if (!error && !thread.stopping) watch(thread);
  });
}

void Server::State::accept() {
  IoThread& least = **std::ranges::min_element(threads, {}, [](const auto& one) { return one->load.load(); });
  acceptor->async_accept(least.context, [this, &least](const error_code& error, tcp::socket socket) {
    if (error == asio::error::operation_aborted || !acceptor->is_open()) return;
    if (!error) {
      take(std::move(socket), least);
      return accept();
    }
    // Out of descriptors or memory: trying again at once would only burn the processor.
    retry->expires_after(kAfterFailure);
    retry->async_wait([this](const error_code& aborted) {
      if (!aborted && acceptor->is_open()) accept();
    });
  });
}

void Server::State::take(tcp::socket socket, IoThread& thread) {
  Counters& counters = threads.front()->counters;
  error_code error;
  const auto remote = socket.remote_endpoint(error);
  if (error) return;
  const auto address = plain(remote.address());
  Connection::Peer peer;
  peer.address = address.to_string();
  peer.is_proxy = std::ranges::find(service.options.proxies, peer.address) != service.options.proxies.end();
  if (!peer.is_proxy) peer.held = holder_of(address);
  if (open_connections() >= most_connections || (!peer.held.empty() && !service.addresses.enter(peer.held))) {
    counters.count_refused();
    return;
  }
  counters.count_accepted();
  thread.load.fetch_add(1);
  auto connection = std::make_shared<Connection>(std::move(socket), std::move(peer), thread, service);
  asio::post(thread.context, [connection] { connection->start(); });
}

std::size_t Server::State::open_connections() const {
  std::size_t open = 0;
  for (const auto& thread : threads) open += thread->load.load();
  return open;
}

// On the acceptor's thread. Those who are already in the system's queue have been promised an answer.
void Server::State::stop_accepting() {
  error_code error;
  while (true) {
    IoThread& least = **std::ranges::min_element(threads, {}, [](const auto& one) { return one->load.load(); });
    tcp::socket socket(least.context);
    if (acceptor->accept(socket, error)) break;
    take(std::move(socket), least);
  }
  acceptor->close(error);
  retry->cancel();
}

// Runs on each io thread and waits for all of them.
void Server::State::on_each(const std::function<void(IoThread&)>& task) {
  std::latch done(static_cast<std::ptrdiff_t>(threads.size()));
  for (auto& thread : threads) {
    asio::post(thread->context, [&] {
      task(*thread);
      done.count_down();
    });
  }
  done.wait();
}

void Server::State::stop() {
  if (std::exchange(stopped, true)) return;
  const auto end = Steady::now() + service.options.drain_time;
  service.draining = true;
  on_each([this](IoThread& thread) {
    if (&thread == threads.front().get()) stop_accepting();
    for (const auto& one : thread.connections) one->drain();
  });
  while (open_connections() > 0 && Steady::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  on_each([](IoThread& thread) {
    while (!thread.connections.empty()) thread.connections.back()->close();
  });
  service.pool.stop();
  on_each([](IoThread& thread) {
    thread.stopping = true;
    thread.tick.cancel();
    thread.guard.reset();
  });
  for (auto& thread : threads) thread->thread.join();
}

core::Result<Server> Server::start(ServerOptions options, RouterSource router) {
  auto state = std::make_unique<State>(std::move(options), std::move(router));
  if (auto done = state->listen(); !done) return std::unexpected(std::move(done.error()));
  for (auto& thread : state->threads) state->watch(*thread);
  state->accept();
  for (auto& thread : state->threads) {
    thread->thread = std::thread([raw = state.get(), one = thread.get()] { raw->run(*one); });
  }
  return Server(std::move(state));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}
Server::~Server() { stop(); }
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&& other) noexcept {
  stop();
  state_ = std::move(other.state_);
  return *this;
}

std::uint16_t Server::port() const { return state_->port; }

void Server::stop() {
  if (state_) state_->stop();
}

std::string Server::metrics() const {
  Counters sum;
  for (const auto& thread : state_->threads) thread->counters.add_to(sum);
  return sum.text(state_->open_connections(), state_->service.pool.waiting());
}

}  // namespace catalyse::http
