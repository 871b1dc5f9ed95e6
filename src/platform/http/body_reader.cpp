#include "body_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <iterator>

namespace catalyse::http {
namespace {

namespace beast = boost::beast;

}  // namespace

struct BodyReader::State {
  beast::http::request_parser<beast::http::string_body> parser;
  std::string pending;  // what Beast wants to see again with the bytes that follow: half a chunk header
  std::ptrdiff_t fields = 0;
  bool extended = false;  // a chunk extension was seen
  bool readable = false;  // Beast agrees with us on the head
  bool too_large = false;
  std::function<void(std::uint64_t, beast::string_view, beast::error_code&)> on_chunk;

  [[nodiscard]] std::ptrdiff_t count_fields() const {
    return std::distance(parser.get().base().begin(), parser.get().base().end());
  }
};

BodyReader::BodyReader(std::string_view head, std::size_t most) : state_(std::make_unique<State>()) {
  auto& parser = state_->parser;
  parser.header_limit(static_cast<std::uint32_t>(head.size() + 1));
  parser.body_limit(most);
  parser.eager(true);
  state_->on_chunk = [state = state_.get()](std::uint64_t, beast::string_view extensions, beast::error_code&) {
    state->extended = state->extended || !extensions.empty();
  };
  parser.on_chunk_header(state_->on_chunk);
  // The head alone first: what joins its fields later is a trailer.
  beast::error_code error;
  parser.put(boost::asio::buffer(head.data(), head.size()), error);
  state_->readable = parser.is_header_done() && (!error || error == beast::http::error::need_more);
  state_->too_large = error == beast::http::error::body_limit;
  state_->fields = state_->count_fields();
}

BodyReader::~BodyReader() = default;
BodyReader::BodyReader(BodyReader&&) noexcept = default;
BodyReader& BodyReader::operator=(BodyReader&&) noexcept = default;

edge::Checked<std::size_t> BodyReader::feed(std::string_view bytes) {
  auto& parser = state_->parser;
  auto& pending = state_->pending;
  if (state_->too_large) return edge::refuse("body too large", 413);
  if (!state_->readable) return edge::refuse("head that Beast refuses");
  const std::size_t before = pending.size();
  pending.append(bytes);
  std::size_t used = 0;
  while (!parser.is_done()) {
    beast::error_code error;
    const std::size_t taken = parser.put(boost::asio::buffer(pending.data() + used, pending.size() - used), error);
    used += taken;
    if (error == beast::http::error::need_more) break;
    if (error == beast::http::error::body_limit) return edge::refuse("body too large", 413);
    if (error) return edge::refuse("framing of the body");
    if (taken == 0) break;
  }
  if (state_->extended) return edge::refuse("chunk extension");
  if (parser.is_done() && state_->count_fields() != state_->fields) return edge::refuse("trailer");
  if (parser.is_done()) {
    pending.clear();
    // What was kept from before had been asked for, so it belonged to this body.
    return used - before;
  }
  pending.erase(0, used);
  // A chunk header has no business being long; Beast would wait for its end for ever.
  if (pending.size() > 1024) return edge::refuse("chunk header");
  return bytes.size();
}

bool BodyReader::done() const { return state_->parser.is_done(); }
std::string BodyReader::take() { return std::move(state_->parser.get().body()); }

}  // namespace catalyse::http
