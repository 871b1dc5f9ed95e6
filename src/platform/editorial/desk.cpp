#include <algorithm>

#include "ids.hpp"
#include "once.hpp"
#include "store.hpp"

namespace catalyse::editorial {
namespace {

std::unexpected<core::Error> absent() { return core::fail(core::ErrorKind::not_found, "editorial.error.absent"); }

std::unexpected<core::Error> overtaken() {
  return core::fail(core::ErrorKind::conflict, "editorial.error.state", "somebody acted on the item meanwhile");
}

std::string first_of(const Content& content, std::string_view field) {
  const auto found = content.find(field);
  return found == content.end() || found->second.empty() ? std::string{} : found->second.front();
}

void name_item(Item& item, const Kind& kind, const Content& content) {
  item.title = first_of(content, kind.title);
  item.scope = kind.places.empty() ? std::string{} : first_of(content, kind.places);
}

// The field of `from` in `into`, or its absence.
void keep(Content& into, const Content& from, const std::string& field) {
  const auto found = from.find(field);
  if (found == from.end())
    into.erase(field);
  else
    into[field] = found->second;
}

core::Result<void> refuse_faults(const Kind& kind, const Content& content, Strictness strictness) {
  if (const auto found = faults(kind, content, strictness); !found.empty())
    return core::fail(core::ErrorKind::invalid, "editorial.error.faults",
                      found.front().field + ": " + found.front().message_id);
  return {};
}

}  // namespace

// One act of one person on one item, inside the transaction of its write.
class Hand {
 public:
  Hand(db::Transaction& tx, const Setting& setting, const By& by) : tx_(&tx), setting_(&setting), by_(&by) {}

  [[nodiscard]] Standing standing(const Item& item) const {
    const bool author = item.owner == by_->actor.person || wrote_in(*tx_, item.id, by_->actor.person);
    const auto allowed = [&](std::string_view action) { return setting_->allows(by_->actor, action, item.kind, item); };
    return {.author = by_->actor.signed_in() && author, .reviewer = allowed("review"), .editor = allowed("withdraw")};
  }

  // The item, for one to whom its work in hand is visible.
  [[nodiscard]] core::Result<Item> visible(std::string_view id) const {
    auto item = find_item(*tx_, id);
    if (!item) return absent();
    const auto who = standing(*item);
    const bool in_review = item->state.work == Work::submitted || item->state.work == Work::changes_asked;
    const bool was_public = item->state.shown != Shown::never;
    if (who.author || (who.reviewer && (in_review || was_public)) || (who.editor && was_public))
      return std::move(*item);
    const bool open = item->state.work == Work::none && item->state.shown == Shown::published;
    if (open && setting_->allows(by_->actor, "contribute", item->kind, *item)) return std::move(*item);
    return absent();
  }

  // The item as it is after the act, stored with its event. `touch` completes what changes beside the state.
  core::Result<void> act(std::string_view id, Event event,
                         const std::function<core::Result<void>(Item&, std::int64_t)>& touch = {}) {
    const auto was = visible(id);
    if (!was) return std::unexpected(was.error());
    const auto next = after(was->state, event.act, standing(*was));
    if (!next) return std::unexpected(next.error());
    Item now = *was;
    now.state = *next;
    now.since = event.at = setting_->clock->now();
    event.person = by_->actor.person;
    const auto authors = authors_of(*tx_, *was);  // publishing lets go of the editions that say so
    const auto number = add_event(*tx_, id, event);
    if (touch)
      if (auto touched = touch(now, number); !touched) return touched;
    if (!change_item(*tx_, *was, now)) return overtaken();
    if (setting_->journal)
      setting_->journal(*tx_, {.by = *by_, .item = now, .act = event.act, .event = number, .authors = authors});
    return {};
  }

 private:
  db::Transaction* tx_;
  const Setting* setting_;
  const By* by_;
};

namespace {

core::Result<void> needs_reason(std::string_view reason) {
  if (reason.find_first_not_of(" \n") == std::string_view::npos)
    return core::fail(core::ErrorKind::invalid, "editorial.error.reason");
  return {};
}

// What edition `seen` said; an edition too old to be kept, and 0, are what is public.
Content base_of(db::Transaction& tx, const Item& item, std::int64_t seen) {
  if (const auto kept = edition_content(tx, item.id, seen)) return from_json(*kept).value_or(Content{});
  const auto version = find_version(tx, item.id, item.version);
  return version ? version->content : Content{};
}

}  // namespace

Desk::Desk(db::Database& database, std::vector<const Kind*> kinds, Setting setting)
    : database_(&database), kinds_(std::move(kinds)), setting_(std::move(setting)) {}

const Kind* Desk::find_kind(std::string_view name) const {
  const auto found = std::ranges::find(kinds_, name, &Kind::name);
  return found == kinds_.end() ? nullptr : *found;
}

core::Result<std::string> Desk::begin(const By& by, std::string_view kind_name, const Content& content,
                                      std::string_view key) {
  const Kind* kind = find_kind(kind_name);
  if (kind == nullptr) return absent();
  if (auto sound = refuse_faults(*kind, content, Strictness::draft); !sound) return std::unexpected(sound.error());
  const auto now = setting_.clock->now();
  Item item{.id = new_id(),
            .kind = std::string(kind_name),
            .scope = {},
            .owner = by.actor.person,
            .title = {},
            .state = {},
            .version = 0,
            .edition = 1,
            .since = now};
  name_item(item, *kind, content);
  if (!by.actor.signed_in() || !setting_.allows(by.actor, "contribute", item.kind, item))
    return core::fail(core::ErrorKind::denied, "editorial.error.denied", "begin");
  const auto begun = [&](db::Transaction& tx) -> core::Result<std::string> {
    add_item(tx, item);
    add_edition(tx, {.item = item.id, .number = 1, .author = by.actor.person, .at = now, .content = to_json(content)});
    return item.id;
  };
  core::Result<std::string> id;
  const auto done = database_->write([&](db::Transaction& tx) -> core::Result<void> {
    id = once(tx, {"draft", by.actor.person, key}, now, [&] { return begun(tx); });
    if (!id) return std::unexpected(id.error());
    return {};
  });
  if (!done) return std::unexpected(done.error());
  return id;
}

core::Result<Saved> Desk::save(const By& by, std::string_view id, std::int64_t seen, const Content& content) {
  Saved saved{.edition = 0, .clashes = {}, .theirs = {}, .mine = content, .joined = false};
  const auto done = database_->write([&](db::Transaction& tx) -> core::Result<void> {
    const Hand hand(tx, setting_, by);
    auto item = find_item(tx, id);
    if (!item || !by.actor.signed_in()) return absent();
    const Kind* kind = find_kind(item->kind);
    if (kind == nullptr) return absent();
    Standing who = hand.standing(*item);
    // A revision of what is public may be begun by whoever may contribute there.
    const bool fresh = item->state.work == Work::none;
    if (fresh && !who.author) who.author = setting_.allows(by.actor, "contribute", item->kind, *item);
    if (!who.author && item->state.shown == Shown::never) return absent();
    const auto next = after(item->state, Act::save, who);
    if (!next) return std::unexpected(next.error());
    if (auto sound = refuse_faults(*kind, content, Strictness::draft); !sound) return sound;

    const Content stands = base_of(tx, *item, item->edition);
    Content taken = content;
    if (seen != item->edition) {
      auto joining = join(base_of(tx, *item, seen), stands, content);
      saved.theirs = stands;
      saved.clashes = std::move(joining.clashes);
      saved.edition = item->edition;
      if (!saved.clashes.empty()) {
        saved.mine = std::move(joining.joined);
        for (const auto& field : saved.clashes) keep(saved.mine, content, field);
        return {};
      }
      saved.joined = joining.joined != content;
      saved.mine = taken = std::move(joining.joined);
    }
    if (!fresh && differences(stands, taken).empty()) {
      saved.edition = item->edition;
      return {};
    }
    Item now = *item;
    now.state = *next;
    ++now.edition;
    if (fresh) now.since = setting_.clock->now();
    if (item->state.shown == Shown::never) name_item(now, *kind, taken);
    saved.edition = now.edition;
    add_edition(tx, {.item = id,
                     .number = now.edition,
                     .author = by.actor.person,
                     .at = setting_.clock->now(),
                     .content = to_json(taken)});
    if (!change_item(tx, *item, now)) return overtaken();
    return {};
  });
  if (!done) return std::unexpected(done.error());
  return saved;
}

core::Result<void> Desk::submit(const By& by, std::string_view id, std::string_view reason) {
  return database_->write([&](db::Transaction& tx) -> core::Result<void> {
    return Hand(tx, setting_, by)
        .act(id, {.number = 0, .at = {}, .person = {}, .act = Act::submit, .reason = std::string(reason)},
             [&](Item& item, std::int64_t) -> core::Result<void> {
               const Kind* kind = find_kind(item.kind);
               return kind == nullptr ? absent()
                                      : refuse_faults(*kind, base_of(tx, item, item.edition), Strictness::to_submit);
             });
  });
}

core::Result<void> Desk::take_back(const By& by, std::string_view id) {
  return database_->write([&](db::Transaction& tx) {
    return Hand(tx, setting_, by).act(id, {.number = 0, .at = {}, .person = {}, .act = Act::take_back, .reason = {}});
  });
}

core::Result<void> Desk::ask_changes(const By& by, std::string_view id, std::int64_t seen,
                                     std::span<const Remark> remarks) {
  if (remarks.empty()) return core::fail(core::ErrorKind::invalid, "editorial.error.reason");
  for (const auto& remark : remarks)
    if (auto said = needs_reason(remark.text); !said) return said;
  return database_->write([&](db::Transaction& tx) -> core::Result<void> {
    return Hand(tx, setting_, by)
        .act(id, {.number = 0, .at = {}, .person = {}, .act = Act::ask_changes, .reason = {}},
             [&](Item& item, std::int64_t event) -> core::Result<void> {
               if (item.edition != seen) return overtaken();
               add_remarks(tx, id, event, remarks);
               return {};
             });
  });
}

core::Result<void> Desk::publish(const By& by, std::string_view id, std::int64_t seen, std::string_view reason) {
  auto done = database_->write([&](db::Transaction& tx) -> core::Result<void> {
    return Hand(tx, setting_, by)
        .act(id, {.number = 0, .at = {}, .person = {}, .act = Act::publish, .reason = std::string(reason)},
             [&](Item& item, std::int64_t) -> core::Result<void> {
               if (item.edition != seen) return overtaken();
               const Kind* kind = find_kind(item.kind);
               if (kind == nullptr) return absent();
               Version version{.number = item.version + 1,
                               .author = edition_author(tx, id, seen),
                               .reviewer = by.actor.person,
                               .at = item.since,
                               .reason = std::string(reason),
                               .content = base_of(tx, item, seen)};
               // The kind may have grown stricter since it was submitted.
               if (auto sound = refuse_faults(*kind, version.content, Strictness::to_submit); !sound) return sound;
               add_version(tx, id, version);
               drop_editions(tx, id);
               name_item(item, *kind, version.content);
               item.version = version.number;
               item.edition = 0;
               return {};
             });
  });
  if (done && setting_.changed) setting_.changed();
  return done;
}

core::Result<void> Desk::withdraw(const By& by, std::string_view id, std::string_view reason) {
  if (auto said = needs_reason(reason); !said) return said;
  auto done = database_->write([&](db::Transaction& tx) {
    return Hand(tx, setting_, by)
        .act(id, {.number = 0, .at = {}, .person = {}, .act = Act::withdraw, .reason = std::string(reason)});
  });
  if (done && setting_.changed) setting_.changed();
  return done;
}

core::Result<void> Desk::show_again(const By& by, std::string_view id, std::string_view reason) {
  auto done = database_->write([&](db::Transaction& tx) {
    return Hand(tx, setting_, by)
        .act(id, {.number = 0, .at = {}, .person = {}, .act = Act::show_again, .reason = std::string(reason)});
  });
  if (done && setting_.changed) setting_.changed();
  return done;
}

core::Result<WorkInHand> Desk::work(const http::Actor& actor, std::string_view id) const {
  core::Result<WorkInHand> found = absent();
  database_->read([&](db::Transaction& tx) {
    auto item = Hand(tx, setting_, actor).visible(id);
    if (!item) return;
    Content content = base_of(tx, *item, item->edition);
    std::vector<Remark> remarks;
    if (item->state.work != Work::none) remarks = last_remarks(tx, id);
    found = WorkInHand{std::move(*item), std::move(content), std::move(remarks)};
  });
  return found;
}

std::vector<Item> Desk::mine(const http::Actor& actor) const {
  std::vector<Item> all;
  if (actor.signed_in()) database_->read([&](db::Transaction& tx) { all = items_of(tx, actor.person); });
  return all;
}

std::vector<Item> Desk::queue(const http::Actor& actor) const {
  std::vector<Item> all;
  if (!actor.signed_in()) return all;
  database_->read([&](db::Transaction& tx) { all = waiting(tx, actor.person); });
  std::erase_if(all, [&](const Item& item) { return !setting_.allows(actor, "review", item.kind, item); });
  return all;
}

std::optional<Item> Desk::find_public(std::string_view id) const {
  std::optional<Item> item;
  database_->read([&](db::Transaction& tx) { item = find_item(tx, id); });
  if (item && item->state.shown == Shown::never) item.reset();
  return item;
}

std::vector<Version> Desk::versions(std::string_view id) const {
  std::vector<Version> all;
  database_->read([&](db::Transaction& tx) {
    const auto item = find_item(tx, id);
    if (item && item->state.shown == Shown::published) all = versions_of(tx, id);
  });
  return all;
}

std::vector<Event> Desk::history(const http::Actor& actor, std::string_view id) const {
  std::vector<Event> all;
  database_->read([&](db::Transaction& tx) {
    if (Hand(tx, setting_, actor).visible(id)) all = events_of(tx, id);
  });
  return all;
}

std::vector<Published> Desk::published(const db::Database& database, std::string_view kind) {
  std::vector<Published> all;
  database.read([&](db::Transaction& tx) { all = published_of(tx, kind); });
  return all;
}

bool Desk::import(db::Transaction& tx, const Kind& kind, std::string_view id, const Import& import) {
  const auto found = find_item(tx, id);
  Item item = found.value_or(Item{.id = std::string(id),
                                  .kind = std::string(kind.name),
                                  .scope = {},
                                  .owner = {},
                                  .title = {},
                                  .state = {.work = Work::none, .shown = Shown::published},
                                  .version = 0,
                                  .edition = 0,
                                  .since = import.at});
  if (found) {
    const auto last = find_version(tx, id, found->version);
    const bool ours = last && last->author.empty() && found->owner.empty() && found->state.shown == Shown::published;
    if (!ours || found->kind != kind.name || differences(last->content, import.content).empty()) return false;
  }
  name_item(item, kind, import.content);
  ++item.version;
  if (!found) add_item(tx, item);
  if (found && !change_item(tx, *found, item)) return false;
  add_version(tx, id,
              {.number = item.version,
               .author = {},
               .reviewer = {},
               .at = import.at,
               .reason = std::string(import.reason),
               .content = import.content});
  return true;
}

}  // namespace catalyse::editorial
