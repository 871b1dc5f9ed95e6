// Words of the field that mean the same, from synonyms.txt. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace catalyse::search {

using Form = std::vector<std::string>;  // stems of the words that say something

// A form of a group found in a question: the words [first, last) of the question, and the other forms of the group.
struct Sense {
  std::size_t first = 0, last = 0;
  std::vector<Form> others;
};

class Synonyms {
 public:
  // One group a line, its forms between « = »; « # » begins a remark. A form of no word is left out.
  [[nodiscard]] static Synonyms parse(std::string_view text);
  // Those of the product, from synonyms.txt.
  [[nodiscard]] static const Synonyms& standard();
  // Every form that stands in these stems, words in their order and next to each other.
  [[nodiscard]] std::vector<Sense> find(const std::vector<std::string>& stems) const;
  [[nodiscard]] std::size_t groups() const { return groups_.size(); }

 private:
  std::vector<std::vector<Form>> groups_;
};

}  // namespace catalyse::search
