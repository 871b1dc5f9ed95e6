// One page of the search being made.
#pragma once

#include <string>

#include "asked.hpp"
#include "finder.hpp"
#include "http/http.hpp"
#include "text/utf8.hpp"
#include "views.hpp"

namespace catalyse::finder {

inline constexpr std::size_t kWordsShown = 100;  // bytes of what was typed that are said again

struct Desk {
  const Context& context;
  const http::Request& request;
  const Asked& asked;
  const search::Answer& answer;
  std::string path;  // of the page, in its language
  [[nodiscard]] core::Language language() const { return request.language; }
  [[nodiscard]] std::string words() const { return std::string(text::cut_utf8(asked.question.words, kWordsShown)); }
  [[nodiscard]] std::string place(const core::PlaceCode& code) const {
    return place_label(*context.territories, code.text());
  }
};

// The form that narrows by place, and what to choose from when its words name several.
void fill_place_filter(const Desk& desk, SearchView& view);
// Places that the words name: before all else, and not a second time among the results.
void fill_named_places(const Desk& desk, SearchView& view);

}  // namespace catalyse::finder
