// What of the method, the data and the indicators can be found by the search over everything: once in each language.
#include "messages.hpp"
#include "pages.hpp"
#include "views.hpp"
#include "web/i18n.hpp"

namespace catalyse::catalogue {
namespace {

using core::Language;
using web::say;

struct Writer {
  const Holdings& holdings;
  const search::AddDocument& add;
  Language language;

  [[nodiscard]] bool french() const { return language == Language::fr; }
  [[nodiscard]] search::Document document(std::string_view kind, const std::string& id,
                                          const std::string& title) const {
    search::Document made;
    made.id = id;
    made.kind = kind;
    made.tongue = french() ? search::Tongue::fr : search::Tongue::en;
    made.title = title;
    return made;
  }
  [[nodiscard]] std::string id(std::string_view name) const {
    return std::string(web::language_code(language)) + ":" + std::string(name);
  }

  void page(std::string_view path, const web::Message& title, const web::Message& summary) const {
    const auto words = say(language, title), lead = say(language, summary), name = id(path);
    auto made = document("page", name, words);
    made.summary = lead;
    made.address = path;
    add(made);
  }

  void sections() const {
    const auto category = say(language, msg::method_title);
    for (const auto& section : method_sections(holdings, language)) {
      std::string body;
      for (const auto& paragraph : section.paragraphs) body += paragraph + "\n";
      const auto name = id("methode:" + section.id), address = "/methode#" + section.id;
      auto made = document("page", name, section.title);
      made.body = body;
      made.category = category;
      made.address = address;
      add(made);
    }
  }

  void indicators() const {
    const auto& observatory = *holdings.observatory;
    for (const auto& indicator : observatory.indicators()) {
      const auto& theme = observatory.themes()[indicator.theme];
      const auto name = id(indicator.id), address = "/carte?indicateur=" + indicator.id;
      auto made = document("indicateur", name, french() ? indicator.label_fr : indicator.label_en);
      made.summary = french() ? indicator.limits_fr : indicator.limits_en;
      made.category = french() ? theme.label_fr : theme.label_en;
      const auto keywords =
          indicator.producer + " " + indicator.short_fr + " " + (french() ? indicator.unit_fr : indicator.unit_en);
      made.keywords = keywords;
      made.address = address;
      made.prominence = 1;  // among equal words, a figure of all places rather than one of them
      add(made);
    }
  }
};

}  // namespace

search::Source searchable(const Holdings& holdings) {
  search::Source source;
  source.name = "catalogue";
  source.kinds = {{"indicateur", msg::search_indicator}, {"page", msg::search_page}};
  // The sentences are the program's: another program, other sentences.
  source.version = [holdings] {
    std::string all(holdings.observatory->version());
    for (const auto& message : messages()) ((all += message.fr) += message.en);
    return all;
  };
  source.documents = [holdings](const search::AddDocument& add) {
    for (const auto language : {Language::fr, Language::en}) {
      const Writer writer{holdings, add, language};
      writer.page("/methode", msg::method_title, msg::method_description);
      writer.page("/donnees", msg::data_title, msg::data_description);
      writer.page("/donnees/indicateurs", msg::indicators_title, msg::indicators_description);
      writer.sections();
      writer.indicators();
    }
  };
  return source;
}

}  // namespace catalyse::catalogue
