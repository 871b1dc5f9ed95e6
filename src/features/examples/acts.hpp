// What people do to classes and nominations: each act in one transaction, with its line of the log, and who may is
// asked about what is stored.
#pragma once

#include <string>
#include <string_view>

#include "categories.hpp"
#include "core/result.hpp"
#include "examples.hpp"
#include "http/http.hpp"
#include "store.hpp"

namespace catalyse::examples {

inline constexpr std::string_view kRoom = "exemples";

// The table of permissions; a class is of no territory: a grant for one place does not reach it.
[[nodiscard]] bool may(const http::Actor& actor, std::string_view action, const Nomination* about = nullptr);
// What this actor is to a nomination.
[[nodiscard]] Hand hand_of(const Context& context, const http::Actor& actor, const Nomination& nomination);

// Errors of all: those of db, http.error.not_found for what is not there for this actor, those of rules.hpp, and
// examples.error.words (invalid) where words are wanted and there are none.
struct Put {
  std::string_view in_class, item, category, reason;
};
// The id of the nomination. Errors: examples.error.case, examples.error.category, examples.error.class (invalid),
// examples.error.known (conflict: nominated in this class already).
[[nodiscard]] core::Result<std::string> nominate(const Context& context, const http::Actor& actor, const Put& put);
[[nodiscard]] core::Result<void> sort_out(const Context& context, const http::Actor& actor, std::string_view nomination,
                                          const Nomination& as);
[[nodiscard]] core::Result<void> judge(const Context& context, const http::Actor& actor, std::string_view nomination,
                                       const Opinion& opinion);
// Errors: examples.error.class_id (invalid), examples.error.class_known (conflict).
[[nodiscard]] core::Result<void> open_class(const Context& context, const http::Actor& actor, std::string_view id);
// To the stage after `seen`. Errors: examples.error.unsorted, examples.error.empty (conflict): not every nomination was
// looked at, or none is shortlisted.
[[nodiscard]] core::Result<void> advance(const Context& context, const http::Actor& actor, std::string_view id,
                                         Stage seen);

}  // namespace catalyse::examples
