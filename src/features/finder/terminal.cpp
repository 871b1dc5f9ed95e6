#include "pages.hpp"

namespace catalyse::finder {

namespace {
constexpr std::size_t kTerminalHits = 10;
}

core::Result<std::string> search_for_terminal(const search::Engine& engine, std::string words, Format format) {
  search::Question question;
  question.words = std::move(words);
  question.limit = kTerminalHits;
  question.facets = {"type"};
  const auto answer = ask(engine, question);
  if (!answer) return std::unexpected(answer.error());
  if (format == Format::json) return answer_json(question, *answer) + "\n";
  std::string out;
  for (const auto& [written, used] : answer->understood.corrections) out += "« " + written + " » : " + used + " ?\n";
  out += std::to_string(answer->total) + "\n";
  for (const auto& hit : answer->hits) {
    out += "\n" + plain(hit.title) + "\n  " + meta_line(engine, hit, question.language) + "\n  " + hit.address + "\n";
    if (!hit.snippet.empty()) out += "  " + plain(hit.snippet) + "\n";
  }
  return out;
}

}  // namespace catalyse::finder
