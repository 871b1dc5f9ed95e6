// Erasing somebody, and looking afterwards whether they are gone.
#include <algorithm>
#include <fstream>

#include "needles_rules.hpp"
#include "store.hpp"

namespace catalyse::personal {
namespace {

std::vector<Needle> needles_of(const Subject& subject) {
  std::vector<Needle> all;
  if (!subject.email.empty()) all.push_back(email_needle(subject.email));
  if (!subject.name.empty()) all.push_back(name_needle(subject.name));
  for (const auto& phone : subject.phones) all.push_back(phone_needle(phone));
  std::erase_if(all, [](const Needle& one) { return one.text.size() < 3; });
  return all;
}

std::vector<std::string> patterns_of(std::span<const Needle> needles) {
  std::vector<std::string> all;
  for (const auto& one : needles) all.push_back(one.pattern);
  return all;
}

Sought sought_of(const Needle& needle) {
  if (needle.kind == Needle::Kind::email) return Sought::email;
  return needle.kind == Needle::Kind::name ? Sought::name : Sought::phone;
}

// The name of somebody who gave none is the first part of their e-mail, one word: too little to be taken out of texts.
bool is_telling(const Needle& needle) {
  return needle.kind != Needle::Kind::name || needle.text.find(' ') != std::string::npos;
}

std::int64_t clean(db::Transaction& tx, const store::Place& place, std::span<const Needle> needles) {
  std::int64_t changed = 0;
  for (const auto& [value, count] : store::find(tx, place, patterns_of(needles))) {
    auto text = value;
    for (const auto& needle : needles) text = cleaned(needle, text);
    if (text != value) changed += store::replace(tx, place, value, text);
  }
  return changed;
}

// Whether a file holds them, read piece by piece; a piece begins with the end of the one before.
void look_in_file(const std::filesystem::path& path, std::span<const Needle> needles, const Proof& tables,
                  Proof& proof) {
  constexpr std::size_t kPiece = 4U << 20U;
  constexpr std::size_t kOverlap = 512;
  std::ifstream file(path, std::ios::binary);
  if (!file) return;  // gone meanwhile: nothing is left of it
  std::vector<std::int64_t> counts(needles.size(), 0);
  std::string piece;
  std::string fresh(kPiece, '\0');
  while (file.read(fresh.data(), static_cast<std::streamsize>(fresh.size())) || file.gcount() > 0) {
    const auto got = static_cast<std::size_t>(file.gcount());
    piece.erase(0, piece.size() - std::min(piece.size(), kOverlap));
    const auto joint = piece.size();
    piece.append(fresh, 0, got);
    for (auto i = joint; i < piece.size(); ++i)
      if (piece[i] >= 'A' && piece[i] <= 'Z') piece[i] = static_cast<char>(piece[i] + 32);
    for (std::size_t i = 0; i < needles.size(); ++i)
      counts[i] += static_cast<std::int64_t>(count_in_bytes(needles[i], piece, tables.others));
    proof.bytes += static_cast<std::int64_t>(got);
  }
  ++proof.files;
  for (std::size_t i = 0; i < needles.size(); ++i) {
    if (counts[i] == 0) continue;
    const bool homonym =
        sought_of(needles[i]) == Sought::name &&
        std::ranges::none_of(tables.traces,
                             [](const Trace& one) { return one.sought == Sought::name && !one.homonym; }) &&
        (!is_telling(needles[i]) || std::ranges::any_of(tables.traces, &Trace::homonym));
    proof.traces.push_back({path.filename().string(), sought_of(needles[i]), counts[i], homonym});
  }
}

}  // namespace

Erased erase(db::Transaction& tx, std::span<const Holding> holdings, const Subject& subject) {
  Erased erased;
  for (const auto& holding : holdings)
    if (holding.fate == Fate::removed) erased.removed += store::remove(tx, holding, subject);
  auto needles = needles_of(subject);
  std::erase_if(needles, [](const Needle& one) { return !is_telling(one); });
  std::vector<store::Place> done;
  for (const auto& holding : holdings) {
    for (const auto& column : holding.columns) {
      if (column.disclosure != Disclosure::mentions) continue;
      store::Place place{std::string(holding.table), std::string(column.name)};
      const auto same = [&](const store::Place& one) { return one.table == place.table && one.column == place.column; };
      if (std::ranges::any_of(done, same)) continue;
      erased.cleaned += clean(tx, place, needles);
      done.push_back(std::move(place));
    }
  }
  return erased;
}

bool Proof::clean() const { return std::ranges::all_of(traces, &Trace::homonym); }

Proof look_in_tables(const db::Database& database, std::span<const Holding> holdings, const Subject& subject) {
  Proof proof;
  const auto needles = needles_of(subject);
  const auto patterns = patterns_of(needles);
  database.read([&](db::Transaction& tx) {
    for (const auto& place : store::text_columns(tx)) {
      ++proof.columns;
      const bool about_people =
          std::ranges::any_of(holdings, [&](const Holding& one) { return one.table == place.table; });
      std::vector<std::int64_t> counts(needles.size(), 0);
      for (const auto& [value, rows] : store::find(tx, place, patterns)) {
        for (std::size_t i = 0; i < needles.size(); ++i) {
          if (stands_in(needles[i], value)) counts[i] += rows;
          for (auto& other : longer_words(needles[i], value))
            if (std::ranges::find(proof.others, other) == proof.others.end()) proof.others.push_back(std::move(other));
        }
      }
      for (std::size_t i = 0; i < needles.size(); ++i) {
        if (counts[i] == 0) continue;
        const bool homonym = sought_of(needles[i]) == Sought::name && (!about_people || !is_telling(needles[i]));
        proof.traces.push_back({place.table + "." + place.column, sought_of(needles[i]), counts[i], homonym});
      }
    }
  });
  return proof;
}

core::Result<Proof> look_in_files(std::span<const std::filesystem::path> places, const Subject& subject,
                                  const Proof& tables) {
  Proof proof;
  const auto needles = needles_of(subject);
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& place : places) {
    if (std::filesystem::is_regular_file(place, error)) files.push_back(place);
    if (!std::filesystem::is_directory(place, error)) continue;
    for (auto it = std::filesystem::recursive_directory_iterator(place, error);
         !error && it != std::filesystem::recursive_directory_iterator(); it.increment(error)) {
      if (it->is_regular_file(error) && !it->is_symlink(error)) files.push_back(it->path());
    }
    if (error)
      return core::fail(core::ErrorKind::unavailable, "personal.error.file", place.string() + ": " + error.message());
  }
  std::ranges::sort(files);
  const auto twice = std::ranges::unique(files);
  files.erase(twice.begin(), twice.end());
  for (const auto& file : files) look_in_file(file, needles, tables, proof);
  return proof;
}

std::int64_t remove_overdue(db::Transaction& tx, std::span<const Holding> holdings, core::Instant now) {
  std::int64_t removed = 0;
  for (const auto& holding : holdings)
    if (holding.keep.count() > 0 && !holding.since.empty())
      removed += store::remove_before(tx, holding, now - holding.keep);
  return removed;
}

}  // namespace catalyse::personal
