#include "rdf.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include "json.hpp"
#include "xml.hpp"

namespace catalyse::exporting {
namespace {

// What may not stand in an IRIREF of Turtle is written as a percent escape.
std::string reference(std::string_view address) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out = "<";
  for (const char c : address) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || std::string_view("<>\"{}|^`\\").find(c) != std::string_view::npos)
      (out += '%') += {kDigits[byte >> 4U], kDigits[byte & 15U]};
    else
      out += c;
  }
  return out += '>';
}

std::string turtle_object(const RdfTerm& term) {
  if (term.kind == RdfTerm::Kind::iri) return reference(term.value);
  if (term.kind == RdfTerm::Kind::name) return term.value;
  auto quoted =
      json_string(term.value);  // the escapes of JSON are all escapes of Turtle, but \/ which is never written
  if (!term.language.empty()) return quoted + "@" + term.language;
  return term.datatype.empty() ? quoted : quoted + "^^" + term.datatype;
}

}  // namespace

void RdfGraph::add(std::string_view subject, std::string_view predicate, RdfTerm object) {
  auto found = std::ranges::find(subjects_, subject, &Subject::address);
  if (found == subjects_.end()) found = subjects_.insert(found, Subject{std::string(subject), {}});
  found->statements.push_back({std::string(predicate), std::move(object)});
}

std::string RdfGraph::expanded(std::string_view name) const {
  const auto colon = name.find(':');
  const auto found = std::ranges::find(prefixes_, name.substr(0, colon), &std::pair<std::string, std::string>::first);
  if (colon == std::string_view::npos || found == prefixes_.end())
    throw std::logic_error("an RDF name without declared prefix: " + std::string(name));
  return found->second + std::string(name.substr(colon + 1));
}

std::string RdfGraph::turtle() const {
  std::string out;
  for (const auto& [prefix, address] : prefixes_) out += "@prefix " + prefix + ": " + reference(address) + " .\n";
  for (const auto& subject : subjects_) {
    out += "\n" + reference(subject.address);
    for (std::size_t i = 0; i < subject.statements.size(); ++i) {
      const auto& [predicate, object] = subject.statements[i];
      out += (i == 0 ? " " : " ;\n  ") + (predicate == "rdf:type" ? "a" : predicate) + " " + turtle_object(object);
    }
    out += " .\n";
  }
  return out;
}

std::string RdfGraph::json_ld() const {
  JsonWriter json;
  const auto write = [&](const RdfTerm& term) {
    json.object([&] {
      if (term.kind == RdfTerm::Kind::text) {
        json.field("@value", term.value);
        if (!term.language.empty()) json.field("@language", term.language);
        if (!term.datatype.empty()) json.field("@type", expanded(term.datatype));
      } else {
        json.field("@id", term.kind == RdfTerm::Kind::iri ? term.value : expanded(term.value));
      }
    });
  };
  json.object([&] {
    json.object("@context", [&] {
      for (const auto& [prefix, address] : prefixes_) json.field(prefix, address);
    });
    json.array("@graph", [&] {
      for (const auto& subject : subjects_) {
        std::map<std::string, std::vector<const RdfTerm*>> by_predicate;
        for (const auto& [predicate, object] : subject.statements) by_predicate[predicate].push_back(&object);
        json.object([&] {
          json.field("@id", subject.address);
          for (const auto& [predicate, objects] : by_predicate) {
            json.array(predicate == "rdf:type" ? "@type" : predicate, [&] {
              for (const auto* object : objects) {
                if (predicate == "rdf:type")
                  json.value(expanded(object->value));
                else
                  write(*object);
              }
            });
          }
        });
      }
    });
  });
  return json.take();
}

std::string RdfGraph::rdf_xml() const {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF";
  for (const auto& [prefix, address] : prefixes_) out += "\n  xmlns:" + prefix + "=\"" + xml_text(address) + "\"";
  out += ">\n";
  for (const auto& subject : subjects_) {
    out += "<rdf:Description rdf:about=\"" + xml_text(subject.address) + "\">\n";
    for (const auto& [predicate, object] : subject.statements) {
      out += "  <" + predicate;
      if (object.kind != RdfTerm::Kind::text) {
        const auto address = object.kind == RdfTerm::Kind::iri ? object.value : expanded(object.value);
        out += " rdf:resource=\"" + xml_text(address) + "\"/>\n";
        continue;
      }
      if (!object.language.empty()) out += " xml:lang=\"" + object.language + "\"";
      if (!object.datatype.empty()) out += " rdf:datatype=\"" + xml_text(expanded(object.datatype)) + "\"";
      out += ">" + xml_text(object.value) + "</" + predicate + ">\n";
    }
    out += "</rdf:Description>\n";
  }
  return out + "</rdf:RDF>\n";
}

}  // namespace catalyse::exporting
