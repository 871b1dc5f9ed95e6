// The network: libcurl, with everything off that a provider has no use for.
#include <curl/curl.h>

#include "oidc.hpp"

namespace catalyse::oidc {
namespace {

constexpr std::size_t kMost = 1U << 20U;
constexpr long kSeconds = 10;

struct Close {
  void operator()(CURL* one) const { curl_easy_cleanup(one); }
  void operator()(curl_slist* one) const { curl_slist_free_all(one); }
};

std::size_t take(char* data, std::size_t size, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  const auto bytes = size * count;
  if (body.size() + bytes > kMost) return 0;  // ends the transfer
  body.append(data, bytes);
  return bytes;
}

core::Result<Reply> fetch(const Question& question) {
  const std::unique_ptr<CURL, Close> handle(curl_easy_init());
  if (!handle) throw std::bad_alloc();
  CURL* curl = handle.get();
  Reply reply;
  curl_easy_setopt(curl, CURLOPT_URL, question.address.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, question.address.starts_with("http://") ? "http" : "https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kSeconds);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kSeconds / 2);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
  std::unique_ptr<curl_slist, Close> headers(curl_slist_append(nullptr, "Accept: application/json, application/jwt"));
  if (!question.bearer.empty())
    headers.reset(curl_slist_append(headers.release(), ("Authorization: Bearer " + question.bearer).c_str()));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  if (!question.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, question.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, question.password.c_str());
  }
  if (!question.form.empty()) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(question.form.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, question.form.c_str());
  }
  const auto done = curl_easy_perform(curl);
  if (done != CURLE_OK)
    return core::fail(core::ErrorKind::unavailable, "oidc.unreachable",
                      "OpenID Connect: " + question.address + ": " + curl_easy_strerror(done));
  long status = 0;
  const char* type = nullptr;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  reply.status = static_cast<unsigned>(status);
  if (type != nullptr) reply.content_type = type;
  return reply;
}

}  // namespace

Fetch over_the_network() { return fetch; }

}  // namespace catalyse::oidc
