#include <algorithm>
#include <deque>
#include <mutex>
#include <stdexcept>

#include "answer.hpp"
#include "core/digest.hpp"
#include "cursor_rules.hpp"
#include "generations.hpp"
#include "index.hpp"
#include "search/search.hpp"

namespace catalyse::search {

namespace {

constexpr std::size_t kVersionDigits = 8;
// Versions that are kept for pages begun on them; they share all shards but those that changed.
constexpr std::size_t kFormer = 4;

}  // namespace

struct Engine::State {
  EngineOptions options;
  mutable std::mutex reading;  // guards the three below
  std::vector<Generation> generations;
  std::shared_ptr<const Index> index;
  std::deque<std::shared_ptr<const Index>> former;  // the latest first: pages go on where they began
  std::mutex writing;                               // one refresh at a time

  [[nodiscard]] std::shared_ptr<const Index> now() const {
    const std::lock_guard lock(reading);
    return index;
  }
  void set(std::vector<Generation> all) {
    std::vector<std::shared_ptr<const Shard>> shards;
    for (const auto& one : all) shards.push_back(one.shard);
    auto made = std::make_shared<const Index>(std::move(shards), version_of(all).substr(0, kVersionDigits));
    const std::lock_guard lock(reading);
    generations = std::move(all);
    if (index != nullptr) former.push_front(std::move(index));
    if (former.size() > kFormer) former.pop_back();
    index = std::move(made);
  }
  // The index that a cursor was made on, while it is kept; today's otherwise.
  [[nodiscard]] std::shared_ptr<const Index> of(const Question& question) const {
    if (question.cursor.empty()) return now();
    const auto cursor = read_cursor(question.cursor, question_digest(question));
    const std::lock_guard lock(reading);
    if (!cursor || cursor->version == index->version) return index;
    const auto kept = std::ranges::find(former, cursor->version, [](const auto& one) { return one->version; });
    return kept == former.end() ? index : *kept;
  }
  static std::string version_of(const std::vector<Generation>& generations) {
    std::string all;
    for (const auto& one : generations) all += one.shard->source + '\0' + one.version + '\0';
    return core::sha256(all);
  }
  [[nodiscard]] core::Result<Answer> ask(const Index& asked, const Question& question) const {
    try {
      return answer({asked, options}, question);
    } catch (const std::runtime_error& error) {
      return core::fail(core::ErrorKind::unavailable, "search.unavailable", error.what());
    }
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
  return state_->ask(*state_->of(question), question);
}

Moment Engine::now() const {
  return Moment(
      [state = state_.get(), index = state_->now()](const Question& question) { return state->ask(*index, question); });
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
  return State::version_of(state_->generations);
}

bool Engine::healthy() const {
  const auto index = state_->now();
  return std::ranges::all_of(index->shards, [](const auto& shard) { return shard->readable(); });
}

}  // namespace catalyse::search
