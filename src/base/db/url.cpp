// The address of a database: `sqlite:PATH` or `postgresql://…`.
#include <libpq-fe.h>

#include <filesystem>
#include <set>

#include "copies.hpp"
#include "session.hpp"

namespace catalyse::db {
namespace {

core::Result<Target> sqlite_target(std::string_view path) {
  if (path.empty() || path.starts_with(':'))
    return core::fail(core::ErrorKind::invalid, "db.open", "sqlite: needs the path of a file");
  // Absolute, so that neither a change of directory nor a name beginning with "file:" has a meaning.
  return Target{Backend::sqlite, std::filesystem::absolute(path).lexically_normal().string()};
}

std::string quoted(std::string_view value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

using Options = std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)>;

core::Result<Target> postgresql_target(std::string_view url) {
  char* reason = nullptr;
  const Options options(PQconninfoParse(std::string(url).c_str(), &reason), PQconninfoFree);
  if (options == nullptr) {
    PQfreemem(reason);  // it may repeat the password
    return core::fail(core::ErrorKind::invalid, "db.open", "the postgresql:// address cannot be understood");
  }
  std::string text;
  std::set<std::string_view> given;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr || *option->val == '\0') continue;
    given.insert(option->keyword);
    text += std::string(option->keyword) + "=" + quoted(option->val) + " ";
  }
  // A server that is gone is noticed within half a minute, also in the middle of a statement.
  for (const auto& [keyword, value] :
       {std::pair{"connect_timeout", "10"}, {"tcp_user_timeout", "30000"}, {"application_name", "catalyse"}}) {
    if (!given.contains(keyword)) text += std::string(keyword) + "=" + value + " ";
  }
  return Target{Backend::postgresql, text};
}

}  // namespace

core::Result<Target> parse_url(std::string_view url) {
  if (url.starts_with("sqlite:")) return sqlite_target(url.substr(7));
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return postgresql_target(url);
  return core::fail(core::ErrorKind::invalid, "db.open", "a database is sqlite:PATH or postgresql://…");
}

std::pair<std::string, std::string> split_password(const std::string& conninfo) {
  std::pair<std::string, std::string> parts;
  const Options options(PQconninfoParse(conninfo.c_str(), nullptr), PQconninfoFree);
  for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    if (std::string_view(option->keyword) == "password") {
      parts.second = option->val;
    } else {
      parts.first += std::string(option->keyword) + "=" + quoted(option->val) + " ";
    }
  }
  return parts;
}

}  // namespace catalyse::db
