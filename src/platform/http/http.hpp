// HTTP as the features see it: a request, a response, a route as a declaration, a handler as a value. Framing, limits,
// compression, conditional requests and the security headers are this room's business and nobody else's. RFC 9110,
// 9111, 9112.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/language.hpp"
#include "core/result.hpp"

namespace catalyse::http {

enum class Method : std::uint8_t { get, post };  // HEAD is answered from GET
using core::Language;                            // English pages live under /en/ with the same path words
enum class Form : std::uint8_t { html, json, csv, geojson, xml, text, yaml, svg, atom, ics };

// The query string, decoded (RFC 3986, `+` as space), in order of arrival: valid UTF-8 without control characters or
// bidirectional overrides. Bounded by the edge rules: at most 64 parameters and 8 KB in all.
class Query {
 public:
  Query() = default;
  explicit Query(std::vector<std::pair<std::string, std::string>> pairs) : pairs_(std::move(pairs)) {}
  [[nodiscard]] std::optional<std::string_view> first(std::string_view name) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& pairs() const { return pairs_; }

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

// What somebody may do, and where: a role, in a scope. The words are those of the room that knows people; here they are
// carried, never read.
struct Grant {
  std::string role;   // "reviewer"
  std::string scope;  // empty: everywhere; "reg:28": a territory and what lies in it; "cas:k3f…": one object
  friend bool operator==(const Grant&, const Grant&) = default;
};

// Who asks: a person who is signed in, or nobody (all fields empty). Found once a request by the `Gate`.
struct Actor {
  std::string person;         // public id
  std::string name;           // as others read it
  std::vector<Grant> grants;  // in force in this session
  std::string session;        // names the session among the person's own; not its secret
  std::string token;          // what each of this session's forms sends back in the field `jeton`
  [[nodiscard]] bool signed_in() const { return !person.empty(); }
};

// A file sent with a form. Its name and its type are what the sender claims.
struct Upload {
  std::string field, file, content_type, bytes;
};

// What a handler gets. On a route of class `page` there are no headers, no client and no actor: such an answer may
// depend on the address only, and what the handler cannot see cannot poison the cache.
struct Request {
  Method method = Method::get;
  Language language = Language::fr;
  Form form = Form::html;  // from the suffix of the path (.json, .csv, .geojson, .svg, .atom, .ics…), html without one
  std::string path;        // decoded, without the /en prefix and without the form's suffix
  Query query;             // only parameters that the route declares
  std::string raw_query;   // the same, encoded again in one way, without '?'
  std::vector<std::pair<std::string, std::string>> captures;  // the pattern's {names}
  std::vector<std::pair<std::string, std::string>> headers;   // lower-case names
  std::string body;                                           // empty once it was read as a form
  Query fields;  // of the form that was sent: only those that the route declares, checked as declared
  std::vector<Upload> uploads;
  std::string client;  // address of the client, for the rate rules and the log only
  Actor actor;

  [[nodiscard]] std::string_view field(std::string_view name) const;    // the first of that name; empty when absent
  [[nodiscard]] std::string_view capture(std::string_view name) const;  // empty when absent
  [[nodiscard]] std::string_view header(std::string_view lower_name) const;
};

// How an answer may be kept. `page`: made only from the address, the language and the data version, so it carries an
// ETag known before it is rendered and may be kept in the rendered-page cache. `immutable`: the address holds a digest
// of the content. `live`: never kept.
enum class CacheClass : std::uint8_t { page, immutable, live };
enum class RateClass : std::uint8_t { reading, search, heavy };

// Who may ask. `loopback`: a client on this machine. `person`: whoever is signed in. `permitted`: those whom the gate
// allows this action in this room, for one object at least; the handler then asks again about the object it has read.
// To a signed-in person who may not, nothing is there (404); one who is not signed in is led to sign in (pages) or told
// so (401).
enum class Access : std::uint8_t { anyone, loopback, person, permitted };
struct Who {
  Access access = Access::anyone;
  std::string_view action{}, room{};  // of `permitted`
};
[[nodiscard]] constexpr Who signed_in() { return {.access = Access::person}; }
[[nodiscard]] constexpr Who may(std::string_view action, std::string_view room) {
  return {.access = Access::permitted, .action = action, .room = room};
}

// A body that was made and encoded beforehand, in memory that outlives the router: the form the client reads best is
// sent as it stands. An encoding that is empty is not offered.
struct Ready {
  std::string_view identity, gzip, brotli;
};

// Who may show the answer inside a frame: nobody, or (a map made to be embedded) any site.
enum class Framing : std::uint8_t { nobody, anyone };

// A body made while it is sent, for what may be larger than memory should hold: appends the next bytes to `piece` (some
// 64 KB is kind to both sides) and says whether more will come. Called on workers, never two calls at once, not again
// once the client is gone; whatever it holds is let go then. A throw cuts the answer short of its end, so that the
// client knows.
using Pieces = std::function<bool(std::string& piece)>;

struct Response {
  unsigned status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  Ready ready{};  // instead of `body` where its identity is not empty
  Framing framing = Framing::nobody;
  Pieces pieces{};  // instead of a body; such an answer has its ETag but stands in no cache, and is not compressed
};

[[nodiscard]] Response redirect(std::string location,
                                unsigned status = 301);  // location is a path of ours, never a foreign URL

using Handler = std::function<core::Result<Response>(const Request&)>;

// A parameter of the query that the route understands. An unknown parameter is ignored on a page and refused (400) on
// /api/.
struct Parameter {
  std::string_view name;
  std::string_view description;  // English, for OpenAPI
  std::string_view example;
};

// A field of the form that a POST takes. A field that is not declared, or is not what it is declared to be, refuses the
// whole form (400): nothing reaches a handler that it did not ask for. The field `jeton` is the router's own.
enum class Input : std::uint8_t {
  line,  // clean text without a line break
  text,  // lines of clean text, ended by a line feed
  file,  // multipart/form-data only; goes to `uploads`
};
struct InputField {
  std::string_view name;
  Input input = Input::line;
  std::size_t most_bytes = 1000;
};

// One route is one declaration; the router refuses to start when two patterns collide or a field is missing. The same
// table gives OpenAPI, the table-of-addresses test, limits and cache headers. Pattern: `/territoires/commune/{place}`;
// a capture takes one segment. With forms, `.json` and its like are cut off the last segment.
struct Route {
  Method method = Method::get;
  std::string pattern;
  std::string summary;  // English, for OpenAPI and the table of addresses
  std::vector<Form> forms{Form::html};
  std::vector<Parameter> parameters;
  std::vector<InputField> fields;  // of a POST: the body is then read as a form; without any the handler reads `body`
  std::size_t body_bytes = 64U << 10U;
  Who who;
  CacheClass cache = CacheClass::page;
  RateClass rate = RateClass::reading;
  std::string example;  // an address that answers 200 with the bundle's data; used by the table-of-addresses test
  Handler handler;
};

// The sentences this room asks for in `Error::message_id`; the floor that knows pages has a translation of each.
inline constexpr std::array<std::string_view, 18> kMessageIds{
    "http.error.not_found",  // nothing stands at this address
    "http.error.form",       // the page exists, not in this form; parameter `form`
    "http.error.method",     // the address is not for this method
    "http.error.parameter",  // the API does not know the parameter `name`
    "http.error.foreign",    // a form sent from another site: 403
    "http.error.stale",      // a form of another session, or without its token: 403
    "http.error.sign_in",    // for those who are signed in: 401
    "http.error.field",      // the form has no field `name`, or not one like this: 400
    "http.error.media",      // the body is not in a format that is understood here: 415
    "http.error.denied",     // the reader may not do this: 403
    "http.error.damaged",    // our fault: 500
    "http.error.malformed",  // bytes that are no request, or text that is no text: 400, 417, 505
    "http.error.slow",       // the request did not arrive in time: 408
    "http.error.body",       // body too large: 413
    "http.error.target",     // address too long: 414
    "http.error.header",     // header too large: 431
    "http.error.host",       // not the name of this site: 421
    "http.error.busy"};      // too many requests at once, come back: 503

// Makes the page (or problem+json, by the request's form and path) that says what happened; given by the floor that
// knows pages.
using ErrorPage = std::function<Response(const Request&, const core::Error&)>;

// A file compiled into the program, served under /statique/ with the digest in its name and `immutable`.
struct Asset {
  std::string_view name;  // catalyse.css
  std::string_view content_type;
  std::string_view bytes;
};

// What the router asks about people; given by the floor that knows them. Both may be called from any thread.
struct Gate {
  std::string cookie;   // name of the cookie that holds a session's secret; empty: nobody ever signs in
  std::string sign_in;  // path of the page to sign in; it gets `retour`, the page that was asked for
  std::function<Actor(std::string_view secret)> identify;  // nobody when the secret is no session's (any more)
  std::function<bool(const Actor&, const Who&)> allows;    // for one object at least
};

struct RouterOptions {
  std::vector<Route> routes;
  Gate gate;
  std::vector<Asset> assets;
  ErrorPage error_page;
  std::string version;  // of the program and of the data: part of every ETag
  std::size_t page_cache_bytes = 64U << 20U;
  std::function<void(std::string_view line)>
      log;  // what went wrong behind a 500, one JSON line; never sent to a client
};

// A request that brings a session's cookie is answered `Cache-Control: private, no-store`, without ETag. A page of
// class `page` is the same for everybody: it comes from the same cache, made without knowing who asks. Immutable after
// construction; `handle` may be called from any thread and never throws. What the reader gets for any request is
// decided here: `handle` takes `path` decoded but whole, and sets the language, the form, the captures and the known
// parameters itself.
class Router {
 public:
  explicit Router(RouterOptions options);  // throws std::logic_error with the offending pattern: a bug, found at start
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;
  [[nodiscard]] Response handle(Request request) const;
  [[nodiscard]] const std::vector<Route>& routes() const;
  [[nodiscard]] std::string asset_address(
      std::string_view name) const;  // /statique/catalyse.1a2b3c4d.css; throws when unknown

 private:
  friend class RouterAccess;  // the server and the test client of this room
  struct State;
  std::unique_ptr<State> state_;
};

// The address of an asset, for those who need it before there is a router.
[[nodiscard]] std::string asset_address(const Asset& asset);

// `target` as a browser would send it, e.g. "/territoires?q=rouen". For tests, in process, without sockets: it goes
// through the same edge rules, router, compression and header code as the network does.
struct TestAnswer {
  unsigned status = 0;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  [[nodiscard]] std::string_view header(std::string_view lower_name) const;
};
[[nodiscard]] TestAnswer get(const Router& router, std::string_view target,
                             const std::vector<std::pair<std::string, std::string>>& headers = {});

// The same for any method and with a body; a Host header is added when none is given.
struct TestRequest {
  std::string method = "GET";
  std::string target = "/";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string client = "127.0.0.1";
};
[[nodiscard]] TestAnswer send(const Router& router, const TestRequest& request);

}  // namespace catalyse::http
