// Who may do what, where: one table, and the rules that read it. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace catalyse::accounts {

enum class Role : std::uint8_t {
  reader,
  contributor,
  catalyst,
  reviewer,
  editor,
  analyst,
  pilot,
  instructor,
  committee,
  administrator
};
inline constexpr std::array<std::string_view, 10> kRoleNames{"reader",    "contributor",  "catalyst", "reviewer",
                                                             "editor",    "analyst",      "pilot",    "instructor",
                                                             "committee", "administrator"};
[[nodiscard]] constexpr std::string_view name_of(Role role) { return kRoleNames[static_cast<std::size_t>(role)]; }
[[nodiscard]] std::optional<Role> role_named(std::string_view name);

// Their grants are in force only in a session that was opened with a second factor.
[[nodiscard]] constexpr bool needs_second_factor(Role role) {
  return role == Role::administrator || role == Role::pilot || role == Role::instructor;
}
// Their sessions end after half an hour of rest.
[[nodiscard]] constexpr bool is_staff(Role role) { return role >= Role::reviewer; }

// Whose work a rule reaches, within the scope of the grant.
enum class Reach : std::uint8_t {
  any,
  own,     // what they wrote
  others,  // what somebody else wrote: nobody judges their own work
};
struct Rule {
  Role role;
  std::string_view action;
  std::string_view room;  // "*": every room that takes contributions
  Reach reach;
};
[[nodiscard]] std::span<const Rule> rules();

// Rooms that "*" does not reach.
[[nodiscard]] bool is_reserved(std::string_view room);

// Rooms of which nothing lies in a place or is an object of its own: only a role held everywhere reaches them. Whoever
// administers one département would otherwise make themselves administrator of all.
[[nodiscard]] bool is_of_the_whole(std::string_view room);

// What is acted upon, as it is stored. `places`: where it is and all that this place lies in (com:76540,
// epci:200023414, dep:76, reg:28).
struct Subject {
  std::string_view room;
  std::string_view object{};  // "cas:k3f…"; empty: a list, or something new
  std::span<const std::string> places{};
  std::string_view author{};  // public id; empty: nobody's
};

struct Held {
  std::string_view role, scope;
};

// May `person`, who holds these, do it?
[[nodiscard]] bool permits(std::string_view person, std::span<const Held> held, std::string_view action,
                           const Subject& subject);
// For one object at least: what a route asks before anything was read.
[[nodiscard]] bool permits_somewhere(std::span<const Held> held, std::string_view action, std::string_view room);

// A scope that can be granted: empty, a territory's code (com:76540) or an object's (cas:k3f…).
[[nodiscard]] bool is_scope(std::string_view text);

}  // namespace catalyse::accounts
