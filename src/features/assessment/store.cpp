#include "store.hpp"

#include <algorithm>

#include "secrets/secrets.hpp"

namespace catalyse::assessment {
namespace {

constexpr std::string_view kQuestions =
    "SELECT question, lever, fr, en, level1_fr, level1_en, level2_fr, level2_en, level3_fr, level3_en, level4_fr,"
    " level4_en FROM assessment_question WHERE version = :version ORDER BY position";
constexpr std::string_view kNewest = "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM assessment_question";
constexpr std::string_view kAddQuestion =
    "INSERT INTO assessment_question (version, position, question, lever, fr, en, level1_fr, level1_en, level2_fr,"
    " level2_en, level3_fr, level3_en, level4_fr, level4_en) VALUES (:version, :position, :question, :lever, :fr, :en,"
    " :level1_fr, :level1_en, :level2_fr, :level2_en, :level3_fr, :level3_en, :level4_fr, :level4_en)";
constexpr std::string_view kCount = "SELECT COUNT(*) FROM assessment";
constexpr std::string_view kAdd =
    "INSERT INTO assessment (id, key, kind, place, name, owner, sharing, created) VALUES (:id, :key, :kind, :place,"
    " :name, :owner, 'non', :created)";
constexpr std::string_view kAddRound =
    "INSERT INTO assessment_round (assessment, number, version, opened) VALUES (:assessment, :number, :version,"
    " :opened)";
constexpr std::string_view kAddRespondent =
    "INSERT INTO assessment_respondent (assessment, round, number, key, name) VALUES (:assessment, :round, :number,"
    " :key, :name)";
constexpr std::string_view kByKey =
    "SELECT id, key, kind, place, name, owner, sharing FROM assessment WHERE key = :key";
constexpr std::string_view kById = "SELECT id, key, kind, place, name, owner, sharing FROM assessment WHERE id = :id";
constexpr std::string_view kOwned =
    "SELECT name, key FROM assessment WHERE owner = :owner ORDER BY created DESC LIMIT 100";
constexpr std::string_view kSharedOf =
    "SELECT id, key, kind, place, name, owner, sharing FROM assessment WHERE place = :place AND sharing <> 'non'"
    " AND kind = 'territoire' ORDER BY created DESC LIMIT 20";
constexpr std::string_view kPublic =
    "SELECT id, name FROM assessment WHERE sharing = 'public' ORDER BY created DESC LIMIT 200";
constexpr std::string_view kSharedPlaces =
    "SELECT DISTINCT place FROM assessment WHERE sharing <> 'non' AND kind = 'territoire' LIMIT 40000";
constexpr std::string_view kRounds =
    "SELECT number, version, opened FROM assessment_round WHERE assessment = :assessment ORDER BY number";
constexpr std::string_view kRespondents =
    "SELECT round, number, key, name FROM assessment_respondent WHERE assessment = :assessment ORDER BY round, number";
constexpr std::string_view kAnswers =
    "SELECT round, respondent, question, level, comment FROM assessment_answer WHERE assessment = :assessment";
constexpr std::string_view kSeat = "SELECT assessment, name, round, number FROM assessment_respondent WHERE key = :key";
constexpr std::string_view kSheet =
    "SELECT question, level, comment FROM assessment_answer WHERE assessment = :assessment AND round = :round AND"
    " respondent = :respondent";
constexpr std::string_view kForget =
    "DELETE FROM assessment_answer WHERE assessment = :assessment AND round = :round AND respondent = :respondent AND"
    " question = :question";
constexpr std::string_view kAnswer =
    "INSERT INTO assessment_answer (assessment, round, respondent, question, level, comment) VALUES (:assessment,"
    " :round, :respondent, :question, :level, :comment)";
constexpr std::string_view kShare = "UPDATE assessment SET sharing = :sharing WHERE id = :id";
constexpr std::string_view kErase = "DELETE FROM assessment WHERE id = :id";

using Row = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string, std::string>;

Round* round_of(Assessment& assessment, std::int64_t number) {
  const auto found = std::ranges::find(assessment.rounds, number, &Round::number);
  return found == assessment.rounds.end() ? nullptr : &*found;
}

Respondent* respondent_of(Round* round, std::int64_t number) {
  if (round == nullptr) return nullptr;
  const auto found = std::ranges::find(round->respondents, number, &Respondent::number);
  return found == round->respondents.end() ? nullptr : &*found;
}

Assessment whole(db::Transaction& tx, Row row) {
  Assessment one;
  std::tie(one.id, one.key, one.kind, one.place, one.name, one.owner, one.sharing) = std::move(row);
  tx.each<std::int64_t, std::int64_t, std::string>(kRounds, {one.id},
                                                   [&](std::int64_t number, std::int64_t version, std::string opened) {
                                                     one.rounds.push_back({number, version, std::move(opened), {}});
                                                   });
  tx.each<std::int64_t, std::int64_t, std::string, std::string>(
      kRespondents, {one.id}, [&](std::int64_t round, std::int64_t number, std::string key, std::string name) {
        if (auto* in = round_of(one, round)) in->respondents.push_back({number, std::move(key), std::move(name), {}});
      });
  tx.each<std::int64_t, std::int64_t, std::string, std::int64_t, std::string>(
      kAnswers, {one.id},
      [&](std::int64_t round, std::int64_t number, std::string question, std::int64_t level, std::string comment) {
        if (auto* who = respondent_of(round_of(one, round), number))
          who->sheet[std::move(question)] = {std::to_string(level), std::move(comment)};
      });
  return one;
}

std::vector<Assessment> read(db::Transaction& tx, std::string_view sql, std::string_view value) {
  auto rows = tx.rows<std::string, std::string, std::string, std::string, std::string, std::string, std::string>(
      sql, {std::string(value)});
  std::vector<Assessment> all;
  for (auto& row : rows) all.push_back(whole(tx, std::move(row)));
  return all;
}

std::optional<Assessment> one_of(std::vector<Assessment> all) {
  if (all.empty()) return std::nullopt;
  return std::move(all.front());
}

core::Error full(std::string_view id) {
  return {core::ErrorKind::conflict, std::string(id), {}, "as many as are kept"};
}

bool equal(const Questionnaire& a, const Questionnaire& b) {
  return std::ranges::equal(a.questions, b.questions, [](const Question& x, const Question& y) {
    const auto same = [](const library::Words& p, const library::Words& q) { return p.fr == q.fr && p.en == q.en; };
    return x.id == y.id && x.lever == y.lever && same(x.text, y.text) && std::ranges::equal(x.levels, y.levels, same);
  });
}

}  // namespace

std::optional<Questionnaire> questionnaire(db::Transaction& tx, std::int64_t version) {
  Questionnaire all{version, {}};
  static const std::vector<db::Type> kTypes = [] {
    std::vector<db::Type> types(12, db::Type::text);
    types[1] = db::Type::integer;
    return types;
  }();
  tx.each_row(kQuestions, {version}, kTypes, [&](std::span<db::Value> row) {
    const auto text = [&](std::size_t i) { return std::get<std::string>(std::move(row[i])); };
    Question one;
    one.id = text(0);
    one.lever = static_cast<unsigned>(std::get<std::int64_t>(row[1]));
    one.text = {text(2), text(3)};
    for (std::size_t i = 0; i < kLevels; ++i) one.levels.at(i) = {text(4 + 2 * i), text(5 + 2 * i)};
    all.questions.push_back(std::move(one));
  });
  if (all.questions.empty()) return std::nullopt;
  return all;
}

std::int64_t newest_version(db::Transaction& tx) {
  std::int64_t newest = 0;
  tx.each<std::int64_t>(kNewest, {}, [&](std::int64_t version) { newest = version; });
  return newest;
}

core::Result<void> keep(db::Transaction& tx, const Questionnaire& all) {
  if (const auto there = questionnaire(tx, all.version)) {
    if (equal(*there, all)) return {};
    return core::fail(core::ErrorKind::conflict, "assessment.error.version",
                      "version " + std::to_string(all.version) +
                          " of the questionnaire is there and says something else: give the change a new version",
                      {{"version", std::to_string(all.version)}});
  }
  std::int64_t position = 0;
  for (const auto& question : all.questions) {
    std::vector<db::Value> values{all.version,      ++position,      question.id, std::int64_t{question.lever},
                                  question.text.fr, question.text.en};
    for (const auto& level : question.levels) {
      values.emplace_back(level.fr);
      values.emplace_back(level.en);
    }
    tx.execute(kAddQuestion, values);
  }
  return {};
}

core::Result<std::string> begin(db::Transaction& tx, const Beginning& beginning, core::Instant now) {
  std::int64_t count = 0;
  tx.each<std::int64_t>(kCount, {}, [&](std::int64_t n) { count = n; });
  if (count >= static_cast<std::int64_t>(kStoredMost))
    return core::fail(core::ErrorKind::unavailable, "assessment.error.full");
  const auto id = secrets::random_id();
  auto key = secrets::random_token();
  tx.execute(kAdd, {id, key, beginning.kind, beginning.place, beginning.name, beginning.owner,
                    std::int64_t{now.time_since_epoch().count()}});
  tx.execute(kAddRound, {id, std::int64_t{1}, beginning.version, beginning.day});
  tx.execute(kAddRespondent, {id, std::int64_t{1}, std::int64_t{1}, secrets::random_token(), beginning.respondent});
  return key;
}

std::optional<Assessment> by_key(db::Transaction& tx, std::string_view key) { return one_of(read(tx, kByKey, key)); }

std::optional<Assessment> by_id(db::Transaction& tx, std::string_view id) { return one_of(read(tx, kById, id)); }

std::vector<std::pair<std::string, std::string>> owned(db::Transaction& tx, std::string_view person) {
  std::vector<std::pair<std::string, std::string>> all;
  tx.each<std::string, std::string>(kOwned, {std::string(person)}, [&](std::string name, std::string key) {
    all.emplace_back(std::move(name), std::move(key));
  });
  return all;
}

std::vector<Assessment> shared_of(db::Transaction& tx, std::string_view place) { return read(tx, kSharedOf, place); }

std::vector<std::pair<std::string, std::string>> public_ones(db::Transaction& tx) {
  std::vector<std::pair<std::string, std::string>> all;
  tx.each<std::string, std::string>(
      kPublic, {}, [&](std::string id, std::string name) { all.emplace_back(std::move(id), std::move(name)); });
  return all;
}

std::vector<std::string> shared_places(db::Transaction& tx) {
  std::vector<std::string> all;
  tx.each<std::string>(kSharedPlaces, {}, [&](std::string place) { all.push_back(std::move(place)); });
  return all;
}

std::optional<Seat> seat(db::Transaction& tx, std::string_view key) {
  std::optional<Seat> found;
  tx.each<std::string, std::string, std::int64_t, std::int64_t>(
      kSeat, {std::string(key)},
      [&](std::string assessment, std::string name, std::int64_t round, std::int64_t number) {
        found = Seat{std::move(assessment), std::move(name), round, number};
      });
  return found;
}

core::Result<void> add_respondent(db::Transaction& tx, const Assessment& assessment, std::string_view name) {
  const auto& round = assessment.rounds.back();
  if (round.respondents.size() >= kRespondentsMost) return std::unexpected(full("assessment.error.many"));
  const auto number = round.respondents.empty() ? 1 : round.respondents.back().number + 1;
  tx.execute(kAddRespondent,
             {assessment.id, round.number, std::int64_t{number}, secrets::random_token(), std::string(name)});
  return {};
}

core::Result<void> open_round(db::Transaction& tx, const Assessment& assessment, std::int64_t version,
                              std::string_view day) {
  if (assessment.rounds.size() >= kRoundsMost) return std::unexpected(full("assessment.error.many"));
  const auto& last = assessment.rounds.back();
  const auto number = last.number + 1;
  tx.execute(kAddRound, {assessment.id, number, version, std::string(day)});
  for (const auto& respondent : last.respondents)
    tx.execute(kAddRespondent, {assessment.id, number, respondent.number, secrets::random_token(), respondent.name});
  return {};
}

void set_sharing(db::Transaction& tx, std::string_view id, std::string_view sharing) {
  tx.execute(kShare, {std::string(sharing), std::string(id)});
}

void erase(db::Transaction& tx, std::string_view id) { tx.execute(kErase, {std::string(id)}); }

editorial::Joining save(db::Transaction& tx, const Seat& seat, const Sheet& base, const Sheet& mine) {
  Sheet theirs;
  tx.each<std::string, std::int64_t, std::string>(
      kSheet, {seat.assessment, seat.round, seat.respondent},
      [&](std::string question, std::int64_t level, std::string comment) {
        if (base.contains(question) || mine.contains(question))
          theirs[std::move(question)] = {std::to_string(level), std::move(comment)};
      });
  auto joining = editorial::join(base, theirs, mine);
  if (!joining.clashes.empty()) return joining;
  for (const auto& difference : editorial::differences(theirs, joining.joined)) {
    tx.execute(kForget, {seat.assessment, seat.round, seat.respondent, difference.field});
    if (difference.after.empty()) continue;
    const auto level = std::int64_t{difference.after[0].empty() ? 0 : difference.after[0][0] - '0'};
    tx.execute(kAnswer, {seat.assessment, seat.round, seat.respondent, difference.field, level,
                         difference.after.size() > 1 ? difference.after[1] : std::string{}});
  }
  return joining;
}

}  // namespace catalyse::assessment
