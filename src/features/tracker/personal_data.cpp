#include "messages.hpp"
#include "tracker.hpp"

namespace catalyse::tracker {
namespace {

// The history is only ever added to: its texts are not cleaned, and who signs is an identifier from the first.
constexpr personal::Column kChange[] = {
    {"programme", &msg::personal_programme}, {"number", &msg::personal_measure},   {"date", &msg::personal_date},
    {"status", &msg::personal_text},         {"explanation", &msg::personal_text}, {"risks", &msg::personal_text},
    {"next", &msg::personal_text},           {"success", &msg::personal_text},     {"author", &msg::personal_signed},
    {"evidence", &msg::personal_text},       {"months", &msg::personal_horizon},   {"recorded_at", &msg::personal_date},
    {"digest", &msg::personal_digest},
};
constexpr personal::Column kReview[] = {
    {"programme", &msg::personal_programme},   {"date", &msg::personal_date},
    {"months", &msg::personal_review_horizon}, {"label_fr", &msg::personal_text},
    {"label_en", &msg::personal_text},         {"text_fr", &msg::personal_text},
    {"text_en", &msg::personal_text},          {"author", &msg::personal_signed},
    {"evidence", &msg::personal_text},         {"source", &msg::personal_text},
};
constexpr personal::Holding kHoldings[] = {
    {.table = "programme_change",
     .key = "author",
     .about = personal::About::object,
     .fate = personal::Fate::kept,
     .title = &msg::personal_title,
     .purpose = &msg::personal_purpose,
     .retention = &msg::personal_retention,
     .columns = kChange},
    {.table = "programme_review",
     .key = "author",
     .about = personal::About::object,
     .fate = personal::Fate::kept,
     .title = &msg::personal_review_title,
     .purpose = &msg::personal_purpose,
     .retention = &msg::personal_retention,
     .columns = kReview},
};

}  // namespace

std::span<const personal::Holding> personal_data() { return kHoldings; }

}  // namespace catalyse::tracker
