// The method, the indicators and the data sets, published.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "core/result.hpp"
#include "ingest/ingest.hpp"
#include "observatory/observatory.hpp"
#include "plug/plug.hpp"
#include "territories/territories.hpp"
#include "web/web.hpp"

namespace catalyse::catalogue {

struct Holdings {
  std::shared_ptr<const territories::Territories> territories;
  std::shared_ptr<const observatory::Observatory> observatory;
  std::shared_ptr<const ingest::Bundle> bundle;
  std::shared_ptr<const web::Site> site;
  std::string publisher;  // of this installation; empty when its settings do not say
};

[[nodiscard]] plug::Contribution contribution(const Holdings& holdings);
[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::span<const web::Message> messages();  // the room's sentences, for web::register_messages

}  // namespace catalyse::catalogue
