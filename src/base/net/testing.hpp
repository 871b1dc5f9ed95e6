// For tests: a site of one's own on the loopback.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace catalyse::net::testing {

// Answers what the test says for a path, one connection after the other; counts the connections.
class Site {
 public:
  explicit Site(std::map<std::string, std::string> answers) : answers_(std::move(answers)) {
    listening_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        listen(listening_, 8) != 0)
      throw std::runtime_error("loopback");
    socklen_t size = sizeof address;
    getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~Site() {
    stop_ = true;
    thread_.join();
    close(listening_);
  }
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  [[nodiscard]] std::string at(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  [[nodiscard]] std::string name() const { return "127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int connections() const { return connections_; }
  [[nodiscard]] std::string last() const {
    const std::scoped_lock lock(mutex_);
    return last_;
  }

 private:
  void run() {
    while (!stop_) {
      pollfd one{listening_, POLLIN, 0};
      if (poll(&one, 1, 20) <= 0) continue;
      const int client = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) continue;
      ++connections_;
      serve(client);
      close(client);
    }
  }
  void serve(int client) {
    std::string request;
    std::array<char, 2048> bytes{};
    while (!request.contains("\r\n\r\n")) {
      const auto got = recv(client, bytes.data(), bytes.size(), 0);
      if (got <= 0) return;
      request.append(bytes.data(), static_cast<std::size_t>(got));
    }
    const auto from = request.find(' ') + 1;
    const auto found = answers_.find(request.substr(from, request.find(' ', from) - from));
    {
      const std::scoped_lock lock(mutex_);
      last_ = std::move(request);
    }
    if (found == answers_.end()) {
      // Says nothing until the other side gives up.
      pollfd one{client, POLLIN, 0};
      while (!stop_ && poll(&one, 1, 20) == 0) {
      }
      return;
    }
    for (std::size_t sent = 0; sent < found->second.size();) {
      const auto part = send(client, found->second.data() + sent, found->second.size() - sent, MSG_NOSIGNAL);
      if (part <= 0) return;
      sent += static_cast<std::size_t>(part);
    }
  }
  std::map<std::string, std::string> answers_;
  std::atomic<bool> stop_ = false;
  std::atomic<int> connections_ = 0;
  mutable std::mutex mutex_;
  std::string last_;
  int listening_ = -1;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace catalyse::net::testing
