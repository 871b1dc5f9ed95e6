// A program run to its end, without a shell. Its arguments are ours, its password goes by the environment, never by the
// arguments.
#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"

namespace catalyse::db {

class Child {
 public:
  struct Streams {
    int input = -1;   // descriptor it reads; -1: nothing
    int output = -1;  // descriptor it writes; -1: nowhere
  };
  // Starts `arguments[0]`, found in PATH. `password` becomes PGPASSWORD unless empty. Errors: db.unavailable (no such
  // program…).
  [[nodiscard]] static core::Result<Child> start(const std::vector<std::string>& arguments, const std::string& password,
                                                 Streams streams);
  ~Child();
  Child(Child&& other) noexcept
      : name_(std::move(other.name_)),
        process_(std::exchange(other.process_, -1)),
        complaints_(std::exchange(other.complaints_, -1)) {}
  Child& operator=(Child&&) = delete;
  // Waits. An exit other than 0 is `message_id`, kind `kind`, with what the program said on standard error as note.
  [[nodiscard]] core::Result<void> finish(core::ErrorKind kind, std::string_view message_id);

 private:
  Child(std::string name, int process, int complaints)
      : name_(std::move(name)), process_(process), complaints_(complaints) {}
  std::string name_;
  int process_ = -1;
  int complaints_ = -1;
};

// The beginning of what was written into a file in memory, at most `most` bytes, without the line ends at its end.
[[nodiscard]] std::string read_back(int descriptor, std::size_t most);

}  // namespace catalyse::db
