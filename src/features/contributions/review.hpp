// What a form of review sends.
#pragma once

#include <string_view>
#include <vector>

#include "editorial/desk.hpp"
#include "http/http.hpp"

namespace catalyse::contributions {

inline constexpr std::string_view kPublish = "publier", kAsk = "demander", kWithdraw = "retirer",
                                  kShowAgain = "retablir", kDismiss = "classer";
// A remark follows the name of its field, empty for the whole; the pairs come in the order of the page.
inline constexpr std::string_view kRemarked = "_champ", kRemark = "_remarque";

// The remarks that say something.
[[nodiscard]] std::vector<editorial::Remark> remarks_of(const http::Request& request);

}  // namespace catalyse::contributions
