// Sheets as the pages of their kind give them, from a file: `catalyse import --format cas FILE`.
#include <cstdio>
#include <fstream>
#include <iterator>

#include "commands.hpp"
#include "editorial/exchange.hpp"
#include "web/i18n.hpp"
#include "world.hpp"

namespace catalyse::app {
namespace {

constexpr std::size_t kMostShown = 100, kMostBytes = 64U << 20U;

const editorial::Kind* kind_named(std::string_view name) {
  for (const auto& feature : features())
    for (const auto& one : feature.contributed)
      if (one.kind->name == name) return one.kind;
  return nullptr;
}

core::Result<std::string> whole(const std::string& file) {
  const auto refuse = [&](const char* why) {
    return core::fail(core::ErrorKind::invalid, "ingest.file.missing", file + why, {{"file", file}});
  };
  std::ifstream in(file, std::ios::binary);
  if (!in) return refuse(" cannot be read");
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (text.size() > kMostBytes) return refuse(" is larger than 64 MB");
  return text;
}

std::string sentence(const editorial::Fault& fault) {
  const auto* message = web::find_message(fault.message_id);
  if (message == nullptr) message = web::find_message("web." + fault.message_id);
  return message == nullptr ? fault.message_id : web::say(core::Language::en, *message, std::span(fault.parameters));
}

void print_bad(const std::vector<editorial::BadContent>& all) {
  for (std::size_t i = 0; i < std::min(all.size(), kMostShown); ++i) {
    const auto& bad = all[i];
    auto where = bad.path;
    if (bad.line != 0) where = "line " + std::to_string(bad.line) + (where.empty() ? "" : ", column ") + where;
    if (where.empty()) where = "the whole file";
    std::printf("    %s%s: %s\n", where.c_str(), bad.id.empty() ? "" : (" (" + bad.id + ")").c_str(),
                sentence(bad.fault).c_str());
  }
  if (all.size() > kMostShown) std::printf("    and %zu more\n", all.size() - kMostShown);
}

}  // namespace

std::vector<std::string> kind_names() {
  std::vector<std::string> all;
  for (const auto& feature : features())
    for (const auto& one : feature.contributed) all.emplace_back(one.kind->name);
  return all;
}

bool is_kind(std::string_view name) { return kind_named(name) != nullptr; }

int run_import_contents(const Config& config, const FileCommand& command, const std::string& format) {
  const auto text = whole(command.file);
  if (!text) return complain(text.error());
  const auto& kind = *kind_named(format);
  const auto found = editorial::read_contents(kind, *text);
  std::printf("  %s: %llu read, %zu without fault, %zu faults\n", command.file.c_str(),
              static_cast<unsigned long long>(found.read), found.items.size(), found.bad.size());
  print_bad(found.bad);
  if (found.items.empty() || (command.strict && !found.bad.empty())) {
    std::fprintf(stderr, "catalyse import: %s, nothing was changed\n",
                 found.items.empty() ? "no sheet can be kept" : "a sheet has a fault");
    return 1;
  }
  if (command.run == FileCommand::Run::dry) return 0;
  auto database = open_database(config);
  if (!database) return complain(database.error());
  const auto name = std::filesystem::path(command.file).filename().string();
  const auto changed = editorial::publish_contents(*database, kind, found.items, name);
  if (!changed) return complain(changed.error());
  std::printf("  %zu published, %zu as they were\n", *changed, found.items.size() - *changed);
  return 0;
}

}  // namespace catalyse::app
