// What a person is given of what is held about them.
#include "export/csv.hpp"
#include "export/json.hpp"
#include "store.hpp"

namespace catalyse::personal {
namespace {

std::string iso(core::Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{at - day};
  const auto two = [](long n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) + "-" +
         two(static_cast<unsigned>(date.day())) + "T" + two(time.hours().count()) + ":" + two(time.minutes().count()) +
         ":" + two(time.seconds().count()) + "Z";
}

}  // namespace

std::vector<Sheet> gather(db::Transaction& tx, std::span<const Holding> holdings, const Subject& subject) {
  std::vector<Sheet> all;
  for (const auto& holding : holdings) {
    Sheet sheet{&holding, {}, {}};
    for (const auto& column : holding.columns)
      if (column.disclosure != Disclosure::secret) sheet.columns.push_back(&column);
    sheet.rows = store::rows(tx, holding, sheet.columns, subject);
    if (!sheet.rows.empty()) all.push_back(std::move(sheet));
  }
  return all;
}

std::string to_json(std::span<const Sheet> sheets, const Subject& subject, core::Instant now) {
  exporting::JsonWriter json;
  json.object([&] {
    json.field("person", subject.id);
    json.field("made_at", iso(now));
    json.array("holdings", [&] {
      for (const auto& sheet : sheets) {
        json.object([&] {
          json.field("table", sheet.holding->table);
          json.field("about", web::say(web::Language::fr, *sheet.holding->title));
          json.field("purpose", web::say(web::Language::fr, *sheet.holding->purpose));
          json.field("retention", web::say(web::Language::fr, *sheet.holding->retention));
          json.array("rows", [&] {
            for (const auto& row : sheet.rows) {
              json.object([&] {
                for (std::size_t i = 0; i < row.size(); ++i) json.field(sheet.columns[i]->name, row[i]);
              });
            }
          });
        });
      }
    });
  });
  return json.take();
}

std::string to_csv(std::span<const Sheet> sheets, web::Language language) {
  exporting::CsvWriter out(exporting::Dialect::standard);
  for (const auto* head : {"table", "ligne", "champ", "libelle", "valeur"}) out.text(head);
  out.end_row();
  for (const auto& sheet : sheets) {
    for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
      for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
        out.text(sheet.holding->table).number(static_cast<std::int64_t>(r + 1)).text(sheet.columns[i]->name);
        out.text(web::say(language, *sheet.columns[i]->label)).text(sheet.rows[r][i]);
        out.end_row();
      }
    }
  }
  return out.take();
}

}  // namespace catalyse::personal
