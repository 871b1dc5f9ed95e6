// The commands of docs/operate.md. Each gives the exit status: 0 done, 1 refused or failed with one line on standard
// error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config.hpp"
#include "core/result.hpp"
#include "db/db.hpp"

namespace catalyse::app {

int run_import(const Config& config, bool strict);

// `catalyse import --mapping FILE.toml FILE`, `catalyse import --preview FILE`.
struct FileCommand {
  enum class Run : std::uint8_t { preview, dry, keep };
  std::string file, mapping, dictionary;
  Run run = Run::keep;
  bool strict = false;
  bool large = false;  // the limits of ingest::SourceLimits::large
};
int run_import_file(const Config& config, const FileCommand& command);
// `catalyse import --withdraw SET`: a set that came from a file is shown no longer; its versions stay.
int run_withdraw(const Config& config, const std::string& set);

// `catalyse import --format cas FILE`: sheets of a kind (kind_names), as its pages give them in CSV or JSON, published
// under their ids; one that people have revised stays theirs. A sheet with a fault is told and left out; with `strict`
// nothing is kept then, and with Run::dry nothing ever.
int run_import_contents(const Config& config, const FileCommand& command, const std::string& format);
[[nodiscard]] std::vector<std::string> kind_names();
[[nodiscard]] bool is_kind(std::string_view name);

// `catalyse import --format scdl|360giving FILE`: other people's grants, beside those of the bundle.
int run_import_grants(const Config& config, const std::string& file, const std::string& format);
// `catalyse grants [FILE]`: every funded project as a 360Giving package; to standard output when `file` is empty.
int run_export_grants(const Config& config, const std::string& file);

int run_serve(const Config& config);
int run_dossier(const Config& config, const std::string& code, const std::string& format);
int run_search(const Config& config, const std::string& words, const std::string& format);
int run_reindex(const Config& config);
int run_migrate(const Config& config);
int run_check(const Config& config);
int run_backup(const Config& config, const std::string& file);
int run_programme_list(const Config& config);
// To standard output when `file` is empty.
int run_programme_export(const Config& config, const std::string& programme, const std::string& file);
int run_programme_import(const Config& config, const std::string& file);
// `catalyse links check`: asks the addresses of resources that are due, now; a line each.
int run_links_check(const Config& config);
int run_restore(const Config& config, const std::string& file);

// catalyse user …: see docs/operate.md.
struct UserCommand {
  enum class Verb { add, list, role, invite, disable, enable, copy, erase };
  Verb verb = Verb::list;
  std::string email, name, role = "contributor", scope;
  bool remove = false;              // a role is taken back
  std::string file;                 // of a copy; standard output when empty, CSV when it ends so
  std::vector<std::string> phones;  // looked for too after an erasure
};
int run_user(const Config& config, const UserCommand& command);
[[nodiscard]] std::vector<std::string> role_names();

// One line on standard error: what happened and, where known, what to do. Returns 1.
int complain(const core::Error& error);

// The database of the configuration, its folder created, its schema brought up to date.
[[nodiscard]] core::Result<db::Database> open_database(const Config& config);

}  // namespace catalyse::app
