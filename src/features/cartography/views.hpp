// What the templates of this room are given: finished words and path data. Every text is escaped by the template;
// *_html comes from components only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catalyse::cartography {

struct LayerView {
  std::string fill, d;
};

struct PlaceView {
  std::string href, title, fill, d;
};

struct SpotView {
  std::string x, y, fill, title;
};

struct TextView {
  std::string x, y, text;
};

struct DrawingView {
  std::string id;                                       // of this drawing in its page
  std::string box;                                      // the part that is shown
  std::string zoning;                                   // laid over
  std::string perimeter;                                // outlined
  std::string width, height, role, title, description;  // role: img, or group when its places are links
  std::string land;                                     // around everything that is drawn
  std::vector<LayerView> layers;                        // by class, then what has no value, then low reliability
  std::vector<PlaceView> places;                        // or each place, a link
  std::vector<LayerView> marks;                         // over the places: low reliability
  std::string_view borders;
  std::vector<LayerView> outlines;  // of the group
  std::vector<SpotView> spots;      // the group, where its places are too small to be seen
  std::vector<TextView> labels;
};

struct SwatchView {
  std::string fill, over, text, count;
};

struct LegendView {
  std::string title, lead, note;
  std::vector<SwatchView> swatches;
};

struct OptionView {
  std::string value, label;
  bool chosen = false;
};

struct GroupView {
  std::string label;
  std::vector<OptionView> options;
};

struct HiddenView {
  std::string name, value;
};

struct LinkView {
  std::string href, label;
};

// What the script of the map reads, as data attributes.
struct PlanView {
  std::string worker, column, codes, tiles, over, over_level, names, extent, views, words, zoning, communes, group,
      perimeter;
  std::string image, image_title;  // the drawing, where it is not in the page
};

// The second map of a page.
struct BesideView {
  std::string title, drawing_html, alone_href;
  std::optional<PlanView> plan;
  LegendView legend;
};

struct MapView {
  std::vector<OptionView> zonings, years_beside;
  std::vector<GroupView> indicators_beside;
  std::string other_href, other_label;  // to the map to move in, and back
  std::optional<BesideView> beside;
  std::optional<PlanView> plan;
  std::string title, lead, fault, action;
  std::vector<GroupView> indicators, zones;
  std::vector<OptionView> levels, years, methods, counts, palettes;
  std::vector<HiddenView> hidden;
  bool open = false;
  std::string group, group_all_href;
  std::string drawing_html, scale_note, scale_href, scale_label, missing_note, none;
  std::string links_note;
  LegendView legend;
  std::string table_html, paging_html;
  std::vector<std::string> notes;
  std::string downloads_html, picture_href;
  std::vector<LinkView> links;
};

// A map inside of another site's page.
struct EmbedView {
  std::string drawing_html, scale_note, missing_note, source, address;
  LegendView legend;
};

struct SvgRowView {
  std::string y, baseline, fill, over, text;
};

struct FileView {
  std::string width, height, total, drawing_html, title, subtitle, source, source_y, scale, scale_y;
  std::vector<SvgRowView> rows;
};

}  // namespace catalyse::cartography
