#include "model.hpp"
#include "text/fold.hpp"

namespace catalyse::projects {

std::vector<std::string> index_words(std::string_view text) {
  const auto folded = text::fold(text);
  std::vector<std::string> all;
  for (auto word : text::words(folded)) {
    if (word.size() > 3 && (word.back() == 's' || word.back() == 'x')) word.remove_suffix(1);
    if (word.size() <= 60) all.emplace_back(word);
  }
  return all;
}

}  // namespace catalyse::projects
