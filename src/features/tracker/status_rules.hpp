// Statuses, tallies and horizons, pure: the tally of any day is the fold of the history up to that day.
#pragma once

#include <span>

#include "model.hpp"

namespace catalyse::tracker {

// Measures by status. What nobody said is counted as unknown.
struct Tally {
  std::array<unsigned, kStatuses> counts{};
  unsigned unknown = 0;
  [[nodiscard]] unsigned total() const;
  friend bool operator==(const Tally&, const Tally&) = default;
};

// How many of the changes stand at the end of that day. `changes` by day: O(log n).
[[nodiscard]] std::size_t changes_until(std::span<const Change> changes, Day day);

// The place in `changes` of the last change of each measure on that day or before; empty while unknown. Stops as soon
// as every measure is known.
[[nodiscard]] std::vector<std::optional<std::size_t>> standing(std::span<const Change> changes, std::size_t measures,
                                                               Day day);
[[nodiscard]] Tally tally(std::span<const Change> changes, std::size_t measures, Day day);

// The tally after each day on which something changed, by day.
struct TallyPoint {
  Day day;
  Tally tally;
};
[[nodiscard]] std::vector<TallyPoint> course(std::span<const Change> changes, std::size_t measures);

// What keeps a change out of the history. `latest` is the day of its last entry: the register is written in the order
// of days, so that the state of a past day never changes.
enum class ChangeFault : std::uint8_t {
  unknown_measure,  // no such number
  future,           // dated after today
  back_dated,       // dated before the last entry
  unexplained,      // « Retard expliqué », « Remis en cause » and every evaluation need an explanation
  anonymous,        // nobody signs it
  horizon,          // evaluates a horizon that the measure does not have
  evidence          // neither an http(s) address nor plain words
};
struct Ground {
  std::size_t measures = 0;
  std::optional<Day> latest;
  Day today;
  std::vector<unsigned> horizons{};  // of the measure of the change
};
[[nodiscard]] std::vector<ChangeFault> faults(const Change& change, const Ground& ground);
[[nodiscard]] std::string_view column_of(ChangeFault fault);  // of the interchange file
[[nodiscard]] std::string_view reason_of(ChangeFault fault);  // English, for the terminal

// An address (http or https, a host, nobody's name in it), or words without a scheme. At most 2 000 bytes.
[[nodiscard]] bool is_evidence(std::string_view text);
[[nodiscard]] bool is_link(std::string_view evidence);
// Where a measure may lead: an http(s) address, or a path of this site (/cas/…, not //…).
[[nodiscard]] bool is_target(std::string_view address);

// The review calendar: one point for each horizon of the groups, counted from the start of the programme.
enum class ReviewState : std::uint8_t { held, due, late };
struct ReviewPoint {
  unsigned months = 0;
  Day due;
  ReviewState state = ReviewState::due;
  std::vector<unsigned> measures;   // that have this horizon, ascending
  std::optional<std::size_t> held;  // in Programme::reviews
};
// As it stands on that day: a review held later is not known yet.
[[nodiscard]] std::vector<ReviewPoint> review_calendar(const Programme& programme, Day today);
// The horizons of a measure, of all its groups, ascending.
[[nodiscard]] std::vector<unsigned> horizons(const Programme& programme, unsigned measure);
// What the history says of a measure at each of its horizons, as known on that day: the last entry that evaluates it.
struct Evaluation {
  unsigned months = 0;
  Day due;
  ReviewState state = ReviewState::due;
  std::optional<std::size_t> entry;  // in Programme::changes
};
[[nodiscard]] std::vector<Evaluation> evaluations(const Programme& programme, unsigned measure, Day today);
// Measures of that point of the calendar that have been evaluated at its horizon, ascending.
[[nodiscard]] std::vector<unsigned> evaluated(const Programme& programme, const ReviewPoint& point, Day today);
// The same day n months later; the last of the month where it has no such day.
[[nodiscard]] Day months_after(Day day, unsigned months);

// A text and the one that replaces it, word by word: what went, what came, what stayed, in order.
enum class Piece : std::uint8_t { same, removed, added };
struct DiffPiece {
  Piece piece = Piece::same;
  std::string text;
  friend bool operator==(const DiffPiece&, const DiffPiece&) = default;
};
[[nodiscard]] std::vector<DiffPiece> diff(std::string_view before, std::string_view after);

}  // namespace catalyse::tracker
