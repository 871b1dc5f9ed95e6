// Any bytes at the edge: the head, the target, the query, the fields we negotiate with, the body. Nothing crashes,
// promises hold, and what we take Boost.Beast takes as well, with the same fields and the same framing: no request can
// be hidden between the two.
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "access_log.hpp"
#include "body_reader.hpp"
#include "edge_rules.hpp"
#include "edge_target.hpp"
#include "negotiate.hpp"

namespace {

namespace beast = boost::beast;
using namespace catalyse::http;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_target(std::string_view bytes) {
  const auto target = edge::parse_target(bytes);
  if (!target) return;
  require(target->path.starts_with('/'));
  require(edge::is_clean_text(target->path));
  require(target->path.find('\\') == std::string::npos);
  require((target->path + '/').find("/../") == std::string::npos);
  require(target->parameters.size() <= edge::kMostParameters);
  for (const auto& [name, value] : target->parameters) require(edge::is_clean_text(name) && edge::is_clean_text(value));
  // Encoding and decoding again changes nothing.
  const auto again = edge::parse_target(edge::encode_path(target->path));
  require(again && again->path == target->path);
}

void check_negotiation(std::string_view bytes) {
  Codings codings;
  codings.add(bytes);
  require(codings.best() == Coding::identity || codings.takes(codings.best()));
  (void)names_etag(bytes, "\"0123456789abcdef-br\"");
  (void)cut_address(bytes);
  (void)edge::is_our_host(bytes, {});
}

void check_body(std::string_view head, std::string_view rest) {
  BodyReader whole(head, 4096);
  const auto used = whole.feed(rest);
  if (used) require(*used <= rest.size());
  // In two pieces the outcome is the same, as far as there is one.
  BodyReader pieces(head, 4096);
  const std::size_t half = rest.size() / 2;
  const auto first = pieces.feed(rest.substr(0, half));
  if (!first) return;
  if (pieces.done()) {
    require(used && whole.done() && *first == *used && pieces.take() == whole.take());
    return;
  }
  const auto second = pieces.feed(rest.substr(half));
  if (used && whole.done())
    require(second && pieces.done() && half + *second == *used && pieces.take() == whole.take());
}

void check_head(std::string_view bytes) {
  edge::Limits limits;
  std::size_t seen = 0;
  const auto end = edge::find_head_end(bytes, limits, seen);
  if (!end || *end == 0) return;
  const std::string_view head_bytes = bytes.substr(0, *end);
  edge::Head head;
  if (!edge::parse_head(head_bytes, limits, head)) return;
  check_target(head.target);
  if (!edge::parse_target(head.target)) return;

  beast::http::request_parser<beast::http::empty_body> oracle;
  oracle.header_limit(64U << 10U);
  oracle.body_limit(boost::none);
  beast::error_code error;
  oracle.put(boost::asio::buffer(head_bytes.data(), head_bytes.size()), error);
  require(!error && oracle.is_header_done());
  const auto& theirs = oracle.get();
  require(theirs.target() == beast::string_view(head.target.data(), head.target.size()));
  require(theirs.method_string() == beast::string_view(head.method.data(), head.method.size()));
  require(oracle.chunked() == (head.framing == edge::Framing::chunked));
  require(oracle.content_length().value_or(0) == head.content_length);
  auto one = head.fields.begin();
  std::size_t count = 0;
  for (const auto& field : theirs) {
    (void)field;
    ++count;
  }
  require(count == head.fields.size());
  for (; one != head.fields.end(); ++one)
    require(theirs.count(beast::string_view(one->name.data(), one->name.size())) > 0);
  if (head.framing != edge::Framing::none && head.content_length <= 4096) check_body(head_bytes, bytes.substr(*end));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_head(bytes);
  check_target(bytes);
  check_negotiation(bytes);
  return 0;
}
