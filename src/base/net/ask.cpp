// libcurl, with everything off that asking for a public address has no use for.
#include <arpa/inet.h>
#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <new>

#include "net.hpp"

namespace catalyse::net {
namespace {

struct Close {
  void operator()(CURL* one) const { curl_easy_cleanup(one); }
};

// What the callbacks of one transfer share.
struct Transfer {
  const Asking& asking;
  bool barred = false;
  std::size_t headers = 0, body = 0;
};

struct Peer {
  std::string ip;
  std::uint16_t port = 0;
};

Peer peer_of(const curl_sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.family == AF_INET) {
    const auto* four = reinterpret_cast<const sockaddr_in*>(&address.addr);
    inet_ntop(AF_INET, &four->sin_addr, text.data(), text.size());
    return {text.data(), ntohs(four->sin_port)};
  }
  if (address.family == AF_INET6) {
    const auto* six = reinterpret_cast<const sockaddr_in6*>(&address.addr);
    inet_ntop(AF_INET6, &six->sin6_addr, text.data(), text.size());
    return {text.data(), ntohs(six->sin6_port)};
  }
  return {};
}

bool may_reach(const Guard& guard, const Peer& peer) {
  const auto named = peer.ip + ":" + std::to_string(peer.port);
  if (std::ranges::find(guard.besides, named) != guard.besides.end()) return true;
  return is_public(peer.ip) && std::ranges::find(guard.ports, peer.port) != guard.ports.end();
}

// Called with the address that will be connected to, after the name was resolved.
curl_socket_t open_socket(void* shared, curlsocktype purpose, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(shared);
  if (purpose != CURLSOCKTYPE_IPCXN || !may_reach(transfer.asking.guard, peer_of(*address))) {
    transfer.barred = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Counted and dropped; more than was agreed ends the transfer.
std::size_t take_header(char*, std::size_t size, std::size_t count, void* shared) {
  auto& transfer = *static_cast<Transfer*>(shared);
  transfer.headers += size * count;
  return transfer.headers > transfer.asking.limits.bytes ? 0 : size * count;
}
std::size_t take_body(char*, std::size_t size, std::size_t count, void* shared) {
  auto& transfer = *static_cast<Transfer*>(shared);
  transfer.body += size * count;
  return transfer.body > transfer.asking.limits.bytes ? 0 : size * count;
}

// An address on the wire is (RFC 3986); other bytes may be no text at all.
bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void prepare(CURL* curl, Verb verb, const std::string& address, Transfer& transfer) {
  const auto& limits = transfer.asking.limits;
  curl_easy_setopt(curl, CURLOPT_URL, address.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");  // also none of the environment: a proxy would connect for us, unguarded
  curl_easy_setopt(curl, CURLOPT_NOBODY, verb == Verb::head ? 1L : 0L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.whole.count()));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, transfer.asking.agent.c_str());
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
}

}  // namespace

Reply ask(Verb verb, const std::string& address, const Asking& asking) {
  Reply reply;
  if (!is_address(address)) {
    reply.outcome = Outcome::barred;
    reply.note = "no http(s) address";
    return reply;
  }
  const std::unique_ptr<CURL, Close> handle(curl_easy_init());
  if (!handle) throw std::bad_alloc();
  Transfer transfer{asking};
  prepare(handle.get(), verb, address, transfer);
  const auto done = curl_easy_perform(handle.get());
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  // A body that is larger than we read has answered all the same.
  if (done == CURLE_OK || (done == CURLE_WRITE_ERROR && transfer.body > asking.limits.bytes)) {
    reply.outcome = Outcome::answered;
    reply.status = static_cast<unsigned>(status);
    const char* location = nullptr;
    curl_easy_getinfo(handle.get(), CURLINFO_REDIRECT_URL, &location);
    if (location != nullptr && is_address(location) && is_ascii(location)) reply.location = location;
    return reply;
  }
  reply.outcome = transfer.barred ? Outcome::barred : Outcome::unreachable;
  reply.note = curl_easy_strerror(done);
  return reply;
}

}  // namespace catalyse::net
