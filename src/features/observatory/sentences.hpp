// The room's sentences, for web::register_messages: those that its errors name.
#pragma once

#include <span>

#include "web/i18n.hpp"

namespace catalyse::observatory {

[[nodiscard]] std::span<const web::Message> messages();

}  // namespace catalyse::observatory
