// What the words may become while they are typed: a few titles of any kind, for the box of every page.
#include <algorithm>

#include "export/json.hpp"
#include "http/answers.hpp"
#include "pages.hpp"
#include "text/utf8.hpp"

namespace catalyse::finder {
namespace {

constexpr std::size_t kMost = 4, kLongest = 200;

// The last word may be a beginning. Quotes are left as they are typed.
std::string as_typed(std::string_view words) {
  std::string all(text::cut_utf8(words, kLongest));
  const bool open = all.contains('"') || all.contains("«") || all.empty();
  const auto last = open ? '\0' : all.back();
  const bool in_a_word = static_cast<unsigned char>(last) >= 0x80 || (last >= '0' && last <= '9') ||
                         (last >= 'a' && last <= 'z') || (last >= 'A' && last <= 'Z');
  return in_a_word ? all + "*" : all;
}

// Every kind but those of the sources that the box asks for elsewhere, or not at all.
std::vector<search::Choice> kinds_but(const search::Engine& engine, const http::Query& query) {
  std::vector<search::Choice> all;
  for (const auto& source : engine.sources()) {
    const bool left_out = std::ranges::any_of(
        query.pairs(), [&](const auto& pair) { return pair.first == "sans" && pair.second == source.name; });
    if (left_out) continue;
    for (const auto& kind : source.kinds) all.push_back({"type", std::string(kind.id)});
  }
  return all;
}

}  // namespace

core::Result<http::Response> suggestions_json(const Context& context, const http::Request& request) {
  search::Question question;
  question.words = as_typed(request.query.first("q").value_or(""));
  question.language = request.language;
  question.choices = kinds_but(*context.engine, request.query);
  question.limit = kMost;
  question.repair = search::Question::Repair::none;
  question.snippets = search::Question::Snippets::none;
  search::Answer answer;
  if (!question.words.empty() && !question.choices.empty()) {
    auto found = ask(*context.engine, question);
    if (!found) return std::unexpected(found.error());
    answer = std::move(*found);
  }
  exporting::JsonWriter json;
  json.object([&] {
    json.array("suggestions", [&] {
      for (const auto& hit : answer.hits) {
        json.object([&] {
          json.field("title", plain(hit.title));
          json.field("kind", kind_label(*context.engine, hit.kind, request.language));
          json.field("where", hit.where);
          json.field("address", hit.address);
        });
      }
    });
  });
  return http::answer(http::kJsonType, json.take());
}

}  // namespace catalyse::finder
