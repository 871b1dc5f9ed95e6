#include "config.hpp"

#include "mail/mail.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>

#include <toml++/toml.h>

namespace catalyse::app {
namespace {

using core::ErrorKind;
using core::fail;

std::unexpected<core::Error> malformed(const std::string& what) {
  return fail(ErrorKind::invalid, "app.config.malformed", what);
}

// `host:port`; the port after the last colon, so that [::1]:8080 works.
std::optional<std::pair<std::string, std::uint16_t>> split_listen(std::string_view listen) {
  const auto colon = listen.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  std::uint16_t port = 0;
  const auto digits = listen.substr(colon + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  auto host = listen.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return std::pair{std::string(host), port};
}

using Setter = std::function<bool(Config&, const toml::node&)>;

template <class T, class Assign>
Setter setter(Assign assign) {
  return [assign](Config& config, const toml::node& node) {
    const auto value = node.value<T>();
    if (value) assign(config, *value);
    return value.has_value();
  };
}

Setter positive(std::function<void(Config&, std::int64_t)> assign) {
  return [assign](Config& config, const toml::node& node) {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < 0 || *value > 1'000'000) return false;
    assign(config, *value);
    return true;
  };
}

bool set_hosts(Config& config, const toml::node& node) {
  const auto* list = node.as_array();
  if (list == nullptr || !std::ranges::all_of(*list, [](const auto& item) { return item.is_string(); })) return false;
  config.hosts.clear();
  for (const auto& item : *list) config.hosts.push_back(*item.value<std::string>());
  return true;
}

const std::map<std::string, Setter, std::less<>>& setters() {
  static const std::map<std::string, Setter, std::less<>> all{
      {"listen", setter<std::string>([](Config& c, std::string v) { c.listen = std::move(v); })},
      {"db", setter<std::string>([](Config& c, std::string v) { c.db = std::move(v); })},
      {"data", setter<std::string>([](Config& c, const std::string& v) { c.data = v; })},
      {"snapshots", setter<std::string>([](Config& c, const std::string& v) { c.snapshots = v; })},
      {"base_url", setter<std::string>([](Config& c, std::string v) { c.base_url = std::move(v); })},
      {"publisher", setter<std::string>([](Config& c, std::string v) { c.publisher = std::move(v); })},
      {"contact", setter<std::string>([](Config& c, std::string v) { c.contact = std::move(v); })},
      {"mail_server", setter<std::string>([](Config& c, std::string v) { c.mail_server = std::move(v); })},
      {"mail_from", setter<std::string>([](Config& c, std::string v) { c.mail_from = std::move(v); })},
      {"mail_user", setter<std::string>([](Config& c, std::string v) { c.mail_user = std::move(v); })},
      {"mail_password", setter<std::string>([](Config& c, const std::string& v) { c.mail_password = v; })},
      {"oidc_issuer", setter<std::string>([](Config& c, std::string v) { c.oidc_issuer = std::move(v); })},
      {"oidc_client", setter<std::string>([](Config& c, std::string v) { c.oidc_client = std::move(v); })},
      {"oidc_secret", setter<std::string>([](Config& c, const std::string& v) { c.oidc_secret = v; })},
      {"oidc_name", setter<std::string>([](Config& c, std::string v) { c.oidc_name = std::move(v); })},
      {"oidc_scope", setter<std::string>([](Config& c, std::string v) { c.oidc_scope = std::move(v); })},
      {"oidc_acr", setter<std::string>([](Config& c, std::string v) { c.oidc_acr = std::move(v); })},
      {"oidc_join", setter<bool>([](Config& c, bool v) { c.oidc_join = v; })},
      {"oidc_trust_email", setter<bool>([](Config& c, bool v) { c.oidc_trust_email = v; })},
      {"key", setter<std::string>([](Config& c, const std::string& v) { c.key = v; })},
      {"link_checks", setter<bool>([](Config& c, bool v) { c.link_checks = v; })},
      {"hosts", set_hosts},
      {"workers", positive([](Config& c, std::int64_t v) { c.workers = static_cast<unsigned>(v); })},
      {"forms_at_once", positive([](Config& c, std::int64_t v) { c.forms_at_once = static_cast<unsigned>(v); })},
      {"forms_per_second", positive([](Config& c, std::int64_t v) { c.forms_per_second = static_cast<unsigned>(v); })},
      {"page_cache_megabytes",
       positive([](Config& c, std::int64_t v) { c.page_cache_megabytes = static_cast<std::size_t>(v); })},
  };
  return all;
}

std::string masked(const std::string& url) {
  const auto scheme = url.find("://");
  const auto at = url.rfind('@');
  if (scheme == std::string::npos || at == std::string::npos || at < scheme) return url;
  const auto colon = url.find(':', scheme + 3);
  if (colon == std::string::npos || colon > at) return url;
  return url.substr(0, colon + 1) + "****" + url.substr(at);
}

}  // namespace

std::string Config::address() const {
  const auto parts = split_listen(listen);
  return parts ? parts->first : std::string{};
}

std::uint16_t Config::port() const {
  const auto parts = split_listen(listen);
  return parts ? parts->second : std::uint16_t{0};
}

std::filesystem::path Config::key_file() const {
  constexpr std::string_view kSqlite = "sqlite:";
  if (!key.empty()) return key;
  if (db.starts_with(kSqlite)) return db.substr(kSqlite.size()) + ".key";
  return snapshots / "catalyse.key";
}

std::string Config::public_url() const { return base_url.empty() ? "http://" + listen : base_url; }

core::Result<Config> read_config(const std::optional<std::filesystem::path>& file) {
  Config config;
  if (!file) return config;
  if (!std::filesystem::is_regular_file(*file)) {
    return fail(ErrorKind::not_found, "app.config.missing",
                "the configuration file " + file->string() + " does not exist");
  }
  try {
    const toml::table table = toml::parse_file(file->string());
    for (const auto& [key, node] : table) {
      const auto found = setters().find(key.str());
      const std::string place = file->string() + ", line " + std::to_string(node.source().begin.line);
      if (found == setters().end()) return malformed(place + ": unknown setting '" + std::string(key.str()) + "'");
      if (!found->second(config, node))
        return malformed(place + ": the value of '" + std::string(key.str()) + "' has the wrong type or range");
    }
  } catch (const toml::parse_error& error) {
    return malformed(file->string() + ", line " + std::to_string(error.source().begin.line) + ": " +
                     std::string(error.description()));
  }
  if (auto checked = check_config(config); !checked) return std::unexpected(checked.error());
  return config;
}

core::Result<void> check_config(const Config& config) {
  if (!split_listen(config.listen))
    return malformed("listen: '" + config.listen + "' is not ADDRESS:PORT, as in 127.0.0.1:8080");
  if (!config.db.starts_with("sqlite:") && !config.db.starts_with("postgresql://")) {
    return malformed("db: '" + masked(config.db) + "' is neither sqlite:PATH nor postgresql://…");
  }
  if (!config.base_url.empty()) {
    const bool http = config.base_url.starts_with("http://") || config.base_url.starts_with("https://");
    if (!http || config.base_url.ends_with('/') || config.base_url.find_first_of(" \"'<>?#") != std::string::npos) {
      return malformed("base_url: '" + config.base_url + "' is not http(s)://HOST without a final slash");
    }
  }
  const bool is_mail = config.mail_server.starts_with("smtp://") || config.mail_server.starts_with("smtps://");
  if (!config.mail_server.empty() && !is_mail)
    return malformed("mail_server: '" + config.mail_server + "' is neither smtp://HOST:PORT nor smtps://HOST:PORT");
  if (!config.mail_server.empty() && !mail::is_address(config.mail_from))
    return malformed("mail_from: a mail server needs the address that mails come from");
  if (!config.oidc_issuer.empty()) {
    const bool safe = config.oidc_issuer.starts_with("https://") ||
                      config.oidc_issuer.starts_with("http://127.0.0.1") ||
                      config.oidc_issuer.starts_with("http://localhost");
    if (!safe) return malformed("oidc_issuer: '" + config.oidc_issuer + "' is not https://…");
    if (config.oidc_client.empty() || config.oidc_secret.empty())
      return malformed("oidc_issuer: a provider of identity needs oidc_client and oidc_secret");
  }
  const bool reachable = config.contact.starts_with("mailto:") || config.contact.starts_with("https://");
  if (!config.contact.empty() && (!reachable || config.contact.find_first_of(" \"'<>\r\n") != std::string::npos)) {
    return malformed("contact: '" + config.contact + "' is neither mailto:NAME@HOST nor https://…");
  }
  return {};
}

std::string print_config(const Config& config) {
  toml::array hosts;
  for (const auto& host : config.hosts) hosts.push_back(host);
  const toml::table table{{"listen", config.listen},
                          {"db", masked(config.db)},
                          {"data", config.data.string()},
                          {"snapshots", config.snapshots.string()},
                          {"base_url", config.base_url},
                          {"publisher", config.publisher},
                          {"contact", config.contact},
                          {"mail_server", config.mail_server},
                          {"mail_from", config.mail_from},
                          {"mail_user", config.mail_user},
                          {"mail_password", config.mail_password.string()},
                          {"oidc_issuer", config.oidc_issuer},
                          {"oidc_client", config.oidc_client},
                          {"oidc_secret", config.oidc_secret.string()},
                          {"oidc_name", config.oidc_name},
                          {"oidc_scope", config.oidc_scope},
                          {"oidc_acr", config.oidc_acr},
                          {"oidc_join", config.oidc_join},
                          {"oidc_trust_email", config.oidc_trust_email},
                          {"key", config.key.string()},
                          {"link_checks", config.link_checks},
                          {"hosts", hosts},
                          {"workers", static_cast<std::int64_t>(config.workers)},
                          {"forms_at_once", static_cast<std::int64_t>(config.forms_at_once)},
                          {"forms_per_second", static_cast<std::int64_t>(config.forms_per_second)},
                          {"page_cache_megabytes", static_cast<std::int64_t>(config.page_cache_megabytes)}};
  std::ostringstream out;
  out << table << '\n';
  return out.str();
}

}  // namespace catalyse::app
