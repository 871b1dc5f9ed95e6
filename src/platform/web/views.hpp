// View-models of this room's templates. Views of texts that outlive the rendering.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catalyse::web {

namespace rendering {
class Page;
}
struct Page;

struct LinkView {
  std::string_view text{};
  std::string_view address{};
  bool current = false;
};

struct WayView {
  std::string text{};
  std::string address{};
  bool current = false;
};

struct OfferView {
  std::string_view label{}, address{}, type{};
};

struct SearchView {
  std::string action{};
  std::string_view words{};
};

struct CanonicalView {
  std::string address{}, french{}, english{};
  std::string_view locale{};
};

// The content of <main>, written where it stands.
struct BodyView {
  const Page& page;
  void operator()(rendering::Page& out) const;
};

struct FrameView {
  std::string_view code{};  // of the language
  std::string_view title{}, description{};
  bool noindex = false;
  std::optional<CanonicalView> canonical{};
  std::vector<OfferView> offers{};
  std::string opensearch{};
  std::string_view style{}, icon{}, script{};
  const std::vector<std::string>& scripts;
  std::string json_ld_html{};
  std::string home{};
  bool at_home = false;
  std::optional<SearchView> search{};
  bool has_ways = false;
  std::vector<WayView> ways{};
  bool has_crumbs = false;
  std::vector<LinkView> crumbs{};
  std::string_view layout{};
  BodyView body_html;
  std::vector<WayView> footer{};
  WayView accessibility{};
  std::string other_address{};
  std::string_view other_code{}, other_name{};
  std::string_view data{}, print_footer{};
};

struct StandaloneView {
  std::string_view code{}, title{}, layout{}, made{}, data{}, print_footer{};
  std::string address{}, home{}, style_html{}, body_html{};
};

struct EmbeddedView {
  std::string_view code{}, title{}, style{}, icon{}, body_html{};
  std::string address{};
};

struct ErrorView {
  std::string heading{}, sentence{}, advice{};
  SearchView search;
  std::string home{};
};

}  // namespace catalyse::web
