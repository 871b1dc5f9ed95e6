#include <array>

#include "markup.hpp"
#include "web/components.hpp"

namespace catalyse::web {
namespace {

std::string class_of(Align align, Tone tone) {
  constexpr std::array<std::string_view, 3> kAlign{"", "num", "drawn"};
  constexpr std::array<std::string_view, 5> kTone{"", "strong", "high", "low", "missing"};
  std::string out(kAlign[static_cast<std::size_t>(align)]);
  const auto tone_class = kTone[static_cast<std::size_t>(tone)];
  if (!out.empty() && !tone_class.empty()) out += ' ';
  return out.append(tone_class);
}

void add_head(Markup& out, const Column& column) {
  out.raw("<th scope=\"col\"").attribute("class", class_of(column.align, Tone::plain));
  if (column.sorted != Sorted::no)
    out.attribute("aria-sort", column.sorted == Sorted::ascending ? "ascending" : "descending");
  out.raw(">");
  if (!column.sort_address.empty()) out.raw("<a").href(column.sort_address).raw(">");
  if (column.label_html.empty())
    out.text(column.label);
  else
    out.raw(column.label_html);
  out.raw(column.sort_address.empty() ? "</th>" : "</a></th>");
}

void add_content(Markup& out, const Cell& cell) {
  if (!cell.html.empty()) {
    out.raw(cell.html);
    return;
  }
  if (!cell.address.empty()) out.raw("<a").href(cell.address).raw(">");
  out.text(cell.text).raw(cell.address.empty() ? "" : "</a>");
  if (!cell.note.empty()) out.raw(" <small>").text(cell.note).raw("</small>");
}

void add_row(Markup& out, const Table& table, const std::vector<Cell>& row) {
  out.raw("<tr>");
  std::size_t column = 0;
  for (const auto& cell : row) {
    const bool head = column == 0;
    // A cell over several columns is words (« données insuffisantes »), whatever the columns hold.
    const Align align = column < table.columns.size() && cell.span == 1 ? table.columns[column].align : Align::text;
    out.raw(head ? "<th scope=\"row\"" : "<td").attribute("class", class_of(align, cell.tone));
    if (cell.span > 1) out.raw(" colspan=\"").whole(cell.span).raw("\"");
    out.raw(">");
    add_content(out, cell);
    out.raw(head ? "</th>" : "</td>");
    column += cell.span;
  }
  out.raw("</tr>");
}

}  // namespace

std::string table(const Table& table) {
  Markup out(512 + table.rows.size() * table.columns.size() * 48);
  out.raw(table.fit == Fit::fit ? "<div class=\"scroll fit\"" : "<div class=\"scroll\"")
      .raw(" role=\"region\" aria-labelledby=\"")
      .text(table.id);
  out.raw("\" tabindex=\"0\"><table")
      .attribute("class", table.css_class)
      .raw("><caption id=\"")
      .text(table.id)
      .raw("\">")
      .text(table.caption);
  out.raw("</caption><thead><tr>");
  for (const auto& column : table.columns) add_head(out, column);
  out.raw("</tr></thead><tbody>");
  for (const auto& row : table.rows) add_row(out, table, row);
  return out.raw("</tbody></table></div>").take();
}

}  // namespace catalyse::web
