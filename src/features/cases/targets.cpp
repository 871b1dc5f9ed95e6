// The 169 targets, from the text that is compiled in: id, French, English, between tabs, after a line of names.
#include "vocabulary.hpp"

namespace catalyse::cases {

std::string_view targets_text();  // of targets.tsv, by tools/embed_text.py

namespace {

struct Targets {
  std::vector<web::Message> labels;
  std::vector<Term> terms;
  std::vector<std::string_view> ids;

  Targets() {
    auto text = targets_text();
    const auto next = [&](char end) {
      const auto cell = text.substr(0, text.find(end));
      text.remove_prefix(std::min(cell.size() + 1, text.size()));
      return cell;
    };
    next('\n');
    while (!text.empty()) {
      const auto id = next('\t'), fr = next('\t'), en = next('\n');
      ids.push_back(id);
      labels.push_back({id, fr, en});
    }
    for (const auto& label : labels)
      terms.push_back({label.key, &label, Origin::attested, label.key.substr(0, label.key.find('.'))});
  }
};

const Targets& all() {
  static const Targets kAll;
  return kAll;
}

}  // namespace

std::span<const Term> targets() { return all().terms; }

std::span<const std::string_view> target_ids() { return all().ids; }

}  // namespace catalyse::cases
