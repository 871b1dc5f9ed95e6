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
  return [&clock](db::Transaction& tx, const http::Actor& actor, const editorial::Item& item, editorial::Act act) {
    audit::append(tx,
                  {.person = actor.person,
                   .action = std::string(act_message(act).key),
                   .object = item.kind + ":" + item.id,
                   .detail = {},
                   .origin = {}},
                  clock.now());
  };
}

}  // namespace catalyse::contributions
