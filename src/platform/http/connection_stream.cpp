// An answer whose body is made while it is sent: a worker makes one piece, the connection writes it, and only then is
// the next one asked for. At most one piece is in memory, however slow the client and however long the answer.
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <new>

#include "connection.hpp"

namespace catalyse::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr auto kNoRoom = std::chrono::milliseconds(50);  // before the workers are asked again

struct Made {
  std::optional<std::string> piece;  // none: it failed
  bool more = false;
};

Made make_piece(const Pieces& next) noexcept {
  try {
    Made made{std::string{}, false};
    made.more = next(*made.piece);
    return made;
  } catch (...) {
    // Cut short: the client sees that the end is missing.
    return {};
  }
}

// RFC 9112, 7.1. An empty piece is no chunk: an empty chunk would be the end.
std::string framed(std::string piece, bool more) {
  std::string chunk;
  if (!piece.empty()) {
    std::array<char, 16> size{};
    const auto end = std::to_chars(size.data(), size.data() + size.size(), piece.size(), 16).ptr;
    chunk.reserve(piece.size() + 32);
    chunk.append(size.data(), end).append("\r\n").append(piece).append("\r\n");
  }
  if (!more) chunk.append("0\r\n\r\n");
  return chunk;
}

}  // namespace

void Connection::ask_piece() {
  phase_ = Phase::working;
  bool taken = false;
  try {
    taken = service_.pool.submit(
        [self = shared_from_this(), router = router_, stream = answer_->stream] {
          auto made = make_piece(stream->next);
          while (true) {  // as in `deliver`: nothing else would wake this connection
            try {
              auto told = std::make_shared<Made>(std::move(made));
              return asio::post(self->thread_.context,
                                [self, told] { self->piece_made(std::move(told->piece), told->more); });
            } catch (...) {
              std::this_thread::sleep_for(std::chrono::milliseconds(20));
            }
          }
        },
        answer_->stream->rate);
  } catch (const std::bad_alloc&) {
    // No room for one more in the queue is a full queue.
  }
  if (taken) return;
  again_.emplace(thread_.context, kNoRoom);
  again_->async_wait([self = shared_from_this()](const error_code& error) {
    if (!error && self->phase_ != Phase::closed) self->ask_piece();
  });
}

void Connection::piece_made(std::optional<std::string> piece, bool more) {
  if (phase_ == Phase::closed) return;
  if (!piece) return close();
  if (!more) flow_ = Flow::last;
  chunk_ = chunks_ ? framed(std::move(*piece), more) : std::move(*piece);
  if (chunk_.empty()) return piece_sent();
  enter(Phase::writing, service_.options.body_time + std::chrono::seconds(chunk_.size() / service_.options.least_rate));
  asio::async_write(socket_, asio::buffer(chunk_),
                    [self = shared_from_this()](const error_code& error, std::size_t bytes) {
                      if (self->phase_ == Phase::closed) return;
                      if (error) return self->close();
                      self->written_ += bytes;
                      self->piece_sent();
                    });
}

void Connection::piece_sent() {
  if (flow_ == Flow::more) return ask_piece();
  flow_ = Flow::none;
  std::string().swap(chunk_);
  if (sent() == Next::answered) serve();
}

}  // namespace catalyse::http
