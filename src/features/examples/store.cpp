#include "store.hpp"

namespace catalyse::examples {
namespace {

std::int64_t seconds(core::Instant at) {
  return std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
}
core::Instant instant(std::int64_t at) { return core::Instant(std::chrono::seconds(at)); }

std::vector<Class> read_classes(db::Transaction& tx, std::string_view where, const std::vector<db::Value>& values) {
  std::vector<Class> all;
  tx.each<std::string, std::string, std::int64_t, std::int64_t>(
      "SELECT id, stage, opened_at, published_at FROM example_class " + std::string(where) + " ORDER BY id DESC",
      values, [&](std::string id, const std::string& stage, std::int64_t opened, std::int64_t published) {
        all.push_back({std::move(id), stage_named(stage), instant(opened), instant(published)});
      });
  return all;
}

std::vector<Nomination> read_nominations(db::Transaction& tx, std::string_view where, std::string_view value) {
  std::vector<Nomination> all;
  using Text = std::string;
  tx.each<Text, Text, Text, Text, Text, Text, std::int64_t, Text, Text, Text>(
      "SELECT id, class, item, category, person, reason, at, standing, sorted_by, sorted_why FROM example_nomination"
      " WHERE " +
          std::string(where) + " = :value ORDER BY at, id",
      {std::string(value)},
      [&](Text id, Text in_class, Text item, Text category, Text person, Text reason, std::int64_t at,
          const Text& standing, Text sorted_by, Text sorted_why) {
        all.push_back({std::move(id),
                       std::move(in_class),
                       std::move(item),
                       std::move(category),
                       std::move(person),
                       std::move(reason),
                       instant(at),
                       standing_named(standing),
                       std::move(sorted_by),
                       std::move(sorted_why),
                       {}});
      });
  for (auto& one : all) {
    tx.each<Text, Text, Text, std::int64_t>(
        "SELECT juror, voice, words, at FROM example_opinion WHERE nomination = :id ORDER BY at, juror", {one.id},
        [&](Text juror, const Text& voice, Text words, std::int64_t at) {
          one.opinions.push_back({std::move(juror), voice_named(voice), std::move(words), instant(at)});
        });
  }
  return all;
}

}  // namespace

std::vector<Class> classes(db::Transaction& tx) { return read_classes(tx, "", {}); }

std::optional<Class> find_class(db::Transaction& tx, std::string_view id) {
  auto found = read_classes(tx, "WHERE id = :id", {std::string(id)});
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<Nomination> nominations(db::Transaction& tx, std::string_view of_class) {
  return read_nominations(tx, "class", of_class);
}

std::optional<Nomination> find_nomination(db::Transaction& tx, std::string_view id) {
  auto found = read_nominations(tx, "id", id);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

bool add_class(db::Transaction& tx, std::string_view id, core::Instant now) {
  return tx.execute(
             "INSERT INTO example_class (id, stage, opened_at, published_at)"
             " VALUES (:id, 'nominations', :now, 0) ON CONFLICT DO NOTHING",
             {std::string(id), seconds(now)}) == 1;
}

bool add_nomination(db::Transaction& tx, const Nomination& one) {
  return tx.execute(
             "INSERT INTO example_nomination (id, class, item, category, person, reason, at, standing, sorted_by,"
             " sorted_why) VALUES (:id, :class, :item, :category, :person, :reason, :at, 'nominated', '', '')"
             " ON CONFLICT DO NOTHING",
             {one.id, one.in_class, one.item, one.category, one.person, one.reason, seconds(one.at)}) == 1;
}

bool add_opinion(db::Transaction& tx, std::string_view nomination, const Opinion& opinion) {
  return tx.execute(
             "INSERT INTO example_opinion (nomination, juror, voice, words, at)"
             " VALUES (:nomination, :juror, :voice, :words, :at) ON CONFLICT DO NOTHING",
             {std::string(nomination), opinion.juror, std::string(name_of(opinion.voice)), opinion.words,
              seconds(opinion.at)}) == 1;
}

bool set_stage(db::Transaction& tx, const Class& was, Stage stage, core::Instant now) {
  return tx.execute("UPDATE example_class SET stage = :stage, published_at = :at WHERE id = :id AND stage = :was",
                    {std::string(name_of(stage)), stage == Stage::published ? seconds(now) : 0, was.id,
                     std::string(name_of(was.stage))}) == 1;
}

bool sort(db::Transaction& tx, const Nomination& was, const Nomination& now) {
  return tx.execute(
             "UPDATE example_nomination SET standing = :standing, sorted_by = :by, sorted_why = :why"
             " WHERE id = :id AND standing = :was",
             {std::string(name_of(now.standing)), now.sorted_by, now.sorted_why, was.id,
              std::string(name_of(was.standing))}) == 1;
}

void set_standing(db::Transaction& tx, std::string_view nomination, Standing standing) {
  tx.execute("UPDATE example_nomination SET standing = :standing WHERE id = :id",
             {std::string(name_of(standing)), std::string(nomination)});
}

}  // namespace catalyse::examples
