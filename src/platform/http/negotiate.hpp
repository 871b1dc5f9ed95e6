// What the client can read and what it already has. Pure. RFC 9110, 12.5.3 (Accept-Encoding) and 13.1.2
// (If-None-Match).
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "answer.hpp"

namespace catalyse::http {

// Which codings the client takes; from every Accept-Encoding field of the request. Without a field only identity is
// sent: what asks for nothing (a script, a load test) gets the plain bytes.
class Codings {
 public:
  void add(std::string_view accept_encoding);
  [[nodiscard]] bool takes(Coding coding) const;
  [[nodiscard]] Coding best() const;  // the client's highest weight; at equal weights brotli, then gzip, then identity

 private:
  [[nodiscard]] int weight(Coding coding) const;  // thousandths
  std::array<int, 3> weights_{-1, -1, -1};        // by Coding; -1: not named
  int others_ = -1;                               // weight of `*`
};

// The strong ETag of one encoding of a representation: `"<tag>"`, `"<tag>-gzip"`, `"<tag>-br"`. Different bytes,
// different tags.
[[nodiscard]] std::string make_etag(std::string_view tag, Coding coding);

// A field value is a list of entity tags or `*`. Tells whether it names `etag` (weak comparison: `W/` is looked
// through).
[[nodiscard]] bool names_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace catalyse::http
