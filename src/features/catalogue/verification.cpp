#include "verification.hpp"

#include <array>
#include <mutex>

#include "http/answers.hpp"
#include "ingest/inspect.hpp"
#include "ingest/proposal.hpp"
#include "messages.hpp"
#include "pages.hpp"
#include "templates.hpp"
#include "text/numbers.hpp"
#include "verification_words.hpp"
#include "views.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"

namespace catalyse::catalogue {
namespace {

using core::Language;
using core::Result;
using http::Request;
using http::Response;
using web::say;

constexpr std::size_t kFileBytes = 5U << 20U;
constexpr std::size_t kMappingBytes = 128U << 10U;
constexpr std::size_t kRowsShown = 50;
constexpr std::size_t kColumnsShown = 200;
constexpr std::string_view kFile = "fichier", kMapping = "declaration", kWanted = "rendu", kToml = "toml";

ingest::SourceLimits limits() {
  ingest::SourceLimits limits;
  limits.bytes = kFileBytes;
  limits.output = 16U << 20U;
  return limits;
}

// Territories and indicators to judge against, read at the first file.
class LazyGround {
 public:
  explicit LazyGround(std::shared_ptr<const ingest::Bundle> bundle) : bundle_(std::move(bundle)) {}
  const Result<observatory::FileGround>& get() {
    std::call_once(once_, [&] { ground_.emplace(observatory::FileGround::read(*bundle_)); });
    return *ground_;
  }

 private:
  std::shared_ptr<const ingest::Bundle> bundle_;
  std::once_flag once_;
  std::optional<Result<observatory::FileGround>> ground_;
};

const http::Upload* upload(const Request& request, std::string_view field) {
  for (const auto& one : request.uploads)
    if (one.field == field && !one.bytes.empty()) return &one;
  return nullptr;
}

std::string count(std::uint64_t number, Language language) {
  return text::number(static_cast<std::int64_t>(number), language);
}

std::string form(const Request& request, const std::string& fault) {
  const auto language = request.language;
  web::Form form;
  form.action = web::localised(language, "/donnees/verifier");
  form.token = request.actor.token;
  form.button = say(language, msg::verify_button);
  web::Field file;
  file.id = file.name = kFile;
  file.label = say(language, msg::verify_file);
  file.type = "file";
  file.hint = say(language, msg::verify_file_hint);
  file.error = fault;
  file.required = true;
  web::Field mapping;
  mapping.id = mapping.name = kMapping;
  mapping.label = say(language, msg::verify_mapping);
  mapping.type = "file";
  mapping.hint = say(language, msg::verify_mapping_hint);
  web::Field wanted;
  wanted.id = wanted.name = kWanted;
  wanted.label = say(language, msg::verify_wanted);
  wanted.type = "select";
  wanted.options = {{"page", say(language, msg::verify_wanted_page)},
                    {std::string(kToml), say(language, msg::verify_wanted_toml)}};
  wanted.value = "page";
  form.fields = {std::move(file), std::move(mapping), std::move(wanted)};
  return web::post_form(language, form);
}

Response page(const Holdings& holdings, const Request& request, PartsView view) {
  const auto language = request.language;
  view.title = say(language, msg::verify_title);
  view.lead = say(language, msg::verify_lead);
  auto title = view.title;
  return framed(holdings, request, std::move(title), templates::render_parts(view, language));
}

Response refused(const Holdings& holdings, const Request& request, const std::string& fault) {
  PartsView view;
  view.form_html = form(request, fault);
  auto response = page(holdings, request, std::move(view));
  response.status = 400;
  return response;
}

PartView understood(const ingest::Source& source, const ingest::Inspection& found, Language language) {
  std::vector<web::Row> rows;
  const auto add = [&](const web::Message& term, std::string text) {
    rows.push_back({say(language, term), {{std::move(text), {}}}, web::Tone::plain});
  };
  const auto& dialect = source.dialect();
  add(msg::verify_format, std::string(ingest::container_name(source.container())));
  if (source.container() == ingest::Container::text) {
    add(msg::verify_encoding, std::string(ingest::encoding_name(source.encoding())));
    add(msg::verify_separator,
        dialect.delimiter == '\t' ? say(language, msg::verify_tab) : std::string(1, dialect.delimiter));
    add(msg::verify_decimal, std::string(1, dialect.decimal));
  } else {
    add(msg::verify_sheet, source.sheet());
  }
  add(msg::verify_header, count(dialect.header_line, language));
  add(msg::verify_rows, count(found.rows, language));
  add(msg::verify_columns, count(found.columns.size(), language));
  add(msg::verify_codes, found.code ? found.columns[*found.code].name + " (" + level_words(found.level, language) + ")"
                                    : say(language, msg::verify_none));
  return {"compris", say(language, msg::verify_understood), {}, web::definition_rows(rows), {}};
}

std::string absences_text(const ingest::ColumnFacts& column, Language language) {
  static constexpr std::array kWords{&msg::verify_secret, &msg::verify_not_available, &msg::verify_not_significant,
                                     &msg::verify_not_applicable};
  std::string all;
  const auto add = [&](std::uint64_t number, const web::Message& word) {
    if (number != 0) all += (all.empty() ? "" : ", ") + say(language, word, {{"n", count(number, language)}});
  };
  add(column.blank, msg::verify_blank);
  for (std::size_t i = 0; i < kWords.size(); ++i) add(column.absences[i], *kWords[i]);
  return all;
}

std::string plain_number(double value, Language language) {
  return text::number(value, value == static_cast<double>(static_cast<std::int64_t>(value)) ? 0 : 2, language);
}

PartView columns(const ingest::Inspection& found, Language language) {
  static constexpr std::array kKinds{&msg::verify_kind_empty, &msg::verify_kind_code, &msg::verify_kind_year,
                                     &msg::verify_kind_number, &msg::verify_kind_text};
  web::Table table;
  table.id = "c-colonnes";
  table.caption = say(language, msg::verify_columns_found);
  for (const auto* column : {&msg::verify_column, &msg::verify_kind, &msg::verify_values, &msg::verify_absent})
    table.columns.push_back({say(language, *column)});
  for (const auto& column : found.columns) {
    if (table.rows.size() == kColumnsShown) break;
    std::string values;
    if (column.kind == ingest::ColumnKind::number)
      values = say(language, msg::verify_range,
                   {{"low", plain_number(column.low, language)}, {"high", plain_number(column.high, language)}});
    for (std::size_t i = 0; values.size() < 60 && column.kind != ingest::ColumnKind::number &&
                            i < std::min<std::size_t>(3, column.values.size());
         ++i)
      values += (i == 0 ? "" : ", ") + column.values[i];
    table.rows.push_back({{column.name},
                          {say(language, *kKinds[static_cast<std::size_t>(column.kind)])},
                          {std::move(values)},
                          {absences_text(column, language)}});
  }
  return {"colonnes", say(language, msg::verify_columns_found), {}, web::table(table), {}};
}

PartView problems(const ingest::Inspection& found, Language language) {
  std::vector<web::Row> rows;
  const auto add = [&](const web::Message& what, std::uint64_t number, std::uint64_t line, const std::string& cell) {
    if (number == 0) return;
    rows.push_back({say(language, what),
                    {{say(language, msg::verify_first,
                          {{"n", count(number, language)}, {"line", count(line, language)}, {"cell", cell}}),
                      {}}},
                    web::Tone::plain});
  };
  add(msg::verify_malformed, found.malformed, found.malformed_line,
      found.malformed == 0 ? std::string() : reason_words(found.malformed_why, language));
  add(msg::verify_repaired, found.repaired, found.repaired_line, found.repaired_cell);
  add(msg::verify_unread, found.unread, found.unread_line, found.unread_cell);
  add(msg::verify_repeated, found.repeated, found.repeated_line, found.repeated_cell);
  for (const auto& column : found.columns)
    if (column.kind == ingest::ColumnKind::number && column.others != 0 && rows.size() < kRowsShown)
      rows.push_back({say(language, msg::verify_not_number, {{"column", column.name}}),
                      {{say(language, msg::verify_first,
                            {{"n", count(column.others, language)},
                             {"line", count(column.wrong_line, language)},
                             {"cell", column.wrong}}),
                        {}}},
                      web::Tone::plain});
  PartView part{"problemes", say(language, msg::verify_problems), {}, web::definition_rows(rows), {}};
  if (!found.code) part.text = say(language, msg::verify_no_code);
  if (rows.empty() && found.code) part.text = say(language, msg::verify_no_problem);
  return part;
}

std::string series_table(const observatory::FileOutcome& outcome, Language language) {
  web::Table table;
  table.id = "c-series";
  table.caption = say(language, msg::verify_series);
  for (const auto* column : {&msg::col_indicator, &msg::verify_level, &msg::verify_year})
    table.columns.push_back({say(language, *column)});
  for (const auto* column : {&msg::verify_present, &msg::verify_estimated, &msg::verify_withheld, &msg::verify_missing})
    table.columns.push_back({say(language, *column), web::Align::number});
  for (const auto& one : outcome.series) {
    if (table.rows.size() == kColumnsShown) break;
    table.rows.push_back({{one.indicator},
                          {level_words(one.level, language)},
                          {text::year(one.year)},
                          {count(one.present, language)},
                          {count(one.estimated, language)},
                          {count(one.secret, language)},
                          {count(one.na + one.missing, language)}});
  }
  return web::table(table);
}

std::string bad_rows_table(const ingest::FileReport& file, Language language) {
  if (file.bad.empty()) return {};
  web::Table table;
  table.id = "c-refus";
  table.caption = say(language, msg::verify_bad_rows,
                      {{"n", count(file.refused, language)},
                       {"shown", count(std::min<std::uint64_t>(kRowsShown, file.bad.size()), language)}});
  for (const auto* column : {&msg::verify_line, &msg::verify_column, &msg::verify_value, &msg::verify_reason})
    table.columns.push_back({say(language, *column)});
  for (const auto& bad : file.bad) {
    if (table.rows.size() == kRowsShown) break;
    table.rows.push_back(
        {{count(bad.line, language)}, {bad.column}, {bad.value}, {reason_words(bad.reason, language)}});
  }
  return web::table(table);
}

PartView judged(const observatory::FileOutcome& outcome, Language language) {
  const auto& file = outcome.report.files.front();
  PartView part{"controle", say(language, msg::verify_dry_run), {}, {}, {}};
  part.text = say(language, outcome.acceptable ? msg::verify_would_keep : msg::verify_would_refuse,
                  {{"read", count(file.read, language)},
                   {"kept", count(file.kept, language)},
                   {"refused", count(file.refused, language)}});
  std::vector<web::Row> remarks;
  for (const auto& remark : file.remarks)
    remarks.push_back({reason_words(remark.what, language),
                       {{say(language, msg::verify_times,
                             {{"n", count(remark.count, language)}, {"line", count(remark.first_line, language)}}),
                         {}}},
                       web::Tone::plain});
  part.body_html = web::definition_rows(remarks) + series_table(outcome, language) + bad_rows_table(file, language);
  return part;
}

PartView not_judged(const core::Error& error, Language language) {
  PartView part{"controle", say(language, msg::verify_dry_run), {}, {}, {}};
  std::string line = "1";
  for (const auto& [name, value] : error.parameters)
    if (name == "line") line = value;
  part.text = say(language, msg::verify_mapping_wrong, {{"line", line}});
  part.code = error.note;
  return part;
}

Result<Response> verify(const Holdings& holdings, LazyGround& ground, const Request& request) {
  const auto language = request.language;
  const auto* file = upload(request, kFile);
  if (file == nullptr) return refused(holdings, request, say(language, msg::verify_no_file));
  const auto* declared = upload(request, kMapping);
  auto mapping = declared == nullptr ? Result<ingest::Mapping>(ingest::Mapping{})
                                     : ingest::Mapping::parse(declared->bytes, "declaration.toml");
  const auto source = ingest::Source::read(file->bytes, mapping ? mapping->hints : ingest::SourceHints{}, limits());
  if (!source) return refused(holdings, request, fault_words(source.error(), language));
  const auto found = ingest::inspect(*source);
  auto proposal = ingest::mapping_text(ingest::propose(*source, found));
  if (request.field(kWanted) == kToml)
    return http::attachment("application/toml; charset=utf-8", std::move(proposal), "declaration.toml");
  PartsView view;
  view.parts = {understood(*source, found, language), columns(found, language), problems(found, language)};
  if (declared != nullptr) {
    const auto& against = ground.get();
    if (!against) return std::unexpected(against.error());
    if (!mapping) {
      view.parts.push_back(not_judged(mapping.error(), language));
    } else if (const auto outcome = against->check(*source, *mapping, "fichier"); outcome) {
      view.parts.push_back(judged(*outcome, language));
    } else {
      view.parts.push_back(not_judged(outcome.error(), language));
    }
  } else {
    view.parts.push_back({"declaration",
                          say(language, msg::verify_proposal),
                          say(language, msg::verify_proposal_text),
                          {},
                          std::move(proposal)});
  }
  view.form_html = form(request, {});
  return page(holdings, request, std::move(view));
}

}  // namespace

void add_verification(const Holdings& holdings, plug::Contribution& all) {
  auto shown = http::declare("/donnees/verifier", "a look at a file of indicators before it is imported",
                             [holdings](const Request& request) -> Result<Response> {
                               PartsView view;
                               view.form_html = form(request, {});
                               return page(holdings, request, std::move(view));
                             });
  shown.cache = http::CacheClass::live;  // the form of a signed-in reader carries their token
  all.routes.push_back(std::move(shown));
  auto ground = std::make_shared<LazyGround>(holdings.bundle);
  auto sent = http::declare("/donnees/verifier", "the same, with the file; nothing is kept",
                            [holdings, ground](const Request& request) { return verify(holdings, *ground, request); });
  sent.method = http::Method::post;
  sent.cache = http::CacheClass::live;
  sent.rate = http::RateClass::heavy;
  sent.fields = {{kFile, http::Input::file, kFileBytes}, {kMapping, http::Input::file, kMappingBytes}, {kWanted}};
  sent.body_bytes = kFileBytes + kMappingBytes + (64U << 10U);
  all.routes.push_back(std::move(sent));
}

}  // namespace catalyse::catalogue
