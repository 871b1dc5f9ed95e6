#include "verification_words.hpp"

#include <array>

#include "ingest/source.hpp"
#include "messages.hpp"
#include "web/i18n.hpp"

namespace catalyse::catalogue {
namespace {

struct Said {
  std::string_view english;  // the beginning of it: what follows names the indicator
  const web::Message& words;
};

constexpr std::array kReasons{
    Said{"no territory has this code", msg::reason_unknown_code},
    Said{"a code met before", msg::reason_repeated},
    Said{"no code", msg::reason_no_code},
    Said{"not a code of this level", msg::reason_not_code},
    Said{"neither a number", msg::reason_not_number},
    Said{"not a year", msg::reason_not_year},
    Said{"more than sixty years", msg::reason_years},
    Said{"below zero", msg::reason_below_zero},
    Said{"a share above 100", msg::reason_above_hundred},
    Said{"a denominator below zero", msg::reason_denominator},
    Said{"not a finite number", msg::reason_not_number},
    Said{"not as many cells", msg::reason_cells},
    Said{"bytes that are not UTF-8", msg::reason_bytes},
    Said{"a quotation", msg::reason_quotation},
    Said{"something follows a closing", msg::reason_quotation},
    Said{"a carriage return", msg::reason_quotation},
    Said{"a field is longer", msg::reason_long},
    Said{"a code read as a number", msg::remark_repaired},
    Said{"a former code", msg::remark_former},
    Said{"a row of another level", msg::remark_level},
    Said{"a row that the filter", msg::remark_filter},
    Said{"a row that no indicator", msg::remark_unasked},
    Said{"a value that is not significant", msg::remark_not_significant},
};

// By ingest::SourceFault.
constexpr std::array kFaults{
    &msg::fault_empty,           &msg::fault_too_large,       &msg::fault_binary,           &msg::fault_archive,
    &msg::fault_old_spreadsheet, &msg::fault_encrypted,       &msg::fault_damaged,          &msg::fault_bomb,
    &msg::fault_doctype,         &msg::fault_formula,         &msg::fault_too_many_columns, &msg::fault_too_many_rows,
    &msg::fault_too_slow,        &msg::fault_too_much_memory, &msg::fault_no_sheet,         &msg::fault_no_header,
    &msg::fault_unavailable};
static_assert(kFaults.size() == ingest::kSourceFaults);

}  // namespace

std::string reason_words(std::string_view reason, core::Language language) {
  for (const auto& said : kReasons)
    if (reason.starts_with(said.english)) return web::say(language, said.words);
  return std::string(reason);
}

std::string fault_words(const core::Error& error, core::Language language) {
  const auto fault = ingest::fault_of(error).value_or(ingest::SourceFault::damaged);
  std::string detail;
  for (const auto& [name, value] : error.parameters)
    if (name == "detail") detail = value;
  return web::say(language, *kFaults[static_cast<std::size_t>(fault)], {{"detail", detail}});
}

std::string level_words(core::Level level, core::Language language) {
  static constexpr std::array kWords{&msg::level_com, &msg::level_arm, &msg::level_epci, &msg::level_dep,
                                     &msg::level_reg};
  return web::say(language, *kWords[static_cast<std::size_t>(level)]);
}

}  // namespace catalyse::catalogue
