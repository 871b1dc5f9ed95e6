#include <boost/json.hpp>
#include <cmath>

#include "export/json.hpp"
#include "foreign.hpp"
#include "formats.hpp"
#include "identity_rules.hpp"
#include "read_projects.hpp"

namespace catalyse::projects {
namespace {

namespace json = boost::json;
using exporting::JsonWriter;

constexpr std::string_view kScheme = "FR-INSEE-";  // org-id.guide: SIRENE
constexpr std::size_t kTitleMost = 139, kMostDepth = 32;

std::string_view text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* text = value != nullptr ? value->if_string() : nullptr;
  return text != nullptr ? std::string_view(text->data(), text->size()) : std::string_view{};
}

// The first element of a list of objects.
const json::object* first_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* list = value != nullptr ? value->if_array() : nullptr;
  return list != nullptr && !list->empty() ? list->front().if_object() : nullptr;
}

std::string siren_of(std::string_view organisation) {
  if (!organisation.starts_with(kScheme)) return {};
  return read_identity(organisation.substr(kScheme.size())).siren;
}

std::optional<int> year_of(std::string_view date) {
  if (date.size() > 10 && date[10] != 'T' && date[10] != ' ') return std::nullopt;
  return year_of_day(date.substr(0, 10));
}

class Reader {
 public:
  Reader(std::string_view prefix, Foreign& out) : prefix_(prefix), out_(out) {}

  void grant(const json::value& value, std::int64_t number) {
    RowFaults faults(out_.report, static_cast<std::uint64_t>(number));
    const auto* grant = value.if_object();
    if (grant == nullptr) return faults.add("grants", "", "not an object");
    ProjectRecord project;
    project.prefix = prefix_;
    project.number = number;
    if (text_of(*grant, "id").empty()) faults.add("id", "", "empty");
    project.title = text_of(*grant, "title");
    if (project.title.empty()) faults.add("title", "", "empty");
    if (project.title.size() > 4000) faults.add("title", project.title, "longer than 4000 bytes");
    check_amount(*grant, project, faults);
    if (const auto year = year_of(text_of(*grant, "awardDate")))
      project.year = *year;
    else
      faults.add("awardDate", text_of(*grant, "awardDate"), "not a day that exists, YYYY-MM-DD");
    check_bodies(*grant, project, faults);
    if (faults.any()) return;
    out_.records.projects.push_back(std::move(project));
    ++out_.report.kept;
  }

 private:
  static void check_amount(const json::object& grant, ProjectRecord& project, RowFaults& faults) {
    const auto currency = text_of(grant, "currency");
    if (currency != "EUR") faults.add("currency", currency, "not EUR: amounts are kept in euros, none is converted");
    const auto* amount = grant.if_contains("amountAwarded");
    const bool number = amount != nullptr && amount->is_number();
    const double euros = number ? amount->to_number<double>() : -1;
    if (!number || !(euros >= 0 && euros <= 1e11)) {
      faults.add("amountAwarded", amount != nullptr ? std::string(json::serialize(*amount)) : "", "not an amount");
    } else {
      project.amount = std::llround(euros * 100);
    }
  }

  void check_bodies(const json::object& grant, ProjectRecord& project, RowFaults& faults) {
    if (grant.contains("recipientIndividual") || grant.contains("toIndividualsDetails"))
      return faults.add("recipientIndividual", "", "a natural person: not kept");
    const auto* recipient = first_of(grant, "recipientOrganization");
    const auto* funder = first_of(grant, "fundingOrganization");
    if (recipient == nullptr || text_of(*recipient, "name").empty())
      return faults.add("recipientOrganization", "", "no organisation with a name");
    if (funder == nullptr || text_of(*funder, "name").empty())
      return faults.add("fundingOrganization", "", "no organisation with a name");
    project.beneficiary = text_of(*recipient, "name");
    if (names_a_person(project.beneficiary))
      return faults.add("recipientOrganization", "", "a natural person: not kept");
    project.siren = siren_of(text_of(*recipient, "id"));
    if (text_of(*recipient, "id").starts_with(kScheme) && project.siren.empty())
      faults.add("recipientOrganization", text_of(*recipient, "id"), "not a SIREN that fits");
    if (const auto* location = first_of(grant, "beneficiaryLocation")) {
      const auto code = text_of(*location, "geoCode");
      if (text_of(*location, "countryCode") == "FR" && core::CommuneCode::parse(code)) project.insee = code;
    }
    project.programme = programme(*funder);
  }

  std::string programme(const json::object& funder) {
    const auto siren = siren_of(text_of(funder, "id"));
    const auto id = "x-" + (siren.empty() ? std::string(text_of(funder, "id")).substr(0, 80) : siren);
    if (std::ranges::find(out_.records.programmes, id, &ProgrammeRecord::id) == out_.records.programmes.end())
      out_.records.programmes.push_back({id, "", "Subventions", std::string(text_of(funder, "name")), siren, ""});
    return id;
  }

  std::string prefix_;
  Foreign& out_;
};

void write_organisation(JsonWriter& out, std::string_view siren, std::string_view other, std::string_view name) {
  out.array([&] {
    out.object([&] {
      out.field("id", siren.empty() ? std::string(other) : std::string(kScheme) + std::string(siren));
      out.field("name", name);
    });
  });
}

std::string grant_of(const Projects& projects, const territories::Territories& territories, const Project& project) {
  const auto& programme = projects.programmes()[project.programme];
  std::string title(project.title.empty() ? project.beneficiary : project.title);
  if (title.size() > kTitleMost) {
    title.resize(kTitleMost);
    while (!title.empty() && (static_cast<unsigned char>(title.back()) & 0xC0U) == 0x80U) title.pop_back();
    if (!title.empty() && static_cast<unsigned char>(title.back()) >= 0xC0U) title.pop_back();
  }
  JsonWriter out;
  out.object([&] {
    out.field("id", "catalyse-" + project.id);
    out.field("title", title);
    out.field("description", project.title.empty() ? project.beneficiary : project.title);
    out.field("currency", "EUR");
    out.field("amountAwarded", static_cast<double>(project.amount) / 100);
    out.field("awardDate", std::to_string(project.year) + "-01-01");
    out.field("awardDatePrecision", "year");
    out.key("recipientOrganization");
    write_organisation(out, project.siren, "catalyse-beneficiary-of-" + project.id, project.beneficiary);
    out.key("fundingOrganization");
    write_organisation(out, programme.funder_siren, "catalyse-funder-" + programme.id, programme.funder);
    out.array("grantProgramme", [&] {
      out.object([&] {
        out.field("code", programme.id);
        out.field("title", programme.label);
      });
    });
    if (project.place != territories::kNowhere) {
      const auto& place = territories.place(project.place);
      out.array("beneficiaryLocation", [&] {
        out.object([&] {
          out.field("name", place.name);
          out.field("countryCode", "FR");
          out.field("geoCode", place.code);
        });
      });
    }
    out.field("dataSource", projects.sources()[project.source].title);
  });
  return out.take();
}

}  // namespace

core::Result<Foreign> read_giving(std::string_view text, std::string_view prefix, std::string_view file) {
  Foreign out;
  out.report.file = file;
  const auto malformed = [&](std::string_view why) {
    return core::fail(core::ErrorKind::invalid, "projects.file.malformed", std::string(file) + ": " + std::string(why),
                      {{"file", std::string(file)}});
  };
  json::parse_options options;
  options.max_depth = kMostDepth;
  json::error_code error;
  const auto value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error) return malformed("not JSON: " + error.message());
  const auto* package = value.if_object();
  const auto* grants = package != nullptr ? package->if_contains("grants") : nullptr;
  if (grants == nullptr || !grants->is_array()) return malformed("no list « grants »");
  Reader reader(prefix, out);
  std::int64_t number = 0;
  for (const auto& grant : grants->get_array()) {
    ++out.report.read;
    reader.grant(grant, ++number);
  }
  return out;
}

Written export_giving(const Projects& projects, const territories::Territories& territories,
                      const std::function<void(std::string_view)>& write) {
  Written written;
  write("{\"version\":\"1.4\",\"grants\":[");
  for (RowIndex row = 0; row < projects.size(); ++row) {
    const auto project = projects.project(row);
    if (project.duplicate) continue;
    if (project.year == 0) {
      ++written.undated;
      continue;
    }
    if (written.grants++ > 0) write(",\n");
    write(grant_of(projects, territories, project));
  }
  write("]}\n");
  return written;
}

}  // namespace catalyse::projects
