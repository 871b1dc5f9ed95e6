// Which build of the program this is: two builds with one version may draw a page differently, and then its ETag must
// differ too.
#pragma once

#include <string>

namespace catalyse::app {

// Sixteen letters that stand for the note NT_GNU_BUILD_ID of the running program (ELF; `ld --build-id`); empty when it
// was linked without.
[[nodiscard]] std::string build_id();

}  // namespace catalyse::app
