// What is held about people: by this room, and by the rooms below it that have no words of their own (audit, jobs,
// editorial).
#include "accounts.hpp"
#include "messages.hpp"
#include "personal/personal.hpp"

namespace catalyse::accounts {
namespace {

using personal::About;
using personal::Basis;
using personal::Column;
using personal::Disclosure;
using personal::Fate;
using std::chrono::days;

constexpr Column kPerson[] = {
    {"id", &msg::held_id},
    {"email", &msg::held_email},
    {"name", &msg::held_name},
    {"language", &msg::held_language},
    {"state", &msg::held_state},
    {"password", &msg::held_password, Disclosure::secret},
    {"totp", &msg::held_totp, Disclosure::secret},
    {"totp_step", &msg::held_totp_step, Disclosure::secret},
    {"created_at", &msg::held_created},
    {"signed_in_at", &msg::held_signed_in},
};
constexpr Column kRole[] = {
    {"person", &msg::held_id},
    {"role", &msg::held_role},
    {"scope", &msg::held_scope},
    {"granted_by", &msg::held_granted_by},
    {"granted_at", &msg::held_granted_at},
};
constexpr Column kSession[] = {
    {"digest", &msg::held_digest, Disclosure::secret},
    {"id", &msg::held_id},
    {"person", &msg::held_id},
    {"started_at", &msg::held_started},
    {"seen_at", &msg::held_seen},
    {"second_factor", &msg::held_second_factor},
    {"origin", &msg::held_origin},
    {"program", &msg::held_program},
    {"proved_at", &msg::held_proved},
    {"proof_tries", &msg::held_tries},
};
constexpr Column kPending[] = {
    {"digest", &msg::held_digest, Disclosure::secret},
    {"person", &msg::held_id},
    {"session", &msg::held_session},
    {"sealed", &msg::held_sealed, Disclosure::secret},
    {"expires_at", &msg::held_expires},
};
constexpr Column kLink[] = {
    {"digest", &msg::held_digest, Disclosure::secret},
    {"person", &msg::held_id},
    {"purpose", &msg::held_purpose},
    {"expires_at", &msg::held_expires},
    {"tries", &msg::held_tries},
};
constexpr Column kErasureLink[] = {
    {"digest", &msg::held_digest, Disclosure::secret},
    {"person", &msg::held_id},
    {"expires_at", &msg::held_expires},
};
constexpr Column kCode[] = {
    {"person", &msg::held_id},
    {"digest", &msg::held_digest, Disclosure::secret},
};
constexpr Column kConsent[] = {
    {"id", &msg::held_id},         {"person", &msg::held_id},       {"purpose", &msg::held_purpose},
    {"given", &msg::held_given},   {"wording", &msg::held_wording}, {"at", &msg::held_at},
    {"origin", &msg::held_origin},
};
constexpr Column kIdentity[] = {
    {"issuer", &msg::held_issuer},
    {"subject", &msg::held_subject},
    {"person", &msg::held_id},
    {"linked_at", &msg::held_linked_at},
};
constexpr Column kAudit[] = {
    {"number", &msg::held_number}, {"at", &msg::held_at},         {"person", &msg::held_id},
    {"action", &msg::held_action}, {"object", &msg::held_object}, {"detail", &msg::held_detail},
    {"origin", &msg::held_origin}, {"digest", &msg::held_digest},
};
constexpr Column kJob[] = {
    {"id", &msg::held_id},           {"kind", &msg::held_kind},     {"job_key", &msg::held_key},
    {"payload", &msg::held_payload}, {"state", &msg::held_state},   {"tries", &msg::held_tries},
    {"due_at", &msg::held_due},      {"changed_at", &msg::held_at}, {"problem", &msg::held_problem},
};
constexpr Column kItem[] = {
    {"id", &msg::held_item},
    {"kind", &msg::held_kind},
    {"scope", &msg::held_scope},
    {"owner", &msg::held_id},
    {"title", &msg::held_title, Disclosure::mentions},
    {"work", &msg::held_state},
    {"shown", &msg::held_state},
    {"since", &msg::held_at},
};
constexpr Column kEdition[] = {
    {"item", &msg::held_item},
    {"number", &msg::held_number},
    {"author", &msg::held_id},
    {"at", &msg::held_at},
    {"content", &msg::held_content, Disclosure::mentions},
};
constexpr Column kVersion[] = {
    {"item", &msg::held_item},
    {"number", &msg::held_version},
    {"author", &msg::held_id},
    {"reviewer", &msg::held_reviewer},
    {"at", &msg::held_at},
    {"reason", &msg::held_reason, Disclosure::mentions},
    {"content", &msg::held_content, Disclosure::mentions},
};
constexpr Column kEvent[] = {
    {"item", &msg::held_item}, {"number", &msg::held_number}, {"at", &msg::held_at},
    {"person", &msg::held_id}, {"act", &msg::held_action},    {"reason", &msg::held_reason, Disclosure::mentions},
};
constexpr Column kRemark[] = {
    {"item", &msg::held_item},
    {"event", &msg::held_number},
    {"number", &msg::held_number},
    {"field", &msg::held_field},
    {"text", &msg::held_text, Disclosure::mentions},
};

constexpr Column kReport[] = {
    {"id", &msg::held_id},
    {"item", &msg::held_item},
    {"version", &msg::held_version},
    {"motive", &msg::held_motive},
    {"text", &msg::held_text, Disclosure::mentions},
    {"email", &msg::held_email},
    {"language", &msg::held_language},
    {"at", &msg::held_at},
    {"state", &msg::held_state},
    {"decided_by", &msg::held_reviewer},
    {"decided_at", &msg::held_at},
    {"answer", &msg::held_answer, Disclosure::mentions},
};

// Rows that go with their person come before the person they refer to.
constexpr personal::Holding kHoldings[] = {
    {.table = "person_role",
     .key = "person",
     .title = &msg::holding_role,
     .purpose = &msg::holding_role_why,
     .retention = &msg::holding_with_account,
     .columns = kRole},
    {.table = "person_role",
     .key = "granted_by",
     .fate = Fate::kept,
     .title = &msg::holding_granted,
     .purpose = &msg::holding_granted_why,
     .retention = &msg::holding_granted_long,
     .columns = kRole},
    {.table = "person_session",
     .key = "person",
     .title = &msg::holding_session,
     .purpose = &msg::holding_session_why,
     .retention = &msg::holding_session_long,
     .columns = kSession,
     .since = "started_at",
     .keep = days(8)},
    {.table = "person_link",
     .key = "person",
     .title = &msg::holding_link,
     .purpose = &msg::holding_link_why,
     .retention = &msg::holding_link_long,
     .columns = kLink,
     .since = "expires_at",
     .keep = days(1)},
    {.table = "person_pending",
     .key = "person",
     .title = &msg::holding_pending,
     .purpose = &msg::holding_pending_why,
     .retention = &msg::holding_link_long,
     .columns = kPending,
     .since = "expires_at",
     .keep = days(1)},
    {.table = "person_erasure_link",
     .key = "person",
     .title = &msg::holding_link,
     .purpose = &msg::holding_link_why,
     .retention = &msg::holding_link_long,
     .columns = kErasureLink,
     .since = "expires_at",
     .keep = days(1)},
    {.table = "person_recovery_code",
     .key = "person",
     .title = &msg::holding_code,
     .purpose = &msg::holding_code_why,
     .retention = &msg::holding_with_account,
     .columns = kCode},
    {.table = "person_consent",
     .key = "person",
     .title = &msg::holding_consent,
     .purpose = &msg::holding_consent_why,
     .basis = Basis::legal_duty,
     .retention = &msg::holding_with_account,
     .columns = kConsent},
    {.table = "person_identity",
     .key = "person",
     .title = &msg::holding_identity,
     .purpose = &msg::holding_identity_why,
     .retention = &msg::holding_with_account,
     .columns = kIdentity},
    {.table = "person",
     .key = "id",
     .title = &msg::holding_person,
     .purpose = &msg::holding_person_why,
     .retention = &msg::holding_person_long,
     .columns = kPerson},
    {.table = "job",
     .key = "payload",
     .about = About::mention,
     .title = &msg::holding_mail,
     .purpose = &msg::holding_mail_why,
     .retention = &msg::holding_mail_long,
     .columns = kJob},
    {.table = "job",
     .key = "problem",
     .about = About::mention,
     .title = &msg::holding_mail,
     .purpose = &msg::holding_mail_why,
     .retention = &msg::holding_mail_long,
     .columns = kJob},
    {.table = "audit_line",
     .key = "person",
     .fate = Fate::kept,
     .title = &msg::holding_audit,
     .purpose = &msg::holding_audit_why,
     .basis = Basis::legitimate_interest,
     .retention = &msg::holding_audit_long,
     .columns = kAudit},
    {.table = "audit_line",
     .key = "object",
     .about = About::object,
     .fate = Fate::kept,
     .title = &msg::holding_audited,
     .purpose = &msg::holding_audit_why,
     .basis = Basis::legitimate_interest,
     .retention = &msg::holding_audit_long,
     .columns = kAudit},
};

constexpr personal::Holding kEditorial[] = {
    {.table = "editorial_item",
     .key = "owner",
     .fate = Fate::kept,
     .title = &msg::holding_item,
     .purpose = &msg::holding_item_why,
     .retention = &msg::holding_editorial_long,
     .columns = kItem},
    {.table = "editorial_edition",
     .key = "author",
     .fate = Fate::kept,
     .title = &msg::holding_edition,
     .purpose = &msg::holding_item_why,
     .retention = &msg::holding_editorial_long,
     .columns = kEdition},
    {.table = "editorial_version",
     .key = "author",
     .fate = Fate::kept,
     .title = &msg::holding_written,
     .purpose = &msg::holding_author_why,
     .retention = &msg::holding_editorial_long,
     .columns = kVersion},
    {.table = "editorial_version",
     .key = "reviewer",
     .fate = Fate::kept,
     .title = &msg::holding_reviewed,
     .purpose = &msg::holding_author_why,
     .retention = &msg::holding_editorial_long,
     .columns = kVersion},
    {.table = "editorial_event",
     .key = "person",
     .fate = Fate::kept,
     .title = &msg::holding_event,
     .purpose = &msg::holding_author_why,
     .retention = &msg::holding_editorial_long,
     .columns = kEvent},
    {.table = "editorial_report",
     .key = "email",
     .about = About::mention,
     .title = &msg::holding_report,
     .purpose = &msg::holding_report_why,
     .retention = &msg::holding_report_long,
     .columns = kReport},
    {.table = "editorial_report",
     .key = "decided_by",
     .fate = Fate::kept,
     .title = &msg::holding_decided,
     .purpose = &msg::holding_author_why,
     .retention = &msg::holding_editorial_long,
     .columns = kReport},
    {.table = "editorial_remark",
     .key = "text",
     .about = About::mention,
     .fate = Fate::kept,
     .title = &msg::holding_remark,
     .purpose = &msg::holding_author_why,
     .retention = &msg::holding_editorial_long,
     .columns = kRemark},
};

}  // namespace

std::span<const personal::Holding> personal_data() { return kHoldings; }
std::span<const personal::Holding> editorial_personal_data() { return kEditorial; }

}  // namespace catalyse::accounts
