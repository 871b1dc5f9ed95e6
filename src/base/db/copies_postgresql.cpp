// Copies by PostgreSQL's own programs (package postgresql-client): pg_dump, pg_restore, psql.
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>

#include "child.hpp"
#include "copies.hpp"

namespace catalyse::db {
namespace {

// Empties the schema, also of what the copy does not know: pg_restore --clean would leave the tables of a later program
// standing, and they would stop the next migration. What belongs to an extension stays.
constexpr std::string_view kEmpty = R"(BEGIN;
SET LOCAL lock_timeout = '10s';
DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT c.oid, c.relname, CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind
      FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'i')) ORDER BY c.oid LOOP
    IF EXISTS (SELECT FROM pg_class WHERE oid = r.oid) THEN EXECUTE format('DROP %s %I CASCADE', r.kind, r.relname); END IF;
  END LOOP;
  FOR r IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP ROUTINE %s CASCADE', r.signature);
  END LOOP;
  FOR r IN SELECT t.oid::regtype AS name FROM pg_type t WHERE t.typnamespace = current_schema()::regnamespace AND t.typtype IN ('e', 'd')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP TYPE %s CASCADE', r.name);
  END LOOP;
END $$;
)";

// Two ends of a stream, closed with the scope. A socket, because writing to a reader that died is then an error and not
// a signal.
class Stream {
 public:
  Stream() {
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_) != 0) ends_[0] = ends_[1] = -1;
  }
  ~Stream() {
    close_reader();
    close_writer();
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  [[nodiscard]] int reader() const { return ends_[0]; }
  [[nodiscard]] int writer() const { return ends_[1]; }
  void close_reader() { close_end(ends_[0]); }
  void close_writer() { close_end(ends_[1]); }
  bool write(std::string_view text) const {
    while (!text.empty()) {
      const auto sent = ::send(ends_[1], text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

 private:
  static void close_end(int& end) {
    if (end >= 0) ::close(std::exchange(end, -1));
  }
  int ends_[2] = {-1, -1};
};

// Reads the whole copy, also its compressed data, and looks whether it is one of ours.
core::Result<void> verify(const std::string& copy) {
  auto reading = Child::start({"pg_restore", "--file=/dev/null", "--", copy}, "", {});
  if (!reading) return std::unexpected(reading.error());
  if (auto whole = reading->finish(core::ErrorKind::damaged, "db.damaged"); !whole) return whole;
  const int list = ::memfd_create("list", MFD_CLOEXEC);
  const std::unique_ptr<const int, void (*)(const int*)> guard(&list,
                                                               [](const int* descriptor) { ::close(*descriptor); });
  auto listing = Child::start({"pg_restore", "--list", "--", copy}, "", {.output = list});
  if (!listing) return std::unexpected(listing.error());
  if (auto listed = listing->finish(core::ErrorKind::damaged, "db.damaged"); !listed) return listed;
  if (read_back(list, 1 << 20).find(" schema_migration ") != std::string::npos) return {};
  return core::fail(core::ErrorKind::damaged, "db.damaged", copy + " is not a copy of this program's database");
}

}  // namespace

core::Result<void> copy_postgresql(const std::string& conninfo, const std::string& copy) {
  const auto [place, password] = split_password(conninfo);
  auto dump = Child::start({"pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-password",
                            "--file=" + copy, "--dbname=" + place},
                           password, {});
  if (!dump) return std::unexpected(dump.error());
  if (auto dumped = dump->finish(core::ErrorKind::unavailable, "db.backup"); !dumped) return dumped;
  return verify(copy);
}

// One psql holds the transaction; pg_restore writes the copy's script into it. COMMIT is said only after pg_restore has
// ended well, so that a copy or a program that fails half-way leaves everything as it was.
core::Result<void> restore_postgresql(const std::string& conninfo, const std::string& copy) {
  if (auto whole = verify(copy); !whole) return whole;
  const auto [place, password] = split_password(conninfo);
  Stream stream;
  auto psql =
      Child::start({"psql", "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--dbname=" + place},
                   password, {.input = stream.reader()});
  if (!psql) return std::unexpected(psql.error());
  stream.close_reader();
  stream.write(kEmpty);
  auto script = Child::start({"pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--file=-", "--", copy},
                             "", {.output = stream.writer()});
  auto written = script ? script->finish(core::ErrorKind::damaged, "db.damaged")
                        : core::Result<void>(std::unexpected(script.error()));
  if (written) stream.write("\nCOMMIT;\n");
  stream.close_writer();
  // psql first: when it refuses, pg_restore only knows that nobody reads any more.
  if (auto done = psql->finish(core::ErrorKind::unavailable, "db.restore"); !done) return done;
  return written;
}

}  // namespace catalyse::db
