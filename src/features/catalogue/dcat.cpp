#include "dcat.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "messages.hpp"
#include "set_words.hpp"
#include "sets.hpp"
#include "text/fold.hpp"
#include "web/i18n.hpp"

namespace catalyse::catalogue {
namespace {

using core::Language;
using exporting::RdfGraph;
using exporting::RdfTerm;

constexpr std::string_view kAuthority = "http://publications.europa.eu/resource/authority/";

std::vector<std::pair<std::string, std::string>> prefixes() {
  return {{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
          {"dcat", "http://www.w3.org/ns/dcat#"},
          {"dct", "http://purl.org/dc/terms/"},
          {"foaf", "http://xmlns.com/foaf/0.1/"},
          {"spdx", "http://spdx.org/rdf/terms#"},
          {"xsd", "http://www.w3.org/2001/XMLSchema#"}};
}

class Catalogue {
 public:
  explicit Catalogue(const Holdings& holdings)
      : holdings_(holdings),
        base_(holdings.site->base_url + "/donnees"),
        address_(base_ + "/catalogue"),
        graph_(prefixes()) {}

  RdfGraph take() {
    const auto& site = *holdings_.site;
    type(address_, "dcat:Catalog");
    both(address_, "dct:title", msg::dcat_title);
    both(address_, "dct:description", msg::dcat_about);
    const auto publisher = holdings_.publisher.empty() ? std::string(msg::dcat_publisher.fr) : holdings_.publisher;
    link(address_, "dct:publisher", agent(publisher));
    link(address_, "foaf:homepage", site.base_url + "/");
    for (const auto* language : {"FRA", "ENG"})
      link(address_, "dct:language", std::string(kAuthority) + "language/" + language);
    for (const auto& set : kSets) {
      if (!holdings_.bundle->of_set(set.id).empty()) link(address_, "dcat:dataset", dataset(set));
    }
    for (const auto* set : deposited(holdings_)) link(address_, "dcat:dataset", deposit(*set));
    return std::move(graph_);
  }

 private:
  void type(const std::string& subject, std::string name) {
    graph_.add(subject, "rdf:type", RdfTerm::name(std::move(name)));
  }
  void link(const std::string& subject, std::string_view predicate, std::string address) {
    graph_.add(subject, predicate, RdfTerm::iri(std::move(address)));
  }
  void both(const std::string& subject, std::string_view predicate, const web::Message& words) {
    graph_.add(subject, predicate, RdfTerm::text(say(Language::fr, words), "fr"));
    graph_.add(subject, predicate, RdfTerm::text(say(Language::en, words), "en"));
  }

  std::string agent(const std::string& name) {
    auto address = address_ + "#organisme-" + text::slug(name);
    if (std::ranges::find(agents_, address) == agents_.end()) {
      agents_.push_back(address);
      type(address, "foaf:Agent");
      graph_.add(address, "foaf:name", RdfTerm::text(name));
    }
    return address;
  }

  std::string dataset(const DataSet& set) {
    const auto& bundle = *holdings_.bundle;
    auto address = base_ + "#" + std::string(set.id);
    type(address, "dcat:Dataset");
    both(address, "dct:title", set.title);
    both(address, "dct:description", set.about);
    graph_.add(address, "dct:identifier", RdfTerm::text(std::string(set.id)));
    graph_.add(address, "dcat:version", RdfTerm::text(bundle.set_version(set.id).substr(0, 12)));
    link(address, "dcat:landingPage", holdings_.site->base_url + set_address(Language::fr, set.id));
    link(address, "dcat:theme", std::string(kAuthority) + "data-theme/REGI");
    link(address, "dct:spatial", std::string(kAuthority) + "country/FRA");
    for (const auto* resource : bundle.of_set(set.id)) {
      producers(address, resource->producer);
      link(address, "dcat:distribution", distribution(*resource));
    }
    whole(address, set.id, licences_of(set.id));
    return address;
  }

  // A set that came from a file: what its owner declared of it.
  std::string deposit(const SetVersion& set) {
    const auto& from = set.deposit->provenance;
    auto address = base_ + "#" + from.set;
    type(address, "dcat:Dataset");
    for (const auto* predicate : {"dct:title", "dct:description"})
      graph_.add(address, predicate, RdfTerm::text(from.title_fr, "fr"));
    graph_.add(address, "dct:identifier", RdfTerm::text(from.set));
    graph_.add(address, "dcat:version", RdfTerm::text(short_version(set.version.version)));
    link(address, "dcat:landingPage", base_ + "/" + from.set);
    producers(address, from.producer);
    whole(address, from.set, {from.licence_url});
    return address;
  }

  // The whole set as one file, where there is one.
  void whole(const std::string& dataset, std::string_view set, const std::vector<std::string>& licences) {
    const auto path = dump_address(holdings_, set);
    if (path.empty()) return;
    const auto address = holdings_.site->base_url + path;
    link(dataset, "dcat:distribution", address);
    type(address, "dcat:Distribution");
    both(address, "dct:title", msg::data_dump);
    link(address, "dcat:accessURL", address);
    link(address, "dcat:downloadURL", address);
    link(address, "dcat:mediaType", "http://www.iana.org/assignments/media-types/text/csv");
    link(address, "dcat:compressFormat", "http://www.iana.org/assignments/media-types/application/gzip");
    bool first = true;
    for (const auto& licence : licences) {
      if (licence.empty()) continue;
      link(address, first ? "dct:license" : "dct:rights", licence);
      first = false;
    }
  }

  // The licences of a set's files, each once.
  std::vector<std::string> licences_of(std::string_view set) const {
    std::vector<std::string> all;
    for (const auto* resource : holdings_.bundle->of_set(set))
      for (const auto& licence : resource->licences)
        if (std::ranges::find(all, licence.path) == all.end()) all.push_back(licence.path);
    return all;
  }

  // « INSEE ; DGCL »: each is named once in a data set.
  void producers(const std::string& dataset, std::string_view names) {
    constexpr std::string_view kBetween = " ; ";
    while (!names.empty()) {
      const auto end = names.find(kBetween);
      const auto creator = agent(std::string(names.substr(0, end)));
      if (std::ranges::find(said_, dataset + creator) == said_.end()) {
        said_.push_back(dataset + creator);
        link(dataset, "dct:creator", creator);
      }
      names = end == std::string_view::npos ? std::string_view{} : names.substr(end + kBetween.size());
    }
  }

  std::string distribution(const ingest::Resource& resource) {
    auto address = base_ + "/fichiers/" + resource.name;
    type(address, "dcat:Distribution");
    graph_.add(address, "dct:title", RdfTerm::text(resource.title, "fr"));
    if (!resource.title_en.empty()) graph_.add(address, "dct:title", RdfTerm::text(resource.title_en, "en"));
    if (!resource.description.empty())
      graph_.add(address, "dct:description", RdfTerm::text(resource.description, "fr"));
    link(address, "dcat:accessURL", address);
    link(address, "dcat:downloadURL", address);
    link(address, "dcat:mediaType", "http://www.iana.org/assignments/media-types/" + resource.mediatype);
    if (resource.path.ends_with(".gz"))
      link(address, "dcat:compressFormat", "http://www.iana.org/assignments/media-types/application/gzip");
    graph_.add(address, "dcat:byteSize", RdfTerm::typed(std::to_string(resource.bytes), "xsd:nonNegativeInteger"));
    graph_.add(address, "dct:provenance", RdfTerm::iri(address + "#origine"));
    type(address + "#origine", "dct:ProvenanceStatement");
    graph_.add(address + "#origine", "dct:description",
               RdfTerm::text(resource.producer + ", " + resource.vintage, "fr"));
    // DCAT-AP takes one licence; what a relay adds to it is a statement of rights.
    for (std::size_t i = 0; i < resource.licences.size(); ++i)
      link(address, i == 0 ? "dct:license" : "dct:rights", resource.licences[i].path);
    checksum(address, resource.hash);
    return address;
  }

  void checksum(const std::string& file, std::string_view hash) {
    const auto address = file + "#empreinte";
    link(file, "spdx:checksum", address);
    type(address, "spdx:Checksum");
    graph_.add(address, "spdx:algorithm", RdfTerm::name("spdx:checksumAlgorithm_sha256"));
    graph_.add(address, "spdx:checksumValue",
               RdfTerm::typed(std::string(hash.substr(hash.find(':') + 1)), "xsd:hexBinary"));
  }

  const Holdings& holdings_;
  std::string base_, address_;
  RdfGraph graph_;
  std::vector<std::string> agents_, said_;
};

}  // namespace

RdfGraph dcat_graph(const Holdings& holdings) { return Catalogue(holdings).take(); }

}  // namespace catalyse::catalogue
