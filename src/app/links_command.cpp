// `catalyse links check`: the addresses of resources that are due, asked now instead of by the server's job.
#include <cstdio>

#include "commands.hpp"
#include "library/links.hpp"
#include "world.hpp"

namespace catalyse::app {

library::LinkChecking link_checking(const Config& config) {
  library::LinkChecking checking;
  checking.asking.agent = "Catalyse/" + program_version() + " (+" + config.public_url() +
                          (config.contact.empty() ? std::string() : "; " + config.contact) + ")";
  return checking;
}

int run_links_check(const Config& config) {
  if (!config.link_checks)
    return complain({core::ErrorKind::denied,
                     "app.config.malformed",
                     {},
                     "link_checks is false: set it to true in the settings to let Catalyse ask other sites"});
  auto database = open_database(config);
  if (!database) return complain(database.error());
  const auto checking = link_checking(config);
  const auto now = core::SystemClock().now();
  std::size_t asked = 0;
  for (bool left = true; left;) {
    const auto round = library::check_links(*database, now, checking);
    if (!round) return complain(round.error());
    for (const auto& one : round->checked)
      std::printf("%.*s\t%u\t%s\n", static_cast<int>(one.state.size()), one.state.data(), one.status,
                  one.address.c_str());
    std::fflush(stdout);
    asked += round->checked.size();
    left = round->left;
  }
  std::printf("%zu addresses asked\n", asked);
  return 0;
}

}  // namespace catalyse::app
