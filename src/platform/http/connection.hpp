// One connection of a client: reads a request at a time, answers it, and ends at its deadlines. Lives on one io thread;
// only `worker_done` comes from elsewhere, through that thread's context.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <string>

#include "body_reader.hpp"
#include "routing.hpp"
#include "service.hpp"

namespace catalyse::http {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  struct Peer {
    std::string address;
    std::string held;  // key in the address book; empty for a proxy
    bool is_proxy = false;
  };
  Connection(boost::asio::ip::tcp::socket socket, Peer peer, IoThread& thread, Service& service);

  void start();
  void check_deadline(Steady::time_point now);
  void drain();  // the server stops: a connection at rest has a moment for a request that is under way
  void close();

 private:
  enum class Phase : std::uint8_t { rest, head, body, working, writing, lingering, late, closed };
  enum class Next : std::uint8_t { more_bytes, answered, elsewhere };  // elsewhere: a callback carries on

  void enter(Phase phase, Steady::duration time);
  void read();
  void on_read(const boost::system::error_code& error, std::size_t bytes);
  void serve();
  Next next_request();
  Next dispatch(std::string_view bytes);
  Next take_task(Task task, std::string_view head_bytes);
  Next read_body();
  Next submit();
  static void deliver(const std::shared_ptr<Connection>& self, const AnswerPtr& answer) noexcept;
  Next refuse(unsigned status, std::string_view target);
  Next send(AnswerPtr answer);
  void write_rest();
  Next sent();
  void ask_piece();
  void piece_made(std::optional<std::string> piece, bool more);
  void piece_sent();
  void worker_done(AnswerPtr answer);
  void linger();
  void make_room();
  void record();
  [[nodiscard]] std::string client() const;
  [[nodiscard]] std::string_view unread() const { return {in_.data() + begin_, end_ - begin_}; }
  void consume(std::size_t bytes);

  boost::asio::ip::tcp::socket socket_;
  Peer peer_;
  IoThread& thread_;
  Service& service_;
  Steady::time_point deadline_;
  Phase phase_ = Phase::rest;
  std::size_t slot_ = 0;  // place in the thread's list

  std::string in_;  // bytes read; those between begin_ and end_ wait
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t seen_ = 0;  // how far the end of the head was looked for

  // The request being answered.
  std::shared_ptr<const Router> router_;
  std::optional<Task> task_;
  std::optional<BodyReader> body_;
  edge::After after_ = edge::After::keep;
  bool head_only_ = false;
  bool chunks_ = true;  // the client reads a chunked answer
  bool secure_ = false;
  Steady::time_point started_;
  std::string method_;
  std::string path_;    // for the log
  std::string client_;  // for the log

  // The answer being written.
  AnswerPtr answer_;
  std::string tail_;
  std::size_t written_ = 0;

  // Its body, when it is made while it is sent.
  enum class Flow : std::uint8_t { none, more, last } flow_ = Flow::none;
  std::string chunk_;
  std::optional<boost::asio::steady_timer> again_;  // the workers had no room for the next piece
};

}  // namespace catalyse::http
