// The reader's texts of a page that did not come from a translation. A plain scanner, good enough for the pages we
// write ourselves.
#include <algorithm>
#include <array>

#include "web/i18n.hpp"

namespace catalyse::web {
namespace {

constexpr std::array kSpoken{"title", "alt", "aria-label", "placeholder", "content"};

bool has_letters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
  });
}

// What stands outside ⟦…⟧; brackets nest, since a parameter may itself be a sentence.
std::string outside(std::string_view text) {
  std::string out;
  int depth = 0;
  while (!text.empty()) {
    if (text.starts_with("⟦")) {
      ++depth;
      text.remove_prefix(std::string_view("⟦").size());
    } else if (text.starts_with("⟧")) {
      --depth;
      text.remove_prefix(std::string_view("⟧").size());
    } else {
      if (depth == 0) out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

class Finder {
 public:
  explicit Finder(std::span<const std::string_view> data) : data_(data) {}

  void text(std::string_view text) {
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
      const auto close = text.find('}', open);
      if (close != std::string_view::npos) found_.emplace_back(text.substr(open, close - open + 1));
    }
    std::string rest = outside(text);
    for (const auto known : data_)
      for (auto at = rest.find(known); !known.empty() && at != std::string::npos; at = rest.find(known))
        rest.erase(at, known.size());
    std::erase_if(rest, [](char c) { return c == '\n' || c == '\t'; });
    if (has_letters(rest)) found_.push_back(rest);
  }

  // The attributes a reader hears, inside one tag.
  void tag(std::string_view tag) {
    // Only descriptions among <meta>: the others hold machine words.
    const bool meta = tag.starts_with("meta ") && tag.find("description") == std::string_view::npos;
    for (const std::string_view name : kSpoken) {
      if (name == "content" && meta) continue;
      const std::string start = " " + std::string(name) + "=\"";
      if (const auto at = tag.find(start); at != std::string_view::npos) {
        const auto from = at + start.size();
        text(tag.substr(from, tag.find('"', from) - from));
      }
    }
  }

  [[nodiscard]] std::vector<std::string> found() && { return std::move(found_); }

 private:
  std::span<const std::string_view> data_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> hard_coded_text(std::string_view html, std::span<const std::string_view> data) {
  Finder finder(data);
  while (!html.empty()) {
    const auto open = html.find('<');
    finder.text(html.substr(0, open));
    if (open == std::string_view::npos) break;
    const auto close = html.find('>', open);
    if (close == std::string_view::npos) break;
    const auto tag = html.substr(open + 1, close - open - 1);
    finder.tag(tag);
    html.remove_prefix(close + 1);
    for (const std::string_view raw : {"script", "style"}) {
      if (!tag.starts_with(raw)) continue;
      const auto end = html.find("</" + std::string(raw));
      html.remove_prefix(end == std::string_view::npos ? html.size() : end);
    }
  }
  return std::move(finder).found();
}

}  // namespace catalyse::web
