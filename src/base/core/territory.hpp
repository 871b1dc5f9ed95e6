// Official codes of French territories (Code officiel géographique, INSEE; SIREN of EPCI, DGCL) and the pair level +
// code.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace catalyse::core {

// The levels that have a dossier, in the order of their lists. A municipal arrondissement (Paris, Lyon, Marseille) is a
// level of its own: it is compared among its like and never with communes.
enum class Level : std::uint8_t { commune, arrondissement, epci, departement, region };
inline constexpr std::array kLevels{Level::commune, Level::arrondissement, Level::epci, Level::departement,
                                    Level::region};
inline constexpr std::size_t kLevelCount = kLevels.size();

// Short name of a level in codes, files and commands: com, arm, epci, dep, reg.
[[nodiscard]] std::string_view level_name(Level level);
[[nodiscard]] std::optional<Level> level_from_name(std::string_view name);

// A well-formed official code of at most nine characters, kept inline. `Rule` says what is well formed.
template <class Rule>
class Code {
 public:
  [[nodiscard]] static std::optional<Code> parse(std::string_view text) {
    if (!Rule::well_formed(text)) return std::nullopt;
    Code code;
    code.size_ = static_cast<std::uint8_t>(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) code.text_[i] = text[i];
    return code;
  }
  [[nodiscard]] std::string_view view() const { return {text_.data(), size_}; }
  [[nodiscard]] std::string text() const { return std::string(view()); }
  friend bool operator==(const Code&, const Code&) = default;
  friend auto operator<=>(const Code& a, const Code& b) { return a.view() <=> b.view(); }

 private:
  Code() = default;
  std::array<char, 9> text_{};
  std::uint8_t size_ = 0;
};

// Each rule: exact length, digits but for Corsica's A and B, and a check digit where there is one (SIREN: Luhn).
struct CommuneRule {
  static bool well_formed(std::string_view text);
};  // 01001, 2A004, 97411, 75112
struct EpciRule {
  static bool well_formed(std::string_view text);
};  // 200023414
struct DepartementRule {
  static bool well_formed(std::string_view text);
};  // 01, 2A, 974
struct RegionRule {
  static bool well_formed(std::string_view text);
};  // 28, 04

using CommuneCode = Code<CommuneRule>;
using EpciCode = Code<EpciRule>;
using DepartementCode = Code<DepartementRule>;
using RegionCode = Code<RegionRule>;

// One territory: a level and a code well formed for it.
class PlaceCode {
 public:
  [[nodiscard]] static std::optional<PlaceCode> make(Level level, std::string_view code);
  // `com:76540`, `arm:75112`, `epci:200023414`, `dep:76`, `reg:28`, or a bare code of a commune or a municipal
  // arrondissement.
  [[nodiscard]] static std::optional<PlaceCode> parse(std::string_view text);
  [[nodiscard]] Level level() const { return level_; }
  [[nodiscard]] std::string_view code() const { return {text_.data(), size_}; }
  [[nodiscard]] std::string text() const;  // `com:76540`
  friend bool operator==(const PlaceCode& a, const PlaceCode& b) = default;

 private:
  PlaceCode() = default;
  std::array<char, 9> text_{};
  std::uint8_t size_ = 0;
  Level level_ = Level::commune;
};

// True for the 45 municipal arrondissements: 75101-75120, 69381-69389, 13201-13216.
[[nodiscard]] bool is_municipal_arrondissement(std::string_view commune_code);

}  // namespace catalyse::core
