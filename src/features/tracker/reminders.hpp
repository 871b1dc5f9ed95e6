// Who is in charge of a programme is told, once each, of a horizon that comes within two weeks and of one that passed
// without its review or without the evaluation of each measure.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "jobs/jobs.hpp"
#include "notices/notices.hpp"
#include "tracker/tracker.hpp"

namespace catalyse::tracker {

[[nodiscard]] std::vector<notices::Kind> notice_kinds();

// Public ids of who may follow a programme, as the table of permissions has it.
using Pilots = std::function<std::vector<std::string>(std::string_view programme)>;

// The daily job « reviews » among the handlers; `start` orders it. What the context points to outlives the handlers.
void add_handlers(std::map<std::string, jobs::Handler, std::less<>>& handlers, const Context& context, Pilots pilots);
[[nodiscard]] core::Result<void> start(const Context& context);

}  // namespace catalyse::tracker
