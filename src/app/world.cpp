#include "world.hpp"

#include <cstdio>

#include "discover/discover.hpp"
#include "geo/overview.hpp"
#include "observatory/importers.hpp"
#include "text/numbers.hpp"
#include "web/assets.hpp"

#ifndef CATALYSE_VERSION
#define CATALYSE_VERSION "unknown"
#endif

namespace catalyse::app {
namespace {

using core::Result;

// An image of contours from the bundle's files whose path starts with `prefix`; mapped when it is there, made when it is not.
Result<std::shared_ptr<const geo::Contours>> contours(const Config& config, const ingest::Bundle& bundle, std::string_view prefix) {
  std::vector<const ingest::Resource*> files;
  std::string hashes;
  for (const auto* resource : bundle.of_set("contours")) {
    if (!resource->path.starts_with(prefix)) continue;
    files.push_back(resource);
    hashes += resource->hash;
  }
  if (files.empty()) return core::fail(core::ErrorKind::not_found, "app.data.missing", "the bundle has no contours " + std::string(prefix));
  const auto source = core::sha256(hashes);
  const auto name = std::filesystem::path(std::string(prefix)).filename().string();
  const auto image = config.snapshots / ("contours-" + name + "-" + source.substr(0, 16) + ".img");
  if (auto mapped = geo::Contours::load(image, source)) return std::make_shared<const geo::Contours>(std::move(*mapped));
  geo::ContoursBuilder builder;
  for (const auto* resource : files) {
    const auto text = bundle.read(*resource);
    if (!text) return std::unexpected(text.error());
    if (auto added = builder.add(*text); !added) return std::unexpected(added.error());
  }
  auto built = std::move(builder).build(source);
  if (!built) return std::unexpected(built.error());
  if (auto saved = built->save(image); !saved) return std::unexpected(saved.error());
  return std::make_shared<const geo::Contours>(std::move(*built));
}

std::shared_ptr<web::Site> make_site(const Config& config, const dossier::Context& models) {
  auto site = std::make_shared<web::Site>();
  site->base_url = config.public_url();
  const auto year = text::year(models.territories->population_year());
  const auto version = std::string(models.observatory->version().substr(0, 12));
  site->data_fr = discover::data_line(core::Language::fr, year, version);
  site->data_en = discover::data_line(core::Language::en, year, version);
  site->ways = discover::ways();
  site->footer = discover::footer();
  return site;
}

std::string snapshot_version(const dossier::Context& models) { return std::string(models.observatory->version()); }

}  // namespace

Result<dossier::Context> load_models(const Config& config, db::Database& database) {
  std::error_code ignored;
  std::filesystem::create_directories(config.snapshots, ignored);
  dossier::Context models;
  auto territories = territories::load(database, config.snapshots);
  if (!territories) return std::unexpected(territories.error());
  models.territories = *territories;
  auto observatory = observatory::load(database, *models.territories, config.snapshots);
  if (!observatory) return std::unexpected(observatory.error());
  models.observatory = *observatory;
  const auto bundle = ingest::Bundle::open(config.data);
  if (!bundle) return std::unexpected(bundle.error());
  for (const auto& [prefix, into] : {std::pair{"geo/light", &models.contours}, std::pair{"geo/fine", &models.fine}}) {
    auto loaded = contours(config, *bundle, prefix);
    if (!loaded) return std::unexpected(loaded.error());
    *into = *loaded;
  }
  const auto overview = contours(config, *bundle, "geo/overview");
  if (!overview) return std::unexpected(overview.error());
  auto france = geo::OverviewMap::make(**overview);
  if (!france) return std::unexpected(france.error());
  models.france = std::make_shared<const geo::OverviewMap>(std::move(*france));
  models.locators = dossier::prepare_locators(*models.territories, *models.contours);
  return models;
}

Result<World> build_world(const Config& config, db::Database& database, std::function<std::string()> metrics) {
  auto models = load_models(config, database);
  if (!models) return std::unexpected(models.error());
  World world{std::move(*models), nullptr, nullptr};
  world.site = make_site(config, world.dossier);
  world.dossier.site = world.site;
  std::vector<plug::Contribution> contributions{territories::contribution(world.dossier.territories, world.site), dossier::contribution(world.dossier)};
  discover::Surroundings around;
  around.territories = world.dossier.territories;
  around.site = world.site;
  around.program_version = CATALYSE_VERSION;
  around.data_version = snapshot_version(world.dossier).substr(0, 12);
  around.metrics = std::move(metrics);
  around.healthy = [&database] {
    bool answered = false;
    database.read([&](db::Transaction& tx) { answered = tx.rows<std::int64_t>("SELECT 1").size() == 1; });
    return answered;
  };
  for (const auto& contribution : contributions) around.sitemaps.insert(around.sitemaps.end(), contribution.sitemaps.begin(), contribution.sitemaps.end());
  for (const auto& feature : features()) {
    if (!feature.openapi.empty()) around.openapi.push_back(feature.openapi);
  }
  contributions.push_back(discover::contribution(around));
  http::RouterOptions options;
  for (auto& contribution : contributions) std::ranges::move(contribution.routes, std::back_inserter(options.routes));
  const auto assets = web::assets();
  options.assets.assign(assets.begin(), assets.end());
  options.error_page = web::error_page(*world.site);
  options.version = std::string(CATALYSE_VERSION) + "-" + snapshot_version(world.dossier);
  options.page_cache_bytes = config.page_cache_megabytes << 20U;
  auto router = std::make_shared<http::Router>(std::move(options));
  world.site->style = router->asset_address("catalyse.css");
  world.site->icon = router->asset_address("icone.svg");
  world.site->script = router->asset_address("recherche.js");
  world.router = std::move(router);
  return world;
}

}  // namespace catalyse::app
