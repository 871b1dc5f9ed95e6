#include "messages.hpp"
#include "perimeters/perimeters.hpp"

namespace catalyse::perimeters {
namespace {

constexpr personal::Column kSaved[] = {
    {"person", &msg::personal_person},
    {"perimeter", &msg::personal_perimeter},
    {"name", &msg::personal_name, personal::Disclosure::mentions},
    {"saved_at", &msg::personal_saved},
};
constexpr personal::Holding kHoldings[] = {
    {.table = "saved_perimeter",
     .key = "person",
     .title = &msg::personal_title,
     .purpose = &msg::personal_purpose,
     .basis = personal::Basis::consent,
     .retention = &msg::personal_retention,
     .columns = kSaved},
};

}  // namespace

std::span<const personal::Holding> personal_data() { return kHoldings; }

}  // namespace catalyse::perimeters
