// A page of this room being made: one programme, one day, one language; and its words.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "http/http.hpp"
#include "register.hpp"
#include "status_rules.hpp"
#include "tracker.hpp"
#include "views.hpp"
#include "web/components.hpp"

namespace catalyse::tracker {

struct Desk {
  const Context& context;
  const http::Request& request;
  std::shared_ptr<const State> state;
  const Entry* entry = nullptr;
  Day today, day;       // day: the one shown, today or an earlier one
  bool replay = false;  // a day was asked for

  [[nodiscard]] core::Language language() const { return request.language; }
  [[nodiscard]] const Programme& programme() const { return entry->programme; }
  // Path of the programme without /en: /mesures for the first, /mesures/programmes/{id} for the others.
  [[nodiscard]] std::string path() const;
  [[nodiscard]] std::string measure_path(unsigned number) const;
  [[nodiscard]] std::string status_path(unsigned number) const;  // of the pilot's form
  [[nodiscard]] std::string history_path() const;
  [[nodiscard]] std::string review_path() const;  // of the pilot's form
  // Who signed a change: a name of a file as it stands, a person of ours (« person:k3f… ») as the public reads them.
  [[nodiscard]] std::string author_of(const Change& change) const;
  [[nodiscard]] std::string signed_as(const std::string& author, core::Language read_in) const;
  // What the reader chose, for links that keep it: « ?date=2020-10-17 » or nothing.
  [[nodiscard]] std::string date_query() const;
  // The changes known on the day shown.
  [[nodiscard]] std::span<const Change> changes() const;
};

// The programme of the address (`{programme}`, or the first) on `?date=`. Errors: tracker.none and
// tracker.unknown.programme (not_found), tracker.date.unreadable, tracker.date.future (invalid), those of db.
[[nodiscard]] core::Result<Desk> open_desk(const Context& context, const http::Request& request);

// What the public will read under what this reader signs.
[[nodiscard]] std::string signature(const Desk& desk);
// Where a review stands on the board: « revue-2020-10-17-6 ».
[[nodiscard]] std::string review_anchor(std::string_view day, unsigned months);

[[nodiscard]] std::string status_text(core::Language language, const std::optional<Status>& status);
[[nodiscard]] std::string status_html(core::Language language, const std::optional<Status>& status);
[[nodiscard]] std::string day_text(const Desk& desk, Day day);
// Of a year, a month or a day: « 2020 », « novembre 2020 », « 23 novembre 2020 ».
[[nodiscard]] std::string date_text(core::Language language, std::string_view date);
// Whether something of that date (a year, a month or a day) is known on the day shown.
[[nodiscard]] bool is_known(const Desk& desk, std::string_view date);
// « Sources : [1] [4] », each leading to the list of sources of the board; says what is inferred and what is the
// project's own. Empty without an origin.
[[nodiscard]] web::Inline origin_inline(const Desk& desk, const Origin& origin);
// The same with the names of the sources, where there is no list to lead to.
[[nodiscard]] std::string origin_text(const Desk& desk, const Origin& origin);
[[nodiscard]] std::string month_words(core::Language language, const std::vector<unsigned>& months);
// « 1 à 7 », « 1, 3 et 5 »
[[nodiscard]] std::string number_words(core::Language language, const std::vector<unsigned>& numbers);
// A tally as a sentence: « 6 très satisfaisant, 9 satisfaisant… ».
[[nodiscard]] std::string tally_sentence(core::Language language, const std::array<unsigned, kStatuses>& counts,
                                         unsigned unknown);

// The frame around a body.
struct Body {
  std::string title, description, path, html, json_ld;
  std::vector<web::Link> crumbs;
  std::vector<web::Offer> offers;
};
[[nodiscard]] http::Response framed(const Desk& desk, Body body);

}  // namespace catalyse::tracker
