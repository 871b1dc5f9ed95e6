#include "answer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "edge_text.hpp"

namespace catalyse::http {
namespace {

// OWASP secure headers; Trusted Types stop script from writing HTML that was not declared.
constexpr std::string_view kPolicy =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "require-trusted-types-for 'script'; frame-ancestors ";
constexpr std::string_view kSecurity =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: strict-origin-when-cross-origin\r\n"
    "Permissions-Policy: accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
    "gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n";
constexpr std::string_view kOwnOrigin = "Cross-Origin-Resource-Policy: same-origin\r\n";
constexpr std::string_view kFramed = "Cross-Origin-Resource-Policy: cross-origin\r\n";
constexpr std::string_view kAnyOrigin =
    "Cross-Origin-Resource-Policy: cross-origin\r\nAccess-Control-Allow-Origin: *\r\n"
    "Access-Control-Expose-Headers: ETag, Link, Retry-After\r\n";

// A handler cannot set these.
constexpr std::array<std::string_view, 20> kOurs{"content-security-policy",
                                                 "x-content-type-options",
                                                 "referrer-policy",
                                                 "permissions-policy",
                                                 "cross-origin-opener-policy",
                                                 "cross-origin-resource-policy",
                                                 "access-control-allow-origin",
                                                 "access-control-allow-credentials",
                                                 "access-control-expose-headers",
                                                 "strict-transport-security",
                                                 "content-type",
                                                 "content-length",
                                                 "content-encoding",
                                                 "content-language",
                                                 "transfer-encoding",
                                                 "connection",
                                                 "date",
                                                 "etag",
                                                 "vary",
                                                 "server"};

std::string_view reason(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 300:
      return "Multiple Choices";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return "Unknown";
  }
}

void put(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

void put_number(std::string& head, std::size_t number) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  head.append(digits.data(), end);
}

bool is_ours(std::string_view name) {
  return std::ranges::any_of(kOurs, [&](std::string_view one) { return edge::equal_ignoring_case(one, name); });
}

void put_extra(std::string& head, const std::vector<std::pair<std::string, std::string>>& extra) {
  for (const auto& [name, value] : extra) {
    if (is_ours(name)) continue;
    const auto is_safe = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; };
    if (name.empty() || !std::ranges::all_of(name, edge::is_token_char) || !std::ranges::all_of(value, is_safe)) {
      throw std::logic_error("a handler made a header that would split the answer: " + name);
    }
    put(head, name, value);
  }
}

bool sets(const std::vector<std::pair<std::string, std::string>>& extra, std::string_view name) {
  return std::ranges::any_of(extra, [&](const auto& one) { return edge::equal_ignoring_case(one.first, name); });
}

}  // namespace

std::string_view coding_name(Coding coding) {
  switch (coding) {
    case Coding::identity:
      return {};
    case Coding::gzip:
      return "gzip";
    case Coding::brotli:
      return "br";
  }
  return {};
}

std::string make_head(const Fields& fields, const std::vector<std::pair<std::string, std::string>>& extra) {
  std::string head;
  head.reserve(1400);
  head.append("HTTP/1.1 ");
  put_number(head, fields.status);
  head.append(" ").append(reason(fields.status)).append("\r\n");
  // A 304 carries no length: it has no body, and the length of what it stands for may differ by encoding (RFC
  // 9110, 8.6).
  if (fields.status != 304 && fields.status != 204) {
    if (!fields.streamed) {
      head.append("Content-Length: ");
      put_number(head, fields.content_length);
      head.append("\r\n");
    }
    if (!fields.content_type.empty()) put(head, "Content-Type", fields.content_type);
    if (fields.coding != Coding::identity) put(head, "Content-Encoding", coding_name(fields.coding));
    if (!fields.language.empty()) put(head, "Content-Language", fields.language);
  }
  if (!fields.etag.empty()) put(head, "ETag", fields.etag);
  if (!fields.cache_control.empty() && !sets(extra, "cache-control")) put(head, "Cache-Control", fields.cache_control);
  if (fields.varies) put(head, "Vary", "Accept-Encoding");
  const bool framed = fields.framing == Framing::anyone;
  head.append(kPolicy).append(framed ? "*\r\n" : "'none'\r\n");
  head.append(kSecurity).append(fields.open ? kAnyOrigin : framed ? kFramed : kOwnOrigin);
  put_extra(head, extra);
  return head;
}

AnswerPtr make_private(const AnswerPtr& shared) {
  auto answer = std::make_shared<Answer>();
  answer->status = shared->status;
  answer->lender = shared;
  answer->stream = shared->stream;
  answer->head.reserve(shared->head.size() + 32);
  // Line by line: what is not about keeping stays as it is.
  for (std::string_view rest = shared->head; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find("\r\n") + 2);
    rest.remove_prefix(line.size());
    if (!line.starts_with("ETag: ") && !line.starts_with("Cache-Control: ")) answer->head.append(line);
  }
  put(answer->head, "Cache-Control", "private, no-store");
  return answer;
}

AnswerPtr make_plain(unsigned status) {
  auto answer = std::make_shared<Answer>();
  answer->status = status;
  answer->body = std::to_string(status) + "\n";
  Fields fields;
  fields.status = status;
  fields.content_type = "text/plain; charset=utf-8";
  fields.cache_control = "no-store";
  fields.content_length = answer->body.size();
  answer->head = make_head(fields);
  return answer;
}

}  // namespace catalyse::http
