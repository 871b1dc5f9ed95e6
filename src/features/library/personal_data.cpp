#include "library/library.hpp"
#include "messages.hpp"

namespace catalyse::library {
namespace {

constexpr personal::Column kProgress[] = {
    {"person", &msg::personal_person},
    {"path", &msg::personal_path},
    {"done", &msg::personal_done},
    {"saved_at", &msg::personal_saved},
};
constexpr personal::Holding kHoldings[] = {
    {.table = "path_progress",
     .key = "person",
     .title = &msg::personal_title,
     .purpose = &msg::personal_purpose,
     .basis = personal::Basis::consent,
     .retention = &msg::personal_retention,
     .columns = kProgress},
};

}  // namespace

std::span<const personal::Holding> personal_data() { return kHoldings; }

}  // namespace catalyse::library
