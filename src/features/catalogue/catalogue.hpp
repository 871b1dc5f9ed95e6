// The method, the indicators and the data sets, published.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "ingest/ingest.hpp"
#include "ingest/versions.hpp"
#include "observatory/files.hpp"
#include "observatory/observatory.hpp"
#include "plug/plug.hpp"
#include "territories/territories.hpp"
#include "web/web.hpp"

namespace catalyse::catalogue {

// A version of a data set, as its permanent page tells it.
struct SetVersion {
  ingest::DataVersion version;
  std::optional<observatory::DepositedSet> deposit;  // of a set that came from a file somebody declared
};

// What changed in a set between two of its versions (ids); an error where it cannot be told.
using Changes = std::function<core::Result<observatory::VersionChanges>(std::string_view set, std::int64_t older,
                                                                        std::int64_t newer)>;

// A set that another room shows as a list: the whole of it as that list gives it as CSV.
struct WholeList {
  std::string set;
  std::function<core::Result<http::Response>()> csv;
};

struct Holdings {
  std::shared_ptr<const territories::Territories> territories;
  std::shared_ptr<const observatory::Observatory> observatory;
  std::shared_ptr<const ingest::Bundle> bundle;
  std::shared_ptr<const web::Site> site;
  std::string publisher;               // of this installation; empty when its settings do not say
  std::vector<SetVersion> versions{};  // newest first
  Changes changes{};
  std::vector<WholeList> lists{};
};

[[nodiscard]] plug::Contribution contribution(const Holdings& holdings);
[[nodiscard]] std::string_view openapi();
[[nodiscard]] std::span<const web::Message> messages();  // the room's sentences, for web::register_messages

}  // namespace catalyse::catalogue
