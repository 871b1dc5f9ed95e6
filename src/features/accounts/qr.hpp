// A QR code (ISO/IEC 18004) as a drawing, made here: the key of a second factor goes to no other site.
#pragma once

#include <string>
#include <string_view>

namespace catalyse::accounts {

// <svg>, black on white with its quiet zone, whatever the colours of the page; `label` is what a reader hears. Empty
// when the text is too long for one.
[[nodiscard]] std::string qr_svg(std::string_view text, std::string_view label);

}  // namespace catalyse::accounts
