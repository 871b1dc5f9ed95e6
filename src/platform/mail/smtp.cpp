#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "core/digest.hpp"
#include "payload.hpp"

namespace catalyse::mail {
namespace {

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

struct Reading {
  std::string_view left;
};

std::size_t give(char* buffer, std::size_t size, std::size_t count, void* from) {
  auto& left = static_cast<Reading*>(from)->left;
  const auto taken = std::min(left.size(), size * count);
  std::memcpy(buffer, left.data(), taken);
  left.remove_prefix(taken);
  return taken;
}

bool is_loopback(std::string_view url) {
  const auto host = url.substr(std::min(url.find("://") + 3, url.size()));
  return host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]");
}

// The name behind the @, for Message-ID and EHLO.
std::string domain_of(std::string_view address) { return std::string(address.substr(address.find('@') + 1)); }

core::Result<void> deliver(const Server& server, const std::string& to, std::string_view bytes) {
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  const Handle handle(started ? curl_easy_init() : nullptr, curl_easy_cleanup);
  if (!handle) return core::fail(core::ErrorKind::unavailable, "mail.server", "libcurl cannot start");
  const List recipients(curl_slist_append(nullptr, ("<" + to + ">").c_str()), curl_slist_free_all);
  Reading reading{bytes};
  CURL* curl = handle.get();
  const auto url = server.url + "/" + domain_of(server.from);
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, ("<" + server.from + ">").c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(curl, CURLOPT_READDATA, &reading);
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 20L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 120L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  if (!is_loopback(server.url)) curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  if (!server.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, server.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, server.password.c_str());
  }
  const CURLcode outcome = curl_easy_perform(curl);
  if (outcome == CURLE_OK) return {};
  long reply = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
  const std::string note = std::string(curl_easy_strerror(outcome)) + " (" + std::to_string(reply) + ")";
  // 5xx about this recipient or message is final; a refused sign-in is ours to repair, and worth another try.
  const bool final = reply >= 550 && reply < 560;
  return core::fail(final ? core::ErrorKind::invalid : core::ErrorKind::unavailable,
                    final ? "mail.refused" : "mail.server", note);
}

}  // namespace

jobs::Handler handler(Server server, const core::Clock& clock) {
  return [server = std::move(server), &clock](const jobs::Job& job) -> core::Result<void> {
    const auto mail = from_payload(job.payload);
    const auto id = core::sha256(job.key).substr(0, 32) + "@" + domain_of(server.from);
    return deliver(server, mail.to, message(mail, {server.from, id, clock.now()}));
  };
}

}  // namespace catalyse::mail
