#include <string>

#include "discover.hpp"

namespace catalyse::discover {
namespace {

struct Parts {
  std::string paths, schemas;
};

// A fragment is `paths:` at the margin, then `components:` with `  schemas:`; their children are copied as they stand.
void add_fragment(std::string_view text, Parts& parts) {
  std::string* into = nullptr;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line == "paths:")
      into = &parts.paths;
    else if (line == "components:")
      into = nullptr;
    else if (line == "  schemas:")
      into = &parts.schemas;
    else if (into != nullptr && line.starts_with(' '))
      into->append(line).append("\n");
  }
}

constexpr std::string_view kInfo = R"(openapi: 3.1.0
info:
  title: Catalyse
  description: The dossier of every French territory. Anonymous reading, open to every origin.
  license: { name: Licence Ouverte 2.0, url: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/" }
)";

constexpr std::string_view kComponents = R"(components:
  responses:
    Problem:
      description: what happened and what to do (RFC 9457)
      content: { application/problem+json: { schema: { $ref: "#/components/schemas/Problem" } } }
  schemas:
    Problem:
      type: object
      required: [type, title, status, detail]
      properties:
        type: { type: string }
        title: { type: string }
        status: { type: integer }
        detail: { type: string }
)";

}  // namespace

std::string merge_openapi(const std::vector<std::string_view>& fragments, std::string_view base_url,
                          std::string_view version) {
  Parts parts;
  for (const auto fragment : fragments) add_fragment(fragment, parts);
  std::string out(kInfo);
  out += "  version: \"" + std::string(version) + "\"\nservers:\n  - url: \"" + std::string(base_url) + "\"\npaths:\n";
  return out + parts.paths + std::string(kComponents) + parts.schemas;
}

}  // namespace catalyse::discover
