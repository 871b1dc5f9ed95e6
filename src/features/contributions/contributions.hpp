// The pages by which people write what is public, and review it (`/proposer`, `/contributions`, `/moderation`,
// `/historique`, `/signaler`).
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "accounts/accounts.hpp"
#include "editorial/desk.hpp"
#include "editorial/reports.hpp"
#include "notices/notices.hpp"
#include "plug/plug.hpp"
#include "territories/territories.hpp"
#include "web/web.hpp"

namespace catalyse::contributions {

[[nodiscard]] std::span<const web::Message> messages();
[[nodiscard]] std::string_view openapi();

// Who may, by the table of permissions: the scope of an item is its place and all that this place lies in. Keeps
// `territories`.
[[nodiscard]] editorial::Permissions permissions(std::shared_ptr<const territories::Territories> territories);
// A line of the log for each act; and a review that decides something is told to those who wrote what it judged, but
// for the one who decides (`notices`, once each, whatever is tried again).
[[nodiscard]] editorial::Journal journal(const core::Clock& clock);
[[nodiscard]] std::vector<notices::Kind> notice_kinds();

// A line of the log for each decision on a report; answers who reported by mail (the jobs of `mail` must be there), in
// their language. Addresses begin with `base_url`.
[[nodiscard]] editorial::Answered answers_by_mail(std::string base_url, const core::Clock& clock);

// Addresses by which a kind is given as data; empty where it is not.
struct Exchange {
  std::string json, csv, schema;
};

struct Context {
  std::shared_ptr<editorial::Desk> desk;
  std::shared_ptr<editorial::ReportBox> reports;
  std::vector<plug::Contributed> kinds;
  std::shared_ptr<const territories::Territories> territories;
  std::shared_ptr<const accounts::Accounts> accounts;
  std::shared_ptr<const web::Site> site;
  std::map<std::string, Exchange, std::less<>> exchanges{};  // by name of the kind
};
[[nodiscard]] plug::Contribution contribution(const Context& context);
[[nodiscard]] web::NavLink own_pages();  // « Mes contributions », for the page of one's account

}  // namespace catalyse::contributions
