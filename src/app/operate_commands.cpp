#include <cstdio>

#include "audit/audit.hpp"
#include "commands.hpp"
#include "dossier/dossier.hpp"
#include "web/i18n.hpp"
#include "world.hpp"

namespace catalyse::app {
namespace {

// The terminal gets one line an error; libraries write several, with tabs (libpq: "server closed the connection…").
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!space)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

}  // namespace

int complain(const core::Error& error) {
  std::string line = error.note;
  if (line.empty()) {
    const auto* message = web::find_message(error.message_id);
    line = message != nullptr ? web::say(core::Language::en, *message, error.parameters) : error.message_id;
  }
  std::fprintf(stderr, "catalyse: %s\n", on_one_line(line).c_str());
  return 1;
}

core::Result<db::Database> open_database(const Config& config) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (config.db.starts_with(kSqlite)) {
    const auto folder = std::filesystem::path(config.db.substr(kSqlite.size())).parent_path();
    std::error_code error;
    if (!folder.empty()) std::filesystem::create_directories(folder, error);
    if (error)
      return core::fail(core::ErrorKind::unavailable, "db.open",
                        "the folder " + folder.string() + " cannot be made: " + error.message());
  }
  auto database = db::Database::open(config.db);
  if (!database) return database;
  std::vector<db::Migration> all;
  for (const auto& feature : features()) all.insert(all.end(), feature.migrations.begin(), feature.migrations.end());
  if (auto migrated = database->migrate(all); !migrated) return std::unexpected(migrated.error());
  return database;
}

int run_migrate(const Config& config) {
  const auto database = open_database(config);
  if (!database) return complain(database.error());
  std::puts("the schema is up to date");
  return 0;
}

int run_check(const Config& config) {
  auto database = open_database(config);
  if (!database) return complain(database.error());
  if (auto sound = database->check(); !sound) return complain(sound.error());
  core::Result<std::int64_t> acts = 0;
  database->read([&](db::Transaction& tx) { acts = audit::verify(tx); });
  if (!acts) return complain(acts.error());
  const auto models = load_models(config, *database);
  if (!models) return complain(models.error());
  std::printf("database sound; %zu places, %zu indicators, data version %.12s, %lld acts in the log\n",
              models->dossier.territories->size(), models->dossier.observatory->indicators().size(),
              std::string(models->dossier.observatory->version()).c_str(), static_cast<long long>(*acts));
  return 0;
}

int run_backup(const Config& config, const std::string& file) {
  const auto database = open_database(config);
  if (!database) return complain(database.error());
  if (auto done = database->backup(file); !done) return complain(done.error());
  std::printf("backup written to %s\n", file.c_str());
  return 0;
}

int run_restore(const Config& config, const std::string& file) {
  if (auto done = db::Database::restore(config.db, file); !done) return complain(done.error());
  std::printf("database restored from %s\n", file.c_str());
  return run_migrate(config);
}

int run_dossier(const Config& config, const std::string& code, const std::string& format) {
  const auto place = core::PlaceCode::parse(code);
  if (!place)
    return complain(
        {core::ErrorKind::invalid,
         "",
         {},
         "'" + code + "' is not a code: com:76540, epci:200023414, dep:76, reg:28, or a bare commune code"});
  auto database = open_database(config);
  if (!database) return complain(database.error());
  const auto models = load_models(config, *database);
  if (!models) return complain(models.error());
  const auto text = dossier::dossier_for_terminal(models->dossier, *place,
                                                  format == "json" ? dossier::Format::json : dossier::Format::text);
  if (!text) return complain(text.error());
  std::fwrite(text->data(), 1, text->size(), stdout);
  return 0;
}

}  // namespace catalyse::app
