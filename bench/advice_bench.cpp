// What a self-assessment advises for weak answers: resources, cases and measures with a reason each, for every question
// of the seven levers at once, over the shipped library and case base, from each place of the small France of
// tests/world. Run from the root of the tree.
#include <filesystem>
#include <random>

#include "ingest/versions.hpp"
#include "library/advice.hpp"
#include "library/testing.hpp"
#include "measures.hpp"
#include "territories/importers.hpp"
#include "territories/reader_place.hpp"

namespace {

using namespace catalyse;
using namespace catalyse::bench;

constexpr int kRounds = 5;
constexpr std::size_t kPlaces = 200;

struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("advice_bench_" + std::to_string(std::random_device()()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
};

template <class T>
T or_throw(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message_id + ": " + result.error().note);
  return std::move(*result);
}

}  // namespace

int main() {
  const Folder folder;
  auto database = or_throw(db::Database::open("sqlite:" + (folder.path / "bench.db").string()));
  auto all = library::testing::migrations();
  for (const auto part : {ingest::version_migrations(), territories::migrations()})
    all.insert(all.end(), part.begin(), part.end());
  if (!database.migrate(all)) return 1;
  const auto places = or_throw(ingest::Bundle::open("tests/world"));
  for (const auto& importer : territories::importers()) (void)or_throw(importer.run(places, database, {}));
  library::Context context;
  context.territories = or_throw(territories::load(database, folder.path));
  context.site = std::make_shared<const web::Site>();
  library::testing::load(database, context);
  std::vector<std::string_view> questions;
  for (const auto& lever : context.shelf->levers())
    for (const auto& question : lever.questions) questions.emplace_back(question.id);
  const auto count = std::min<std::size_t>(kPlaces, context.territories->size());
  Times times(count);
  std::size_t advised = 0;
  for (int round = 0; round < kRounds; ++round) {
    times.next_round();
    for (std::size_t i = 0; i < count; ++i) {
      const auto place = static_cast<territories::PlaceIndex>(i * context.territories->size() / count);
      const auto code = territories::code_of(context.territories->place(place));
      times.take(i, [&] {
        for (const auto& some : library::advise(context, questions, {.most = 3, .place = code, .language = {}}))
          advised += some.size();
      });
    }
  }
  if (advised == 0) return 1;
  const auto over = std::to_string(questions.size()) + " questions, " +
                    std::to_string(context.shelf->resources().size()) + " resources, the shipped cases and measures";
  print({{"name", "advice for weak answers, " + over + ", median"}, {"value", times.at(0.5)}, {"unit", "ms"}});
  print({{"name", "advice for weak answers, " + over + ", p99"}, {"value", times.at(0.99)}, {"unit", "ms"}});
}
