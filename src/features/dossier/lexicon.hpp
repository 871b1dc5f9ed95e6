// Words that every dossier of a data version shares, put together once: who made each series, what units are said
// beside a label, which indicators make a theme. Data only; what i18n says stays with the pages.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/language.hpp"
#include "dossier.hpp"
#include "observatory/observatory.hpp"

namespace catalyse::dossier {

// Immutable after construction; the views it gives live as long as it does.
class Lexicon {
 public:
  Lexicon(const territories::Territories& territories, const observatory::Observatory& observatory);

  // Who made a series and from what, « Insee, recensement 2022 (2020-2024) »; `order`: of the producers, then of what
  // they used, as they are listed; equal for series of one source.
  struct Source {
    std::string cited, producer, used;
    std::uint32_t order = 0;
  };
  [[nodiscard]] const Source& source(std::uint16_t series, core::Language language) const {
    return of(language).sources[series];
  }
  // One series of each source, in that order.
  [[nodiscard]] const Source& source_in_order(std::uint32_t order, core::Language language) const {
    return of(language).sources[of(language).in_order[order]];
  }
  [[nodiscard]] std::size_t source_count(core::Language language) const { return of(language).in_order.size(); }

  // What `unit_note` says beside the label, and beside the short label.
  [[nodiscard]] std::string_view unit(std::uint16_t indicator, core::Language language) const {
    return of(language).units[indicator];
  }
  [[nodiscard]] std::string_view short_unit(std::uint16_t indicator, core::Language language) const {
    return of(language).short_units[indicator];
  }
  // The indicators of a level that make the score of a theme, by their short names: « Chômage · Emploi ».
  [[nodiscard]] std::string_view theme(std::uint16_t theme, core::Level level, core::Language language) const {
    return of(language).themes[static_cast<std::size_t>(level)][theme];
  }
  // The indicator that the portrait of a place reads.
  [[nodiscard]] std::optional<std::uint16_t> population_change() const { return population_change_; }

 private:
  struct Words {
    std::vector<Source> sources;  // by series
    std::vector<std::uint16_t> in_order;
    std::vector<std::string> units, short_units;                     // by indicator
    std::array<std::vector<std::string>, core::kLevelCount> themes;  // by theme
  };
  [[nodiscard]] const Words& of(core::Language language) const {
    return words_[language == core::Language::fr ? 0 : 1];
  }

  std::array<Words, 2> words_;
  std::optional<std::uint16_t> population_change_;
};

}  // namespace catalyse::dossier
