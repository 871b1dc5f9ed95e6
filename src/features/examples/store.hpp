// Classes, nominations and opinions in SQL. The only file of the room with statements.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "db/db.hpp"
#include "rules.hpp"

namespace catalyse::examples {

struct Class {
  std::string id;
  Stage stage = Stage::nominations;
  core::Instant opened, published;  // `published` of a class that is
};

struct Opinion {
  std::string juror;
  Voice voice = Voice::yes;
  std::string words;
  core::Instant at;
};

struct Nomination {
  std::string id, in_class, item, category, person, reason;
  core::Instant at;
  Standing standing = Standing::nominated;
  std::string sorted_by, sorted_why;
  std::vector<Opinion> opinions;
};

[[nodiscard]] std::vector<Class> classes(db::Transaction& tx);  // the latest id first
[[nodiscard]] std::optional<Class> find_class(db::Transaction& tx, std::string_view id);
// With their opinions, in the order in which they were made.
[[nodiscard]] std::vector<Nomination> nominations(db::Transaction& tx, std::string_view of_class);
[[nodiscard]] std::optional<Nomination> find_nomination(db::Transaction& tx, std::string_view id);

// Each false when it is there already.
[[nodiscard]] bool add_class(db::Transaction& tx, std::string_view id, core::Instant now);
[[nodiscard]] bool add_nomination(db::Transaction& tx, const Nomination& nomination);
[[nodiscard]] bool add_opinion(db::Transaction& tx, std::string_view nomination, const Opinion& opinion);
// Each false when it is no longer as it was read.
[[nodiscard]] bool set_stage(db::Transaction& tx, const Class& was, Stage stage, core::Instant now);
[[nodiscard]] bool sort(db::Transaction& tx, const Nomination& was, const Nomination& now);
void set_standing(db::Transaction& tx, std::string_view nomination, Standing standing);

}  // namespace catalyse::examples
