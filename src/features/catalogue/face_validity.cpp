#include "face_validity.hpp"

#include <algorithm>
#include <array>

#include "messages.hpp"
#include "text/numbers.hpp"
#include "text/phrases.hpp"
#include "web/components.hpp"
#include "web/i18n.hpp"

namespace catalyse::catalogue {
namespace {

using core::Language;
using territories::PlaceIndex;
using web::say;

struct Case {
  std::string_view code;
  const web::Message* kind;
  std::array<std::string_view, 6> expected;
};

constexpr std::array kCases{
    Case{"76540", &msg::validity_metropolis_centre, {"14118", "49007", "21231", "37261", "45234", "54395"}},
    Case{"69123", &msg::validity_metropolis, {"13055", "31555", "33063", "44109", "06088", "59350"}},
    Case{"93048", &msg::validity_suburb, {"93066", "94041", "94076", "93001", "94081", "92025"}},
    Case{"48095", &msg::validity_rural_prefecture, {"46042", "09122", "23096", "07186", "04070", "15014"}},
    Case{"71153", &msg::validity_industrial, {"71306", "03185", "18279", "08409", "59574", "52448"}},
    Case{"44055", &msg::validity_seaside, {"85194", "17306", "62826", "14220", "14715", "33009"}},
    Case{"74056", &msg::validity_mountain, {"74173", "74191", "73304", "05023", "73296", "74014"}},
    Case{"05157", &msg::validity_mountain_village, {"05007", "05038", "05077", "05120", "73047", "73040"}},
    Case{"29155", &msg::validity_island, {"29083", "56069", "56152", "56085", "22016", "56086"}},
    Case{"97411", &msg::validity_overseas, {"97209", "97415", "97416", "97101", "97422", "97302"}},
    Case{"35210", &msg::validity_periurban, {"35334", "35051", "35055", "44114", "44172", "31149"}},
    Case{"33394", &msg::validity_wine, {"89068", "21295", "21412", "68277", "68078", "18241"}},
    Case{"87011", &msg::validity_market_town, {"23176", "16106", "86165", "36018", "19275", "03036"}},
    Case{"75112", &msg::validity_arrondissement, {"75111", "75110", "75114", "75120", "75118", "75113"}},
};

std::string names(const Holdings& holdings, std::span<const PlaceIndex> places, Language language) {
  std::vector<std::string> all;
  for (const auto place : places) all.emplace_back(holdings.territories->place(place).name);
  return text::list(all, language);
}

}  // namespace

std::string face_validity_table(const Holdings& holdings, Language language) {
  web::Table table;
  table.id = "c-validity";
  table.caption = say(language, msg::validity_caption);
  for (const auto* column : {&msg::validity_place, &msg::validity_expected, &msg::validity_obtained})
    table.columns.push_back({say(language, *column)});
  table.columns.push_back({say(language, msg::validity_found), web::Align::number});
  for (const auto& one : kCases) {
    const auto code = core::PlaceCode::parse(one.code);
    const auto place = code ? holdings.territories->find(*code) : std::nullopt;
    if (!place) continue;
    const auto peers = holdings.observatory->peers(*place);
    if (!peers) continue;
    std::vector<PlaceIndex> expected, nearest;
    for (const auto wanted : one.expected) {
      const auto parsed = core::PlaceCode::parse(wanted);
      if (const auto found = parsed ? holdings.territories->find(*parsed) : std::nullopt) expected.push_back(*found);
    }
    for (std::size_t i = 0; i < std::min<std::size_t>(6, peers->list.size()); ++i)
      nearest.push_back(peers->list[i].place);
    const auto met = std::ranges::count_if(expected, [&](PlaceIndex wanted) {
      return std::ranges::find(peers->list, wanted, &observatory::Peer::place) != peers->list.end();
    });
    web::Cell name{std::string(holdings.territories->place(*place).name),
                   web::localised(language, territories::address(holdings.territories->place(*place)))};
    name.note = say(language, *one.kind);
    table.rows.push_back({std::move(name),
                          {names(holdings, expected, language)},
                          {names(holdings, nearest, language)},
                          {say(language, msg::validity_count,
                               {{"n", std::to_string(met)}, {"total", std::to_string(expected.size())}})}});
  }
  return web::table(table);
}

}  // namespace catalyse::catalogue
