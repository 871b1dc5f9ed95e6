// Pieces of pages as functions: what they are given is text and is escaped here, what they return is HTML. Fields named
// …_html are HTML already, from another component or a template. Addresses go through safe_url. Pure, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "web/web.hpp"

namespace catalyse::web {

// Texts and links in a row, as one sentence.
using Inline = std::vector<Link>;
[[nodiscard]] std::string inline_html(const Inline& pieces);

// ---- Tables ----
enum class Align : std::uint8_t {
  text,
  number,
  drawing
};  // a drawing is hidden on narrow screens: its numbers stand beside it
enum class Sorted : std::uint8_t { no, ascending, descending };
struct Column {
  std::string label{};
  Align align = Align::text;
  std::string sort_address{};  // where the reader gets the table sorted by this column; empty: it cannot be
  Sorted sorted = Sorted::no;
  std::string label_html{};  // instead of the label, e.g. with the scale of a drawing
};
enum class Tone : std::uint8_t {
  plain,
  strong,
  high,
  low,
  missing
};  // high, low: fragile, favourable (bold or coloured, said in words too)
struct Cell {
  std::string text{};
  std::string address{};
  std::string note{};  // small, under the text
  Tone tone = Tone::plain;
  unsigned span = 1;
  std::string html{};  // instead of the text: a drawing
};
enum class Fit : std::uint8_t { scroll, fit };  // fit: narrow enough for 360 px
struct Table {
  std::string id{};  // of the caption; unique in the page
  std::string caption{};
  std::vector<Column> columns{};
  std::vector<std::vector<Cell>> rows{};  // the first cell of a row is its header
  Fit fit = Fit::scroll;
  std::string css_class{};  // a class of catalyse.css, e.g. « themes »
};
// A table in its own scrolling, focusable, named region.
[[nodiscard]] std::string table(const Table& table);

// ---- Lists ----
struct Row {
  std::string term{};
  Inline text{};
  Tone tone = Tone::plain;  // missing: « Aucun recensé »
};
// <dl class="rows">
[[nodiscard]] std::string definition_rows(std::span<const Row> rows, std::string_view css_class = {});
// Heading and list of the forms a page can be downloaded in.
[[nodiscard]] std::string downloads(Language language, std::span<const Offer> offers);
// « Sur cette page »: links to its sections.
[[nodiscard]] std::string contents(Language language, std::span<const Link> sections);

// ---- Words ----
[[nodiscard]] std::string note(const Inline& text);
enum class Trust : std::uint8_t { good, medium, low, unknown };
// Reliability of a figure, in a word with a mark of its own (never by colour alone).
[[nodiscard]] std::string trust_badge(Language language, Trust trust);
[[nodiscard]] std::string trust_text(Language language, Trust trust);

// ---- Paging ----
struct Paging {
  std::string count{};             // « 1 à 50 sur 1 234 »
  std::string previous{}, next{};  // addresses; empty at the ends
};
[[nodiscard]] std::string paging(Language language, const Paging& paging);

// ---- Forms ----
struct Option {
  std::string value{}, text{};
};
struct Field {
  std::string id{}, name{}, label{};
  // text, search, number, email, password, date, file, checkbox, select, textarea, trap; checkboxes: any of the options
  std::string type = "text";
  std::string value{};  // what was typed is never lost, but for a password and a file
  std::string hint{}, error{};
  std::string minimum{}, maximum{}, step{}, autocomplete{};
  std::vector<Option> options{};      // of a select, of checkboxes
  std::vector<std::string> chosen{};  // of checkboxes
  bool required = false;
};
// Label above, hint, control, error beside; linked by aria-describedby.
[[nodiscard]] std::string form_field(Language language, const Field& field);
// A form that is sent by POST: the faults of its fields, then the fields, then its button. Without fields it is a
// button alone.
struct Form {
  std::string action{};  // path of ours
  std::string token{};   // Request::actor.token
  std::vector<std::pair<std::string, std::string>> hidden{};
  std::vector<Field> fields{};
  std::string button{};
  std::string css_class{};  // of the button: « quiet » for what is not the page's purpose
  std::string id{};         // of the form, for its script
  // What else it can be sent for, after the button: each sends its name and value.
  struct Button {
    std::string name{}, value{}, text{}, css_class{};
  };
  std::vector<Button> others{};
};
[[nodiscard]] std::string post_form(Language language, const Form& form);

// The faults of a form as links to their fields; it takes the focus when the page opens. Empty when there are none.
[[nodiscard]] std::string error_summary(Language language, std::span<const Field> fields);

}  // namespace catalyse::web
