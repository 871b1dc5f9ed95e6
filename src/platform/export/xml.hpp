// Text as the content or the attribute of an XML 1.0 element.
#pragma once

#include <string>
#include <string_view>

namespace catalyse::exporting {

// Control characters that XML cannot hold are left out.
[[nodiscard]] std::string xml_text(std::string_view text);

}  // namespace catalyse::exporting
