#include "permission_rules.hpp"

#include <algorithm>

namespace catalyse::accounts {
namespace {

using enum Role;
using enum Reach;

// The table. permissions.tsv walks every role, action and scope of it with the answer that is expected.
constexpr std::array kRules{
    // role          action        room        reach
    Rule{contributor, "contribute", "*", any},  Rule{catalyst, "contribute", "*", any},
    Rule{reviewer, "contribute", "*", any},     Rule{reviewer, "review", "*", others},
    Rule{editor, "contribute", "*", any},       Rule{editor, "review", "*", others},
    Rule{editor, "withdraw", "*", any},         Rule{analyst, "import", "donnees", any},
    Rule{analyst, "contribute", "*", any},      Rule{pilot, "contribute", "*", any},
    Rule{pilot, "review", "mesures", others},   Rule{pilot, "follow", "mesures", any},
    Rule{pilot, "read", "audit", any},          Rule{instructor, "instruct", "fonds", others},
    Rule{committee, "decide", "fonds", others}, Rule{committee, "decide", "exemples", others},
    Rule{editor, "conduct", "exemples", any},   Rule{administrator, "manage", "people", any},
    Rule{administrator, "read", "audit", any},  Rule{administrator, "withdraw", "*", any},
};
constexpr std::array<std::string_view, 4> kReserved{"people", "audit", "fonds", "donnees"};

bool reaches(const Rule& rule, std::string_view person, const Subject& subject) {
  const bool own = !subject.author.empty() && subject.author == person;
  return rule.reach == any || (rule.reach == Reach::own) == own;
}

bool covers(std::string_view scope, const Subject& subject) {
  return scope.empty() || scope == subject.object ||
         std::ranges::any_of(subject.places, [&](const std::string& place) { return place == scope; });
}

bool concerns(const Rule& rule, const Held& held, std::string_view action, std::string_view room) {
  return name_of(rule.role) == held.role && rule.action == action &&
         (rule.room == room || (rule.room == "*" && !is_reserved(room)));
}

}  // namespace

std::optional<Role> role_named(std::string_view name) {
  const auto found = std::ranges::find(kRoleNames, name);
  if (found == kRoleNames.end()) return std::nullopt;
  return static_cast<Role>(found - kRoleNames.begin());
}

std::span<const Rule> rules() { return kRules; }

bool is_reserved(std::string_view room) { return std::ranges::find(kReserved, room) != kReserved.end(); }

bool is_of_the_whole(std::string_view room) { return room == "people" || room == "audit"; }

bool permits(std::string_view person, std::span<const Held> held, std::string_view action, const Subject& subject) {
  return std::ranges::any_of(held, [&](const Held& one) {
    return covers(one.scope, subject) && std::ranges::any_of(kRules, [&](const Rule& rule) {
             return concerns(rule, one, action, subject.room) && reaches(rule, person, subject);
           });
  });
}

bool permits_somewhere(std::span<const Held> held, std::string_view action, std::string_view room) {
  return std::ranges::any_of(held, [&](const Held& one) {
    if (is_of_the_whole(room) && !one.scope.empty()) return false;
    return std::ranges::any_of(kRules, [&](const Rule& rule) { return concerns(rule, one, action, room); });
  });
}

bool is_scope(std::string_view text) {
  if (text.empty()) return true;
  const auto colon = text.find(':');
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  const auto code = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  };
  return colon != std::string_view::npos && colon > 0 && colon + 1 < text.size() && text.size() <= 60 &&
         std::ranges::all_of(text.substr(0, colon), plain) && std::ranges::all_of(text.substr(colon + 1), code);
}

}  // namespace catalyse::accounts
