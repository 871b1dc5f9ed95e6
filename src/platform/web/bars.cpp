// The small drawings of table cells: scores of themes, contributions to a distance.
#include <algorithm>
#include <cmath>
#include <tuple>

#include "markup.hpp"
#include "text/numbers.hpp"
#include "web/drawings.hpp"

namespace catalyse::web {
namespace {

constexpr std::size_t kDrawn = 3;  // parts of a bar that are told apart; the others stand together

double score_at(double score) { return 3 + std::clamp(score, 0.0, 100.0) * 0.94; }

bool drawable(const std::optional<double>& score) { return score && std::isfinite(*score); }

void add_disc(Markup& svg, std::string_view css_class, const std::optional<double>& score) {
  if (drawable(score))
    svg.raw("<circle class=\"").raw(css_class).raw("\" cx=\"").percent(score_at(*score)).raw("\" cy=\"10\" r=\"5\"/>");
}

}  // namespace

std::string theme_dots(std::optional<double> france, std::optional<double> peers) {
  if (!drawable(france) && !drawable(peers)) return {};
  Markup svg(200);
  // The line and its marks at 50 and 75 are a background of the style sheet.
  svg.raw("<svg class=\"dots\" aria-hidden=\"true\">");
  add_disc(svg, "ring", peers);
  add_disc(svg, "plain", france);
  return svg.raw("</svg>").take();
}

std::string theme_scale() {
  Markup svg(360);
  svg.raw("<svg class=\"scale\" height=\"14\" width=\"100%\" aria-hidden=\"true\">");
  for (const int score : {0, 50, 75, 100})
    svg.raw("<text x=\"")
        .percent(score_at(score))
        .raw("\" y=\"12\" text-anchor=\"middle\">")
        .whole(score)
        .raw("</text>");
  return svg.raw("</svg>").take();
}

std::string contributions_bar(Language language, std::vector<Part> parts, double full, std::size_t named) {
  std::erase_if(parts, [](const Part& part) { return !std::isfinite(part.share) || part.share <= 0; });
  std::ranges::sort(
      parts, [](const Part& a, const Part& b) { return std::tie(b.share, a.label) < std::tie(a.share, b.label); });
  double sum = 0;
  for (const auto& part : parts) sum += part.share;
  if (parts.empty() || !std::isfinite(sum)) return {};
  const double width = std::isfinite(full) ? std::max(full, sum) : sum;
  Markup out(600);
  out.raw("<svg class=\"parts\" aria-hidden=\"true\">");
  double x = 0;
  double rest = 0;
  for (std::size_t i = kDrawn; i < parts.size(); ++i) rest += parts[i].share;
  for (std::size_t i = 0; i < std::min(kDrawn + 1, parts.size()); ++i) {
    const double share = (i < kDrawn ? parts[i].share : rest) / width * 100;
    if (share >= 0.1) out.raw("<rect x=\"").percent(x).raw("\" width=\"").percent(share).raw("\" height=\"10\"/>");
    x += share;
  }
  out.raw("</svg>");
  for (std::size_t i = 0; i < std::min(named, parts.size()); ++i)
    out.raw(i == 0 ? "" : ", ")
        .text(parts[i].label)
        .raw(" ")
        .text(text::percent(parts[i].share / sum * 100, 0, language));
  return out.take();
}

}  // namespace catalyse::web
