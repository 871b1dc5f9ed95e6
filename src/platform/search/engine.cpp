#include <algorithm>
#include <mutex>
#include <stdexcept>

#include "answer.hpp"
#include "core/digest.hpp"
#include "generations.hpp"
#include "index.hpp"
#include "search/search.hpp"

namespace catalyse::search {

struct Engine::State {
  EngineOptions options;
  mutable std::mutex reading;  // guards the two below
  std::vector<Generation> generations;
  std::shared_ptr<const Index> index;
  std::mutex writing;  // one refresh at a time

  [[nodiscard]] std::shared_ptr<const Index> now() const {
    const std::lock_guard lock(reading);
    return index;
  }
  void set(std::vector<Generation> all) {
    std::vector<std::shared_ptr<const Shard>> shards;
    for (const auto& one : all) shards.push_back(one.shard);
    auto made = std::make_shared<const Index>(std::move(shards));
    const std::lock_guard lock(reading);
    generations = std::move(all);
    index = std::move(made);
  }
  using Which = std::function<bool(const Source&)>;
  // A source that cannot be read now (the record is away) leaves the index as it is.
  core::Result<void> renew(Make make, const Which& which) try {
    const std::lock_guard lock(writing);
    std::error_code ignored;  // a folder that cannot be made shows when the first shard is written
    std::filesystem::create_directories(options.folder, ignored);
    remove_leftovers(options.folder);
    auto all = generations;
    all.resize(options.sources.size());
    bool changed = index == nullptr;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto& source = options.sources[i];
      if (!which(source)) continue;
      if (make == Make::when_needed && all[i].shard && all[i].version == source.version()) continue;
      auto made = open_or_make(options.folder, source, make, options.log);
      if (!made) return std::unexpected(made.error());
      all[i] = std::move(*made);
      changed = true;
    }
    if (changed) set(std::move(all));
    return {};
  } catch (const std::exception& error) {
    return core::fail(core::ErrorKind::unavailable, "search.unavailable", error.what());
  }
  static bool every(const Source&) { return true; }
};

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

core::Result<Engine> Engine::open(EngineOptions options) {
  auto state = std::make_unique<State>();
  state->options = std::move(options);
  if (!state->options.log) state->options.log = [](std::string_view) {};
  if (auto made = state->renew(Make::when_needed, State::every); !made) return std::unexpected(made.error());
  return Engine(std::move(state));
}

core::Result<Answer> Engine::ask(const Question& question) const {
  const auto index = state_->now();
  try {
    return answer({*index, state_->options}, question);
  } catch (const std::runtime_error& error) {
    return core::fail(core::ErrorKind::unavailable, "search.unavailable", error.what());
  }
}

core::Result<void> Engine::refresh() { return state_->renew(Make::when_needed, State::every); }
core::Result<void> Engine::reindex() { return state_->renew(Make::always, State::every); }

core::Result<void> Engine::refresh(std::string_view source) {
  if (std::ranges::find(state_->options.sources, source, &Source::name) == state_->options.sources.end())
    return core::fail(core::ErrorKind::not_found, "search.source", std::string(source));
  return state_->renew(Make::when_needed, [&](const Source& one) { return one.name == source; });
}
core::Result<void> Engine::refresh_live() {
  return state_->renew(Make::when_needed, [](const Source& one) { return one.live; });
}

std::vector<ShardReport> Engine::report() const {
  const std::lock_guard lock(state_->reading);
  std::vector<ShardReport> all;
  for (const auto& one : state_->generations)
    all.push_back({one.shard->source, one.shard->size, one.shard->bytes, one.seconds});
  return all;
}

const std::vector<Source>& Engine::sources() const { return state_->options.sources; }

std::string Engine::version() const {
  const std::lock_guard lock(state_->reading);
  std::string all;
  for (const auto& one : state_->generations) all += one.shard->source + '\0' + one.version + '\0';
  return core::sha256(all);
}

bool Engine::healthy() const {
  const auto index = state_->now();
  return std::ranges::all_of(index->shards, [](const auto& shard) { return shard->readable(); });
}

}  // namespace catalyse::search
