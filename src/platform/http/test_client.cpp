#include <algorithm>

#include "routing.hpp"

namespace catalyse::http {
namespace {

TestAnswer to_test_answer(const Answer& answer, std::string_view method) {
  TestAnswer out;
  out.status = answer.status;
  if (method != "HEAD" && answer.status != 304) {
    out.body = answer.bytes();
    if (answer.stream) {
      while (answer.stream->next(out.body)) {
      }
    }
  }
  for_each_field(answer.head, [&](std::string_view name, std::string_view value) {
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    out.headers.emplace_back(std::move(lower), value);
  });
  return out;
}

AnswerPtr answer_to(const RouterAccess::State& state, const TestRequest& request) {
  std::string bytes = request.method + ' ' + request.target + " HTTP/1.1\r\n";
  const auto is_host = [](const auto& field) { return edge::equal_ignoring_case(field.first, "host"); };
  if (std::ranges::none_of(request.headers, is_host)) bytes += "Host: localhost\r\n";
  for (const auto& [name, value] : request.headers) bytes += name + ": " + value + "\r\n";
  bytes += "\r\n";

  const Reader reader = reader_of(request.target);
  edge::Head head;
  std::size_t seen = 0;
  const auto end = edge::find_head_end(bytes, {}, seen);
  if (!end) return state.refusal(end.error().status, reader);
  if (*end != bytes.size()) return state.refusal(400, reader);
  if (const auto done = edge::parse_head(bytes, {}, head); !done) return state.refusal(done.error().status, reader);
  auto target = edge::parse_target(head.target);
  if (!target) return state.refusal(target.error().status, reader);
  if (const auto status = edge::misdirected(head.host, target->authority, {})) return state.refusal(status, reader);
  Step step = state.begin({head, std::move(*target), request.client});
  if (auto* answer = std::get_if<AnswerPtr>(&step)) return std::move(*answer);
  auto& task = std::get<Task>(step);
  task.request.body = request.body;
  return state.run(std::move(task));
}

}  // namespace

TestAnswer send(const Router& router, const TestRequest& request) {
  return to_test_answer(*answer_to(RouterAccess::state(router), request), request.method);
}

TestAnswer get(const Router& router, std::string_view target,
               const std::vector<std::pair<std::string, std::string>>& headers) {
  TestRequest request;
  request.target = target;
  request.headers = headers;
  return send(router, request);
}

}  // namespace catalyse::http
