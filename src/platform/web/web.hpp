// The frame of every page, and the page of every error. A handler gives the content of <main> and what is said about
// it; the frame adds the rest: skip link, name, search box, ways in, breadcrumb, footer, and the head (canonical,
// languages, other forms, Open Graph).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/language.hpp"
#include "core/result.hpp"
#include "http/http.hpp"
#include "web/i18n.hpp"
#include "web/rendering.hpp"

namespace catalyse::web {

// A text that may lead somewhere. Without an address it is plain text. Addresses go through safe_url.
struct Link {
  std::string text{};
  std::string address{};
};

// Width and arrangement of <main>; each has its class in catalyse.css.
enum class Layout : std::uint8_t {
  text,     // one column of reading width
  wide,     // the whole frame: tables, maps
  dossier,  // sections, with <aside> beside them on wide screens
  home,
};
enum class SearchBox : std::uint8_t { in_header, in_content };  // in_content: the page has its own (search_form)
enum class Indexing : std::uint8_t { index, noindex };

// The same content in another form, announced in the head and to be listed with `downloads`.
struct Offer {
  http::Form form = http::Form::csv;
  std::string label{};    // « CSV pour Excel »
  std::string address{};  // path of ours
};

struct Page {
  Language language = Language::fr;
  std::string title{};         // without the site's name
  std::string description{};   // one or two sentences, plain text
  std::string path{};          // canonical, without /en, e.g. /territoires/commune/76540-rouen; empty: none (errors)
  std::string query{};         // of the address asked for, without '?': kept when the reader changes language
  std::vector<Link> crumbs{};  // from France down; the last is this page and has no address
  std::string body_html{};     // content of <main>, with its one <h1>
  // Instead of `body_html`, for a page that is made often: writes it into the frame, so that it is not copied there.
  std::function<void(rendering::Page&)> body{};
  Layout layout = Layout::text;
  SearchBox search = SearchBox::in_header;
  std::string search_words{};  // what the box holds already
  Indexing indexing = Indexing::index;
  std::vector<Offer> offers{};
  std::string json_ld{};               // a JSON text (schema.org), or empty
  std::vector<std::string> scripts{};  // addresses of more modules, beside the one of the search box
  std::string print_footer{};          // « Rouen (76540) · données … », at the foot of each printed page
};

struct NavLink {
  Message label{};
  std::string path{};                 // without /en
  std::vector<std::string> within{};  // other paths whose pages belong under it
};

// State of the declaration of accessibility (RGAA 4.1: totalement, partiellement or non conforme), said in every footer
// as the law asks.
enum class Conformity : std::uint8_t { none, partial, full };

// What all pages share in one data version. Built once at start by app, then only read.
struct Site {
  std::string
      base_url{};  // https://catalyse.example, without final slash: absolute addresses come from configuration only
  std::string style{}, icon{}, script{};   // addresses of catalyse.css, icone.svg and recherche.js
  std::string map_script{}, map_worker{};  // of carte.js and carte-ouvrier.js, for pages that hold a map
  std::string data_fr{}, data_en{};        // « Données : code officiel géographique 2026, recensement 2022. »
  std::vector<NavLink> ways{};             // S'informer, Se former, Agir: those that exist
  std::vector<NavLink> footer{};  // method, data, legal…: those that exist; accessibility and language are added
  std::vector<NavLink> own{};     // pages of whoever is signed in, listed on that of the account
  Conformity conformity = Conformity::none;

  [[nodiscard]] const std::string& data(Language language) const {
    return language == Language::fr ? data_fr : data_en;
  }
};

// `/en` before the path of an English page.
[[nodiscard]] std::string localised(Language language, std::string_view path);

// 200, text/html. Any thread.
[[nodiscard]] http::Response page_response(const Site& site, const Page& page);

// A copy of a page to take away: it opens from a disk with the network off.
struct Copy {
  std::string file{};  // name of the file, plain ASCII, with its ending
  std::string made{};  // a sentence: when it was made, and of which data
};

// 200, text/html, sent as a file to keep: the content of the page with the style inside and without script; links
// lead to the site by their whole address, those inside the page stay inside.
[[nodiscard]] http::Response standalone_response(const Site& site, const Page& page, const Copy& copy);

// What happened, what is safe and what to do, in the reader's words: a page with the search box filled, or problem+json
// (RFC 9457) for /api/ and for every form but HTML. The sentence is that of the error's message_id, of
// `web.<message_id>` for the rooms below this one, or one for its kind. Never the note. `site` is read at each call and
// must outlive the result.
[[nodiscard]] http::ErrorPage error_page(const Site& site);

// The form of the search box, for pages with SearchBox::in_content. `words` is what it holds.
[[nodiscard]] std::string search_form(Language language, std::string_view words = {});

}  // namespace catalyse::web
