// The pages of this room and the same as data.
#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "export/csv.hpp"
#include "http/http.hpp"
#include "picker.hpp"

namespace catalyse::comparisons {

[[nodiscard]] core::Result<http::Response> compare(const Context& context, const http::Request& request);

// The frame around a body: noindex (there are endless selections), with the other forms when there is something in
// them. `status` is 400 when the selection has faults.
struct Body {
  std::string title, description, path, html;
  std::vector<web::Offer> offers;
};
[[nodiscard]] http::Response framed(const Desk& desk, Body body);
[[nodiscard]] std::vector<web::Offer> offers(const Desk& desk, std::string_view path);
[[nodiscard]] core::Result<exporting::Dialect> dialect(const http::Request& request);

// Two to five places with their dossiers, in the same order: every dossier of a level has the same readings and themes.
struct Compared {
  const Desk& desk;
  std::vector<observatory::Dossier> dossiers;
  [[nodiscard]] std::vector<const observatory::Reading*> row(std::size_t reading) const;
};
[[nodiscard]] std::string compared_json(const Compared& compared);
[[nodiscard]] std::string compared_csv(const Compared& compared, exporting::Dialect dialect);

}  // namespace catalyse::comparisons
