#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <map>

#include "foreign.hpp"
#include "identity_rules.hpp"
#include "read_projects.hpp"
#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace catalyse::projects {
namespace {

// Columns that both versions of the schema ask for.
constexpr std::array<std::string_view, 11> kRequired{"nomAttribuant",
                                                     "idAttribuant",
                                                     "dateConvention",
                                                     "nomBeneficiaire",
                                                     "objet",
                                                     "montant",
                                                     "nature",
                                                     "conditionsVersement",
                                                     "datesPeriodeVersement",
                                                     "notificationUE",
                                                     "pourcentageSubvention"};
constexpr std::array<std::string_view, 4> kNatures{
    "aide en numéraire", "aide en nature", "aide en numéraire;aide en nature", "aide en nature;aide en numéraire"};
constexpr std::array<std::string_view, 3> kConditions{"unique", "échelonné", "autre"};
constexpr std::array<std::string_view, 2> kYesNo{"oui", "non"};
constexpr std::size_t kObjectMost = 256;  // characters

template <class List>
bool one_of(const List& list, std::string_view value) {
  return std::ranges::find(list, value) != list.end();
}

bool is_rna(std::string_view text) {
  return text.size() == 10 && text.front() == 'W' &&
         std::ranges::all_of(text.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// The schema's pattern, and no more: its own valid sample has a thirtieth month.
bool is_dated(std::string_view text) {
  static constexpr std::string_view kShape = "9999-99-99";
  if (text.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kShape[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

// A day, or two with a slash.
bool is_period(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return is_dated(text);
  return is_dated(text.substr(0, slash)) && is_dated(text.substr(slash + 1));
}

class Reader {
 public:
  Reader(ingest::CsvReader& csv, std::string_view prefix, Foreign& out) : csv_(csv), prefix_(prefix), out_(out) {}

  void row(std::span<const std::string_view> cells, std::int64_t number) {
    RowFaults faults(out_.report, csv_.line());
    ProjectRecord project;
    project.prefix = prefix_;
    project.number = number;
    const auto cell = [&](std::string_view name) {
      const auto at = csv_.column(name);
      return at ? trimmed(cells[*at]) : std::string_view{};
    };
    const auto bad = [&](std::string_view name, std::string_view reason) { faults.add(name, cell(name), reason); };
    for (const auto name : kRequired) {
      if (cell(name).empty()) bad(name, "empty: the schema asks for it");
    }
    check_bodies(cell, bad, project);
    check_money(cell, bad, project);
    check_words(cell, bad);
    if (faults.any()) return;
    project.title = cell("objet");
    project.programme = programme(cell("nomAttribuant"), funder_);
    out_.records.projects.push_back(std::move(project));
    ++out_.report.kept;
  }

 private:
  template <class Cell, class Bad>
  void check_bodies(const Cell& cell, const Bad& bad, ProjectRecord& project) {
    const auto funder = cell("idAttribuant");
    auto identity = read_identity(funder);
    if (!funder.empty() && !identity.reason.empty())
      bad("idAttribuant", identity.reason);
    else if (!funder.empty() && funder.size() != 14)
      bad("idAttribuant", "a SIRET (14 digits) is asked for");
    funder_ = std::move(identity.siren);
    auto beneficiary = read_identity(cell("idBeneficiaire"));
    if (!beneficiary.reason.empty()) bad("idBeneficiaire", beneficiary.reason);
    project.siren = std::move(beneficiary.siren);
    if (!cell("rnaBeneficiaire").empty() && !is_rna(cell("rnaBeneficiaire")))
      bad("rnaBeneficiaire", "not W and nine digits");
    project.beneficiary = cell("nomBeneficiaire");
    if (names_a_person(project.beneficiary)) bad("nomBeneficiaire", "a natural person: not kept");
  }

  template <class Cell, class Bad>
  void check_money(const Cell& cell, const Bad& bad, ProjectRecord& project) {
    const auto amount = cents(cell("montant"));
    if (!amount && !cell("montant").empty()) bad("montant", "not an amount: digits and a decimal point");
    project.amount = amount.value_or(0);
    if (const auto text = cell("pourcentageSubvention"); !text.empty()) {
      double share = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), share);
      if (error != std::errc{} || end != text.data() + text.size() || !(share >= 0.01 && share <= 1))
        bad("pourcentageSubvention", "not a share from 0.01 to 1, with a decimal point");
    }
    if (const auto day = cell("dateConvention"); !day.empty()) {
      if (const auto year = year_of_day(day))
        project.year = *year;
      else
        bad("dateConvention", "not a day that exists, YYYY-MM-DD");
    }
    if (const auto days = cell("datesPeriodeVersement"); !days.empty() && !is_period(days))
      bad("datesPeriodeVersement", "not a day YYYY-MM-DD, or two with a slash");
  }

  template <class Cell, class Bad>
  void check_words(const Cell& cell, const Bad& bad) {
    const auto check = [&](std::string_view name, const auto& allowed, std::string_view reason) {
      if (!cell(name).empty() && !one_of(allowed, cell(name))) bad(name, reason);
    };
    check("nature", kNatures, "not « aide en numéraire », « aide en nature » or both with a semicolon");
    check("conditionsVersement", kConditions, "not unique, échelonné or autre");
    check("notificationUE", kYesNo, "not oui or non");
    check("pluriannualite", kYesNo, "not oui or non");
    check("cofinancement", kYesNo, "not oui or non");
    if (text::characters(cell("objet")) > kObjectMost) bad("objet", "longer than 256 characters");
    if (cell("idRAE").size() > 5) bad("idRAE", "longer than 5 characters");
    for (const auto* name : {"dateDecision", "dateCreation", "dateDebut", "dateFin", "dateMiseAJour"}) {
      if (!cell(name).empty() && !year_of_day(cell(name))) bad(name, "not a day that exists, YYYY-MM-DD");
    }
  }

  std::string programme(std::string_view funder, const std::string& siren) {
    const auto id = "x-" + siren;
    if (std::ranges::find(out_.records.programmes, id, &ProgrammeRecord::id) == out_.records.programmes.end())
      out_.records.programmes.push_back({id, "", "Subventions", std::string(funder), siren, ""});
    return id;
  }

  ingest::CsvReader& csv_;
  std::string prefix_;
  Foreign& out_;
  std::string funder_;
};

}  // namespace

std::optional<int> year_of_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int year = 0;
  unsigned month = 0, day = 0;
  const auto read = [](std::string_view digits, auto& into) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), into);
    return error == std::errc{} && end == digits.data() + digits.size();
  };
  if (!read(text.substr(0, 4), year) || !read(text.substr(5, 2), month) || !read(text.substr(8, 2), day))
    return std::nullopt;
  const std::chrono::year_month_day whole{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  if (!whole.ok() || year < 1990 || year > 2100) return std::nullopt;
  return year;
}

bool names_a_person(std::string_view beneficiary) {
  const auto folded = text::fold(beneficiary);
  for (const std::string_view civility : {"m ", "mr ", "mme ", "mlle ", "monsieur ", "madame ", "mademoiselle "}) {
    if (folded.starts_with(civility)) return true;
  }
  return false;
}

void RowFaults::add(std::string_view column, std::string_view value, std::string_view reason) {
  constexpr std::size_t kTold = 100;
  if (!any_) {
    report_.refuse(line_, column, value, reason);
  } else if (report_.bad.size() < kTold) {
    report_.bad.push_back(
        {report_.file, line_, std::string(column), std::string(text::cut_utf8(value, 200)), std::string(reason)});
  }
  any_ = true;
}

core::Result<Foreign> read_scdl(std::string_view text, std::string_view prefix, std::string_view file) {
  Foreign out;
  out.report.file = file;
  const auto line = text.substr(0, text.find('\n'));
  const auto delimiter = std::ranges::count(line, ';') > std::ranges::count(line, ',') ? ';' : ',';
  ingest::CsvReader csv(text, delimiter);
  for (const auto name : kRequired) {
    if (!csv.column(name)) {
      return core::fail(core::ErrorKind::invalid, "projects.file.columns",
                        std::string(file) + ": line 1, no column " + std::string(name),
                        {{"file", std::string(file)}, {"column", std::string(name)}});
    }
  }
  Reader reader(csv, prefix, out);
  std::int64_t number = 0;
  while (const auto cells = csv.next()) {
    ++out.report.read;
    ++number;
    if (!*cells)
      out.report.refuse(csv.line(), "", "", cells->error().note);
    else
      reader.row(**cells, number);
  }
  return out;
}

}  // namespace catalyse::projects
