#include <stdexcept>

#include "edge_text.hpp"
#include "routing.hpp"

namespace catalyse::http {

Router::Router(RouterOptions options) : state_(std::make_unique<State>(std::move(options))) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

const std::vector<Route>& Router::routes() const { return state_->table.routes(); }

std::string Router::asset_address(std::string_view name) const {
  const std::string* address = state_->assets.address(name);
  if (address == nullptr) throw std::out_of_range("no asset is called " + std::string(name));
  return *address;
}

Response Router::handle(Request request) const {
  edge::Head head;
  head.method = request.method == Method::post ? "POST" : "GET";
  for (const auto& [name, value] : request.headers) head.fields.push_back({name, value});
  edge::Target target;
  target.path = request.path;
  target.parameters = request.query.pairs();
  Step step = state_->begin({head, std::move(target), request.client});
  AnswerPtr answer;
  if (auto* task = std::get_if<Task>(&step)) {
    task->request.body = std::move(request.body);
    answer = state_->run(std::move(*task));
  } else {
    answer = std::get<AnswerPtr>(std::move(step));
  }
  Response response;
  response.status = answer->status;
  response.body = answer->bytes();
  response.content_type.clear();
  for_each_field(answer->head, [&](std::string_view name, std::string_view value) {
    if (name == "Content-Type")
      response.content_type = value;
    else
      response.headers.emplace_back(name, value);
  });
  return response;
}

}  // namespace catalyse::http
