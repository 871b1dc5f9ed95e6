#include "list_rules.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "core/territory.hpp"
#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace catalyse::perimeters {
namespace {

using core::Level;
using core::PlaceCode;
using territories::Territories;

constexpr std::string_view kSpaces = " \t\r\v\f";

std::string_view trimmed(std::string_view text) {
  static constexpr std::string_view kNoBreak = "\xC2\xA0";
  while (true) {
    const auto before = text.size();
    while (!text.empty() && kSpaces.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
    while (!text.empty() && kSpaces.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
    if (text.starts_with(kNoBreak)) text.remove_prefix(2);
    if (text.ends_with(kNoBreak)) text.remove_suffix(2);
    // ="01001" is how a table keeps a zero from Excel.
    if (text.size() > 3 && text.starts_with("=\"") && text.ends_with('"')) text = text.substr(2, text.size() - 3);
    if (text.size() > 1 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
      text = text.substr(1, text.size() - 2);
    if (text.size() == before) return text;
  }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

std::string shown(std::string_view item) { return std::string(text::cut_utf8(item, kItemShown)); }

// Looks like a code: digits with at most the letter of Corsica, or a level before a colon.
bool looks_like_code(std::string_view word) {
  if (const auto colon = word.find(':'); colon != std::string_view::npos)
    return core::level_from_name(word.substr(0, colon)).has_value() && colon + 1 < word.size();
  if (word.size() < 2 || word.size() > 9) return false;
  if ((word[1] == 'A' || word[1] == 'B' || word[1] == 'a' || word[1] == 'b') && word[0] == '2')
    return word.size() == 2 || all_digits(word.substr(2));
  return all_digits(word);
}

std::string upper_corsica(std::string_view code) {
  std::string text(code);
  const auto at = text.find(':') == std::string::npos ? 0 : text.find(':') + 1;
  if (text.size() > at + 1 && text[at] == '2' && (text[at + 1] == 'a' || text[at + 1] == 'b'))
    text[at + 1] = text[at + 1] == 'a' ? 'A' : 'B';
  return text;
}

class Reader {
 public:
  explicit Reader(const Territories& territories)
      : territories_(territories), taken_(territories.range(Level::commune).last, false) {}

  void line(std::string_view line) {
    const auto cells = cells_of(line);
    if (cells.empty() || result_.too_many) return;
    if (fresh_ && header(cells)) return;
    fresh_ = false;
    if (column_) {
      if (*column_ < cells.size()) item(cells[*column_], Zero::lost);
      return;
    }
    const bool all_codes =
        std::ranges::all_of(cells, [](std::string_view cell) { return cell.empty() || words_are_codes(cell); });
    const auto first =
        std::ranges::find_if(cells, [](std::string_view cell) { return looks_like_code(first_word(cell)); });
    if (all_codes || first == cells.end()) {
      for (const std::string_view cell : cells) item(cell, cells.size() == 1 ? Zero::lost : Zero::kept);
      return;
    }
    for (auto cell = cells.begin(); cell != cells.end(); ++cell) {
      if (cell == first)
        item(*cell, Zero::kept);
      else if (!cell->empty())
        result_.passed_over.add(shown(*cell));
    }
  }

  [[nodiscard]] Understood take() {
    settle_arrondissements();
    for (PlaceIndex commune = 0; commune < taken_.size(); ++commune)
      if (taken_[commune]) result_.communes.push_back(commune);
    return std::move(result_);
  }

 private:
  enum class Zero : std::uint8_t { kept, lost };  // whether a code may have lost its first zero

  static std::string_view first_word(std::string_view cell) {
    return cell.substr(0, std::min(cell.find(' '), cell.size()));
  }
  static bool words_are_codes(std::string_view cell) {
    for (std::size_t at = 0; at < cell.size();) {
      const std::size_t end = std::min(cell.find(' ', at), cell.size());
      if (end > at && !looks_like_code(cell.substr(at, end - at))) return false;
      at = end + 1;
    }
    return true;
  }

  static std::vector<std::string_view> cells_of(std::string_view line) {
    std::vector<std::string_view> cells;
    // A comma also stands in names (« Sainte-Marie, Martinique ») and decimals, but a list is what is asked for.
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t end = std::min(line.find_first_of(";,\t|", at), line.size());
      cells.push_back(trimmed(line.substr(at, end - at)));
      at = end + 1;
    }
    if (std::ranges::all_of(cells, &std::string_view::empty)) cells.clear();
    return cells;
  }

  // The first line of a table: the column that holds codes, by its name.
  bool header(const std::vector<std::string_view>& cells) {
    static constexpr std::array<std::string_view, 22> kNames{"codgeo",
                                                             "code insee",
                                                             "insee",
                                                             "insee com",
                                                             "code commune",
                                                             "codecommune",
                                                             "code commune insee",
                                                             "codeinsee",
                                                             "com",
                                                             "depcom",
                                                             "code geo",
                                                             "code officiel geographique",
                                                             "code",
                                                             "code epci",
                                                             "siren epci",
                                                             "epci",
                                                             "siren",
                                                             "code siren",
                                                             "code departement",
                                                             "code region",
                                                             "dep",
                                                             "cog"};
    std::optional<std::size_t> best;
    std::size_t rank = kNames.size();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto folded = text::fold(cells[i]);
      const auto found = static_cast<std::size_t>(std::ranges::find(kNames, folded) - kNames.begin());
      if (found < rank) best = i, rank = found;
    }
    if (best) column_ = best, result_.column = shown(cells[*best]), fresh_ = false;
    return best.has_value();
  }

  bool room_for_one() {
    if (result_.items >= kItemsMost) result_.too_many = true;
    if (!result_.too_many) ++result_.items;
    return !result_.too_many;
  }

  void item(std::string_view cell, Zero zero) {
    cell = trimmed(cell);
    if (cell.empty()) return;
    if (words_are_codes(cell)) {
      for (std::size_t at = 0; at < cell.size();) {
        const std::size_t end = std::min(cell.find(' ', at), cell.size());
        if (end > at && room_for_one()) code(cell.substr(at, end - at), zero);
        at = end + 1;
      }
      return;
    }
    mixed(cell, zero);
  }

  static bool is_sure_code(std::string_view word) {
    return looks_like_code(word) && (word.size() >= 5 || word.find(':') != std::string_view::npos);
  }

  // Codes and words in one cell. One code and then words is a code with its name (« 76540 Rouen », « 76540 - Rouen »);
  // otherwise each run of words between codes is a name.
  void mixed(std::string_view cell, Zero zero) {
    std::vector<std::string_view> codes, names;
    for (std::size_t at = 0; at < cell.size();) {
      const std::size_t end = std::min(cell.find(' ', at), cell.size());
      const auto word = cell.substr(at, end - at);
      if (is_sure_code(word)) {
        codes.push_back(word);
      } else if (!word.empty()) {
        const bool goes_on = !names.empty() && !codes_between(names.back(), word);
        if (goes_on)
          names.back() = {names.back().data(),
                          static_cast<std::size_t>(word.data() + word.size() - names.back().data())};
        else
          names.push_back(word);
      }
      at = end + 1;
    }
    const bool labelled = codes.size() == 1 && names.size() == 1 && is_sure_code(first_word(cell));
    for (const auto one : codes)
      if (room_for_one()) code(one, zero);
    if (labelled) return beside(codes.front(), names.front());
    for (const auto one : names)
      if (room_for_one()) name(one);
  }
  static bool codes_between(std::string_view run, std::string_view word) {
    return std::string_view(run.data() + run.size(), word.data()).find_first_not_of(' ') != std::string_view::npos;
  }

  // Words behind a code: told when they are not the name of what the code stands for.
  void beside(std::string_view code, std::string_view words) {
    const auto parsed = PlaceCode::parse(upper_corsica(code));
    const auto place = parsed ? territories_.find(*parsed) : std::nullopt;
    const auto folded = text::fold(words);
    if (folded.empty() || (place && folded.starts_with(text::fold(territories_.place(*place).name)))) return;
    result_.passed_over.add(shown(words));
  }

  void code(std::string_view written, Zero zero) {
    const std::string text = upper_corsica(written);
    if (text.find(':') == std::string::npos && text.size() != 5) return bare(text, zero);
    const auto parsed = PlaceCode::parse(text);
    if (!parsed) return refuse(written, Reason::unknown_code);
    resolve(*parsed, written);
  }

  // A code without its level: an EPCI by its nine digits, a département or a région by two or three.
  void bare(const std::string& text, Zero zero) {
    if (text.size() == 9) {
      const auto epci = PlaceCode::make(Level::epci, text);
      return epci ? resolve(*epci, text) : refuse(text, Reason::unknown_code);
    }
    if (text.size() == 4 && zero == Zero::lost && all_digits(text)) {
      const auto commune = PlaceCode::parse("0" + text);
      if (commune && (territories_.find(*commune) || !territories_.successors("0" + text).empty())) {
        result_.repaired.add({text, {}, false});
        return resolve(*commune, "0" + text);
      }
    }
    std::vector<PlaceIndex> found;
    for (const auto level : {Level::departement, Level::region}) {
      const auto made = PlaceCode::make(level, text);
      const auto place = made ? territories_.find(*made) : std::nullopt;
      if (place) found.push_back(*place);
    }
    if (found.empty()) return refuse(text, Reason::unknown_code);
    if (found.size() > 1 && !same_communes(found[0], found[1])) return refuse(text, Reason::several_levels, found);
    add(found.front());
  }

  void resolve(const PlaceCode& code, std::string_view written) {
    if (const auto found = territories_.find(code)) return add(*found, written);
    if (code.level() != Level::commune) return refuse(written, Reason::unknown_code);
    std::vector<PlaceIndex> to;
    bool part = false;
    for (const auto& carry : territories_.carry(code.code())) {
      if (carry.weight <= 0) continue;
      to.push_back(carry.place);
      part = part || carry.kind == territories::PassageKind::delegated ||
             carry.kind == territories::PassageKind::associated || carry.kind == territories::PassageKind::merge;
    }
    if (to.empty()) {
      auto maybe = territories_.successors(code.code());
      return refuse(written, maybe.empty() ? Reason::unknown_code : Reason::uncertain, std::move(maybe));
    }
    result_.carried.add({std::string(code.code()), to, part});
    for (const PlaceIndex place : to) add(place, written);
  }

  void name(std::string_view words) {
    if (names_ >= kNamesMost) {
      result_.too_many = true;
      return;
    }
    ++names_;
    std::size_t total = 0;
    const auto hits = territories_.search(words, {.limit = 50, .level = {}}, &total);
    const auto folded = text::fold(words);
    std::vector<PlaceIndex> same;
    for (const auto& hit : hits)
      if (text::fold(hit.matched) == folded || text::fold(territories_.place(hit.place).name) == folded)
        same.push_back(hit.place);
    // « Saint-Denis 93 »: the name within a département, and nothing else.
    if (same.empty() && total == 1 && std::ranges::any_of(words, is_digit)) same.push_back(hits.front().place);
    // Paris is a commune and a département of one commune.
    while (same.size() > 1 && same_communes(same.front(), same.back())) same.pop_back();
    if (same.empty()) return refuse(words, Reason::unknown_name);
    if (same.size() > 1) return refuse(words, Reason::several_names, std::move(same));
    result_.by_name.add({shown(words), {same.front()}, false});
    add(same.front(), words);
  }

  [[nodiscard]] std::vector<PlaceIndex> communes_of(PlaceIndex place) const {
    if (territories_.range(Level::commune).holds(place)) return {place};
    if (territories_.range(Level::arrondissement).holds(place)) return {};
    const auto members = territories_.members(place);
    return {members.begin(), members.end()};
  }
  [[nodiscard]] bool same_communes(PlaceIndex a, PlaceIndex b) const {
    const auto own = communes_of(a);
    return !own.empty() && own == communes_of(b);
  }

  void add(PlaceIndex place, std::string_view written = {}) {
    const auto& found = territories_.place(place);
    if (territories_.overseas_collectivities().holds(place)) return refuse(written, Reason::collectivity, {place});
    if (found.level == Level::arrondissement) {
      arrondissements_[found.commune].push_back(place);
      return;
    }
    const auto communes = communes_of(place);
    if (found.level == Level::commune)
      ++result_.named_communes;
    else
      result_.groups.add({place, communes.size()});
    for (const PlaceIndex commune : communes) {
      if (territories_.overseas_collectivities().holds(commune) || commune >= taken_.size()) continue;
      if (taken_[commune]) ++result_.again;
      taken_[commune] = true;
    }
  }

  // All the arrondissements of a city are the city; some are a part of a commune, which has no figures of its own here.
  void settle_arrondissements() {
    for (auto& [city, given] : arrondissements_) {
      std::ranges::sort(given);
      given.erase(std::ranges::unique(given).begin(), given.end());
      if (given.size() == territories_.members(city).size()) {
        add(city);
        continue;
      }
      for (const PlaceIndex one : given) refuse(territories_.place(one).code, Reason::arrondissement, {city});
    }
  }

  void refuse(std::string_view item, Reason reason, std::vector<PlaceIndex> places = {}) {
    if (places.size() > 12) places.resize(12);
    result_.refused.add({shown(item), reason, std::move(places)});
  }

  const Territories& territories_;
  std::vector<bool> taken_;
  std::map<PlaceIndex, std::vector<PlaceIndex>> arrondissements_;
  std::optional<std::size_t> column_;
  std::size_t names_ = 0;
  bool fresh_ = true;  // no line was read
  Understood result_;
};

std::string from_utf16(std::string_view bytes, bool little) {
  std::string out;
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(bytes[i]), b = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<char32_t>(little ? b << 8U | a : a << 8U | b);
  };
  for (std::size_t i = 2; i + 1 < bytes.size(); i += 2) {
    const char32_t point = unit(i);
    if (point < 0x80) {
      out += static_cast<char>(point);
    } else if (point < 0x800) {
      out += static_cast<char>(0xC0U | point >> 6U);
      out += static_cast<char>(0x80U | (point & 63U));
    } else if (point < 0xD800 || point > 0xDFFF) {  // no name of a place needs more
      out += static_cast<char>(0xE0U | point >> 12U);
      out += static_cast<char>(0x80U | (point >> 6U & 63U));
      out += static_cast<char>(0x80U | (point & 63U));
    }
  }
  return out;
}

// Windows-1252 where it is Latin-1; its other signs are in no name.
std::string from_latin1(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      const unsigned point = byte == 0x9C ? 0x153 : byte == 0x8C ? 0x152 : byte == 0x92 ? 0x27 : byte;
      if (point < 0x80) {
        out += static_cast<char>(point);
        continue;
      }
      out += static_cast<char>(0xC0U | point >> 6U);
      out += static_cast<char>(0x80U | (point & 63U));
    }
  }
  return out;
}

}  // namespace

Understood read_list(const Territories& territories, std::string_view list) {
  Reader reader(territories);
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find_first_of("\n\r", at), list.size());
    reader.line(list.substr(at, end - at));
    at = end + 1;
  }
  return reader.take();
}

std::optional<std::string> text_of_file(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE")) return from_utf16(bytes, true);
  if (bytes.starts_with("\xFE\xFF")) return from_utf16(bytes, false);
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.find('\0') != std::string_view::npos || bytes.starts_with("PK\x03\x04") || bytes.starts_with("%PDF"))
    return std::nullopt;
  if (text::is_valid_utf8(bytes)) return std::string(bytes);
  return from_latin1(bytes);
}

}  // namespace catalyse::perimeters
