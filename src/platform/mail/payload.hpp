// How a mail stands in its job.
#pragma once

#include "mail.hpp"

namespace catalyse::mail {

[[nodiscard]] Mail from_payload(std::string_view payload);

}  // namespace catalyse::mail
