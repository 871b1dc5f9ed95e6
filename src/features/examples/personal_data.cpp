#include "examples.hpp"
#include "messages.hpp"

namespace catalyse::examples {
namespace {

using personal::Column;
using personal::Disclosure;
using personal::Fate;

constexpr Column kNomination[] = {
    {"id", &msg::personal_id},
    {"class", &msg::personal_class},
    {"item", &msg::personal_case},
    {"category", &msg::personal_category},
    {"person", &msg::personal_person},
    {"reason", &msg::personal_reason, Disclosure::mentions},
    {"at", &msg::personal_at},
    {"standing", &msg::personal_standing},
    {"sorted_by", &msg::personal_sorted_by},
    {"sorted_why", &msg::personal_sorted_why, Disclosure::mentions},
};
constexpr Column kOpinion[] = {
    {"nomination", &msg::personal_id}, {"juror", &msg::personal_juror},
    {"voice", &msg::personal_voice},   {"words", &msg::personal_words, Disclosure::mentions},
    {"at", &msg::personal_at},
};

// What a jury judged stays as it was judged; without the account its id names nobody.
constexpr personal::Holding kHoldings[] = {
    {.table = "example_opinion",
     .key = "juror",
     .fate = Fate::kept,
     .title = &msg::personal_opinions,
     .purpose = &msg::personal_opinions_why,
     .retention = &msg::personal_retention,
     .columns = kOpinion},
    {.table = "example_nomination",
     .key = "person",
     .fate = Fate::kept,
     .title = &msg::personal_nominations,
     .purpose = &msg::personal_nominations_why,
     .retention = &msg::personal_retention,
     .columns = kNomination},
};

}  // namespace

std::span<const personal::Holding> personal_data() { return kHoldings; }

}  // namespace catalyse::examples
