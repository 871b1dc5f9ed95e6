// What the reading of a file says in English for the terminal, in the reader's language.
#pragma once

#include <string>
#include <string_view>

#include "core/language.hpp"
#include "core/result.hpp"
#include "core/territory.hpp"

namespace catalyse::catalogue {

// A reason of ingest::BadRow or a remark. One that is not known is given as it is.
[[nodiscard]] std::string reason_words(std::string_view reason, core::Language language);
// Why a file is no table (ingest::SourceFault), with what to do.
[[nodiscard]] std::string fault_words(const core::Error& error, core::Language language);
[[nodiscard]] std::string level_words(core::Level level, core::Language language);

}  // namespace catalyse::catalogue
