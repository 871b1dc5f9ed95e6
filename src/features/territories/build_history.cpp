#include <set>

#include "build.hpp"

namespace catalyse::territories {

namespace {

PassageKind passage_kind(const std::string& kind) {
  if (kind == "split") return PassageKind::split;
  if (kind == "change") return PassageKind::change;
  if (kind == "delegated" || kind == "deleguee") return PassageKind::delegated;
  if (kind == "associated" || kind == "associee") return PassageKind::associated;
  if (kind == "uncertain") return PassageKind::uncertain;
  return PassageKind::merge;
}

// Delegated and associated communes first (they still have a name of their own), then the other codes that led here.
void build_former(Draft& d) {
  Lists<FormerRow> former(d.out.places.size());
  std::set<std::pair<PlaceIndex, std::string>> known;
  const auto add = [&](const std::string& parent, const std::string& code, const std::string& name,
                       const std::string& kind) {
    const auto place = Draft::find(d.communes, parent);
    if (place == kNowhere || !known.emplace(place, code).second) return;
    former.add(place, {d.pool.add(code), d.pool.add(name), static_cast<std::uint32_t>(passage_kind(kind))});
  };
  for (const auto& part : d.records.delegated) add(part.parent, part.code, part.name, part.kind);
  for (const auto& step : d.records.passage) {
    if (step.kind != "uncertain") add(step.new_code, step.old_code, step.old_name, step.kind);
  }
  former.lay(d.out.former_at, d.out.former);
}

void build_passage(Draft& d) {
  std::map<std::string, std::vector<Carry>> steps;
  for (const auto& step : d.records.passage) {
    const auto place = Draft::find(d.communes, step.new_code);
    // A code in force keeps its own figures and its own page, whatever a source says of its past.
    if (place == kNowhere || d.communes.contains(step.old_code)) continue;
    steps[step.old_code].push_back({step.weight, place, passage_kind(step.kind)});
  }
  d.out.passage_at.assign(1, 0);
  for (auto& [code, successors] : steps) {
    std::ranges::sort(successors, {}, [](const Carry& c) { return std::pair(-c.weight, c.place); });
    d.out.passage_codes.push_back(d.pool.add(code));
    d.out.passage.insert(d.out.passage.end(), successors.begin(), successors.end());
    d.out.passage_at.push_back(static_cast<std::uint32_t>(d.out.passage.size()));
  }
}

void build_restorations(Draft& d) {
  for (const auto& restored : d.records.restored) {
    const Restoration one{Draft::find(d.communes, restored.code), Draft::find(d.communes, restored.from_code),
                          restored.since.empty() ? 0U : static_cast<std::uint32_t>(std::stoul(restored.since))};
    if (one.commune != kNowhere && one.from != kNowhere) d.out.restorations.push_back(one);
  }
  std::ranges::sort(d.out.restorations, {}, &Restoration::commune);
}

void build_postcodes(Draft& d) {
  Lists<Ref> postcodes(d.out.places.size());
  std::set<std::pair<PlaceIndex, std::string>> known;  // in order of place and postcode, each once
  for (const auto& postcode : d.records.postcodes) {
    const auto place = Draft::find(d.communes, postcode.code);
    if (place != kNowhere) known.emplace(place, postcode.postcode);
  }
  for (const auto& [place, postcode] : known) postcodes.add(place, d.pool.add(postcode));
  postcodes.lay(d.out.postcodes_at, d.out.postcodes);
}

}  // namespace

void build_history(Draft& d) {
  build_former(d);
  build_passage(d);
  build_restorations(d);
  build_postcodes(d);
}

}  // namespace catalyse::territories
