// A small RDF 1.1 graph written in three syntaxes: Turtle (W3C, 2014), JSON-LD 1.1 (W3C, 2020), RDF/XML (W3C, 2014).
// Without blank nodes: everything said has an address.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace catalyse::exporting {

// The object of a statement.
struct RdfTerm {
  enum class Kind : std::uint8_t { iri, name, text };
  Kind kind = Kind::text;
  std::string value;     // iri: whole address; name: prefixed, as in dcat:Dataset; text: the literal
  std::string language;  // text only: fr, en; empty when it has none
  std::string datatype;  // text only: prefixed, as in xsd:decimal; empty for a plain string

  [[nodiscard]] static RdfTerm iri(std::string address) { return {Kind::iri, std::move(address), {}, {}}; }
  [[nodiscard]] static RdfTerm name(std::string prefixed) { return {Kind::name, std::move(prefixed), {}, {}}; }
  [[nodiscard]] static RdfTerm text(std::string words, std::string language = {}) {
    return {Kind::text, std::move(words), std::move(language), {}};
  }
  [[nodiscard]] static RdfTerm typed(std::string words, std::string datatype) {
    return {Kind::text, std::move(words), {}, std::move(datatype)};
  }
};

class RdfGraph {
 public:
  // Every prefix that a name uses must be declared; a name is `prefix:local` with a local part of letters.
  explicit RdfGraph(std::vector<std::pair<std::string, std::string>> prefixes) : prefixes_(std::move(prefixes)) {}
  // Statements about one subject stand together, in the order of their first mention. `subject` is a whole address.
  void add(std::string_view subject, std::string_view predicate, RdfTerm object);

  [[nodiscard]] std::string turtle() const;
  [[nodiscard]] std::string json_ld() const;
  [[nodiscard]] std::string rdf_xml() const;

  struct Statement {
    std::string predicate;  // prefixed
    RdfTerm object;
  };
  struct Subject {
    std::string address;
    std::vector<Statement> statements;
  };
  [[nodiscard]] const std::vector<Subject>& subjects() const { return subjects_; }

 private:
  [[nodiscard]] std::string expanded(std::string_view name) const;  // throws std::logic_error for an unknown prefix

  std::vector<std::pair<std::string, std::string>> prefixes_;
  std::vector<Subject> subjects_;
};

}  // namespace catalyse::exporting
