// What people are told by mail.
#include "core/digest.hpp"
#include "erasure.hpp"
#include "mail/mail.hpp"
#include "messages.hpp"
#include "secrets/secrets.hpp"
#include "sign_in_rules.hpp"
#include "state.hpp"

namespace catalyse::accounts {
namespace {

struct Words {
  const web::Message& subject;
  const web::Message& text;
};
const Words kWords[] = {{msg::mail_sign_in_subject, msg::mail_sign_in_text},
                        {msg::mail_invitation_subject, msg::mail_invitation_text},
                        {msg::mail_erasure_subject, msg::mail_erasure_text},
                        {msg::mail_inactive_subject, msg::mail_inactive_text}};

void queue(db::Transaction& tx, const Accounts::State& state, const mail::Mail& letter, const std::string& key) {
  // The address is one of ours, checked when it came: what refuses it now is a bug.
  if (!mail::send(tx, letter, key, state.now())) throw std::logic_error("an account has an address that is none");
}

}  // namespace

void write_letter(db::Transaction& tx, const Accounts::State& state, const Person& person, Letter letter,
                  const std::string& address) {
  if (!state.mails()) return;
  const auto& words = kWords[static_cast<std::size_t>(letter)];
  const auto say = [&](const web::Message& message) {
    return web::say(person.language, message, {{"name", person.name}, {"address", address}});
  };
  auto text = say(words.text);
  // Who is written to without having asked can stop it, without an account (RGPD, article 21).
  if (letter == Letter::invitation)
    text +=
        "\n" + web::say(person.language, msg::mail_opposition, {{"address", objection_address(state, person)}}) + "\n";
  queue(tx, state, {person.email, say(words.subject), std::move(text)}, "link:" + core::sha256(address));
}

void tell_change(db::Transaction& tx, const Accounts::State& state, const Person& person, const web::Message& what) {
  if (!state.mails()) return;
  const auto address = state.settings.base_url + web::localised(person.language, "/connexion");
  const auto text = web::say(person.language, msg::mail_security_text,
                             {{"name", person.name}, {"what", web::say(person.language, what)}, {"address", address}});
  queue(tx, state, {person.email, web::say(person.language, msg::mail_security_subject), text},
        "security:" + secrets::random_id());
}

core::Result<void> ask_link(Accounts::State& state, std::string_view text, const Origin& origin) {
  const auto email = clean_email(text);
  const auto network = Throttle::network_of(origin.address);
  const auto asked = "link " + email;
  if (const auto wait = state.throttle.wait(asked, network, state.now()); wait.count() > 0)
    return core::fail(core::ErrorKind::invalid, "accounts.error.wait", {}, {{"seconds", std::to_string(wait.count())}});
  state.throttle.wrong(asked, network, state.now());
  return state.database.write([&](db::Transaction& tx) -> core::Result<void> {
    const auto person = store::find_by_email(tx, email);
    if (person && person->state == "active") {
      write_letter(tx, state, *person, Letter::sign_in, make_link(tx, state, *person, Purpose::sign_in));
      record(tx, state, {}, {"people.link_asked", person->id}, origin.address);
      return {};
    }
    // As much is written for nobody.
    jobs::add(tx, {"nothing", "nothing:" + secrets::random_token(), std::string(300, ' ')}, state.now());
    record(tx, state, {}, {"people.link_asked", {}}, origin.address);
    return {};
  });
}

}  // namespace catalyse::accounts
