// Settings: built-in defaults, then a TOML file, then the command line. An unknown key stops the program: a misspelt
// setting that is silently ignored is worse than none. docs/operate.md lists every key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"

namespace catalyse::app {

struct Config {
  std::string listen = "127.0.0.1:8080";
  std::string db = "sqlite:var/catalyse.db";
  std::filesystem::path data = "data";      // the bundle that `import` reads
  std::filesystem::path snapshots = "var";  // derived files, rebuilt when missing
  std::string base_url;                     // absolute addresses in pages; empty: http://<listen>
  std::string publisher;                    // who answers for this installation, for the legal notice (LCEN, 6-III)
  std::string contact;                      // mailto: or https:// address of the publisher, also in security.txt
  std::string mail_server;                  // smtp://HOST:PORT or smtps://HOST:PORT; empty: no mail is sent
  std::string mail_from;                    // address that mails come from
  std::string mail_user;                    // for the server; empty: none
  std::filesystem::path mail_password;      // file that holds the password, alone
  std::string oidc_issuer;                  // provider of identity (OpenID Connect); empty: none
  std::string oidc_client;                  // our name there
  std::filesystem::path oidc_secret;        // file that holds our secret there, alone
  std::string oidc_name = "ProConnect";     // as readers know it
  std::string oidc_scope = "openid email profile";
  std::string oidc_acr;            // levels of assurance asked for, apart by spaces; empty: any
  bool oidc_join = false;          // whoever it vouches for gets an account; else only who was invited
  bool oidc_trust_email = false;   // its e-mails count as verified though it does not say so
  std::filesystem::path key;       // file of the key; empty: see key_file
  bool link_checks = false;        // the addresses of resources are asked, a few a day
  std::vector<std::string> hosts;  // accepted Host names; empty: loopback names and the one of base_url
  unsigned workers = 0;            // threads that run handlers; 0: two per core
  unsigned forms_at_once = 120;    // of one network, then so many each second; 0: no limit
  unsigned forms_per_second = 4;
  std::size_t page_cache_megabytes = 64;  // rendered pages kept, compressed

  [[nodiscard]] std::string address() const;  // host part of listen
  [[nodiscard]] std::uint16_t port() const;
  // Without `key`: beside the SQLite database, never among files that are made again when they are gone; with
  // PostgreSQL catalyse.key in `snapshots`.
  [[nodiscard]] std::filesystem::path key_file() const;
  [[nodiscard]] std::string public_url() const;  // base_url or the one made of listen, without a final slash
};

// Reads `file` over the defaults. Errors: app.config.missing, app.config.malformed (note: file, line and what is
// wrong).
[[nodiscard]] core::Result<Config> read_config(const std::optional<std::filesystem::path>& file);
// Checks values that types cannot: address and port, URL without path, known database scheme.
[[nodiscard]] core::Result<void> check_config(const Config& config);
// The settings in force as TOML that reads back to the same; a password in the database's URL is masked.
[[nodiscard]] std::string print_config(const Config& config);

}  // namespace catalyse::app
