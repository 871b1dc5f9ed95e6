#include "memory_folder.hpp"

#include <cstdlib>
#include <string>
#include <system_error>

namespace catalyse::columns {

MemoryFolder::MemoryFolder() {
  std::string name = "/dev/shm/catalyse-XXXXXX";
  if (::mkdtemp(name.data()) != nullptr) path_ = name;
}

MemoryFolder::~MemoryFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace catalyse::columns
