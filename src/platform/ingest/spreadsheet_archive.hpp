// The archive that an XLSX or an ODS is (ZIP, APPNOTE 6.3.9, the part of it that ISO/IEC 21320-1 allows): its directory
// is judged whole before a byte of an entry is unpacked. Private to the room.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "source.hpp"

namespace catalyse::ingest {

struct ArchiveEntry {
  std::string_view name;
  std::uint64_t packed = 0, unpacked = 0, offset = 0;  // offset of its local header
  std::uint32_t crc = 0;
  std::uint16_t method = 0;  // 0 stored, 8 deflated
};

// Thrown inside the child process only, which turns it into its answer.
struct ArchiveFault {
  SourceFault fault;
  std::string_view what;  // English
  std::string detail;
};

class Archive {
 public:
  // `bytes` must outlive it. Throws ArchiveFault: more entries than allowed, encrypted, of another method, entries that
  // overlap, a declared size or ratio beyond the limits, names that leave the archive, sizes beyond 4 GB.
  Archive(std::string_view bytes, const SourceLimits& limits);
  [[nodiscard]] const ArchiveEntry* find(std::string_view name) const;
  // Calls `use` with the unpacked bytes, piece after piece, until it returns false. Throws ArchiveFault when they are
  // not as many as declared or their CRC differs (not checked when `use` stopped).
  void unpack(const ArchiveEntry& entry, const std::function<bool(std::string_view)>& use) const;

 private:
  void read_directory(const SourceLimits& limits);
  void check_sizes(const SourceLimits& limits) const;
  void check_overlap() const;
  [[nodiscard]] std::uint64_t number(std::size_t at, std::size_t size) const;

  std::string_view bytes_;
  std::vector<ArchiveEntry> entries_;
};

}  // namespace catalyse::ingest
