// A question that is the whole title of a document most likely means that one: « rouen » the commune before what is
// about it. Titles are compared by a key of their telling words, in order. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace catalyse::search {

// FNV-1a, 64 bits, of the stems; 0 for none. Two titles of one key are taken for the same.
[[nodiscard]] std::int64_t title_key(std::span<const std::string> stems);
// Of the words of a title but the empty ones (of all, when there is nothing else), each once; 0 for a title of more
// words than a question may have.
[[nodiscard]] std::int64_t title_key(std::string_view title);

}  // namespace catalyse::search
