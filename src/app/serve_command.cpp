#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <thread>

#include "commands.hpp"
#include "core/clock.hpp"
#include "finder/finder.hpp"
#include "http/server.hpp"
#include "jobs/jobs.hpp"
#include "library/links.hpp"
#include "mail/mail.hpp"
#include "notices/notices.hpp"
#include "tracker/reminders.hpp"
#include "world.hpp"

namespace catalyse::app {
namespace {

// The configured names, the one of base_url (a Host is compared without its port), and this machine's own.
std::vector<std::string> accepted_hosts(const Config& config) {
  auto hosts = config.hosts;
  if (const auto scheme = config.base_url.find("://"); scheme != std::string::npos) {
    const auto host = config.base_url.substr(scheme + 3);
    hosts.push_back(host.substr(0, host.starts_with('[') ? host.find(']') + 1 : host.find(':')));
  }
  if (!hosts.empty()) hosts.insert(hosts.end(), {"localhost", "127.0.0.1", "[::1]"});
  return hosts;
}

// What is done after the answer has left. Without a mail server, mails wait in the queue.
core::Result<std::map<std::string, jobs::Handler, std::less<>>> job_handlers(const Config& config,
                                                                             const core::Clock& clock) {
  std::map<std::string, jobs::Handler, std::less<>> handlers;
  handlers.emplace("nothing", [](const jobs::Job&) { return core::Result<void>(); });
  if (config.mail_server.empty()) return handlers;
  mail::Server server{config.mail_server, config.mail_from, config.mail_user, {}};
  if (!config.mail_password.empty()) {
    std::ifstream file(config.mail_password);
    if (!std::getline(file, server.password))
      return core::fail(core::ErrorKind::unavailable, "app.config.malformed",
                        "mail_password: the file " + config.mail_password.string() + " cannot be read");
  }
  handlers.emplace(mail::kKind, mail::handler(std::move(server), clock));
  return handlers;
}

// Blocks the signals that end the program in every thread, so that the one that waits for them gets them.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// Who the table of permissions puts in charge of a programme.
tracker::Pilots pilots_of(std::shared_ptr<const accounts::Accounts> accounts) {
  return [accounts = std::move(accounts)](std::string_view programme) {
    std::vector<std::string> all;
    const auto people = accounts::list(*accounts);
    if (!people) return all;
    const auto object = "mesures:" + std::string(programme);
    for (const auto& person : *people) {
      std::vector<accounts::Held> held;
      for (const auto& grant : person.roles) held.push_back({grant.role, grant.scope});
      if (person.state == "active" &&
          accounts::permits(person.id, held, "follow",
                            {.room = "mesures", .object = object, .places = {}, .author = {}}))
        all.push_back(person.id);
    }
    return all;
  };
}

}  // namespace

int run_serve(const Config& config) {
  const auto signals = block_signals();
  auto database = open_database(config);
  if (!database) return complain(database.error());
  std::optional<http::Server> server;  // the page of its figures exists before it does
  const auto world = build_world(config, *database, [&server] { return server ? server->metrics() : std::string{}; });
  if (!world) return complain(world.error());
  http::ServerOptions options;
  options.address = config.address();
  options.port = config.port();
  options.hosts = accepted_hosts(config);
  // Twice the processors: a worker also waits, for the database, a page of a mapped file or another worker's lock, and
  // a heavy route may hold some for long.
  options.workers = config.workers != 0 ? config.workers : 2 * std::max(1U, std::thread::hardware_concurrency());
  options.posts = {config.forms_at_once, config.forms_per_second};
  options.log = write_log_line;
  static const core::SystemClock clock;
  auto handlers = job_handlers(config, clock);
  if (!handlers) return complain(handlers.error());
  accounts::add_handlers(*handlers, world->accounts);
  notices::add_handlers(*handlers, *database, clock, accounts::notice_setting(*world->accounts));
  const auto programmes = tracker::context(*database, world->site, std::make_shared<core::SystemClock>());
  tracker::add_handlers(*handlers, programmes, pilots_of(world->accounts));
  if (config.link_checks) {
    library::add_handlers(*handlers, *database, clock, link_checking(config));
    if (auto begun = library::start(*database, clock); !begun) return complain(begun.error());
  }
  if (auto begun = tracker::start(programmes); !begun) return complain(begun.error());
  if (auto begun = accounts::start(*world->accounts); !begun) return complain(begun.error());
  if (auto begun = notices::start(*database, clock); !begun) return complain(begun.error());
  jobs::Runner runner(*database, clock, *handlers, write_log_line);
  auto started = http::Server::start(options, [front = world->front] { return front->router(); });
  if (!started) return complain(started.error());
  server.emplace(std::move(*started));
  const bool v6 = options.address.find(':') != std::string::npos;
  runner.start();
  const finder::Renewal renewal([front = world->front] { return front->search(); }, write_log_line);
  std::printf("ready http://%s:%u/\n", (v6 ? "[" + options.address + "]" : options.address).c_str(),
              static_cast<unsigned>(server->port()));
  std::fflush(stdout);
  int received = 0;
  sigwait(&signals, &received);
  server->stop();
  runner.stop();
  return 0;
}

}  // namespace catalyse::app
