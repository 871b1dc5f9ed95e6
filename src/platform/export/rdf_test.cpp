#include "rdf.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace catalyse::exporting {
namespace {

RdfGraph sample() {
  RdfGraph graph({{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
                  {"dct", "http://purl.org/dc/terms/"},
                  {"dcat", "http://www.w3.org/ns/dcat#"},
                  {"xsd", "http://www.w3.org/2001/XMLSchema#"}});
  graph.add("https://x.example/d", "rdf:type", RdfTerm::name("dcat:Dataset"));
  graph.add("https://x.example/f", "dcat:byteSize", RdfTerm::typed("12", "xsd:nonNegativeInteger"));
  graph.add("https://x.example/d", "dct:title", RdfTerm::text("L’\"eau\" <1> & \\2\n", "fr"));
  graph.add("https://x.example/d", "dct:title", RdfTerm::text("Water", "en"));
  graph.add("https://x.example/d", "dct:source", RdfTerm::iri("https://y.example/a b>c"));
  return graph;
}

TEST(Rdf, WritesTurtleWithTheStatementsOfASubjectTogether) {
  EXPECT_EQ(sample().turtle(),
            "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
            "@prefix dct: <http://purl.org/dc/terms/> .\n"
            "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n"
            "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
            "\n<https://x.example/d> a dcat:Dataset ;\n"
            "  dct:title \"L’\\\"eau\\\" <1> & \\\\2\\n\"@fr ;\n"
            "  dct:title \"Water\"@en ;\n"
            "  dct:source <https://y.example/a%20b%3Ec> .\n"
            "\n<https://x.example/f> dcat:byteSize \"12\"^^xsd:nonNegativeInteger .\n");
}

TEST(Rdf, WritesJsonLdThatHoldsEveryStatement) {
  const auto document = boost::json::parse(sample().json_ld());
  EXPECT_EQ(document.at("@context").at("dct").as_string(), "http://purl.org/dc/terms/");
  const auto& graph = document.at("@graph").as_array();
  ASSERT_EQ(graph.size(), 2U);
  EXPECT_EQ(graph[0].at("@id").as_string(), "https://x.example/d");
  EXPECT_EQ(graph[0].at("@type").at(0).as_string(), "http://www.w3.org/ns/dcat#Dataset");
  EXPECT_EQ(graph[0].at("dct:title").as_array().size(), 2U);
  EXPECT_EQ(graph[0].at("dct:title").at(0).at("@language").as_string(), "fr");
  EXPECT_EQ(graph[1].at("dcat:byteSize").at(0).at("@type").as_string(),
            "http://www.w3.org/2001/XMLSchema#nonNegativeInteger");
}

TEST(Rdf, EscapesXml) {
  const auto xml = sample().rdf_xml();
  EXPECT_NE(xml.find("<dct:title xml:lang=\"fr\">L’&quot;eau&quot; &lt;1&gt; &amp; \\2\n</dct:title>"),
            std::string::npos);
  EXPECT_NE(xml.find("rdf:resource=\"https://y.example/a b&gt;c\""), std::string::npos);
}

TEST(Rdf, RefusesAPrefixThatNobodyDeclared) {
  RdfGraph graph(
      std::vector{std::pair<std::string, std::string>{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}});
  graph.add("https://x.example/d", "rdf:type", RdfTerm::name("foaf:Agent"));
  EXPECT_THROW((void)graph.rdf_xml(), std::logic_error);
}

}  // namespace
}  // namespace catalyse::exporting
