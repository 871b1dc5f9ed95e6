// The form of a kind: from the fields of its content to controls, and back from what was typed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "editorial/content.hpp"
#include "pages.hpp"

namespace catalyse::contributions {

// Names of the form's own fields; no field of a content begins with « _ ».
inline constexpr std::string_view kEdition = "_edition", kGesture = "_geste", kReason = "_motif";
// Of the form that takes a file of sheets.
inline constexpr std::string_view kFile = "fichier", kFileText = "texte";

// Every field that a form of any of the kinds may send, with the form's own.
[[nodiscard]] std::vector<http::InputField> input_fields(const std::vector<plug::Contributed>& kinds);

// The edition that the sender had before them; nothing for what is none.
[[nodiscard]] std::optional<std::int64_t> edition_seen(const http::Request& request);

// The content that was typed. Places are read as people name them; one that is none or several is a fault, and stands
// in the content as it was typed.
struct Typed {
  editorial::Content content;
  std::vector<editorial::Fault> faults;
};
[[nodiscard]] Typed typed(const Office& office, const plug::Contributed& kind);

[[nodiscard]] std::string fault_text(core::Language language, const editorial::Fault& fault);

struct Filled {
  const editorial::Content& content;
  const std::vector<editorial::Fault>& faults;
  const std::vector<editorial::Remark>& remarks;
};
// The controls, each with its value, its fault and what a reviewer asked about it.
[[nodiscard]] std::vector<web::Field> controls(const Office& office, const plug::Contributed& kind,
                                               const Filled& filled);

// The value as its control holds it: lines for a list, « com:76540 Rouen (Seine-Maritime) » for a place.
[[nodiscard]] std::string control_text(const Office& office, const editorial::Field& field,
                                       const std::vector<std::string>& values);

}  // namespace catalyse::contributions
