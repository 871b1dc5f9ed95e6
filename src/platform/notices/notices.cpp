#include "notices.hpp"

#include <algorithm>
#include <stdexcept>

#include "export/json.hpp"
#include "messages.hpp"
#include "migrations.hpp"
#include "secrets/secrets.hpp"
#include "store.hpp"
#include "words.hpp"

namespace catalyse::notices {
namespace {

constexpr std::size_t kDigest = 32;

bool is_plain(std::string_view text, std::size_t most) {
  return text.size() <= most && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F; });
}

std::string signature(const Setting& setting, std::string_view person, std::string_view kind) {
  return secrets::keyed_digest(setting.secret, "unsubscribe\n" + std::string(person) + "\n" + std::string(kind))
      .substr(0, kDigest);
}

constexpr personal::Column kNoticeColumns[] = {
    {"id", &msg::personal_column_technical, personal::Disclosure::secret},
    {"person", &msg::personal_column_technical},
    {"kind", &msg::personal_column_kind},
    {"notice_key", &msg::personal_column_technical},
    {"message", &msg::personal_column_message},
    {"parameters", &msg::personal_column_parameters, personal::Disclosure::mentions},
    {"path", &msg::personal_column_path},
    {"state", &msg::personal_column_state},
    {"mail_key", &msg::personal_column_technical, personal::Disclosure::secret},
    {"told_at", &msg::personal_column_told},
    {"changed_at", &msg::personal_column_changed},
};
constexpr personal::Column kPreferenceColumns[] = {
    {"person", &msg::personal_column_technical},
    {"kind", &msg::personal_column_kind},
    {"rhythm", &msg::personal_column_rhythm},
    {"changed_at", &msg::personal_column_changed},
};
constexpr personal::Holding kHoldings[] = {
    {.table = "notice",
     .key = "person",
     .title = &msg::personal_title,
     .purpose = &msg::personal_purpose,
     .basis = personal::Basis::public_interest,
     .retention = &msg::personal_retention,
     .columns = kNoticeColumns,
     .since = "told_at",
     .keep = std::chrono::days(365)},
    {.table = "notice_preference",
     .key = "person",
     .title = &msg::personal_preferences,
     .purpose = &msg::personal_preferences_purpose,
     .basis = personal::Basis::public_interest,
     .retention = &msg::personal_preferences_retention,
     .columns = kPreferenceColumns},
};

}  // namespace

std::span<const personal::Holding> personal_data() { return kHoldings; }

bool tell(db::Transaction& tx, const Notice& notice, core::Instant now) {
  if (!is_plain(notice.key, 150) || notice.key.empty() || !is_plain(notice.path, 300) ||
      (!notice.path.empty() && (!notice.path.starts_with('/') || notice.path.starts_with("//"))))
    throw std::invalid_argument("a notice needs a key, and a path of ours or none");
  if (notice.person.empty()) return false;
  exporting::JsonWriter parameters;
  parameters.object([&] {
    for (const auto& [name, value] : notice.parameters) parameters.field(name, value);
  });
  store::Row row;
  row.id = secrets::random_id();
  row.person = notice.person;
  row.kind = notice.kind;
  row.message = notice.message;
  row.parameters = parameters.take();
  row.path = notice.path;
  row.told_at = now;
  if (!store::add(tx, row, notice.key)) return false;
  jobs::add(tx, {"notice", "notice:" + row.id, row.id}, now);
  return true;
}

Rhythm rhythm_of(db::Transaction& tx, const Setting& setting, std::string_view person, std::string_view kind) {
  for (const auto& wanted : {std::string(kind), std::string("*")}) {
    const auto chosen = store::preference(tx, std::string(person), wanted);
    const auto found = chosen ? std::ranges::find(kRhythms, *chosen) : kRhythms.end();
    if (found != kRhythms.end()) return static_cast<Rhythm>(found - kRhythms.begin());
  }
  const auto known = std::ranges::find(setting.kinds, kind, &Kind::name);
  return known == setting.kinds.end() ? Rhythm::at_once : known->usual;
}

void set_rhythm(db::Transaction& tx, std::string_view person, std::string_view kind, Rhythm rhythm, core::Instant now) {
  store::prefer(tx, std::string(person), std::string(kind), {kRhythms[static_cast<std::size_t>(rhythm)], {}, now});
}

// person~kind~signature; a kind has no « ~ ».
std::string unsubscribe_key(const Setting& setting, std::string_view person, std::string_view kind) {
  return std::string(person) + "~" + std::string(kind) + "~" + signature(setting, person, kind);
}

std::optional<Unsubscribed> read_key(const Setting& setting, std::string_view key) {
  const auto first = key.find('~');
  const auto last = key.rfind('~');
  if (first == std::string_view::npos || first == last || key.size() > 200) return std::nullopt;
  const Unsubscribed said{std::string(key.substr(0, first)), std::string(key.substr(first + 1, last - first - 1))};
  if (!secrets::same(key.substr(last + 1), signature(setting, said.person, said.kind))) return std::nullopt;
  return said;
}

void stop(db::Transaction& tx, const Setting& setting, const Unsubscribed& unsubscribed, core::Instant now) {
  set_rhythm(tx, unsubscribed.person, unsubscribed.kind, Rhythm::never, now);
  if (unsubscribed.kind != "*") return;
  for (const auto& kind : setting.kinds) set_rhythm(tx, unsubscribed.person, kind.name, Rhythm::never, now);
}

std::vector<Told> told(db::Transaction& tx, std::string_view person, core::Language language, std::int64_t most) {
  std::vector<Told> all;
  for (const auto& row : store::of_person(tx, std::string(person), most))
    all.push_back({row.told_at, row.kind, row.state, row.path, sentence_of(row, language)});
  return all;
}

}  // namespace catalyse::notices
