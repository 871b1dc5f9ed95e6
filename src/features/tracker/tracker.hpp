// The board of a programme (`/mesures`), its measures (`/mesures/{n}`), the list of programmes
// (`/mesures/programmes`), feeds, calendar and the tally for other sites.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "db/db.hpp"
#include "personal/personal.hpp"
#include "plug/plug.hpp"
#include "web/web.hpp"

namespace catalyse::tracker {

class Register;

// What may help with a measure of the first programme, under a heading of another room (a question of a lever). Paths
// are of our own, without language.
struct Related {
  struct Link {
    std::string title, address;
  };
  std::string title, address;
  std::vector<Link> links;
};
using Relating = std::function<std::vector<Related>(unsigned measure, core::Language language)>;

struct Context {
  std::shared_ptr<const Register> programmes;
  std::shared_ptr<const web::Site> site;
  std::shared_ptr<const core::Clock> clock;  // which reviews are late, which day is today
  db::Database* database = nullptr;          // where a pilot's changes are written
  Relating related{};                        // may be empty
  // How the public reads the person of this public id, who signed a change; without it, as it is stored.
  std::function<std::string(std::string_view person, core::Language language)> name_of{};
};
// `database` must outlive the context.
[[nodiscard]] Context context(db::Database& database, std::shared_ptr<const web::Site> site,
                              std::shared_ptr<const core::Clock> clock);

[[nodiscard]] plug::Contribution contribution(const Context& context);
[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::span<const personal::Holding> personal_data();
[[nodiscard]] std::span<const web::Message> messages();  // the room's sentences, for web::register_messages

}  // namespace catalyse::tracker
