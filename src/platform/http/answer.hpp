// An answer as it goes over the wire, made once and shared: by the connection that writes it and by the caches that
// keep it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http.hpp"

namespace catalyse::http {

enum class Coding : std::uint8_t { identity, gzip, brotli };

struct Answer;
using AnswerPtr = std::shared_ptr<const Answer>;

// The rest of an answer whose body is made while it is sent.
struct Stream {
  Pieces next;
  RateClass rate = RateClass::reading;
};

struct Answer {
  unsigned status = 200;
  std::string
      head;  // status line and fields, each with its CRLF; the transport adds Date, Connection and the empty line
  std::string body;  // already encoded; not sent for HEAD and 304
  AnswerPtr lender;  // when set: the answer whose body this one sends
  [[nodiscard]] const std::string& bytes() const { return lender ? lender->body : body; }
  // When there is one, the body is its pieces and the transport says how they are framed. Such an answer is one
  // reader's.
  std::shared_ptr<Stream> stream{};
};

// The same bytes for a reader who is signed in: kept by nobody, without ETag.
[[nodiscard]] AnswerPtr make_private(const AnswerPtr& shared);

// The fields that depend on the kind of answer; what is empty is not written.
struct Fields {
  unsigned status = 200;
  std::string_view content_type;
  std::string_view etag;
  std::string_view cache_control;
  Coding coding = Coding::identity;
  std::string_view language;  // Content-Language
  bool varies = false;        // Vary: Accept-Encoding
  bool open = false;          // readable from any origin: /api/
  Framing framing = Framing::nobody;
  bool streamed = false;  // no Content-Length: nobody knows it yet
  std::size_t content_length = 0;
};

// Writes the head, with the security headers: the one place where they are made, for every answer of the server.
// `extra` are the handler's own; those that are this room's business are left out, one that could split the answer
// throws.
[[nodiscard]] std::string make_head(const Fields& fields,
                                    const std::vector<std::pair<std::string, std::string>>& extra = {});

// A few plain bytes, when even the page of an error fails.
[[nodiscard]] AnswerPtr make_plain(unsigned status);

[[nodiscard]] std::string_view coding_name(Coding coding);  // empty for identity

// Calls with the name and the value of every field of a head.
template <class Call>
void for_each_field(std::string_view head, const Call& call) {
  head.remove_prefix(head.find("\r\n") + 2);
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    const std::size_t colon = head.find(": ");
    call(head.substr(0, colon), head.substr(colon + 2, end - colon - 2));
    head.remove_prefix(end + 2);
  }
}

// What the transport adds behind the TLS proxy: RFC 6797. The proxy says so with X-Forwarded-Proto.
inline constexpr std::string_view kStrictTransport = "Strict-Transport-Security: max-age=31536000\r\n";

}  // namespace catalyse::http
