// Pure rules on the head of a request: stricter than RFC 9112 wherever two programs could read the same bytes in two
// ways (request smuggling). What passes here is also accepted by Boost.Beast with the same fields (http_edge_fuzz holds
// both side by side); Beast's own parser alone would let through `Transfer-Encoding: gzip`, HTTP/1.0 with chunks, and a
// missing or a second Host.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "edge_text.hpp"

namespace catalyse::http::edge {

struct Limits {
  std::size_t header_bytes = 16U << 10U;  // the whole head: 431
  std::size_t target_bytes = 8U << 10U;   // 414
  std::size_t fields = 100;               // 431
};

struct Field {
  std::string_view name;   // as it came
  std::string_view value;  // without the white space around it
};

enum class Framing : unsigned char { none, length, chunked };
enum class After : unsigned char { keep, close };
enum class Expect : unsigned char { nothing, go_ahead };

// Views into the bytes given to parse_head. Reused between requests, so that the list of fields allocates once.
struct Head {
  std::string_view method;
  std::string_view target;
  std::string_view host;  // value of the one Host field
  std::vector<Field> fields;
  std::uint64_t content_length = 0;
  Framing framing = Framing::none;
  After after = After::keep;  // closes on `Connection: close` and for HTTP/1.0
  bool chunks = true;         // the client reads a chunked answer: not HTTP/1.0
  Expect expect = Expect::nothing;

  [[nodiscard]] std::string_view field(std::string_view name) const;  // the first of that name; empty when absent
};

// Where the head ends: the offset behind its empty line, 0 when it is not complete yet. `seen` says how far an earlier
// call has looked. Refuses at once a bare line feed, a first byte that begins no method, and more bytes than the limit.
[[nodiscard]] Checked<std::size_t> find_head_end(std::string_view bytes, const Limits& limits, std::size_t& seen);

// `bytes` are exactly one head with its empty line. On refusal the connection must end: nobody knows where the next
// request begins.
[[nodiscard]] Checked<void> parse_head(std::string_view bytes, const Limits& limits, Head& head);

// True when the Host (or the authority of the target) is one of ours, whatever its port. No names: the names of the
// loopback.
[[nodiscard]] bool is_our_host(std::string_view host, std::span<const std::string> ours);

// Status to refuse with when the request is not for us: 400 when the authority of an absolute-form target is not the
// Host, 421 when the host is not ours; 0 when all is well.
[[nodiscard]] unsigned misdirected(std::string_view host, std::string_view authority,
                                   std::span<const std::string> ours);

// A well-formed `host[:port]`, RFC 3986, 3.2: a name, an IPv4 address or an IPv6 address between brackets.
[[nodiscard]] bool is_host(std::string_view text);

}  // namespace catalyse::http::edge
