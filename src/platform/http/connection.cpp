#include "connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <new>

#include "access_log.hpp"
#include "edge_target.hpp"

namespace catalyse::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kFirstBuffer = 2048;  // most requests fit; 10 000 connections at rest cost 20 MB
constexpr int kTurn = 32;                   // pipelined requests answered before others have their turn
constexpr auto kLinger = std::chrono::seconds(2);
constexpr auto kDrainRest = std::chrono::milliseconds(500);

std::array<asio::const_buffer, 3> buffers_of(const Answer& answer, std::string_view tail, std::string_view body) {
  return {asio::buffer(answer.head), asio::buffer(tail.data(), tail.size()), asio::buffer(body.data(), body.size())};
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, Peer peer, IoThread& thread, Service& service)
    : socket_(std::move(socket)), peer_(std::move(peer)), thread_(thread), service_(service) {}

void Connection::start() {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  slot_ = thread_.connections.size();
  thread_.connections.push_back(shared_from_this());
  // The first request is on its way: a connection that says nothing has the time of a header, not of a rest.
  enter(Phase::head, service_.options.header_time);
  if (service_.draining) drain();
  read();
}

void Connection::enter(Phase phase, Steady::duration time) {
  phase_ = phase;
  deadline_ = Steady::now() + time;
}

void Connection::check_deadline(Steady::time_point now) {
  if (now < deadline_ || phase_ == Phase::working || phase_ == Phase::closed) return;
  switch (phase_) {
    case Phase::head:
    case Phase::body:
      thread_.counters.count(phase_ == Phase::head ? Ended::slow_header : Ended::slow_body);
      // The pending read is called off; what it calls answers 408.
      phase_ = Phase::late;
      deadline_ = now + kLinger;
      socket_.cancel();
      break;
    case Phase::writing:
      thread_.counters.count(Ended::slow_reader);
      return close();
    case Phase::rest:
      thread_.counters.count(Ended::idle);
      return close();
    default:
      return close();
  }
}

void Connection::drain() {
  const bool at_rest = phase_ == Phase::rest || phase_ == Phase::lingering || (phase_ == Phase::head && end_ == begin_);
  if (at_rest) deadline_ = std::min(deadline_, Steady::now() + kDrainRest);
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  error_code ignored;
  socket_.close(ignored);
  if (!peer_.held.empty()) service_.addresses.leave(peer_.held);
  const auto keep = shared_from_this();
  auto& all = thread_.connections;
  std::swap(all[slot_], all.back());
  all[slot_]->slot_ = slot_;
  all.pop_back();
  thread_.load.fetch_sub(1);
}

void Connection::make_room() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (in_.size() < kFirstBuffer) in_.resize(kFirstBuffer);
  if (end_ < in_.size()) return;
  std::copy(in_.begin() + static_cast<std::ptrdiff_t>(begin_), in_.end(), in_.begin());
  end_ -= begin_;
  begin_ = 0;
  if (end_ == in_.size()) in_.resize(in_.size() * 2);
}

void Connection::consume(std::size_t bytes) {
  begin_ += bytes;
  seen_ = 0;
  if (begin_ < end_) return;
  begin_ = end_ = 0;
  if (in_.size() > kFirstBuffer) std::string(kFirstBuffer, '\0').swap(in_);
}

void Connection::read() {
  make_room();
  socket_.async_read_some(
      asio::buffer(in_.data() + end_, in_.size() - end_),
      [self = shared_from_this()](const error_code& error, std::size_t bytes) { self->on_read(error, bytes); });
}

void Connection::on_read(const error_code& error, std::size_t bytes) {
  if (phase_ == Phase::closed) return;
  if (phase_ == Phase::late) {
    // Nothing was asked for, so there is nothing to answer.
    if (unread().empty() && !body_) return close();
    refuse(408, {});
    return;
  }
  if (error) return close();
  end_ += bytes;
  if (phase_ == Phase::lingering) {
    begin_ = end_ = 0;
    return read();
  }
  if (phase_ == Phase::rest) enter(Phase::head, service_.options.header_time);
  serve();
}

void Connection::serve() {
  for (int turn = 0; turn < kTurn; ++turn) {
    const Next next = phase_ == Phase::body ? read_body() : next_request();
    if (next == Next::elsewhere) return;
    if (next == Next::more_bytes) return read();
  }
  asio::post(thread_.context, [self = shared_from_this()] {
    if (self->phase_ != Phase::closed) self->serve();
  });
}

Connection::Next Connection::next_request() {
  const std::string_view bytes = unread();
  if (bytes.empty()) {
    if (phase_ != Phase::head)
      enter(Phase::rest, service_.draining ? kDrainRest : Steady::duration(service_.options.idle_time));
    return Next::more_bytes;
  }
  if (phase_ != Phase::head) enter(Phase::head, service_.options.header_time);
  method_.clear();
  path_.clear();
  client_.clear();
  head_only_ = false;
  secure_ = false;
  started_ = Steady::now();
  const auto end = edge::find_head_end(bytes, service_.limits, seen_);
  if (!end) return refuse(end.error().status, {});
  if (*end == 0) return Next::more_bytes;
  return dispatch(bytes.substr(0, *end));
}

// From a whole head to its answer, or to the task of its handler. The views end with `consume`.
Connection::Next Connection::dispatch(std::string_view bytes) {
  edge::Head& head = thread_.head;
  router_ = service_.router();
  if (const auto done = edge::parse_head(bytes, service_.limits, head); !done)
    return refuse(done.error().status, head.target);
  after_ = service_.draining ? edge::After::close : head.after;
  head_only_ = head.method == "HEAD";
  chunks_ = head.chunks;
  if (service_.options.log) {
    method_ = head.method;
    path_ = head.target.substr(0, head.target.find('?'));
  }
  const bool has_body = head.framing == edge::Framing::chunked || head.content_length > 0;
  if (has_body && head.method != "POST") return refuse(400, head.target);
  auto target = edge::parse_target(head.target);
  if (!target) return refuse(target.error().status, head.target);
  if (const unsigned status = edge::misdirected(head.host, target->authority, service_.options.hosts))
    return refuse(status, head.target);
  client_ = client();
  secure_ = peer_.is_proxy && edge::equal_ignoring_case(head.field("x-forwarded-proto"), "https");
  if (head.method == "POST" && !is_loopback(client_) && !service_.posts.take(client_, started_))
    return refuse(429, head.target);
  Step step = RouterAccess::state(*router_).begin({head, std::move(*target), client_});
  if (auto* answer = std::get_if<AnswerPtr>(&step)) {
    if (has_body) after_ = edge::After::close;  // its bytes are not worth reading
    consume(bytes.size());
    return send(std::move(*answer));
  }
  return take_task(std::get<Task>(std::move(step)), bytes);
}

Connection::Next Connection::take_task(Task task, std::string_view head_bytes) {
  const edge::Head& head = thread_.head;
  const std::size_t size = head_bytes.size();
  task_ = std::move(task);
  if (head.framing == edge::Framing::none || (head.framing == edge::Framing::length && head.content_length == 0)) {
    consume(size);
    return submit();
  }
  const std::size_t most = std::min(task_->route->body_bytes, service_.options.body_bytes);
  if (head.content_length > most) return refuse(413, head.target);
  body_.emplace(head_bytes, most);
  if (head.expect == edge::Expect::go_ahead) {
    static constexpr std::string_view kGoAhead = "HTTP/1.1 100 Continue\r\n\r\n";
    error_code error;
    // A socket that cannot take 25 bytes belongs to a client that will not be heard either.
    if (socket_.write_some(asio::buffer(kGoAhead), error) != kGoAhead.size()) {
      close();
      return Next::elsewhere;
    }
  }
  consume(size);
  // A large file has the time that a slow line needs for it.
  enter(Phase::body,
        service_.options.body_time + std::chrono::seconds(head.content_length / service_.options.least_rate));
  return read_body();
}

Connection::Next Connection::read_body() {
  const auto used = body_->feed(unread());
  if (!used) return refuse(used.error().status, {});
  consume(*used);
  if (!body_->done()) return Next::more_bytes;
  task_->request.body = body_->take();
  body_.reset();
  return submit();
}

Connection::Next Connection::submit() {
  phase_ = Phase::working;
  const RateClass rate = task_->route->rate;
  const Reader reader{task_->request.language, task_->request.form};
  bool taken = false;
  try {
    taken = service_.pool.submit(
        [self = shared_from_this(), router = router_, task = std::move(*task_)]() mutable {
          deliver(self, RouterAccess::state(*router).run(std::move(task)));
        },
        rate);
  } catch (const std::bad_alloc&) {
    // No room for one more in the queue is a full queue.
  }
  task_.reset();
  if (taken) return Next::elsewhere;
  thread_.counters.count_overload();
  return send(RouterAccess::state(*router_).refusal(503, reader));
}

// On a worker. Nothing else would ever wake a connection whose answer was lost, so this tries until there is memory for
// it.
void Connection::deliver(const std::shared_ptr<Connection>& self, const AnswerPtr& answer) noexcept {
  while (true) {
    try {
      return asio::post(self->thread_.context, [self, answer] { self->worker_done(answer); });
    } catch (...) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
}

void Connection::worker_done(AnswerPtr answer) {
  if (phase_ == Phase::closed) return;
  if (service_.draining) after_ = edge::After::close;
  if (send(std::move(answer)) == Next::answered) serve();
}

// Ends the connection, as nobody knows where the next request would begin.
Connection::Next Connection::refuse(unsigned status, std::string_view target) {
  after_ = edge::After::close;
  if (!router_) router_ = service_.router();
  task_.reset();
  body_.reset();
  return send(RouterAccess::state(*router_).refusal(status, reader_of(target)));
}

Connection::Next Connection::send(AnswerPtr answer) {
  answer_ = std::move(answer);
  flow_ = answer_->stream && !head_only_ ? Flow::more : Flow::none;
  tail_ = thread_.date;
  if (secure_) tail_ += kStrictTransport;
  if (flow_ == Flow::more) {
    // Without chunks only the end of the connection tells the end of the body (RFC 9112, 6.3).
    if (chunks_) tail_ += "Transfer-Encoding: chunked\r\n";
    if (!chunks_) after_ = edge::After::close;
  }
  tail_ += after_ == edge::After::close ? "Connection: close\r\n\r\n" : "\r\n";
  const std::string_view body =
      head_only_ || answer_->status == 304 ? std::string_view{} : std::string_view(answer_->bytes());
  const std::size_t total = answer_->head.size() + tail_.size() + body.size();
  error_code error;
  written_ = socket_.write_some(buffers_of(*answer_, tail_, body), error);
  if (written_ == total) return sent();
  if (error && error != asio::error::would_block) {
    close();
    return Next::elsewhere;
  }
  enter(Phase::writing, service_.options.body_time + std::chrono::seconds(total / service_.options.least_rate));
  write_rest();
  return Next::elsewhere;
}

void Connection::write_rest() {
  const std::string_view body =
      head_only_ || answer_->status == 304 ? std::string_view{} : std::string_view(answer_->bytes());
  auto buffers = buffers_of(*answer_, tail_, body);
  std::size_t skip = written_;
  for (asio::const_buffer& buffer : buffers) {
    const std::size_t cut = std::min(skip, buffer.size());
    buffer += cut;
    skip -= cut;
  }
  asio::async_write(socket_, buffers, [self = shared_from_this()](const error_code& error, std::size_t bytes) {
    if (self->phase_ == Phase::closed) return;
    if (error) return self->close();
    self->written_ += bytes;
    if (self->sent() == Next::answered) self->serve();
  });
}

Connection::Next Connection::sent() {
  if (flow_ != Flow::none) {
    ask_piece();
    return Next::elsewhere;
  }
  record();
  answer_.reset();
  router_.reset();
  if (after_ == edge::After::close) {
    linger();
    return Next::elsewhere;
  }
  phase_ = Phase::rest;
  return Next::answered;
}

void Connection::record() {
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - started_);
  thread_.counters.count(answer_->status, micros, written_);
  if (!service_.options.log) return;
  LogEntry entry;
  entry.time = std::chrono::system_clock::now();
  entry.method = method_;
  entry.path = path_;
  entry.status = answer_->status;
  entry.bytes = written_;
  entry.micros = micros;
  entry.client = client_.empty() ? std::string_view(peer_.address) : std::string_view(client_);
  const Reader reader = reader_of(path_);
  std::string_view stem = path_;
  entry.language = reader.language;
  entry.form = cut_suffix(stem).value_or(reader.form);
  service_.options.log(log_line(entry));
}

// Waits for the client's end, so that what it still sends does not make the system throw our answer away (RFC
// 9112, 9.6).
void Connection::linger() {
  error_code error;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
  if (error) return close();
  begin_ = end_ = 0;
  enter(Phase::lingering, service_.draining ? Steady::duration(kDrainRest) : kLinger);
  read();
}

// The client's address: the last one that a proxy of ours has added.
std::string Connection::client() const {
  if (!peer_.is_proxy) return peer_.address;
  std::string_view last;
  for (const edge::Field& field : thread_.head.fields) {
    if (edge::equal_ignoring_case(field.name, "x-forwarded-for")) last = field.value;
  }
  if (last.empty()) return peer_.address;
  last = edge::trim(last.substr(last.rfind(',') + 1));
  // A proxy spoke for someone it cannot name: surely not for the loopback.
  return cut_address(last) == "-" ? "unknown" : std::string(last);
}

}  // namespace catalyse::http
