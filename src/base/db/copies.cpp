#include "copies.hpp"

#include "files.hpp"
#include "state.hpp"

namespace catalyse::db {

core::Result<void> Database::backup(const std::string& file) const {
  auto pending = PendingFile::beside(file);
  if (!pending) return std::unexpected(pending.error());
  const auto& target = state_->target;
  auto copied = target.backend == Backend::sqlite ? copy_sqlite(target.place, pending->name())
                                                  : copy_postgresql(target.place, pending->name());
  if (!copied) return copied;
  return pending->take_place();
}

core::Result<void> Database::restore(std::string_view url, const std::string& file) {
  const auto target = parse_url(url);
  if (!target) return std::unexpected(target.error());
  return target->backend == Backend::sqlite ? restore_sqlite(target->place, file)
                                            : restore_postgresql(target->place, file);
}

core::Result<void> Database::check() const {
  try {
    read([](Transaction& transaction) { dynamic_cast<Session&>(transaction).full_check(); });
    return {};
  } catch (const Failure& failure) {
    return std::unexpected(failure.error());
  }
}

}  // namespace catalyse::db
