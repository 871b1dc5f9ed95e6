#include "assessment.hpp"
#include "messages.hpp"

namespace catalyse::assessment {
namespace {

using personal::About;
using personal::Column;
using personal::Disclosure;
using personal::Fate;

constexpr Column kAssessment[] = {
    {"id", &msg::personal_id},
    {"key", &msg::personal_key, Disclosure::secret},
    {"kind", &msg::personal_kind},
    {"place", &msg::personal_place},
    {"name", &msg::personal_name, Disclosure::mentions},
    {"owner", &msg::personal_owner},
    {"sharing", &msg::personal_sharing},
    {"created", &msg::personal_created},
};
constexpr Column kRespondent[] = {
    {"assessment", &msg::personal_id},
    {"round", &msg::personal_round},
    {"number", &msg::personal_number},
    {"key", &msg::personal_key, Disclosure::secret},
    {"name", &msg::personal_respondent, Disclosure::mentions},
};
constexpr Column kAnswer[] = {
    {"assessment", &msg::personal_id},     {"round", &msg::personal_round},
    {"respondent", &msg::personal_number}, {"question", &msg::personal_question},
    {"level", &msg::personal_level},       {"comment", &msg::personal_comment, Disclosure::mentions},
};

// An assessment is the work of several, most of them without account: it stays when the account that began it goes.
// Whoever answers writes as they like: only an e-mail or a whole name tells whom a text is about.
constexpr personal::Holding kHoldings[] = {
    {.table = "assessment",
     .key = "owner",
     .fate = Fate::kept,
     .title = &msg::personal_title,
     .purpose = &msg::personal_purpose,
     .retention = &msg::personal_retention,
     .columns = kAssessment},
    {.table = "assessment_respondent",
     .key = "name",
     .about = About::mention,
     .fate = Fate::kept,
     .title = &msg::personal_respondents,
     .purpose = &msg::personal_respondents_why,
     .retention = &msg::personal_retention,
     .columns = kRespondent},
    {.table = "assessment_answer",
     .key = "comment",
     .about = About::mention,
     .fate = Fate::kept,
     .title = &msg::personal_comments,
     .purpose = &msg::personal_comments_why,
     .retention = &msg::personal_retention,
     .columns = kAnswer},
};

}  // namespace

std::span<const personal::Holding> personal_data() { return kHoldings; }

}  // namespace catalyse::assessment
