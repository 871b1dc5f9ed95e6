// Inside of the router, shared with the server and the test client of this room. A request takes two steps, so that
// what needs no handler (static files, 304, a page from the cache, a refusal) is answered at once on the thread that
// read it.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>

#include "answer.hpp"
#include "assets.hpp"
#include "edge_rules.hpp"
#include "edge_target.hpp"
#include "negotiate.hpp"
#include "page_cache.hpp"
#include "route_table.hpp"

namespace catalyse::http {

struct Incoming {
  const edge::Head& head;
  edge::Target target;
  std::string client;
  std::string_view secret = {};  // of the session's cookie, when there is one; a view into the head
};

// A request that its handler must answer.
struct Task {
  const Route* route = nullptr;
  Request request;
  std::string secret;  // of the session's cookie; whose it is, `admit` asks
  std::string key;     // whole path and known parameters: names the page in the cache and in its ETag
  Coding coding = Coding::identity;
  enum class Condition : std::uint8_t { none, any } condition = Condition::none;  // any: `If-None-Match: *`
};

using Step = std::variant<AnswerPtr, Task>;

// For whom a refusal is written, guessed from an address that may be no address.
struct Reader {
  Language language = Language::fr;
  Form form = Form::html;
};
[[nodiscard]] Reader reader_of(std::string_view target);

// An address of this machine.
[[nodiscard]] inline bool is_loopback(std::string_view client) { return client.starts_with("127.") || client == "::1"; }

// Read by programs of any origin, which want problem+json and an exact refusal.
[[nodiscard]] inline bool is_api(std::string_view path) { return path.starts_with("/api/"); }

struct Router::State {
  explicit State(RouterOptions options);

  // Never throws, any thread, does no slow work but for the page of an error.
  [[nodiscard]] Step begin(Incoming incoming) const noexcept;
  // Never throws, any thread, runs the handler.
  [[nodiscard]] AnswerPtr run(Task task) const noexcept;
  // The answer to bytes that never became a request (400, 408, 414, 421, 431, 503, …). Made once, then kept.
  [[nodiscard]] AnswerPtr refusal(unsigned status, Reader reader) const noexcept;

  RouteTable table;
  Assets assets;
  Gate gate;
  ErrorPage error_page;
  std::string
      version;  // with the addresses of the assets: a page that names a style sheet no longer served is another page
  std::function<void(std::string_view)> log;
  mutable PageCache cache;

 private:
  [[nodiscard]] Step begin_or_throw(Incoming& incoming) const;
  [[nodiscard]] AnswerPtr from_cache(const Incoming& incoming, std::string_view key, Coding coding) const;
  [[nodiscard]] Step route(Incoming& incoming, const Codings& codings) const;
  [[nodiscard]] AnswerPtr nothing_there(const Request& request, const Incoming& incoming, const Found& found) const;
  [[nodiscard]] std::optional<AnswerPtr> refuse_request(const Request& request, const Incoming& incoming,
                                                        const Found& found) const;
  [[nodiscard]] Step prepare(Task task, Incoming& incoming, const Codings& codings) const;
  [[nodiscard]] AnswerPtr unchanged(const edge::Head& head, const Task& task, const Codings& codings) const;
  [[nodiscard]] static AnswerPtr make_unchanged(const Task& task, std::string_view etag);
  // Who asks, whether they may, and the form they send; an answer when the handler must not run.
  [[nodiscard]] AnswerPtr admit(Task& task) const;
  [[nodiscard]] AnswerPtr lead_to_sign_in(const Task& task) const;
  [[nodiscard]] AnswerPtr take_form(Task& task) const;
  [[nodiscard]] AnswerPtr finish(const Task& task, Response response) const;
  [[nodiscard]] AnswerPtr fail(const Request& request, const core::Error& error, unsigned status) const noexcept;
  [[nodiscard]] std::string tag(std::string_view key) const;
  void report(const Request& request, std::string_view what) const noexcept;

  const AnswerPtr last_resort_;  // a plain 500, when there is no memory even for a refusal
  mutable std::mutex refusals_mutex_;
  mutable std::unordered_map<unsigned, AnswerPtr> refusals_;
};

// The one door into a router for this room's own files.
class RouterAccess {
 public:
  using State = Router::State;
  [[nodiscard]] static const State& state(const Router& router) { return *router.state_; }
};

}  // namespace catalyse::http
