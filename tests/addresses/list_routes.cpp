// Prints every route of the program over a real data version, one a line: method, pattern, forms, cache class, who may,
// parameters of the query, fields of the form (those for a file excepted), an address that answers, separated by tabs.
// The table of addresses is held against this list, so that a route without a line fails. usage: list_routes SETTINGS
#include <array>
#include <cstdio>
#include <string>

#include "app/commands.hpp"
#include "app/config.hpp"
#include "app/world.hpp"
#include "http/answers.hpp"

namespace {

using namespace catalyse;  // NOLINT: a program of one file

std::string forms_of(const http::Route& route) {
  std::string names;
  for (const auto form : route.forms) {
    const auto suffix = http::suffix_of(form);  // ".json"; nothing for a page
    names.append(names.empty() ? "" : ",").append(suffix.empty() ? "html" : suffix.substr(1));
  }
  return names;
}

std::string who_of(const http::Who& who) {
  switch (who.access) {
    case http::Access::anyone:
      return "anyone";
    case http::Access::loopback:
      return "loopback";
    case http::Access::person:
      return "person";
    case http::Access::permitted:
      return std::string(who.action) + " " + std::string(who.room);
  }
  return {};
}

std::string parameters_of(const http::Route& route) {
  std::string names;
  for (const auto& one : route.parameters) names.append(names.empty() ? "" : ",").append(one.name);
  return names;
}

std::string fields_of(const http::Route& route) {
  std::string names;
  for (const auto& one : route.fields)
    if (one.input != http::Input::file) names.append(names.empty() ? "" : ",").append(one.name);
  return names;
}

void print(const http::Route& route) {
  static constexpr std::array<const char*, 3> kCaches{"page", "immutable", "live"};
  std::printf("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", route.method == http::Method::post ? "POST" : "GET",
              route.pattern.c_str(), forms_of(route).c_str(), kCaches[static_cast<std::size_t>(route.cache)],
              who_of(route.who).c_str(), parameters_of(route).c_str(), fields_of(route).c_str(), route.example.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::fputs("usage: list_routes SETTINGS\n", stderr), 2;
  app::register_all_messages();
  const auto config = app::read_config(argv[1]);
  if (!config) return app::complain(config.error());
  auto database = app::open_database(*config);
  if (!database) return app::complain(database.error());
  const auto world = app::build_world(*config, *database, [] { return std::string{}; });
  if (!world) return app::complain(world.error());
  const auto router = world->front->router();
  for (const auto& route : router->routes()) print(route);
  return 0;
}
