#include "child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace catalyse::db {
namespace {

constexpr std::size_t kMostComplaints = 4096;

std::vector<std::string> environment(const std::string& password) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    if (!text.starts_with("PGPASSWORD=") && !text.starts_with("LC_ALL=")) all.emplace_back(text);
  }
  all.emplace_back("LC_ALL=C.UTF-8");
  if (!password.empty()) all.push_back("PGPASSWORD=" + password);
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (auto& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

}  // namespace

core::Result<Child> Child::start(const std::vector<std::string>& arguments, const std::string& password,
                                 Streams streams) {
  // Standard error goes to a file in memory: a pipe that nobody empties would block the child.
  const int complaints = ::memfd_create("complaints", MFD_CLOEXEC);
  Child child(arguments.at(0), -1, complaints);
  auto words = arguments;
  auto variables = environment(password);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const auto connect = [&](int from, int to, int mode) {
    if (from >= 0) {
      posix_spawn_file_actions_adddup2(&actions, from, to);
    } else {
      posix_spawn_file_actions_addopen(&actions, to, "/dev/null", mode, 0);
    }
  };
  connect(streams.input, STDIN_FILENO, O_RDONLY);
  connect(streams.output, STDOUT_FILENO, O_WRONLY);
  connect(complaints, STDERR_FILENO, O_WRONLY);
  const int code = ::posix_spawnp(&child.process_, words[0].c_str(), &actions, nullptr, pointers(words).data(),
                                  pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  if (code == 0) return child;
  child.process_ = -1;
  return core::fail(core::ErrorKind::unavailable, "db.unavailable",
                    words[0] + " cannot be started: " + std::strerror(code));
}

Child::~Child() {
  if (process_ > 0) {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  if (complaints_ >= 0) ::close(complaints_);
}

core::Result<void> Child::finish(core::ErrorKind kind, std::string_view message_id) {
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return core::fail(kind, message_id, name_ + ": " + read_back(complaints_, kMostComplaints));
}

std::string read_back(int descriptor, std::size_t most) {
  std::string text(most, '\0');
  std::size_t length = 0;
  for (ssize_t got = 1; got > 0 && length < most; length += static_cast<std::size_t>(got)) {
    got = std::max<ssize_t>(0, ::pread(descriptor, text.data() + length, most - length, static_cast<off_t>(length)));
  }
  text.resize(length);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace catalyse::db
