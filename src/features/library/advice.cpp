#include "library/advice.hpp"

#include <algorithm>

#include "messages.hpp"
#include "tracker/reading.hpp"
#include "vocabulary.hpp"

namespace catalyse::library {
namespace {

using web::say;

Advice of_resource(const Resource& resource, core::Language language) {
  const auto kind = term_label(List::kind, resource.value("genre"), language);
  const auto author = resource.value("auteur");
  return {AdviceKind::resource, resource.title.in(language), resource.address(),
          author.empty() ? say(language, msg::reason_resource, {{"kind", kind}})
                         : say(language, msg::reason_resource_by, {{"kind", kind}, {"author", author}})};
}

void add_cases(const Context& context, const Question& question, const AdviceOptions& options,
               std::vector<Advice>& all) {
  std::size_t left = options.most;
  for (const auto& saying : question.sayings) {
    const auto label = cases::saying_label(saying, options.language);
    for (const auto& brief : cases::which_say(*context.cases, saying, options.place, left)) {
      const auto same = [&](const Advice& one) { return one.address == brief.address; };
      if (std::ranges::any_of(all, same)) continue;
      all.push_back({AdviceKind::example, std::string(brief.title), brief.address,
                     say(options.language, brief.near ? msg::reason_case_near : msg::reason_case, {{"what", label}})});
      --left;
    }
  }
}

}  // namespace

std::vector<std::vector<Advice>> advise(const Context& context, std::span<const std::string_view> questions,
                                        const AdviceOptions& options) {
  std::vector<unsigned> numbers;
  for (const auto id : questions)
    if (const auto* question = context.shelf->find_question(id))
      numbers.insert(numbers.end(), question->measures.begin(), question->measures.end());
  const auto measures = tracker::measures(context.programmes, numbers, options.language);
  std::vector<std::vector<Advice>> all(questions.size());
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const auto* question = context.shelf->find_question(questions[i]);
    if (question == nullptr) continue;
    for (const auto* resource : context.shelf->under(question->id)) {
      if (all[i].size() == options.most) break;
      all[i].push_back(of_resource(*resource, options.language));
    }
    add_cases(context, *question, options, all[i]);
    for (std::size_t m = 0; m < std::min(question->measures.size(), options.most); ++m) {
      const auto found = std::ranges::find(measures, question->measures[m], &tracker::MeasureBrief::number);
      if (found != measures.end())
        all[i].push_back(
            {AdviceKind::measure,
             say(options.language, msg::measure_title, {{"n", std::to_string(found->number)}, {"label", found->label}}),
             found->address, say(options.language, msg::reason_measure)});
    }
  }
  return all;
}

tracker::Relating related(const Context& context) {
  constexpr std::size_t kMost = 2;  // of each kind under a question: the page of the lever has the rest
  return [context](unsigned measure, core::Language language) {
    std::vector<tracker::Related> all;
    for (const auto& lever : context.shelf->levers()) {
      for (const auto& question : lever.questions) {
        if (std::ranges::find(question.measures, measure) == question.measures.end()) continue;
        tracker::Related one{lever.title.in(language) + " · " + question.text.in(language),
                             lever.address() + "#question-" + question.id,
                             {}};
        const std::string_view id = question.id;
        const auto advice = advise(context, std::span(&id, 1), {.most = kMost, .place = {}, .language = language});
        for (const auto& some : advice.front())
          if (some.kind != AdviceKind::measure) one.links.push_back({some.title, some.address});
        all.push_back(std::move(one));
      }
    }
    return all;
  };
}

}  // namespace catalyse::library
