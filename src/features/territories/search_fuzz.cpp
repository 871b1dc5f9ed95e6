// Search over any bytes: it ends, its hits are places, best first, and the next query is not disturbed.
#include <cstdint>
#include <cstdlib>

#include "build.hpp"

using namespace catalyse::territories;

namespace {

std::shared_ptr<const Territories> model() {
  Records records;
  records.population_year = 2023;
  records.version = "fuzz";
  records.regions.push_back({"region", "28", "Normandie", "", "76540", "metro", 0});
  records.departements.push_back({"departement", "76", "Seine-Maritime", "28", "76540", "metro", 3});
  records.epci.push_back({"200023414", "Métropole Rouen Normandie", "METRO", "FPU", ""});
  const auto add = [&](const char* code, const char* name, std::int64_t population) {
    CommuneRecord commune;
    commune.code = code;
    commune.name = name;
    commune.kind = "commune";
    commune.departement = "76";
    commune.region = "28";
    commune.epci = "200023414";
    commune.population = population;
    records.communes.push_back(commune);
    records.postcodes.push_back({code, "76000", ""});
  };
  add("76540", "Rouen", 117662);
  add("76575", "Saint-Étienne-du-Rouvray", 29518);
  add("76681", "Sotteville-lès-Rouen", 29003);
  add("76351", "Le Havre", 166687);
  records.names.push_back({"76351", "Rouelles", "former-name"});
  records.passage.push_back({"76539", "Rouelles", "76351", "merge", "", "", 1});
  return build(records);
}

void require(bool held) {
  if (!held) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto places = model();
  const std::string_view words(reinterpret_cast<const char*>(data), size);
  std::size_t total = 0;
  const auto hits = places->search(words, {.limit = 3, .level = {}}, &total);
  require(total <= places->size() && hits.size() == std::min<std::size_t>(total, 3));
  for (std::size_t i = 0; i < hits.size(); ++i) {
    require(hits[i].place < places->size() && !hits[i].matched.empty());
    require(i == 0 || hits[i - 1].score >= hits[i].score);
  }
  require(places->search("sotteville").at(0).place == places->search("76681").at(0).place);
  (void)places->successors(words);
  return 0;
}
