// « Exemples inspirants » (`/exemples`): cases that a jury chose, and how they are nominated, shortlisted and judged.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/accounts.hpp"
#include "cases/cases.hpp"
#include "core/clock.hpp"
#include "db/db.hpp"
#include "personal/personal.hpp"
#include "plug/plug.hpp"
#include "web/web.hpp"

namespace catalyse::examples {

struct Context {
  db::Database* database = nullptr;  // outlives the handlers
  std::shared_ptr<const cases::Base> cases;
  std::shared_ptr<const accounts::Accounts> accounts;
  std::shared_ptr<const web::Site> site;
  std::shared_ptr<const core::Clock> clock;
  // Public ids of those who wrote a published version of a case: they do not judge it.
  std::function<std::vector<std::string>(std::string_view item)> authors;
};

[[nodiscard]] std::span<const db::Migration> migrations();
[[nodiscard]] std::span<const web::Message> messages();
[[nodiscard]] std::span<const personal::Holding> personal_data();
[[nodiscard]] std::string_view openapi();
[[nodiscard]] plug::Contribution contribution(const Context& context);

}  // namespace catalyse::examples
