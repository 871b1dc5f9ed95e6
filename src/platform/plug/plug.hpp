// The socket: what a feature contributes to the whole. A feature fills one `Feature` in its feature.cpp; app/features.cpp lists them,
// in order. What crosses features (sitemap, navigation, OpenAPI, import) is made of these contributions and never includes a feature.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/language.hpp"
#include "core/result.hpp"
#include "db/db.hpp"
#include "http/http.hpp"
#include "ingest/ingest.hpp"

namespace catalyse::plug {

struct ImportOptions {
  bool strict = false;  // see ingest::too_many_bad_rows
  ingest::Progress progress;
};

// A data set of the bundle that the feature owns: all or nothing, idempotent, earlier versions kept.
struct Importer {
  std::string_view set;  // "territoires"; importers run in the order of the features, then of this list
  std::function<core::Result<ingest::Report>(const ingest::Bundle&, db::Database&, const ImportOptions&)> run;
};

// Addresses for the sitemap, called with each; paths without the language prefix.
using SitemapSource = std::function<void(const std::function<void(std::string_view path)>&)>;

struct Feature {
  std::string_view name;
  std::vector<db::Migration> migrations;
  std::vector<Importer> importers;
  std::vector<http::Route> routes;
  std::vector<SitemapSource> sitemap;
  std::string_view openapi;  // YAML fragment with `paths:` and `components:` of the room (api.yaml)
};

}  // namespace catalyse::plug
