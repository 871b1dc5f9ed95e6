#include "audit/audit.hpp"
#include "contributions.hpp"
#include "messages.hpp"
#include "territories/reader_place.hpp"

namespace catalyse::contributions {
namespace {

const web::Message& act_message(editorial::Act act) {
  using enum editorial::Act;
  switch (act) {
    case submit:
      return msg::act_submit;
    case take_back:
      return msg::act_take_back;
    case ask_changes:
      return msg::act_ask_changes;
    case publish:
      return msg::act_publish;
    case withdraw:
      return msg::act_withdraw;
    case show_again:
      return msg::act_show_again;
    case save:
      break;
  }
  return msg::act_save;
}

constexpr std::string_view kDecided = "review.decision";

// What an author is told; nothing of what they do themselves.
const web::Message* told_message(editorial::Act act) {
  using enum editorial::Act;
  switch (act) {
    case ask_changes:
      return &msg::told_ask_changes;
    case publish:
      return &msg::told_publish;
    case withdraw:
      return &msg::told_withdraw;
    case show_again:
      return &msg::told_show_again;
    case save:
    case submit:
    case take_back:
      break;
  }
  return nullptr;
}

}  // namespace

editorial::Permissions permissions(std::shared_ptr<const territories::Territories> territories) {
  return [territories = std::move(territories)](const http::Actor& actor, std::string_view action,
                                                std::string_view room, const editorial::Item& item) {
    const auto place = territories::find_place(*territories, item.scope);
    const auto places = place ? territories::codes_around(*territories, *place) : std::vector<std::string>{};
    const auto object = std::string(room) + ":" + item.id;
    return accounts::may(actor, action, {.room = room, .object = object, .places = places, .author = item.owner});
  };
}

editorial::Journal journal(const core::Clock& clock) {
  return [&clock](db::Transaction& tx, const editorial::Done& done) {
    const auto& item = done.item;
    audit::append(tx,
                  {.person = done.by.actor.person,
                   .action = std::string(act_message(done.act).key),
                   .object = item.kind + ":" + item.id,
                   .detail = {},
                   .origin = std::string(done.by.origin)},
                  clock.now());
    const auto* told = told_message(done.act);
    if (told == nullptr) return;
    for (const auto& author : done.authors) {
      if (author == done.by.actor.person) continue;
      notices::Notice notice;
      notice.person = author;
      notice.kind = kDecided;
      notice.key = "review:" + item.id + ":" + std::to_string(done.event) + ":" + author;
      notice.message = told->key;
      notice.parameters = {{"title", item.title}};
      notice.path = (done.act == editorial::Act::ask_changes ? "/contributions/" : "/historique/") + item.id;
      notices::tell(tx, notice, clock.now());
    }
  };
}

std::vector<notices::Kind> notice_kinds() { return {{kDecided, &msg::told_decision}}; }

}  // namespace catalyse::contributions
