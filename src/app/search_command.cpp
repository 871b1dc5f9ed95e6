#include <cstdio>

#include "commands.hpp"
#include "finder/finder.hpp"
#include "world.hpp"

namespace catalyse::app {

int run_search(const Config& config, const std::string& words, const std::string& format) {
  auto database = open_database(config);
  if (!database) return complain(database.error());
  const auto world = build_world(config, *database, {});
  if (!world) return complain(world.error());
  const auto found = finder::search_for_terminal(*world->search, words,
                                                 format == "json" ? finder::Format::json : finder::Format::text);
  if (!found) return complain(found.error());
  std::fwrite(found->data(), 1, found->size(), stdout);
  return 0;
}

int run_reindex(const Config& config) {
  auto database = open_database(config);
  if (!database) return complain(database.error());
  const auto world = build_world(config, *database, {});
  if (!world) return complain(world.error());
  if (auto done = world->search->reindex(); !done) return complain(done.error());
  for (const auto& shard : world->search->report()) {
    std::printf("%s: %zu documents, %.1f MB, %.1f s\n", shard.source.c_str(), shard.documents,
                static_cast<double>(shard.bytes) / 1e6, shard.seconds);
  }
  return 0;
}

}  // namespace catalyse::app
