#include "erasure.hpp"

#include "core/digest.hpp"
#include "db/sweep.hpp"
#include "messages.hpp"
#include "secrets/secrets.hpp"
#include "sign_in_rules.hpp"

namespace catalyse::accounts {
namespace {

using core::ErrorKind;
using core::Result;
constexpr auto kForALink = std::chrono::minutes(20);

constexpr ConsentPurpose kPurposes[] = {{"public_name", &msg::consent_public_name}};

std::string_view word_of(personal::Sought sought) {
  return sought == personal::Sought::email ? "e-mail" : sought == personal::Sought::name ? "name" : "phone";
}

// For the log: numbers and places, nothing of the person.
std::string summary_of(const personal::Proof& proof) {
  std::string text = std::to_string(proof.columns) + " columns, " + std::to_string(proof.files) + " files, " +
                     std::to_string(proof.bytes) + " bytes: " + (proof.clean() ? "clean" : "traces left");
  std::size_t told = 0;
  for (const auto& trace : proof.traces) {
    if (trace.homonym || ++told > 20) continue;
    text += "; " + trace.place + " " + std::string(word_of(trace.sought)) + " " + std::to_string(trace.count);
  }
  return text;
}

// The folders of the settings, and the files of the database where it is made of files.
std::vector<std::filesystem::path> places_of(const Accounts::State& state) {
  auto places = state.settings.files;
  constexpr std::string_view kSqlite = "sqlite:";
  if (const auto& url = state.database.url(); url.starts_with(kSqlite)) {
    for (const auto* suffix : {"", "-wal", "-journal"}) places.emplace_back(url.substr(kSqlite.size()) + suffix);
  }
  return places;
}

Result<personal::Proof> look(const Accounts::State& state, const personal::Subject& subject) {
  if (auto swept = db::sweep(state.database.url()); !swept) return std::unexpected(swept.error());
  auto proof = personal::look_in_tables(state.database, state.settings.holdings, subject);
  auto files = personal::look_in_files(places_of(state), subject, proof);
  if (!files) return std::unexpected(files.error());
  proof.files = files->files;
  proof.bytes = files->bytes;
  proof.traces.insert(proof.traces.end(), files->traces.begin(), files->traces.end());
  return proof;
}

// <public id>~<signature>
std::string objection_signature(const Accounts::State& state, std::string_view person) {
  return secrets::keyed_digest(state.signing_key, "objection\n" + std::string(person)).substr(0, 32);
}

}  // namespace

std::span<const ConsentPurpose> consent_purposes() { return kPurposes; }

personal::Subject subject_of(const Person& person) { return {person.id, person.email, person.name, {}}; }

Result<std::vector<personal::Sheet>> copy_person(Accounts::State& state, const Person& person, const By& by) {
  std::vector<personal::Sheet> sheets;
  auto written = state.database.write([&](db::Transaction& tx) -> Result<void> {
    sheets = personal::gather(tx, state.settings.holdings, subject_of(person));
    record(tx, state, by.person, {"people.exported", person.id}, by.address);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return sheets;
}

Result<Erasure> erase_person(Accounts::State& state, const Person& person, const std::vector<std::string>& phones,
                             const By& by) {
  auto subject = subject_of(person);
  subject.phones = phones;
  Erasure erasure;
  auto written = state.database.write([&](db::Transaction& tx) -> Result<void> {
    if (is_last_administrator(tx, person)) return core::fail(ErrorKind::conflict, "accounts.error.last");
    const auto left = state.settings.leaving ? state.settings.leaving(tx, person.id) : 0;
    erasure.erased = personal::erase(tx, state.settings.holdings, subject);
    erasure.erased.removed += left;
    record(tx, state, by.person, {"people.erased", person.id}, by.address);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  if (state.settings.erased) state.settings.erased();
  auto proof = look(state, subject);
  if (!proof) return std::unexpected(proof.error());
  erasure.proof = std::move(*proof);
  written = state.database.write([&](db::Transaction& tx) -> Result<void> {
    const auto summary = summary_of(erasure.proof);
    record(tx, state, by.person, {"people.erasure_checked", person.id, summary}, by.address);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  return erasure;
}

Result<void> mail_erasure_link(Accounts::State& state, const Person& person, const By& by) {
  const auto secret = secrets::random_token();
  return state.database.write([&](db::Transaction& tx) -> Result<void> {
    store::add_erasure_link(tx, core::sha256(secret), {person.id, state.now() + kForALink});
    write_letter(tx, state, person, Letter::erasure,
                 state.settings.base_url + web::localised(person.language, "/effacement") + "?secret=" + secret);
    record(tx, state, by.person, {"people.link_asked", person.id, "erasure"}, by.address);
    return {};
  });
}

Result<Person> take_erasure_link(Accounts::State& state, std::string_view secret) {
  std::optional<Person> person;
  auto written = state.database.write([&](db::Transaction& tx) -> Result<void> {
    const auto link = store::take_erasure_link(tx, core::sha256(secret));
    if (!link || link->expires_at < state.now()) return core::fail(ErrorKind::invalid, "accounts.error.link");
    person = store::find_by_id(tx, link->person);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  if (!person) return core::fail(ErrorKind::invalid, "accounts.error.link");
  return std::move(*person);
}

std::string objection_digest(const Accounts::State& state, std::string_view email) {
  return secrets::keyed_digest(state.signing_key, "email\n" + clean_email(email));
}

std::string objection_address(const Accounts::State& state, const Person& person) {
  return state.settings.base_url + web::localised(person.language, "/opposition") + "?cle=" + person.id + "~" +
         objection_signature(state, person.id);
}

bool is_objection_key(const Accounts::State& state, std::string_view key) {
  const auto mark = key.find('~');
  return mark != std::string_view::npos &&
         secrets::same(key.substr(mark + 1), objection_signature(state, key.substr(0, mark)));
}

Result<void> object_by_key(Accounts::State& state, std::string_view key, std::string_view address) {
  if (!is_objection_key(state, key)) return core::fail(ErrorKind::invalid, "accounts.error.key");
  std::optional<Person> person;
  auto written = state.database.write([&](db::Transaction& tx) -> Result<void> {
    person = store::find_by_id(tx, std::string(key.substr(0, key.find('~'))));
    if (!person) return {};
    store::object(tx, objection_digest(state, person->email), state.now());
    notices::stop(tx, state.notices, {person->id, "*"}, state.now());
    record(tx, state, {}, {"people.objected", person->id}, address);
    return {};
  });
  if (!written || !person || person->state != "invited") return written;
  const auto erased = erase_person(state, *person, {}, {{}, address});
  if (!erased) return std::unexpected(erased.error());
  return {};
}

Result<std::string> copy_of(const Accounts& accounts, std::string_view email, CopyForm form, std::string_view by) {
  const auto person = find_person(accounts.state(), email);
  if (!person) return std::unexpected(person.error());
  const auto sheets = copy_person(accounts.state(), *person, {by, {}});
  if (!sheets) return std::unexpected(sheets.error());
  return form == CopyForm::csv ? personal::to_csv(*sheets, person->language)
                               : personal::to_json(*sheets, subject_of(*person), accounts.state().now()) + "\n";
}

Result<Erasure> erase(const Accounts& accounts, std::string_view email, const std::vector<std::string>& phones,
                      std::string_view by) {
  const auto person = find_person(accounts.state(), email);
  if (!person) return std::unexpected(person.error());
  return erase_person(accounts.state(), *person, phones, {by, {}});
}

std::string public_name(const Accounts& accounts, std::string_view person, core::Language language) {
  std::string name;
  accounts.state().database.read([&](db::Transaction& tx) {
    const auto found = store::find_by_id(tx, std::string(person));
    if (!found) {
      name = web::say(language, msg::consent_erased);
      return;
    }
    for (const auto& one : store::consents(tx, found->id))
      if (one.purpose == kPurposes[0].name && one.given) name = found->name;
  });
  return name.empty() ? web::say(language, msg::consent_anonymous) : name;
}

const notices::Setting& notice_setting(const Accounts& accounts) { return accounts.state().notices; }

}  // namespace catalyse::accounts
