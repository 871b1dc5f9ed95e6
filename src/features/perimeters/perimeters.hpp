// Ad-hoc perimeters: a named list of communes as a territory like the others (`/perimetres`). A perimeter is its
// content: its id is made of its name and its codes, so that an address says the same for ever, without account.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "db/db.hpp"
#include "geo/contours.hpp"
#include "observatory/observatory.hpp"
#include "personal/personal.hpp"
#include "plug/plug.hpp"
#include "territories/territories.hpp"
#include "web/web.hpp"

namespace catalyse::perimeters {

using territories::PlaceIndex;

// A code of the perimeter that is no longer in force, and where it leads today: one commune, several when it was split,
// none when it left France.
struct Carried {
  std::string code;
  std::vector<PlaceIndex> to;
};

// A perimeter on the communes in force.
struct Perimeter {
  std::string id;
  std::string name;
  std::vector<PlaceIndex> communes;  // distinct, in the order of their indexes, none of the COM; not empty
  std::vector<Carried> carried;
};

// `/perimetres/{id}-{slug}`, without language prefix.
[[nodiscard]] std::string address(const Perimeter& perimeter);

// The places of a level that lie whole in it, in the order of their indexes: its communes, or the EPCI, départements or
// régions all of whose communes are in it.
[[nodiscard]] std::vector<PlaceIndex> places_within(const territories::Territories& territories,
                                                    const Perimeter& perimeter, core::Level level);

// The places a filter by this perimeter takes: its communes and what of the larger levels lies whole in it, each once.
[[nodiscard]] std::vector<PlaceIndex> places_of(const territories::Territories& territories,
                                                const Perimeter& perimeter);

// An id without the slug that may follow it.
[[nodiscard]] constexpr std::string_view bare_id(std::string_view text) { return text.substr(0, text.find('-')); }
// Whether a text can be the id of a perimeter, with or without its slug: no code of a place can.
[[nodiscard]] bool is_id(std::string_view text);

// Finds perimeters by their id, for every room that takes `?perimetre=`. Any thread.
class Perimeters {
 public:
  // `database` holds the perimeters too long for an address, and must outlive this; null: there are none.
  Perimeters(std::shared_ptr<const territories::Territories> territories, const db::Database* database);
  // `id` may be followed by a slug. Errors: perimeters.unknown (not_found) for what is no id, is cut short or holds
  // nothing of today's France; those of the database.
  [[nodiscard]] core::Result<std::shared_ptr<const Perimeter>> find(std::string_view id) const;

 private:
  std::shared_ptr<const territories::Territories> territories_;
  const db::Database* database_;
};

// Of `?perimetre=`, as a reader wrote it; null where it is none, or where there are no perimeters.
[[nodiscard]] std::shared_ptr<const Perimeter> find_asked(const std::shared_ptr<const Perimeters>& perimeters,
                                                          std::string_view id);

// The read models of one data version: immutable, shared by all handlers.
struct Context {
  std::shared_ptr<const territories::Territories> territories;
  std::shared_ptr<const observatory::Observatory> observatory;
  std::shared_ptr<const geo::Contours> contours;  // every level, light: maps
  std::shared_ptr<const geo::Contours> fine;      // communes, detailed: the outline that is downloaded
  std::shared_ptr<const web::Site> site;
  std::shared_ptr<const Perimeters> perimeters;
  db::Database* database = nullptr;  // for the perimeters too long for an address, and those kept in accounts
};

[[nodiscard]] plug::Contribution contribution(const Context& context);
[[nodiscard]] web::NavLink own_pages();  // « Mes périmètres », for the page of one's account
[[nodiscard]] std::span<const db::Migration> migrations();
[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::span<const web::Message> messages();  // the room's sentences, for web::register_messages
[[nodiscard]] std::span<const personal::Holding> personal_data();

}  // namespace catalyse::perimeters
