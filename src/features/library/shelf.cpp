#include "library/shelf.hpp"

#include <algorithm>
#include <charconv>

#include "core/digest.hpp"
#include "editorial/desk.hpp"
#include "entries.hpp"
#include "library/library.hpp"
#include "text/fold.hpp"

namespace catalyse::library {
namespace {

using editorial::Content;

const std::vector<std::string>& values_of(const Content& content, std::string_view field) {
  static const std::vector<std::string> kNone;
  const auto found = content.find(field);
  return found == content.end() ? kNone : found->second;
}

std::string first_of(const Content& content, std::string_view field) {
  const auto& all = values_of(content, field);
  return all.empty() ? std::string{} : all.front();
}

Words words_of(const Content& content, std::string_view field) {
  return {first_of(content, field), first_of(content, std::string(field) + "_en")};
}

std::vector<Source> sources_of(const Content& content) {
  std::vector<Source> all;
  for (const auto& entry : values_of(content, "sources")) {
    const auto p = parts(entry);
    all.push_back({p[0], p.size() > 1 ? p[1] : std::string{}});
  }
  return all;
}

Resource make_resource(Item item) {
  Resource one;
  one.id = std::move(item.id);
  one.version = item.version;
  one.title = words_of(item.content, "titre");
  one.summary = words_of(item.content, "resume");
  one.sources = sources_of(item.content);
  one.content = std::move(item.content);
  return one;
}

Question* question_of(Lever& lever, std::string_view id) {
  const auto found = std::ranges::find(lever.questions, id, &Question::id);
  return found == lever.questions.end() ? nullptr : &*found;
}

Lever make_lever(const Item& item) {
  Lever one;
  one.number = number_in(first_of(item.content, "numero")).value_or(0);
  one.version = item.version;
  one.title = words_of(item.content, "titre");
  one.summary = words_of(item.content, "resume");
  one.slug = text::slug(one.title.fr);
  one.sources = sources_of(item.content);
  for (const auto& entry : values_of(item.content, "questions")) {
    auto p = parts(entry);
    p.resize(3);
    one.questions.push_back({std::move(p[0]), one.number, {std::move(p[1]), std::move(p[2])}, {}, {}});
  }
  for (const auto& entry : values_of(item.content, "cas")) {
    const auto p = parts(entry);
    if (auto* question = question_of(one, p[0]); question != nullptr && p.size() == 2)
      question->sayings.push_back(saying_in(p[1]));
  }
  for (const auto& entry : values_of(item.content, "mesures")) {
    const auto p = parts(entry);
    auto* question = question_of(one, p[0]);
    const auto number = number_in(p.back());
    if (question != nullptr && number) question->measures.push_back(*number);
  }
  return one;
}

Path make_path(Item item) {
  Path one;
  one.id = std::move(item.id);
  one.version = item.version;
  one.title = words_of(item.content, "titre");
  one.summary = words_of(item.content, "resume");
  one.sources = sources_of(item.content);
  const auto& english = values_of(item.content, "etapes_en");
  const auto& steps = values_of(item.content, "etapes");
  for (std::size_t i = 0; i < steps.size(); ++i) {
    auto fr = parts(steps[i]);
    auto en = i < english.size() ? parts(english[i]) : std::vector<std::string>{};
    fr.resize(2);
    en.resize(2);
    one.steps.push_back({{std::move(fr[0]), std::move(en[0])}, {std::move(fr[1]), std::move(en[1])}, {}});
  }
  for (const auto& entry : values_of(item.content, "liens")) {
    auto p = parts(entry);
    p.resize(4);
    const auto step = number_in(p[0]);
    if (step && *step >= 1 && *step <= one.steps.size())
      one.steps[*step - 1].links.push_back({std::move(p[1]), {std::move(p[2]), std::move(p[3])}});
  }
  return one;
}

std::vector<Item> published(const db::Database& database, const editorial::Kind& kind) {
  std::vector<Item> all;
  for (auto& one : editorial::Desk::published(database, kind.name))
    all.push_back({std::move(one.item.id), one.version.number, std::move(one.version.content)});
  return all;
}

bool holds_all(std::string_view folded, const std::vector<std::string_view>& words) {
  return std::ranges::all_of(words, [&](std::string_view word) { return folded.contains(' ' + std::string(word)); });
}

}  // namespace

std::string_view Resource::value(std::string_view field) const {
  const auto& all = values(field);
  return all.empty() ? std::string_view{} : std::string_view(all.front());
}

const std::vector<std::string>& Resource::values(std::string_view field) const { return values_of(content, field); }

bool Resource::has(std::string_view field, std::string_view value) const {
  return std::ranges::find(values(field), value) != values(field).end();
}

Shelf::Shelf(Items items) {
  std::string all;
  for (const auto* list : {&items.resources, &items.levers, &items.paths})
    // The content too: an erasure changes words of a version that keeps its number.
    for (const auto& item : *list)
      all += item.id + ":" + std::to_string(item.version) + ":" + editorial::to_json(item.content) + "\n";
  version_ = core::sha256(all);
  for (auto& item : items.resources) resources_.push_back(make_resource(std::move(item)));
  for (const auto& item : items.levers) levers_.push_back(make_lever(item));
  for (auto& item : items.paths) paths_.push_back(make_path(std::move(item)));
  std::ranges::sort(resources_, {}, [](const Resource& one) { return text::fold(one.title.fr) + '\n' + one.id; });
  std::ranges::sort(levers_, {}, &Lever::number);
  std::ranges::sort(paths_, {}, [](const Path& one) { return text::fold(one.title.fr) + '\n' + one.id; });
  for (const auto& one : resources_)
    folded_.push_back(' ' + text::fold(one.title.fr + ' ' + one.title.en + ' ' + one.summary.fr + ' ' + one.summary.en +
                                       ' ' + std::string(one.value("auteur"))));
  for (const auto& lever : levers_) {
    for (const auto& question : lever.questions) {
      auto& under = under_.emplace_back(question.id, std::vector<const Resource*>{}).second;
      for (const auto& one : resources_)
        if (one.has("questions", question.id)) under.push_back(&one);
    }
  }
}

const Resource* Shelf::find_resource(std::string_view id) const {
  const auto found = std::ranges::find(resources_, id, &Resource::id);
  return found == resources_.end() ? nullptr : &*found;
}

const Path* Shelf::find_path(std::string_view id) const {
  const auto found = std::ranges::find(paths_, id, &Path::id);
  return found == paths_.end() ? nullptr : &*found;
}

const Question* Shelf::find_question(std::string_view id) const {
  for (const auto& lever : levers_) {
    const auto found = std::ranges::find(lever.questions, id, &Question::id);
    if (found != lever.questions.end()) return &*found;
  }
  return nullptr;
}

std::vector<const Resource*> Shelf::select(const Filter& filter) const {
  const auto folded = text::fold(filter.words);
  const auto words = text::words(folded);
  const auto fits = [](const Resource& one, std::string_view field, const std::string& wanted) {
    return wanted.empty() || one.has(field, wanted);
  };
  std::vector<const Resource*> all;
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    const auto& one = resources_[i];
    if (fits(one, "leviers", filter.lever) && fits(one, "genre", filter.kind) && fits(one, "boite", filter.toolbox) &&
        fits(one, "odd", filter.goal) && fits(one, "acces", filter.access) && holds_all(folded_[i], words))
      all.push_back(&one);
  }
  return all;
}

std::span<const Resource* const> Shelf::under(std::string_view question) const {
  const auto found = std::ranges::find(under_, question, &std::pair<std::string, std::vector<const Resource*>>::first);
  if (found == under_.end()) return {};
  return found->second;
}

std::shared_ptr<const Shelf> load_shelf(const db::Database& database) {
  return std::make_shared<const Shelf>(Shelf::Items{
      published(database, resource_kind()), published(database, lever_kind()), published(database, path_kind())});
}

}  // namespace catalyse::library
