#include "dcat.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace catalyse::catalogue {
namespace {

using exporting::RdfGraph;
using exporting::RdfTerm;

Holdings of_the_small_world() {
  auto bundle = ingest::Bundle::open("tests/world");
  if (!bundle) throw std::runtime_error(bundle.error().note);
  auto site = std::make_shared<web::Site>();
  site->base_url = "https://catalyse.example";
  return {nullptr, nullptr, std::make_shared<const ingest::Bundle>(std::move(*bundle)), site, "Agence X", {}, {}};
}

std::string type_of(const RdfGraph::Subject& subject) {
  for (const auto& [predicate, object] : subject.statements)
    if (predicate == "rdf:type") return object.value;
  return {};
}

// DCAT-AP 3.0, the mandatory properties of each class (section 4, « Properties: Mandatory »).
TEST(Dcat, EveryObjectHasWhatTheProfileAsks) {
  const std::map<std::string, std::set<std::string>> mandatory{
      {"dcat:Catalog", {"dct:title", "dct:description", "dct:publisher", "dcat:dataset"}},
      {"dcat:Dataset", {"dct:title", "dct:description", "dcat:distribution", "dct:creator"}},
      {"dcat:Distribution", {"dcat:accessURL", "dct:license", "dct:title", "dcat:byteSize"}},
      {"foaf:Agent", {"foaf:name"}},
      {"spdx:Checksum", {"spdx:algorithm", "spdx:checksumValue"}},
      {"dct:ProvenanceStatement", {"dct:description"}}};
  const auto graph = dcat_graph(of_the_small_world());
  std::map<std::string, int> seen;
  for (const auto& subject : graph.subjects()) {
    const auto type = type_of(subject);
    ++seen[type];
    ASSERT_TRUE(mandatory.contains(type)) << subject.address << " is a " << type;
    std::map<std::string, int> given;
    for (const auto& [predicate, object] : subject.statements) {
      ++given[predicate];
      EXPECT_FALSE(object.value.empty()) << subject.address << " " << predicate;
    }
    for (const auto& property : mandatory.at(type)) EXPECT_GT(given[property], 0) << subject.address << " " << property;
    EXPECT_LE(given["dct:license"], 1) << subject.address;
  }
  EXPECT_EQ(seen["dcat:Catalog"], 1);
  EXPECT_EQ(seen["dcat:Distribution"], static_cast<int>(of_the_small_world().bundle->resources().size()));
}

TEST(Dcat, WhatIsLinkedOnThisSiteIsDescribed) {
  const auto graph = dcat_graph(of_the_small_world());
  std::set<std::string> described;
  for (const auto& subject : graph.subjects())
    EXPECT_TRUE(described.insert(subject.address).second) << subject.address << " stands twice";
  for (const auto& subject : graph.subjects()) {
    for (const auto& [predicate, object] : subject.statements) {
      const bool ours = object.value.starts_with("https://catalyse.example/donnees");
      if (object.kind == RdfTerm::Kind::iri && ours && predicate != "dcat:landingPage") {
        EXPECT_TRUE(described.contains(object.value)) << subject.address << " " << predicate << " " << object.value;
      }
    }
  }
}

}  // namespace
}  // namespace catalyse::catalogue
