#include "build_id.hpp"

#include <elf.h>
#include <link.h>

#include <cstring>
#include <span>
#include <string_view>

#include "core/digest.hpp"

namespace catalyse::app {
namespace {

constexpr std::size_t kLetters = 16;

constexpr std::size_t padded(std::size_t bytes) { return (bytes + 3) & ~std::size_t{3}; }

// A segment of notes is a row of headers, each with its owner's name and its content, both padded to four bytes.
std::string_view find_build_id(std::string_view notes) {
  ElfW(Nhdr) header{};
  while (notes.size() >= sizeof header) {
    std::memcpy(&header, notes.data(), sizeof header);
    notes.remove_prefix(sizeof header);
    const auto name = padded(header.n_namesz);
    const auto content = padded(header.n_descsz);
    if (notes.size() < name + content) return {};
    if (header.n_type == NT_GNU_BUILD_ID && notes.starts_with(ELF_NOTE_GNU)) return notes.substr(name, header.n_descsz);
    notes.remove_prefix(name + content);
  }
  return {};
}

// The program itself is the first that is shown; anything after it is a library.
int read_program(dl_phdr_info* program, std::size_t, void* into) {
  for (const auto& segment : std::span(program->dlpi_phdr, program->dlpi_phnum)) {
    if (segment.p_type != PT_NOTE) continue;
    const auto* start = reinterpret_cast<const char*>(program->dlpi_addr + segment.p_vaddr);  // NOLINT: where ELF says
    const auto found = find_build_id({start, segment.p_memsz});
    if (!found.empty()) *static_cast<std::string*>(into) = core::sha256(found).substr(0, kLetters);
  }
  return 1;
}

}  // namespace

std::string build_id() {
  std::string id;
  dl_iterate_phdr(read_program, &id);
  return id;
}

}  // namespace catalyse::app
