// Second step: the handler's outcome made into an answer, encoded, kept; and the answers to what went wrong.
#include <algorithm>
#include <exception>
#include <stdexcept>

#include "compress.hpp"
#include "edge_text.hpp"
#include "form_body.hpp"
#include "json_text.hpp"
#include "routing.hpp"
#include "server.hpp"

namespace catalyse::http {
namespace {

// A page is asked for again each time, and answered 304 as long as the data version stands: no one reads last month's
// figures, and no one loads a page whose style sheet has another name by now.
constexpr std::string_view kAskAgain = "public, no-cache";
constexpr std::string_view kNeverKept = "no-store";
constexpr std::string_view kForEver = "public, max-age=31536000, immutable";
constexpr std::string_view kForAnHour = "public, max-age=3600";  // a slug may change with the data

std::string_view cache_control(const Task& task, unsigned status) {
  if (task.route != nullptr && task.route->cache == CacheClass::live) return kNeverKept;
  if (status == 301 || status == 308) return kForAnHour;
  if (status != 200 || task.route == nullptr) return kNeverKept;
  return task.route->cache == CacheClass::page ? kAskAgain : kForEver;
}

std::string_view language_of(const Request& request) {
  if (request.form != Form::html) return {};
  return request.language == Language::en ? "en" : "fr";
}

bool is_kept(const Task& task, unsigned status) {
  return status == 200 && task.route != nullptr && task.route->cache != CacheClass::live;
}

struct Reason {
  core::ErrorKind kind;
  std::string_view message;
};

Reason reason_of(unsigned status) {
  using core::ErrorKind;
  switch (status) {
    case 408:
      return {ErrorKind::invalid, "http.error.slow"};
    case 413:
      return {ErrorKind::too_large, "http.error.body"};
    case 414:
      return {ErrorKind::too_large, "http.error.target"};
    case 421:
      return {ErrorKind::invalid, "http.error.host"};
    case 429:
      return {ErrorKind::invalid, kTooManyForms};
    case 431:
      return {ErrorKind::too_large, "http.error.header"};
    case 500:
      return {ErrorKind::damaged, "http.error.damaged"};
    case 503:
      return {ErrorKind::unavailable, "http.error.busy"};
    default:
      return {ErrorKind::invalid, "http.error.malformed"};
  }
}

constexpr std::string_view kTileType = "application/vnd.mapbox-vector-tile";

// The body as the client reads it, and the encoding it is in.
Coding put_body(const Task& task, Response& response, bool pays, std::string& body) {
  const Ready& ready = response.ready;
  const bool made = !ready.identity.empty();
  const std::string_view plain = made ? ready.identity : std::string_view(response.body);
  const Coding coding = pays ? task.coding : Coding::identity;
  const std::string_view encoded = coding == Coding::gzip ? ready.gzip : ready.brotli;
  if (coding == Coding::identity) {
    if (made)
      body = plain;
    else
      body = std::move(response.body);
  } else if (made && !encoded.empty()) {
    body = encoded;
  } else {
    body = compress(plain, coding, Effort::each);
    body.shrink_to_fit();
  }
  return coding;
}

// Data may be read from any origin: the API, and every page asked for as data.
bool is_open_data(const Request& request) {
  return is_api(request.path) || request.form == Form::json || request.form == Form::csv ||
         request.form == Form::geojson || request.form == Form::svg || request.form == Form::atom ||
         request.form == Form::ics;
}

}  // namespace

Reader reader_of(std::string_view target) {
  Reader reader;
  if (target.starts_with("/en/")) {
    reader.language = Language::en;
    target.remove_prefix(3);
  }
  if (is_api(target)) reader.form = Form::json;
  return reader;
}

AnswerPtr Router::State::make_unchanged(const Task& task, std::string_view etag) {
  auto answer = std::make_shared<Answer>();
  Fields fields;
  fields.status = answer->status = 304;
  fields.etag = etag;
  fields.cache_control = cache_control(task, 200);
  fields.varies = true;
  fields.open = is_open_data(task.request);
  answer->head = make_head(fields);
  return answer;
}

AnswerPtr Router::State::finish(const Task& task, Response response) const {
  auto answer = std::make_shared<Answer>();
  Fields fields;
  fields.status = answer->status = response.status;
  fields.content_type = response.content_type;
  fields.cache_control = cache_control(task, response.status);
  const bool is_tile = response.content_type == kTileType;
  if (!is_tile) fields.language = language_of(task.request);
  const bool personal = task.request.actor.signed_in();
  fields.open = (is_tile || is_open_data(task.request)) && !personal;
  fields.framing = personal ? Framing::nobody : response.framing;
  fields.streamed = static_cast<bool>(response.pieces);
  fields.varies =
      pays_to_compress(response.content_type, std::max(response.body.size(), response.ready.identity.size()));
  if (fields.streamed) {
    const auto rate = task.route != nullptr ? task.route->rate : RateClass::reading;
    answer->stream = std::make_shared<Stream>(Stream{std::move(response.pieces), rate});
  } else {
    fields.coding = put_body(task, response, fields.varies, answer->body);
  }
  fields.content_length = answer->body.size();
  std::string etag;
  // A 304 renews the fields of what the client has kept, without knowing that it may be framed: so this is not kept.
  const bool kept = is_kept(task, response.status) && response.framing == Framing::nobody;
  if (kept) fields.etag = etag = make_etag(tag(task.key), fields.coding);
  answer->head = make_head(fields, response.headers);
  if (!kept) return task.secret.empty() ? AnswerPtr(answer) : make_private(answer);
  AnswerPtr same = make_unchanged(task, etag);
  if (task.route->cache == CacheClass::page && !answer->stream)
    cache.store(task.key, task.coding, {answer, same, std::move(etag), make_private(answer)});
  if (!task.secret.empty()) return make_private(answer);
  return task.condition == Task::Condition::any ? same : answer;
}

AnswerPtr Router::State::admit(Task& task) const {
  const Route& route = *task.route;
  Request& request = task.request;
  if (!task.secret.empty() && route.cache == CacheClass::live) request.actor = gate.identify(task.secret);
  const bool personal = route.who.access == Access::person || route.who.access == Access::permitted;
  if (personal && !request.actor.signed_in()) return lead_to_sign_in(task);
  if (route.who.access == Access::permitted && !gate.allows(request.actor, route.who))
    return fail(request, {core::ErrorKind::not_found, "http.error.not_found", {}, {}}, 404);
  return request.method == Method::post ? take_form(task) : nullptr;
}

// A page waits behind the one to sign in; data and what was sent cannot.
AnswerPtr Router::State::lead_to_sign_in(const Task& task) const {
  const Request& request = task.request;
  if (request.method == Method::post || request.form != Form::html || is_api(request.path))
    return fail(request, {core::ErrorKind::denied, "http.error.sign_in", {}, {}}, 401);
  std::string location = (request.language == Language::en ? "/en" : "") + gate.sign_in + "?retour=";
  edge::encode_component(request.raw_query.empty() ? request.path : request.path + '?' + request.raw_query, location);
  return finish(task, redirect(std::move(location), 303));
}

// Threats.md, 11: the origin was checked before; a form of a session also brings back the session's token.
AnswerPtr Router::State::take_form(Task& task) const {
  Request& request = task.request;
  std::string token(request.header("x-jeton"));
  if (!task.route->fields.empty()) {
    auto form = read_form(request.header("content-type"), request.body, task.route->fields);
    if (!form) {
      core::Error error{core::ErrorKind::invalid, std::string(form.error().message), {}, {}};
      error.parameters.emplace_back("name", std::move(form.error().field));
      return fail(request, error, form.error().status);
    }
    request.fields = Query(std::move(form->fields));
    request.uploads = std::move(form->uploads);
    request.body.clear();
    token = std::move(form->token);
  }
  if (request.actor.signed_in() && !same_secret(token, request.actor.token))
    return fail(request, {core::ErrorKind::denied, "http.error.stale", {}, {}}, 403);
  return nullptr;
}

AnswerPtr Router::State::run(Task task) const noexcept {
  try {
    if (AnswerPtr refused = admit(task)) return refused;
    core::Result<Response> result = task.route->handler(task.request);
    if (result) return finish(task, std::move(*result));
    if (result.error().kind == core::ErrorKind::damaged) report(task.request, result.error().note);
    return fail(task.request, result.error(), core::status_of(result.error().kind));
  } catch (const std::exception& problem) {
    report(task.request, problem.what());
  } catch (...) {
    report(task.request, "an exception of an unknown kind");
  }
  try {
    return fail(task.request, {core::ErrorKind::damaged, "http.error.damaged", {}, {}}, 500);
  } catch (...) {
    return last_resort_;
  }
}

// The status is this room's; the error page only gives the words.
AnswerPtr Router::State::fail(const Request& request, const core::Error& error, unsigned status) const noexcept {
  try {
    core::Error told = error;
    told.parameters.emplace_back("status", std::to_string(status));  // finer than the kind says: 405, 414…
    Response page = error_page(request, told);
    page.status = status;
    if (status == 405) {
      for (const auto& [name, value] : error.parameters) {
        if (name == "allow") page.headers.emplace_back("Allow", value);
      }
    }
    if (status == 401) page.headers.emplace_back("WWW-Authenticate", "Session");  // RFC 9110, 15.5.2: one is needed
    const auto is_retry = [](const auto& field) { return field.first == "Retry-After"; };
    if (status == 429) page.headers.emplace_back("Retry-After", "1");  // one form at least is there each second
    if (status == 503 && std::ranges::none_of(page.headers, is_retry)) page.headers.emplace_back("Retry-After", "2");
    Task task;
    task.request.path = request.path;
    task.request.form = request.form;
    task.request.language = request.language;
    return finish(task, std::move(page));
  } catch (const std::exception& problem) {
    report(request, problem.what());
  } catch (...) {
    report(request, "the error page threw an exception of an unknown kind");
  }
  try {
    return make_plain(status);
  } catch (...) {
    return last_resort_;
  }
}

AnswerPtr Router::State::refusal(unsigned status, Reader reader) const noexcept {
  try {
    const unsigned key = status * 8 + (reader.language == Language::en ? 4 : 0) + (reader.form == Form::json ? 1 : 0);
    const std::lock_guard lock(refusals_mutex_);
    AnswerPtr& answer = refusals_[key];
    if (!answer) {
      Request request;
      request.language = reader.language;
      request.form = reader.form;
      request.path = reader.form == Form::json ? "/api/" : "/";
      const Reason reason = reason_of(status);
      AnswerPtr made = fail(request, {reason.kind, std::string(reason.message), {}, {}}, status);
      if (made == last_resort_) return made;  // for want of memory now, not for ever
      answer = std::move(made);
    }
    return answer;
  } catch (...) {
    return last_resort_;
  }
}

void Router::State::report(const Request& request, std::string_view what) const noexcept {
  if (!log) return;
  try {
    std::string line = R"({"level":"error","path":)";
    append_json(line, request.path);
    line += R"(,"what":)";
    append_json(line, what);
    line += '}';
    log(line);
  } catch (...) {
    // A log that cannot be written must not cost the reader the answer.
  }
}

}  // namespace catalyse::http
