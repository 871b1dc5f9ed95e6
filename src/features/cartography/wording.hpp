// The picture in words: bounds of classes, names of levels and zones. Values, states and reliability are said as the
// observatory says them. No HTML.
#pragma once

#include <string>
#include <vector>

#include "observatory/wording.hpp"
#include "picture.hpp"

namespace catalyse::cartography {

// « Départements »; « 101 départements ».
[[nodiscard]] std::string level_name(core::Level level, core::Language language);
[[nodiscard]] std::string level_count(core::Level level, std::size_t n, core::Language language);
// « France entière », « Seine-Maritime ».
[[nodiscard]] std::string zone_name(const Context& context, PlaceIndex zone, core::Language language);
// « Taux de chômage…, par département, Normandie ».
[[nodiscard]] std::string title_of(const Context& context, const Choice& choice, core::Language language);
// « INSEE, recensement 2021 (2019-2023) »
[[nodiscard]] std::string source_of(const Context& context, const Choice& choice, core::Language language);
// One line a class, from the lowest: « de 5,2 % à moins de 7,8 % ».
[[nodiscard]] std::vector<std::string> class_words(const observatory::Indicator& indicator, const Classes& classes,
                                                   core::Language language);
[[nodiscard]] std::string method_words(const Choice& choice, const Picture& picture, core::Language language);

}  // namespace catalyse::cartography
