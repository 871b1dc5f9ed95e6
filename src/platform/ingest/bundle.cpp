#include <boost/json.hpp>
#include <fstream>
#include <set>

#include "core/digest.hpp"
#include "gunzip.hpp"
#include "ingest.hpp"

namespace catalyse::ingest {
namespace {

namespace json = boost::json;
using core::ErrorKind;

constexpr std::uintmax_t kMaxDescriptor = 16U << 20U;
constexpr std::size_t kMaxResources = 10'000;
constexpr std::size_t kHashDigits = 64;

std::unexpected<core::Error> malformed(std::string note) {
  return core::fail(ErrorKind::damaged, "ingest.bundle.malformed", "datapackage.json: " + std::move(note));
}

std::unexpected<core::Error> bad_file(ErrorKind kind, std::string_view id, const Resource& resource,
                                      std::string_view note) {
  return core::fail(kind, id, resource.path + ": " + std::string(note), {{"file", resource.path}});
}

bool plain_segment(std::string_view segment) {
  return !segment.empty() && segment.front() != '.' && std::ranges::all_of(segment, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
}

// Relative, downward, without anything a file system could read in two ways.
bool safe_path(std::string_view path) {
  if (path.empty() || path.size() > 255) return false;
  for (;;) {
    const auto slash = path.find('/');
    if (!plain_segment(path.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

bool sha256_hash(std::string_view hash) {
  constexpr std::string_view kPrefix = "sha256:";
  if (!hash.starts_with(kPrefix) || hash.size() != kPrefix.size() + kHashDigits) return false;
  return hash.find_first_not_of("0123456789abcdef", kPrefix.size()) == std::string_view::npos;
}

// Reads the properties of one object and remembers the first that has the wrong type.
class Properties {
 public:
  explicit Properties(const json::object& object) : object_(object) {}

  std::string text(std::string_view key) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr) return {};
    if (const auto* string = value->if_string()) return {string->data(), string->size()};
    note(key);
    return {};
  }
  std::uint64_t count(std::string_view key) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr) return 0;
    if (const auto* number = value->if_int64(); number != nullptr && *number >= 0)
      return static_cast<std::uint64_t>(*number);
    note(key);
    return 0;
  }
  // Calls `each` with every object of the array `key`.
  void objects(std::string_view key, const std::function<void(Properties&)>& each) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr) return;
    const auto* array = value->if_array();
    if (array == nullptr) return note(key);
    for (const json::value& item : *array) {
      const auto* object = item.if_object();
      if (object == nullptr) return note(key);
      Properties inner(*object);
      each(inner);
      if (!inner.wrong().empty()) note(inner.wrong());
    }
  }
  void object(std::string_view key, const std::function<void(Properties&)>& use) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr) return;
    const auto* object = value->if_object();
    if (object == nullptr) return note(key);
    Properties inner(*object);
    use(inner);
    if (!inner.wrong().empty()) note(inner.wrong());
  }
  [[nodiscard]] const json::object& raw() const { return object_; }
  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  void note(std::string_view key) {
    if (wrong_.empty()) wrong_ = key;
  }
  const json::object& object_;
  std::string wrong_;
};

void read_extra(const json::object& object, Resource& out) {
  static constexpr std::string_view kKnown[] = {"name",        "path",     "set",       "title",   "title_en",
                                                "description", "producer", "relay",     "vintage", "cog_vintage",
                                                "hash",        "format",   "mediatype", "bytes",   "rows"};
  for (const auto& [key, value] : object) {
    if (std::ranges::find(kKnown, std::string_view(key)) != std::end(kKnown)) continue;
    if (const auto* text = value.if_string())
      out.extra.emplace_back(key, std::string_view(*text));
    else if (value.is_number() || value.is_bool())
      out.extra.emplace_back(key, json::serialize(value));
  }
}

core::Result<Resource> read_resource(const json::object& object) {
  Properties from(object);
  Resource r{from.text("name"),
             from.text("path"),
             from.text("set"),
             from.text("title"),
             from.text("title_en"),
             from.text("description"),
             from.text("producer"),
             from.text("relay"),
             from.text("vintage"),
             from.text("cog_vintage"),
             from.text("hash"),
             from.text("format"),
             from.text("mediatype"),
             {},
             {},
             {},
             from.count("bytes"),
             from.count("rows"),
             {}};
  from.objects("licenses", [&](Properties& l) {
    r.licences.push_back({l.text("name"), l.text("title"), l.text("path")});
  });
  from.objects("sources", [&](Properties& s) { r.sources.push_back(s.text("title")); });
  from.object("schema", [&](Properties& schema) {
    schema.objects("fields", [&](Properties& field) { r.fields.push_back(field.text("name")); });
  });
  read_extra(object, r);
  if (!from.wrong().empty())
    return malformed("resource '" + r.name + "': property '" + from.wrong() + "' has the wrong type");
  if (r.name.empty()) return malformed("a resource has no name");
  if (!safe_path(r.path)) return malformed("resource '" + r.name + "': its path is not a plain one below the folder");
  if (r.set.empty()) return malformed("resource '" + r.name + "': it belongs to no set");
  if (!sha256_hash(r.hash)) return malformed("resource '" + r.name + "': its hash is not a sha256");
  if (!object.contains("bytes")) return malformed("resource '" + r.name + "': its size is not said");
  return r;
}

core::Result<std::string> whole_file(const std::filesystem::path& file, std::uintmax_t size) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes(size, '\0');
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size)) || in.peek() != std::char_traits<char>::eof())
    return core::fail(ErrorKind::damaged, "ingest.file.damaged", file.string() + ": cannot be read whole");
  return bytes;
}

// Symbolic links may lead out of the folder even when the written path does not.
bool inside(const std::filesystem::path& folder, const std::filesystem::path& file) {
  std::error_code error;
  const auto root = std::filesystem::canonical(folder, error);
  if (error) return false;
  const auto real = std::filesystem::canonical(file, error);
  return !error && std::ranges::mismatch(root, real).in1 == root.end();
}

}  // namespace

std::string_view Resource::property(std::string_view key) const {
  const auto found = std::ranges::find(extra, key, &std::pair<std::string, std::string>::first);
  return found == extra.end() ? std::string_view{} : found->second;
}

core::Result<Bundle> Bundle::open(const std::filesystem::path& folder) {
  const auto file = folder / "datapackage.json";
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return core::fail(ErrorKind::damaged, "ingest.bundle.missing", file.string() + ": " + error.message());
  if (size > kMaxDescriptor) return malformed("larger than 16 MB");
  auto text = whole_file(file, size);
  if (!text) return std::unexpected(std::move(text.error()));
  return parse(folder, *text);
}

core::Result<Bundle> Bundle::parse(const std::filesystem::path& folder, std::string_view descriptor) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = 16;
  const json::value parsed = json::parse({descriptor.data(), descriptor.size()}, error, {}, options);
  if (error) return malformed(error.message());
  const auto* object = parsed.if_object();
  const json::value* list = object == nullptr ? nullptr : object->if_contains("resources");
  if (list == nullptr || !list->is_array()) return malformed("it has no list of resources");
  if (list->get_array().size() > kMaxResources) return malformed("more than 10 000 resources");

  Bundle bundle;
  bundle.folder_ = folder;
  bundle.version_ = Properties(*object).text("version");
  std::set<std::string, std::less<>> names, paths;
  for (const json::value& item : list->get_array()) {
    if (!item.is_object()) return malformed("a resource is not an object");
    auto resource = read_resource(item.get_object());
    if (!resource) return std::unexpected(std::move(resource.error()));
    if (!names.insert(resource->name).second || !paths.insert(resource->path).second)
      return malformed("two resources share the name or the path of '" + resource->name + "'");
    bundle.resources_.push_back(std::move(*resource));
  }
  return bundle;
}

std::vector<const Resource*> Bundle::of_set(std::string_view set) const {
  std::vector<const Resource*> found;
  for (const Resource& resource : resources_)
    if (resource.set == set) found.push_back(&resource);
  std::ranges::sort(found, {}, &Resource::path);
  return found;
}

const Resource* Bundle::find(std::string_view path_or_name) const {
  const auto by = [&](auto member) { return std::ranges::find(resources_, path_or_name, member); };
  auto found = by(&Resource::path);
  if (found == resources_.end()) found = by(&Resource::name);
  return found == resources_.end() ? nullptr : &*found;
}

std::string Bundle::set_version(std::string_view set) const {
  core::Sha256 digest;
  for (const Resource* resource : of_set(set)) digest.add(resource->hash + "\n");
  return digest.finish();
}

core::Result<std::string> Bundle::read(const Resource& resource, std::size_t limit) const {
  const auto file = folder_ / resource.path;
  std::error_code error;
  if (!safe_path(resource.path))
    return bad_file(ErrorKind::damaged, "ingest.file.damaged", resource, "not a plain path");
  const auto size = std::filesystem::file_size(file, error);
  if (error) return bad_file(ErrorKind::damaged, "ingest.file.missing", resource, error.message());
  if (!inside(folder_, file))
    return bad_file(ErrorKind::damaged, "ingest.file.damaged", resource, "leads out of the folder");
  if (size != resource.bytes) {
    return bad_file(ErrorKind::damaged, "ingest.file.damaged", resource,
                    std::to_string(size) + " bytes instead of " + std::to_string(resource.bytes));
  }
  if (size > limit) return bad_file(ErrorKind::too_large, "ingest.file.too_large", resource, "larger than the limit");
  auto bytes = whole_file(file, size);
  if (!bytes) return bad_file(ErrorKind::damaged, "ingest.file.damaged", resource, "cannot be read whole");
  if ("sha256:" + core::sha256(*bytes) != resource.hash)
    return bad_file(ErrorKind::damaged, "ingest.file.damaged", resource, "its checksum is not the one announced");
  if (!resource.path.ends_with(".gz")) return bytes;
  std::string unpacked;
  switch (gunzip(*bytes, limit, unpacked)) {
    case Gunzip::done:
      return unpacked;
    case Gunzip::too_large:
      return bad_file(ErrorKind::too_large, "ingest.file.too_large", resource, "unpacks beyond the limit");
    case Gunzip::damaged:
      break;
  }
  return bad_file(ErrorKind::damaged, "ingest.file.damaged", resource, "not a whole gzip file");
}

}  // namespace catalyse::ingest
