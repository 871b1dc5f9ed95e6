#include <unordered_set>

#include "read_bundle.hpp"
#include "read_table.hpp"

namespace catalyse::territories {

namespace {

const std::initializer_list<std::string_view> kColumns{
    "code",    "density", "rurality", "centrality", "mountain", "aav", "aav_name", "aav_category", "ze",
    "ze_name", "bv",      "bv_name",  "uu",         "uu_name",  "qpv", "acv",      "pvd"};

core::Result<void> zonings(const TableOf& table, const KnownCodes& known, Records& into) {
  std::unordered_set<std::string> seen;
  return each_row(table, "communes_zonings", kColumns, [&](Row& row) {
    ZoningRecord z;
    z.code = row.required("code");
    z.density = row.integer("density", 1, 7);
    z.centrality = row.integer("centrality", 0, 4);
    z.aav_category = row.integer("aav_category", 11, 30);
    for (const auto& [column, member] : std::initializer_list<std::pair<std::string_view, std::string ZoningRecord::*>>{
             {"rurality", &ZoningRecord::rurality},
             {"mountain", &ZoningRecord::mountain},
             {"aav", &ZoningRecord::aav},
             {"aav_name", &ZoningRecord::aav_name},
             {"ze", &ZoningRecord::ze},
             {"ze_name", &ZoningRecord::ze_name},
             {"bv", &ZoningRecord::bv},
             {"bv_name", &ZoningRecord::bv_name},
             {"uu", &ZoningRecord::uu},
             {"uu_name", &ZoningRecord::uu_name}}) {
      z.*member = row.text(column);
    }
    z.qpv = row.one_of("qpv", {"", "1"});
    z.acv = row.one_of("acv", {"", "1"});
    z.pvd = row.one_of("pvd", {"", "1"});
    static constexpr std::array kCategories{11, 12, 13, 20, 30};
    row.require(!z.aav_category || std::ranges::find(kCategories, *z.aav_category) != kCategories.end(), "aav_category",
                "not one of: 11, 12, 13, 20, 30");
    row.require(known.communes.contains(z.code), "code", "no such commune");
    row.require(seen.insert(z.code).second, "code", "given twice");
    if (row.good()) into.zonings.push_back(std::move(z));
  });
}

core::Result<void> labels(const TableOf& table, Records& into) {
  std::unordered_set<std::string> seen;
  return each_row(table, "zonings_labels", {"zoning", "value", "label_fr", "label_en", "ordinal"}, [&](Row& row) {
    LabelRecord label{row.required("zoning"), row.required("value"), row.required("label_fr"), row.text("label_en"),
                      row.integer("ordinal", 0, 1000)};
    row.require(seen.insert(label.zoning + "=" + label.value).second, "value", "given twice");
    if (row.good()) into.labels.push_back(std::move(label));
  });
}

bool plain_word(std::string_view word) {
  return !word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

core::Result<void> programmes(const TableOf& table, std::string_view stem,
                              const std::unordered_set<std::string>& holders, Records& into) {
  const std::string_view holder = stem == "epci_programmes" ? "siren" : "code";
  std::unordered_set<std::string> seen;
  return each_row(table, stem, {holder, "programme", "id", "name"}, [&](Row& row) {
    ProgrammeRecord programme{row.required(holder), row.required("programme"), row.text("id"), row.text("name")};
    row.require(holders.contains(programme.holder), holder, "no such territory");
    row.require(plain_word(programme.programme), "programme", "not lower-case letters, digits and hyphens");
    row.require(seen.insert(programme.holder + " " + programme.programme + " " + programme.id).second, "id",
                "given twice");
    if (row.good()) into.programmes.push_back(std::move(programme));
  });
}

}  // namespace

core::Result<void> read_zonings(const ingest::Bundle& bundle, const KnownCodes& known, const ingest::Progress& progress,
                                Records& into, ingest::Report& report) {
  const TableOf table{bundle, "zonages", report};
  const auto say = [&](std::string_view what, double share) {
    if (progress) progress(what, share);
  };
  say("zonings_labels", 0);
  if (auto read = labels(table, into); !read) return read;
  say("communes_zonings", 0.1);
  if (auto read = zonings(table, known, into); !read) return read;
  say("epci_programmes", 0.8);
  if (auto read = programmes(table, "epci_programmes", known.intercommunalities, into); !read) return read;
  say("communes_programmes", 0.9);
  return programmes(table, "communes_programmes", known.communes, into);
}

}  // namespace catalyse::territories
