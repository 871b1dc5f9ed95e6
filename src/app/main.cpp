// The program: reads the command line and the settings, then runs one command.
#include <cstdio>
#include <exception>
#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "world.hpp"

namespace {

using namespace catalyse;  // NOLINT: the only file of the top floor's entry

struct Options {
  std::string config_file, db, listen, data, code, format = "text", file, grants, withdrawn;
  std::vector<std::string> words;
  app::FileCommand import_file;
  bool strict = false, preview = false, dry_run = false;
};

// What was typed behind `user`, and the commands it may be.
void add_user_commands(CLI::App& cli, Options& options, app::UserCommand& user,
                       const std::function<void(CLI::App*)>& finish) {
  using Verb = app::UserCommand::Verb;
  auto* group = cli.add_subcommand("user", "people: accounts and roles")->require_subcommand(1);
  const auto verb = [&](const std::string& name, const std::string& help, Verb of) {
    auto* sub = group->add_subcommand(name, help);
    sub->add_option("--config", options.config_file, "settings file (TOML)");
    sub->add_option("--db", options.db, "database: sqlite:PATH or postgresql://...");
    if (of != Verb::list) sub->add_option("EMAIL", user.email, "e-mail of the account")->required();
    sub->parse_complete_callback([&user, of] { user.verb = of; });
    finish(sub);
    return sub;
  };
  const auto scope = [&](CLI::App* sub) {
    sub->add_option("--scope", user.scope,
                    "com:76540, epci:200023414, dep:76, reg:28, or an object; everywhere without");
  };
  auto* add = verb("add", "a new account; prints the address that lets the person in once", Verb::add);
  add->add_option("--name", user.name, "as others read it");
  add->add_option("--role", user.role, "contributor without it")->check(CLI::IsMember(app::role_names()));
  scope(add);
  verb("list", "every account, one a line", Verb::list);
  auto* role = verb("role", "grant a role, or take it back", Verb::role);
  role->add_option("ROLE", user.role)->required()->check(CLI::IsMember(app::role_names()));
  role->add_flag("--remove", user.remove, "take the role back");
  scope(role);
  verb("invite", "a new address that lets the person in once", Verb::invite);
  verb("disable", "close the account and its sessions", Verb::disable);
  verb("enable", "open the account again", Verb::enable);
  verb("export", "everything that is held about a person, as JSON or CSV", Verb::copy)
      ->add_option("FILE", user.file, "file to write, CSV when it ends in .csv; standard output without it");
  verb("erase", "erase a person for good, then look for them everywhere", Verb::erase)
      ->add_option("--phone", user.phones, "a phone number to look for too");
}

// The bundle, or a file of somebody's.
int import(const app::Config& config, Options options) {
  using Run = app::FileCommand::Run;
  auto& command = options.import_file;
  if (!options.withdrawn.empty()) return app::run_withdraw(config, options.withdrawn);
  command.strict = options.strict;
  if (!options.grants.empty() && !command.file.empty() && app::is_kind(options.grants)) {
    command.run = options.dry_run ? Run::dry : Run::keep;
    return app::run_import_contents(config, command, options.grants);
  }
  if (!options.grants.empty() && !command.file.empty())
    return app::run_import_grants(config, command.file, options.grants);
  if (command.file.empty() && command.mapping.empty() && !options.preview)
    return app::run_import(config, options.strict);
  if (command.file.empty() || (command.mapping.empty() && !options.preview)) {
    std::fprintf(stderr, "catalyse import: a FILE goes with --mapping, --preview or --format\n");
    return 2;
  }
  command.run = options.preview ? Run::preview : options.dry_run ? Run::dry : Run::keep;
  return app::run_import_file(config, command);
}

core::Result<app::Config> settings(const Options& options) {
  auto config = app::read_config(
      options.config_file.empty() ? std::nullopt : std::optional<std::filesystem::path>(options.config_file));
  if (!config) return config;
  if (!options.db.empty()) config->db = options.db;
  if (!options.listen.empty()) config->listen = options.listen;
  if (!options.data.empty()) config->data = options.data;
  if (auto checked = app::check_config(*config); !checked) return std::unexpected(checked.error());
  return config;
}

int run(int argc, char** argv) {
  CLI::App cli{"Catalyse: the open platform of French territorial alliances"};
  cli.set_version_flag("--version", "catalyse " + app::program_version());
  cli.require_subcommand(1);
  Options options;
  int status = 0;
  const auto with_settings = [&](auto work) {
    return [&options, &status, work] {
      const auto config = settings(options);
      status = config ? work(*config) : app::complain(config.error());
    };
  };
  const auto command = [&](const std::string& name, const std::string& help, auto work) {
    auto* sub = cli.add_subcommand(name, help);
    sub->add_option("--config", options.config_file, "settings file (TOML)");
    sub->add_option("--db", options.db, "database: sqlite:PATH or postgresql://...");
    sub->callback(with_settings(work));
    return sub;
  };
  auto* load = command("import", "load the data bundle, or a file of indicators; idempotent",
                       [&](const app::Config& config) { return import(config, options); });
  load->add_option("--data", options.data, "folder of the bundle");
  load->add_flag("--strict", options.strict, "refuse a data set that has a single bad row");
  load->add_option("--mapping", options.import_file.mapping, "what FILE holds (TOML, docs/files.md)");
  load->add_option("--dictionary", options.import_file.dictionary, "INSEE's dictionary of the variables of FILE");
  load->add_flag("--preview", options.preview, "say what is understood of FILE, and write a mapping to start from");
  load->add_flag("--dry-run", options.dry_run, "judge everything, keep nothing");
  load->add_flag("--large", options.import_file.large, "allow a file of up to 1 GB");
  load->add_option("--withdraw", options.withdrawn,
                   "a set that came from a file is shown no longer; its versions stay");
  auto formats = app::kind_names();
  formats.insert(formats.begin(), {"scdl", "360giving"});
  load->add_option(
          "--format", options.grants,
          "FILE holds grants, SCDL « Subventions » (CSV) or 360Giving (JSON), or sheets of a kind (CSV or JSON)")
      ->check(CLI::IsMember(formats));
  load->add_option("FILE", options.import_file.file, "a CSV, XLSX or ODS file with a column of codes");
  auto* grants = command("grants", "write every funded project as a 360Giving package",
                         [&](const app::Config& config) { return app::run_export_grants(config, options.file); });
  grants->add_option("FILE", options.file, "file to write; standard output without it");
  auto* serve = command("serve", "answer on HTTP until SIGTERM",
                        [](const app::Config& config) { return app::run_serve(config); });
  serve->add_option("--listen", options.listen, "ADDRESS:PORT");
  auto* dossier = command("dossier", "the territorial dossier in the terminal", [&](const app::Config& config) {
    return app::run_dossier(config, options.code, options.format);
  });
  dossier->add_option("CODE", options.code, "com:76540, epci:200023414, dep:76, reg:28, or a bare commune code")
      ->required();
  dossier->add_option("--format", options.format, "text or json")->check(CLI::IsMember({"text", "json"}));
  auto* search = command("search", "the search over everything, in the terminal", [&](const app::Config& config) {
    std::string words;
    for (const auto& word : options.words) words += (words.empty() ? "" : " ") + word;
    return app::run_search(config, words, options.format);
  });
  search->add_option("WORDS", options.words, "words to look for")->required();
  search->add_option("--format", options.format, "text or json")->check(CLI::IsMember({"text", "json"}));
  command("reindex", "make the index of the search again",
          [](const app::Config& config) { return app::run_reindex(config); });
  command("migrate", "bring the database's schema up to date",
          [](const app::Config& config) { return app::run_migrate(config); });
  command("check", "verify the database, the data versions and the snapshots",
          [](const app::Config& config) { return app::run_check(config); });
  auto* backup = command("backup", "copy the whole database into FILE",
                         [&](const app::Config& config) { return app::run_backup(config, options.file); });
  backup->add_option("FILE", options.file, "file to write")->required();
  auto* restore = command("restore", "replace the database by the copy in FILE",
                          [&](const app::Config& config) { return app::run_restore(config, options.file); });
  restore->add_option("FILE", options.file, "file made by backup")->required();
  auto* programme =
      cli.add_subcommand("programme", "programmes that are followed: list, export, import")->require_subcommand(1);
  const auto programme_command = [&](const std::string& name, const std::string& help, auto work) {
    auto* sub = programme->add_subcommand(name, help);
    sub->add_option("--config", options.config_file, "settings file (TOML)");
    sub->add_option("--db", options.db, "database: sqlite:PATH or postgresql://...");
    sub->callback(with_settings(work));
    return sub;
  };
  programme_command("list", "one line a programme",
                    [](const app::Config& config) { return app::run_programme_list(config); });
  auto* programme_out = programme_command("export", "write a programme as CSV", [&](const app::Config& config) {
    return app::run_programme_export(config, options.code, options.file);
  });
  programme_out->add_option("PROGRAMME", options.code, "id of the programme")->required();
  programme_out->add_option("FILE", options.file, "file to write; standard output without it");
  auto* programme_in =
      programme_command("import", "load a programme, and the changes of status that are new, from CSV",
                        [&](const app::Config& config) { return app::run_programme_import(config, options.file); });
  programme_in->add_option("FILE", options.file, "file made by export, or written alike")->required();
  auto* links = cli.add_subcommand("links", "links of the library")->require_subcommand(1);
  auto* links_check = links->add_subcommand("check", "ask the addresses of resources that are due (link_checks)");
  links_check->add_option("--config", options.config_file, "settings file (TOML)");
  links_check->add_option("--db", options.db, "database: sqlite:PATH or postgresql://...");
  links_check->callback(with_settings([](const app::Config& config) { return app::run_links_check(config); }));
  app::UserCommand user;
  add_user_commands(cli, options, user, [&](CLI::App* sub) {
    sub->callback(with_settings([&user](const app::Config& config) { return app::run_user(config, user); }));
  });
  auto* settings_command = cli.add_subcommand("config", "show or check the settings")->require_subcommand(1);
  for (const auto& [name, help] :
       {std::pair{"print", "print the settings in force"}, std::pair{"check", "check the settings file"}}) {
    auto* sub = settings_command->add_subcommand(name, help);
    sub->add_option("--config", options.config_file, "settings file (TOML)");
    sub->add_option("--db", options.db, "database: sqlite:PATH or postgresql://...");
    sub->callback(with_settings([print = std::string_view(name) == "print"](const app::Config& config) {
      std::puts(print ? app::print_config(config).c_str() : "settings are valid");
      return 0;
    }));
  }
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    app::register_all_messages();
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "catalyse: unexpected failure: %s\n", error.what());
    return 1;
  }
}
