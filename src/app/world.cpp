#include "world.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <thread>

#include "assessment/assessment.hpp"
#include "build_id.hpp"
#include "cartography/cartography.hpp"
#include "catalogue/catalogue.hpp"
#include "comparisons/comparisons.hpp"
#include "contributions/contributions.hpp"
#include "core/clock.hpp"
#include "core/digest.hpp"
#include "discover/discover.hpp"
#include "editorial/leaving.hpp"
#include "examples/examples.hpp"
#include "finder/finder.hpp"
#include "geo/overview.hpp"
#include "geo/tiles.hpp"
#include "ingest/versions.hpp"
#include "observatory/comparables_rules.hpp"
#include "observatory/importers.hpp"
#include "perimeters/perimeters.hpp"
#include "projects/importers.hpp"
#include "projects/pages.hpp"
#include "secrets/seal.hpp"
#include "territories/importers.hpp"
#include "territories/pages.hpp"
#include "text/numbers.hpp"
#include "tracker/tracker.hpp"
#include "web/assets.hpp"

namespace catalyse::app {
namespace {

using core::Result;
using ContoursPointer = std::shared_ptr<const geo::Contours>;

// Contours of the bundle's TopoJSON whose path starts with `prefix`: the mapped image where it is of these files, made
// anew otherwise.
Result<ContoursPointer> contours(const Config& config, const ingest::Bundle& bundle, std::string_view prefix) {
  std::vector<const ingest::Resource*> files;
  std::string hashes;
  for (const auto* resource : bundle.of_set("contours")) {
    if (!resource->path.starts_with(prefix) || resource->format != "topojson") continue;
    files.push_back(resource);
    hashes += resource->hash;
  }
  if (files.empty())
    return core::fail(core::ErrorKind::not_found, "app.data.missing",
                      "the bundle holds no contours at " + std::string(prefix));
  const auto source = core::sha256(hashes);
  const auto name = std::filesystem::path(prefix).filename().string();
  const auto image = config.snapshots / ("contours-" + name + "-" + source.substr(0, 16) + ".img");
  if (auto mapped = geo::Contours::load(image, source))
    return std::make_shared<const geo::Contours>(std::move(*mapped));
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

// The tiles of these contours: the file where it is of them, cut anew otherwise.
Result<std::shared_ptr<const geo::Tiles>> tiles(const Config& config, const geo::Contours& contours) {
  const auto source = contours.source();
  const auto file = config.snapshots / ("tiles-" + std::string(source.substr(0, 16)) + ".img");
  if (auto mapped = geo::Tiles::load(file, source)) return std::make_shared<const geo::Tiles>(std::move(*mapped));
  auto cut = geo::Tiles::cut(contours, std::max(1U, std::thread::hardware_concurrency()));
  if (!cut) return std::unexpected(cut.error());
  if (auto saved = cut->save(file); !saved) return std::unexpected(saved.error());
  return std::make_shared<const geo::Tiles>(std::move(*cut));
}

Result<void> load_maps(const Config& config, const ingest::Bundle& bundle, Models& all) {
  auto& models = all.dossier;
  ContoursPointer overview;
  for (const auto& [prefix, into] : {std::pair{"geo/light", &models.contours}, std::pair{"geo/fine", &models.fine},
                                     std::pair{"geo/overview", &overview}}) {
    auto loaded = contours(config, bundle, prefix);
    if (!loaded) return std::unexpected(loaded.error());
    *into = *loaded;
  }
  auto france = geo::OverviewMap::make(*overview, {.tolerance = 1, .decimals = 0});
  if (!france) return std::unexpected(france.error());
  auto same_scale = geo::OverviewMap::make(*overview, {.tolerance = 1, .decimals = 0}, geo::Overseas::same_scale);
  if (!same_scale) return std::unexpected(same_scale.error());
  models.france = std::make_shared<const geo::OverviewMap>(std::move(*france));
  all.same_scale = std::make_shared<const geo::OverviewMap>(std::move(*same_scale));
  models.locators = dossier::prepare_locators(*models.territories, *models.contours);
  models.lexicon = dossier::prepare_lexicon(*models.territories, *models.observatory);
  return {};
}

std::string short_version(const Models& models) {
  return std::string(models.dossier.observatory->version().substr(0, 12));
}

std::shared_ptr<web::Site> make_site(const Config& config, const Models& models) {
  auto site = std::make_shared<web::Site>();
  site->base_url = config.public_url();
  const auto year = text::year(models.dossier.territories->population_year());
  site->data_fr = discover::data_line(core::Language::fr, year, short_version(models));
  site->data_en = discover::data_line(core::Language::en, year, short_version(models));
  site->ways = discover::ways();
  site->ways.push_back(accounts::way_in());
  site->own.push_back(contributions::own_pages());
  site->own.push_back(library::own_pages());
  site->own.push_back(perimeters::own_pages());
  site->footer = discover::footer();
  web::use_assets(*site);
  return site;
}

// Whether the record can be read now.
bool answers(const db::Database& database) {
  bool found = false;
  try {
    database.read([&](db::Transaction& tx) {
      const auto current = ingest::current_version(tx, "territoires");
      found = current && current->has_value();
    });
  } catch (const db::Failure&) {
    return false;
  }
  return found;
}

// What changed between two versions of a set; `database` outlives the world.
catalogue::Changes changes_of(const Config& config, db::Database& database) {
  return [&database, folder = config.snapshots](std::string_view set, std::int64_t older,
                                                std::int64_t newer) -> Result<observatory::VersionChanges> {
    observatory::VersionChanges changes;
    if (set != "territoires") {
      database.read([&](db::Transaction& tx) { changes = observatory::changes_between(tx, older, newer); });
      return changes;
    }
    const auto before = territories::load_versions(database, folder, older, std::nullopt);
    if (!before) return std::unexpected(before.error());
    const auto after = territories::load_versions(database, folder, newer, std::nullopt);
    if (!after) return std::unexpected(after.error());
    const auto missing = [](const territories::Territories& all, const territories::Territories& from,
                            std::vector<std::string>& names) {
      for (territories::PlaceIndex place = 0; place < all.size(); ++place) {
        const auto code = core::PlaceCode::make(all.place(place).level, all.place(place).code);
        if (code && !from.find(*code)) names.push_back(code->text());
      }
    };
    missing(**after, **before, changes.places_added);
    missing(**before, **after, changes.places_removed);
    return changes;
  };
}

catalogue::Holdings holdings(const World& world, const Config& config, db::Database& database) {
  const auto& models = world.models;
  catalogue::Holdings all{
      models.dossier.territories, models.dossier.observatory, models.bundle, world.site, config.publisher, {}, {}};
  database.read([&](db::Transaction& tx) {
    const auto deposits = observatory::deposited_sets(tx);
    for (auto& version : ingest::versions(tx)) {
      catalogue::SetVersion one{std::move(version), std::nullopt};
      const auto found = std::ranges::find(deposits, one.version.id, &observatory::DepositedSet::version);
      if (found != deposits.end()) one.deposit = *found;
      all.versions.push_back(std::move(one));
    }
  });
  all.changes = changes_of(config, database);
  return all;
}

// The sets that a room shows whole as one list, which it also gives as CSV.
std::vector<catalogue::WholeList> whole_lists(const std::vector<plug::Contribution>& all) {
  std::vector<catalogue::WholeList> lists;
  for (const auto& [set, path] : {std::pair<std::string, std::string>{"projets", "/projets"}, {"cas", "/cas"}}) {
    for (const auto& contribution : all) {
      const auto route = std::ranges::find(contribution.routes, path, &http::Route::pattern);
      if (route == contribution.routes.end()) continue;
      lists.push_back({set, [handler = route->handler, path] {
                         http::Request request;
                         request.path = path;
                         request.form = http::Form::csv;
                         return handler(request);
                       }});
    }
  }
  return lists;
}

tracker::Context tracking(const World& world, db::Database& database) {
  auto context = tracker::context(database, world.site, world.models.dossier.clock);
  context.name_of = [accounts = world.accounts](std::string_view person, core::Language language) {
    return accounts::public_name(*accounts, person, language);
  };
  return context;
}

// The index of what every room gives to be found; made when it is missing, damaged or of other data.
Result<std::shared_ptr<search::Engine>> open_search(const Config& config, const Models& models,
                                                    const std::vector<plug::Contribution>& all) {
  search::EngineOptions options;
  options.folder = config.snapshots / "search";
  for (const auto& contribution : all)
    options.sources.insert(options.sources.end(), contribution.searchable.begin(), contribution.searchable.end());
  options.place_label = [territories = models.dossier.territories](std::string_view code, core::Language) {
    return finder::place_label(*territories, code);
  };
  options.log = write_log_line;
  auto engine = search::Engine::open(std::move(options));
  if (!engine) return std::unexpected(engine.error());
  return std::make_shared<search::Engine>(std::move(*engine));
}

// The place and its peers under these weights, as codes.
Result<std::vector<std::string>> comparables(const dossier::Context& models, const core::PlaceCode& code,
                                             std::string_view weights) {
  const auto place = models.territories->find(code);
  if (!place) return {};
  observatory::PeerOptions options;
  auto asked = observatory::parse_weights(weights, models.observatory->variables(code.level()));
  if (!asked) return std::unexpected(asked.error());
  options.weights = std::move(*asked);
  const auto peers = models.observatory->peers(*place, options);
  if (!peers) return std::unexpected(peers.error());
  if (peers->list.empty()) return {};
  std::vector<std::string> codes{code.text()};
  for (const auto& peer : peers->list) {
    const auto& one = models.territories->place(peer.place);
    codes.push_back(std::string(core::level_name(one.level)) + ":" + std::string(one.code));
  }
  return codes;
}

// Those who wrote a version of what is public.
std::vector<std::string> authors_of(const editorial::Desk& desk, std::string_view item) {
  std::vector<std::string> all;
  for (auto& version : desk.versions(item)) all.push_back(std::move(version.author));
  return all;
}

// `world.search` is opened for what these rooms give to be found.
Result<std::vector<plug::Contribution>> all_contributions(World& world, const Config& config, db::Database& database,
                                                          std::function<std::string()> metrics) {
  const auto& models = world.models;
  const auto& found = models.dossier.perimeters;
  const auto programmes = tracking(world, database);
  const library::Context shelf{models.shelf,
                               models.cases,
                               models.dossier.territories,
                               world.site,
                               programmes,
                               assessment::standing(database),
                               &database,
                               assessment::own_standings(database)};
  auto followed = programmes;
  followed.related = library::related(shelf);
  const cartography::Context maps{models.dossier.territories,
                                  models.dossier.observatory,
                                  models.dossier.contours,
                                  models.dossier.france,
                                  world.site,
                                  models.tiles,
                                  found,
                                  models.same_scale};
  const cases::Context sheets{models.cases, models.dossier.territories, models.dossier.observatory,
                              world.site,   models.dossier.clock,       found};
  const projects::Context funded{models.dossier.territories,
                                 models.dossier.observatory,
                                 models.projects,
                                 models.dossier.contours,
                                 models.dossier.france,
                                 world.site,
                                 found};
  std::vector<plug::Contribution> all{
      territories::contribution(models.dossier.territories, world.site),
      cartography::contribution(maps),
      cases::contribution(sheets),
      comparisons::contribution({models.dossier.territories, models.dossier.observatory, world.site, found}),
      perimeters::contribution({models.dossier.territories, models.dossier.observatory, models.dossier.contours,
                                models.dossier.fine, world.site, found, &database}),
      projects::contribution(funded),
      tracker::contribution(followed),
      library::contribution(shelf),
      assessment::contribution({shelf, models.dossier.observatory, models.dossier.clock, &database})};
  auto held = holdings(world, config, database);
  held.lists = whole_lists(all);
  all.push_back(catalogue::contribution(held));
  all.push_back(accounts::contribution(world.accounts, world.site));
  all.push_back(
      examples::contribution({&database, models.cases, world.accounts, world.site, models.dossier.clock,
                              [desk = world.desk](std::string_view item) { return authors_of(*desk, item); }}));
  contributions::Context written{world.desk, world.reports, {}, models.dossier.territories, world.accounts, world.site};
  written.exchanges = {{"cas", {"/cas.json", "/cas.csv", "/api/v1/cas/schema"}},
                       {"ressource", {"/ressources.json", "/ressources.csv", "/api/v1/ressources/schema"}},
                       {"parcours", {{}, {}, "/api/v1/parcours/schema"}}};
  for (auto& feature : features()) std::ranges::move(feature.contributed, std::back_inserter(written.kinds));
  // The titles of the levers are contents: forms say those that are published.
  for (auto& named : library::contributed(models.shelf))
    *std::ranges::find(written.kinds, named.kind, &plug::Contributed::kind) = std::move(named);
  all.push_back(contributions::contribution(written));
  auto places = models.dossier;
  for (const auto& contribution : all)
    places.sections.insert(places.sections.end(), contribution.sections.begin(), contribution.sections.end());
  places.theme_sections = {cases::theme_section(sheets), projects::theme_section(funded)};
  all.push_back(dossier::contribution(places));
  discover::Surroundings around;
  around.territories = models.dossier.territories;
  around.site = world.site;
  around.program_version = program_version();
  around.data_version = short_version(models);
  around.publisher = config.publisher;
  around.contact = config.contact;
  around.started = core::SystemClock().now();
  around.metrics = std::move(metrics);
  auto engine = open_search(config, models, all);
  if (!engine) return std::unexpected(engine.error());
  all.push_back(finder::contribution({*engine, models.dossier.territories, world.site,
                                      [known = models.dossier](const core::PlaceCode& code, std::string_view weights) {
                                        return comparables(known, code, weights);
                                      },
                                      found}));
  around.healthy = [&database, engine = *engine] { return answers(database) && engine->healthy(); };
  world.search = *engine;
  for (const auto& contribution : all)
    around.sitemaps.insert(around.sitemaps.end(), contribution.sitemaps.begin(), contribution.sitemaps.end());
  around.embeds = {cartography::embed(maps), cases::embed(sheets)};
  for (const auto& feature : features()) {
    if (!feature.openapi.empty()) around.openapi.push_back(feature.openapi);
  }
  all.push_back(discover::contribution(around));
  return all;
}

// Everything that a page may show beside its address: another build, other data or other settings are other pages.
std::string page_version(const Config& config, const Models& models) {
  const auto settings = core::sha256(config.public_url() + '\n' + config.publisher + '\n' + config.contact + '\n' +
                                     cases::content_version(*models.cases) + models.shelf->version());
  return program_version() + "-" + build_id() + "-" + std::string(models.dossier.observatory->version()) + "-" +
         std::string(models.projects->version().substr(0, 16)) + "-" + settings.substr(0, 16);
}

Result<std::shared_ptr<const http::Router>> make_router(World& world, const Config& config, db::Database& database,
                                                        std::function<std::string()> metrics) {
  http::RouterOptions options;
  options.gate = accounts::gate(world.accounts);
  auto all = all_contributions(world, config, database, std::move(metrics));
  if (!all) return std::unexpected(all.error());
  for (auto& contribution : *all) std::ranges::move(contribution.routes, std::back_inserter(options.routes));
  const auto assets = web::assets();
  options.assets.assign(assets.begin(), assets.end());
  options.error_page = web::error_page(*world.site);
  options.log = write_log_line;
  options.version = page_version(config, world.models);
  options.page_cache_bytes = config.page_cache_megabytes << 20U;
  return std::make_shared<const http::Router>(std::move(options));
}

// Makes the router again when what was contributed has changed; one at a time, so that the last one shows the last
// change. The desk and the front are not kept here: they keep this.
class Again {
 public:
  Again(const Config& config, db::Database& database, std::function<std::string()> metrics)
      : config_(config), database_(database), metrics_(std::move(metrics)) {}
  void remember(const World& world) {
    world_ = world;
    desk_ = std::exchange(world_.desk, nullptr);
    front_ = std::exchange(world_.front, nullptr);
  }
  Result<void> make() {
    const std::scoped_lock lock(mutex_);
    world_.models.cases = cases::load_base(database_, world_.models.dossier.territories);
    world_.models.shelf = library::load_shelf(database_);
    World now = world_;
    now.desk = desk_.lock();
    auto router = make_router(now, config_, database_, metrics_);
    if (!router) return std::unexpected(router.error());
    world_.search = now.search;
    if (const auto front = front_.lock()) front->show(std::move(*router), now.search);
    return {};
  }
  // What is public stays as it was shown, and is right again after the next change or start.
  void make_and_log() {
    if (const auto made = make(); !made)
      write_log_line("{\"problem\":\"publication not shown\",\"cause\":\"" + made.error().message_id + "\"}");
  }
  [[nodiscard]] std::shared_ptr<search::Engine> search() const { return world_.search; }

 private:
  const Config& config_;
  db::Database& database_;
  std::function<std::string()> metrics_;
  World world_;
  std::weak_ptr<editorial::Desk> desk_;
  std::weak_ptr<Front> front_;
  std::mutex mutex_;
};

editorial::Setting editorial_setting(const World& world) {
  editorial::Setting setting{.allows = contributions::permissions(world.models.dossier.territories)};
  setting.clock = world.models.dossier.clock.get();
  setting.journal = contributions::journal(*setting.clock);
  return setting;
}

std::shared_ptr<editorial::Desk> make_desk(db::Database& database, editorial::Setting setting) {
  std::vector<const editorial::Kind*> kinds;
  for (const auto& feature : features())
    for (const auto& one : feature.contributed) kinds.push_back(one.kind);
  return std::make_shared<editorial::Desk>(database, std::move(kinds), std::move(setting));
}

}  // namespace

Result<Models> load_models(const Config& config, db::Database& database) {
  std::error_code ignored;  // a folder that cannot be made shows when the first snapshot is written
  std::filesystem::create_directories(config.snapshots, ignored);
  Models models;
  auto territories = territories::load(database, config.snapshots);
  if (!territories) return std::unexpected(territories.error());
  models.dossier.territories = *territories;
  auto observatory = observatory::load(database, *models.dossier.territories, config.snapshots);
  if (!observatory) return std::unexpected(observatory.error());
  models.dossier.observatory = *observatory;
  auto funded = projects::load(database, models.dossier.territories, config.snapshots);
  if (!funded) return std::unexpected(funded.error());
  models.projects = *funded;
  auto bundle = ingest::Bundle::open(config.data);
  if (!bundle) return std::unexpected(bundle.error());
  models.bundle = std::make_shared<const ingest::Bundle>(std::move(*bundle));
  if (auto maps = load_maps(config, *models.bundle, models); !maps) return std::unexpected(maps.error());
  return models;
}

namespace {

Result<accounts::IdentityProvider> identity_provider(const Config& config, const core::Clock& clock) {
  oidc::Provider provider;
  provider.issuer = config.oidc_issuer;
  provider.client = config.oidc_client;
  std::ifstream file(config.oidc_secret);
  if (!std::getline(file, provider.secret))
    return core::fail(core::ErrorKind::unavailable, "app.config.malformed",
                      "oidc_secret: the file " + config.oidc_secret.string() + " cannot be read");
  provider.redirect = config.public_url() + "/connexion/retour";
  provider.scope = config.oidc_scope;
  provider.acr_values = config.oidc_acr;
  accounts::IdentityProvider found;
  found.name = config.oidc_name;
  found.client = std::make_shared<const oidc::Client>(std::move(provider), clock, oidc::over_the_network());
  if (config.oidc_join) found.join = accounts::ProviderJoin::anyone;
  if (config.oidc_trust_email) found.email = accounts::ProviderEmail::trusted;
  return found;
}

}  // namespace

Result<std::shared_ptr<const accounts::Accounts>> open_accounts(const Config& config, db::Database& database,
                                                                std::function<void()> erased) {
  static const core::SystemClock clock;
  auto key = secrets::load_key(config.key_file());
  if (!key) return std::unexpected(key.error());
  accounts::Settings settings{config.public_url()};
  const auto is_at = [&](std::string_view start) { return settings.base_url.starts_with(start); };
  if (!config.mail_server.empty())
    settings.mailing = accounts::Mailing::server;
  else if (is_at("http://127.0.0.1") || is_at("http://localhost") || is_at("http://[::1]"))
    settings.mailing = accounts::Mailing::outbox;
  settings.key = std::move(*key);
  settings.holdings = personal_holdings();
  settings.notices = notice_kinds();
  settings.leaving = editorial::drop_private_drafts;
  settings.erased = std::move(erased);
  settings.files = {config.snapshots};
  if (!config.oidc_issuer.empty()) {
    auto provider = identity_provider(config, clock);
    if (!provider) return std::unexpected(provider.error());
    settings.provider = std::move(*provider);
  }
  return std::make_shared<const accounts::Accounts>(database, clock, std::move(settings));
}

Result<World> build_world(const Config& config, db::Database& database, std::function<std::string()> metrics) {
  auto models = load_models(config, database);
  if (!models) return std::unexpected(models.error());
  World world;
  world.models = std::move(*models);
  auto cut = tiles(config, *world.models.dossier.contours);
  if (!cut) return std::unexpected(cut.error());
  world.models.tiles = *cut;
  const auto again = std::make_shared<Again>(config, database, std::move(metrics));
  // Kept by the desk; it keeps the accounts.
  auto accounts = open_accounts(config, database, [shown = std::weak_ptr(again)] {
    if (const auto now = shown.lock()) now->make_and_log();
  });
  if (!accounts) return std::unexpected(accounts.error());
  world.accounts = std::move(*accounts);
  world.site = make_site(config, world.models);
  world.models.dossier.site = world.site;
  world.models.dossier.perimeters =
      std::make_shared<const perimeters::Perimeters>(world.models.dossier.territories, &database);
  world.models.dossier.clock = std::make_shared<const core::SystemClock>();
  world.front = std::make_shared<Front>();
  auto setting = editorial_setting(world);
  world.reports = std::make_shared<editorial::ReportBox>(
      database, setting, contributions::answers_by_mail(config.public_url(), *setting.clock));
  setting.changed = [again] { again->make_and_log(); };
  world.desk = make_desk(database, std::move(setting));
  again->remember(world);
  if (auto made = again->make(); !made) return std::unexpected(made.error());
  world.search = again->search();
  return world;
}

void write_log_line(std::string_view line) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
}

std::string program_version() { return CATALYSE_VERSION; }

}  // namespace catalyse::app
