#include <algorithm>
#include <cmath>

#include "matching.hpp"
#include "text/french.hpp"
#include "title_rules.hpp"

namespace catalyse::search {

namespace {

constexpr double kSynonymScale = 0.7, kBeginningScale = 0.8;
// A word of so few documents is offered its neighbour when that one stands in so many times more.
constexpr std::size_t kRare = 2, kMuchMore = 20;

class Planner {
 public:
  Planner(const Index& index, const Question& question) : index_(index), question_(question) {}

  Plan run(const Synonyms& synonyms) {
    auto parsed = parse_question(question_.words, question_.language);
    auto& understood = plan_.understood;
    understood.words_left_out = parsed.words_left_out;
    understood.prefixes_left_out = parsed.prefixes_left_out;
    understood.nothing_to_search = parsed.typed && parsed.empty();
    plan_.phrases = std::move(parsed.phrases);
    plan_.without_phrases = std::move(parsed.without_phrases);
    plan_.without = std::move(parsed.without);
    std::vector<std::string> stems;
    for (const auto& word : parsed.words) {
      if (word.prefix) {
        add_beginning(word);
        stems.emplace_back();  // no synonym goes across
      } else {
        add_word(word);
        stems.push_back(plan_.units.back()[0].stems[0]);
      }
    }
    // A word that is only begun may end as any.
    if (std::ranges::none_of(stems, &std::string::empty)) plan_.title = title_key(std::span(stems));
    for (const auto& sense : synonyms.find(stems)) add_sense(sense);
    if (!understood.suggestion.empty()) understood.suggestion = suggestion();
    return std::move(plan_);
  }

 private:
  void add_word(const Word& word) {
    auto stem = word.stem;
    if (!index_.knows(stem)) {
      stem = repaired(word);
    } else if (question_.repair != Question::Repair::none) {
      notice_rare(word);
    }
    plan_.units.push_back({{{stem}, 1}});
    plan_.marked.push_back(stem);
  }

  std::string repaired(const Word& word) {
    auto& understood = plan_.understood;
    const auto neighbour = question_.repair == Question::Repair::none ? Neighbour{} : nearest_word(index_, word.folded);
    if (neighbour.word.empty()) {
      understood.absent.push_back(word.folded);
      return word.stem;
    }
    replaced_.push_back({word.folded, neighbour.word});
    understood.suggestion = "?";
    if (question_.repair != Question::Repair::offer_and_apply) return word.stem;
    understood.corrections.push_back({word.folded, neighbour.word});
    return text::stem_french(neighbour.word);
  }

  // A typing error may be a word: offered, never applied.
  void notice_rare(const Word& word) {
    const auto documents = index_.holding(Field::all, word.stem);
    if (documents > kRare || documents * kMuchMore * index_.documents == 0) return;
    const auto neighbour = nearest_word(index_, word.folded);
    if (neighbour.word.empty() || neighbour.word == word.folded || neighbour.distance == 0) return;
    if (neighbour.documents < documents * kMuchMore) return;
    replaced_.push_back({word.folded, neighbour.word});
    plan_.understood.suggestion = "?";
  }

  // The question as typed with each word that has a likelier neighbour replaced.
  [[nodiscard]] std::string suggestion() const {
    std::string out;
    std::size_t copied = 0;
    const std::string_view typed = question_.words;
    text::each_word(typed, [&](const text::TextWord& word) {
      const auto found = std::ranges::find(replaced_, word.folded, &Correction::written);
      if (found == replaced_.end()) return;
      out += typed.substr(copied, word.first - copied);
      out += found->used;
      copied = word.last;
    });
    out += typed.substr(copied);
    return out;
  }

  void add_beginning(const Word& word) {
    Unit unit;
    for (auto& one : words_beginning(index_, word.folded))
      unit.push_back({{std::move(one.stem)}, one.whole ? 1 : kBeginningScale});
    if (unit.empty()) plan_.understood.absent.push_back(word.folded + "*");
    plan_.units.push_back(std::move(unit));
    plan_.marked_prefixes.push_back(word.folded);
  }

  // Every word that a form covers may be answered by another form; its weight is shared between them.
  void add_sense(const Sense& sense) {
    const auto words = static_cast<double>(sense.last - sense.first);
    for (const auto& other : sense.others) {
      for (auto i = sense.first; i < sense.last; ++i) plan_.units[i].push_back({other, kSynonymScale / words});
      plan_.marked.insert(plan_.marked.end(), other.begin(), other.end());
    }
  }

  const Index& index_;
  const Question& question_;
  Plan plan_;
  std::vector<Correction> replaced_;
};

}  // namespace

Plan make_plan(const Index& index, const Question& question, const Synonyms& synonyms) {
  return Planner(index, question).run(synonyms);
}

}  // namespace catalyse::search
