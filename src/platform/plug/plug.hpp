// The socket: what a feature contributes to the whole. Each feature gives one `Feature` (what it is) and one
// `Contribution` a data version (what it shows); app/features.cpp lists them, in order. What crosses features (sitemap,
// OpenAPI, import, navigation) is made of these and never includes a feature.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/language.hpp"
#include "core/result.hpp"
#include "core/territory.hpp"
#include "db/db.hpp"
#include "editorial/content.hpp"
#include "http/http.hpp"
#include "ingest/ingest.hpp"
#include "search/source.hpp"
#include "web/i18n.hpp"

namespace catalyse::plug {

struct ImportOptions {
  bool strict = false;  // see ingest::too_many_bad_rows
  ingest::Progress progress;
};

// A data set of the bundle that the feature owns: all or nothing, idempotent, earlier versions kept.
struct Importer {
  std::string_view set;  // "territoires"; importers run in the order of the features, then of their list
  std::function<core::Result<ingest::Report>(const ingest::Bundle&, db::Database&, const ImportOptions&)> run;
};

// A kind of thing that people contribute (room editorial), and how it is spoken of. Lives as long as the program.
struct Contributed {
  struct Words {
    const web::Message* label = nullptr;
    const web::Message* hint = nullptr;  // none when null
  };
  const editorial::Kind* kind = nullptr;
  const web::Message* name = nullptr;        // « Un cas »
  const web::Message* invitation = nullptr;  // what makes a good one, and what does not belong here
  std::function<Words(std::string_view field)> words;
  // A choice of the field in words.
  std::function<std::string(std::string_view field, std::string_view choice, core::Language)> choice_text;
  std::function<std::string(std::string_view id)> address;  // of the public page: /cas/{id}
  std::string_view list;                                    // address of all that is public: /cas
  const web::Message* list_name = nullptr;                  // the name of that page, for what leads back to it
};

struct Feature {
  std::string_view name;
  std::vector<db::Migration> migrations;
  std::vector<Importer> importers;
  std::vector<Contributed> contributed;
  std::span<const web::Message> messages;  // sentences that an error may name
  std::string_view
      openapi;  // the room's api.yaml: `paths:` and `schemas:` in OpenAPI 3.1, merged into /api/openapi.yaml
};

// Calls `add` with each address of the feature that a search engine should know; paths without host and language
// prefix.
using AddAddress = std::function<void(std::string_view path)>;
struct Sitemap {
  std::string_view name;  // part of /sitemap-{name}.xml
  std::function<void(const AddAddress& add)> addresses;
};

// What a room adds to a place's dossier, on its page of partnership dynamics (the summary is kept short): a whole
// <section> with its <h2>, some thirty elements and a millisecond at most, the same for the same data version. Empty:
// there is nothing to say here.
struct PlaceSection {
  std::string_view name;  // of the room
  std::function<std::string(const core::PlaceCode& place, core::Language language)> html;
};

struct Contribution {
  std::vector<http::Route> routes;
  std::vector<Sitemap> sitemaps;
  std::vector<search::Source> searchable;  // documents for /recherche
  std::vector<PlaceSection> sections;      // of the dossier of a place
};

}  // namespace catalyse::plug
