// The register: what is held about people, made of the rooms' own declarations.
#include "messages.hpp"
#include "pages.hpp"

namespace catalyse::accounts {
namespace {

// Said once, and at a holding only where it is another.
constexpr auto kUsualBasis = personal::Basis::public_interest;

const web::Message& text_of(personal::Basis basis) {
  switch (basis) {
    case personal::Basis::legal_duty:
      return msg::basis_legal_duty;
    case personal::Basis::consent:
      return msg::basis_consent;
    case personal::Basis::legitimate_interest:
      return msg::basis_legitimate_interest;
    case personal::Basis::public_interest:
      break;
  }
  return msg::basis_public_interest;
}

std::string fields_of(const Desk& desk, const personal::Holding& holding) {
  std::vector<std::string> names;
  for (const auto& column : holding.columns) {
    auto name = desk.say(*column.label);
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

std::string holdings_html(const Desk& desk) {
  std::string html;
  std::vector<const web::Message*> told;
  for (const auto& holding : desk.state.settings.holdings) {
    // Links of two tables, or jobs found by two columns, are one thing to a reader.
    if (std::ranges::find(told, holding.title) != told.end()) continue;
    told.push_back(holding.title);
    const bool goes = holding.fate == personal::Fate::removed;
    std::vector<web::Row> rows{{desk.say(msg::register_purpose), {{desk.say(*holding.purpose), {}}}},
                               {desk.say(msg::register_fields), {{fields_of(desk, holding), {}}}}};
    if (holding.basis != kUsualBasis)
      rows.push_back({desk.say(msg::register_basis), {{desk.say(text_of(holding.basis)), {}}}});
    rows.push_back({desk.say(msg::register_retention), {{desk.say(*holding.retention), {}}}});
    rows.push_back(
        {desk.say(msg::register_fate), {{desk.say(goes ? msg::register_fate_removed : msg::register_fate_kept), {}}}});
    html += "<h3>" + web::inline_html({{desk.say(*holding.title), {}}}) + "</h3>" + web::definition_rows(rows);
  }
  return html;
}

}  // namespace

Answer register_page(const Desk& desk) {
  SheetView view;
  view.title = desk.say(msg::register_title);
  view.lead = desk.say(msg::register_lead);
  view.sections.push_back(
      {"droits",
       desk.say(msg::register_rights),
       desk.say(msg::register_rights_text),
       {},
       "<p>" + web::inline_html({{desk.say(msg::register_rights_link), desk.at("/compte/donnees")}}) + "</p>"});
  view.sections.push_back({"conserve",
                           desk.say(msg::register_holdings),
                           desk.say(msg::register_holdings_text, {{"basis", desk.say(text_of(kUsualBasis))}}),
                           {},
                           holdings_html(desk)});
  view.sections.push_back({"cookie", desk.say(msg::register_cookie), desk.say(msg::register_cookie_text), {}, {}});
  view.sections.push_back({"technique", desk.say(msg::register_log), desk.say(msg::register_log_text), {}, {}});
  view.listed = true;
  return framed(desk, view);
}

}  // namespace catalyse::accounts
