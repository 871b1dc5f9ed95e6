#include "synonyms.hpp"

#include <algorithm>

#include "text/french.hpp"

namespace catalyse::search {

std::string_view synonyms_text();  // synonyms.txt, embedded at build time

namespace {

Form form_of(std::string_view text) {
  Form form;
  text::each_word(text, [&](const text::TextWord& word) {
    if (!text::is_empty_word(word.folded, core::Language::fr)) form.push_back(text::stem_french(word.folded));
  });
  return form;
}

}  // namespace

Synonyms Synonyms::parse(std::string_view text) {
  Synonyms all;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line = line.substr(0, line.find('#'));
    std::vector<Form> group;
    while (!line.empty()) {
      const auto equals = std::min(line.find('='), line.size());
      auto form = form_of(line.substr(0, equals));
      if (!form.empty() && std::ranges::find(group, form) == group.end()) group.push_back(std::move(form));
      line.remove_prefix(std::min(equals + 1, line.size()));
    }
    if (group.size() > 1) all.groups_.push_back(std::move(group));
  }
  return all;
}

const Synonyms& Synonyms::standard() {
  static const auto all = parse(synonyms_text());
  return all;
}

std::vector<Sense> Synonyms::find(const std::vector<std::string>& stems) const {
  std::vector<Sense> senses;
  for (const auto& group : groups_) {
    for (const auto& form : group) {
      const auto found = std::ranges::search(stems, form);
      if (found.empty()) continue;
      Sense sense;
      sense.first = static_cast<std::size_t>(found.begin() - stems.begin());
      sense.last = sense.first + form.size();
      for (const auto& other : group) {
        if (other != form) sense.others.push_back(other);
      }
      senses.push_back(std::move(sense));
    }
  }
  return senses;
}

}  // namespace catalyse::search
