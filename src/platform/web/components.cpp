#include "web/components.hpp"

#include <array>

#include "markup.hpp"
#include "messages.hpp"

namespace catalyse::web {
namespace {

void add_link(Markup& out, const Link& link) {
  if (link.address.empty()) {
    out.text(link.text);
    return;
  }
  out.raw("<a").href(link.address).raw(">").text(link.text).raw("</a>");
}

void add_inline(Markup& out, const Inline& pieces) {
  for (const auto& piece : pieces) add_link(out, piece);
}

void add_links(Markup& out, std::span<const Link> links) {
  for (const auto& link : links) {
    out.raw("<li>");
    add_link(out, link);
    out.raw("</li>");
  }
}

}  // namespace

std::string inline_html(const Inline& pieces) {
  Markup out;
  add_inline(out, pieces);
  return out.take();
}

std::string definition_rows(std::span<const Row> rows, std::string_view css_class) {
  Markup out(rows.size() * 160);
  out.raw("<dl class=\"rows").raw(css_class.empty() ? "" : " ").text(css_class).raw("\">");
  for (const auto& row : rows) {
    out.raw("<div><dt>").text(row.term).raw(row.tone == Tone::missing ? "</dt><dd class=\"none\">" : "</dt><dd>");
    add_inline(out, row.text);
    out.raw("</dd></div>");
  }
  return out.raw("</dl>").take();
}

std::string downloads(Language language, std::span<const Offer> offers) {
  if (offers.empty()) return {};
  Markup out;
  out.raw("<div class=\"downloads\"><h2>").text(say(language, msg::downloads_heading)).raw("</h2><ul>");
  for (const auto& offer : offers) out.raw("<li><a").href(offer.address).raw(">").text(offer.label).raw("</a></li>");
  return out.raw("</ul></div>").take();
}

std::string contents(Language language, std::span<const Link> sections) {
  if (sections.empty()) return {};
  Markup out;
  out.raw("<nav class=\"toc\" aria-labelledby=\"sommaire\"><h2 id=\"sommaire\">")
      .text(say(language, msg::contents_heading))
      .raw("</h2><ol>");
  add_links(out, sections);
  return out.raw("</ol></nav>").take();
}

std::string note(const Inline& text) {
  Markup out;
  out.raw("<p class=\"note\">");
  add_inline(out, text);
  return out.raw("</p>").take();
}

std::string trust_text(Language language, Trust trust) {
  switch (trust) {
    case Trust::good:
      return say(language, msg::trust_good);
    case Trust::medium:
      return say(language, msg::trust_medium);
    case Trust::low:
      return say(language, msg::trust_low);
    case Trust::unknown:
      break;
  }
  return say(language, msg::trust_unknown);
}

std::string trust_badge(Language language, Trust trust) {
  constexpr std::array<std::string_view, 4> kClasses{"good", "medium", "low", "unknown"};
  Markup out(64);
  out.raw("<span class=\"trust ")
      .raw(kClasses[static_cast<std::size_t>(trust)])
      .raw("\">")
      .text(trust_text(language, trust))
      .raw("</span>");
  return out.take();
}

std::string paging(Language language, const Paging& paging) {
  Markup out;
  out.raw("<nav class=\"paging\"")
      .attribute("aria-label", say(language, msg::paging_label))
      .raw("><p>")
      .text(paging.count)
      .raw("</p>");
  if (!paging.previous.empty())
    out.raw("<a rel=\"prev\"").href(paging.previous).raw(">").text(say(language, msg::paging_previous)).raw("</a>");
  if (!paging.next.empty())
    out.raw("<a rel=\"next\"").href(paging.next).raw(">").text(say(language, msg::paging_next)).raw("</a>");
  return out.raw("</nav>").take();
}

}  // namespace catalyse::web
