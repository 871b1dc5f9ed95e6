#include "spreadsheet_process.hpp"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>

#include "sanitized.hpp"
#include "source_fault.hpp"
#include "spreadsheet_rows.hpp"
#include "spreadsheet_xml.hpp"

namespace catalyse::ingest {
namespace {

// What the child says: a letter, the length of what follows, and what follows.
enum class Tag : char { container = 'C', name = 'N', chosen = 'S', rows = 'D', fault = 'E', done = 'F' };
constexpr std::size_t kBuffer = 64U << 10U;

// ---- The child ----

class Speaker {
 public:
  explicit Speaker(int pipe) : pipe_(pipe) {}
  void say(Tag tag, std::string_view text) {
    std::array<char, 5> head{static_cast<char>(tag)};
    const auto size = static_cast<std::uint32_t>(text.size());
    std::memcpy(head.data() + 1, &size, sizeof size);
    put({head.data(), head.size()});
    put(text);
  }
  void rows(std::string_view text) {
    pending_ += text;
    if (pending_.size() >= kBuffer) flush();
  }
  void flush() {
    if (!pending_.empty()) say(Tag::rows, pending_);
    pending_.clear();
  }

 private:
  void put(std::string_view text) const {
    while (!text.empty()) {
      const auto written = ::write(pipe_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) ::_exit(1);  // nobody listens any more
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  int pipe_;
  std::string pending_;
};

rlim_t address_space() {
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  unsigned long pages = 0;
  if (file == nullptr) return RLIM_INFINITY;
  const bool read = std::fscanf(file, "%lu", &pages) == 1;
  std::fclose(file);
  return read ? static_cast<rlim_t>(pages) * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) : RLIM_INFINITY;
}

void limit(int resource, rlim_t value) {
  const rlimit both{value, value};
  ::setrlimit(static_cast<__rlimit_resource_t>(resource), &both);
}

// From here on: memory, the pipe and the end of the process. Anything else ends it at once.
void give_up_rights() {
#if !defined(CATALYSE_SANITIZED) && (defined(__x86_64__) || defined(__aarch64__))
#ifdef __x86_64__
  constexpr std::uint32_t kMachine = AUDIT_ARCH_X86_64;
#else
  constexpr std::uint32_t kMachine = AUDIT_ARCH_AARCH64;
#endif
  constexpr std::array kAllowed{SYS_write,     SYS_brk,           SYS_mmap,  SYS_munmap,         SYS_mremap,
                                SYS_madvise,   SYS_mprotect,      SYS_futex, SYS_exit_group,     SYS_rt_sigreturn,
                                SYS_getrandom, SYS_clock_gettime, SYS_exit,  SYS_restart_syscall};
  std::array<sock_filter, 4 + kAllowed.size() + 2> program{};
  std::size_t at = 0;
  program[at++] = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch));
  program[at++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kMachine, 1, 0);
  program[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  program[at++] = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr));
  for (std::size_t i = 0; i < kAllowed.size(); ++i)
    program[at++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(kAllowed[i]),
                             static_cast<std::uint8_t>(kAllowed.size() - i), 0);
  program[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  program[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  const sock_fprog filter{static_cast<unsigned short>(at), program.data()};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
#endif
}

void confine(int pipe, const SourceLimits& limits) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // The connections and files of the server are none of its business.
  constexpr int kPipe = 3;
  if (pipe != kPipe) ::dup2(pipe, kPipe);
  ::close_range(kPipe + 1, ~0U, 0);
  ::close(0);
  ::close(1);
  seed_xml();
  const auto used = address_space();
  if (used != RLIM_INFINITY) limit(RLIMIT_AS, used + limits.memory);
  limit(RLIMIT_CPU, static_cast<rlim_t>((limits.time.count() + 999) / 1000));
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_NOFILE, kPipe + 1);
  give_up_rights();
}

[[noreturn]] void read_in_child(int pipe, std::string_view bytes, std::string_view wanted, const SourceLimits& limits) {
  confine(pipe, limits);
  Speaker speaker(3);
  const auto fail = [&](SourceFault fault, std::string_view what, std::string_view detail) {
    speaker.say(Tag::fault, std::string(1, static_cast<char>(fault)) + std::string(what) + '\n' + std::string(detail));
  };
  try {
    const Archive archive(bytes, limits);
    const SheetReader reader{archive, wanted, limits, [&](std::string_view text) { speaker.rows(text); },
                             [&](const std::vector<std::string>& names, std::string_view chosen) {
                               for (const auto& name : names) speaker.say(Tag::name, name);
                               speaker.say(Tag::chosen, chosen);
                             }};
    const bool ods = archive.find("content.xml") != nullptr;
    speaker.say(Tag::container, ods ? "o" : "x");
    if (ods)
      read_ods(reader);
    else
      read_xlsx(reader);
    speaker.flush();
    speaker.say(Tag::done, {});
  } catch (const ArchiveFault& fault) {
    fail(fault.fault, fault.what, fault.detail);
  } catch (const std::bad_alloc&) {
    fail(SourceFault::too_much_memory, "more memory than is allowed", {});
  } catch (const std::exception&) {
    fail(SourceFault::damaged, "a damaged file", {});
  }
  ::_exit(0);
}

// ---- The parent ----

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

// The child, ended and waited for whatever happens.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  ~Child() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    wait();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  int wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

 private:
  pid_t pid_;
};

// What the child says, put together again; it is not trusted more than the file.
class Listener {
 public:
  explicit Listener(std::size_t most) : most_(most) {}
  Sheet sheet;
  std::optional<core::Error> error;
  bool done = false, broken = false;

  void take(std::string_view bytes) {
    pending_ += bytes;
    std::size_t at = 0;
    while (!broken && pending_.size() - at >= 5) {
      std::uint32_t size = 0;
      std::memcpy(&size, pending_.data() + at + 1, sizeof size);
      if (size > most_) broken = true;
      if (broken || pending_.size() - at - 5 < size) break;
      hear(static_cast<Tag>(pending_[at]), std::string_view(pending_).substr(at + 5, size));
      at += 5 + size;
    }
    pending_.erase(0, at);
  }

 private:
  void hear(Tag tag, std::string_view text) {
    switch (tag) {
      case Tag::container:
        sheet.container = text == "o" ? Container::ods : Container::xlsx;
        return;
      case Tag::name:
        sheet.names.emplace_back(text);
        return;
      case Tag::chosen:
        sheet.name = text;
        return;
      case Tag::rows:
        if (sheet.csv.size() + text.size() > most_) broken = true;
        if (!broken) sheet.csv += text;
        return;
      case Tag::fault:
        return hear_fault(text);
      case Tag::done:
        done = true;
        return;
    }
    broken = true;
  }
  void hear_fault(std::string_view text) {
    const auto newline = text.find('\n');
    if (newline == std::string_view::npos || static_cast<std::size_t>(text[0]) >= kSourceFaults) {
      broken = true;
      return;
    }
    error = refuse_source(static_cast<SourceFault>(text[0]), std::string(text.substr(1, newline - 1)),
                          std::string(text.substr(newline + 1)))
                .error();
  }
  std::size_t most_;
  std::string pending_;
};

// Listens until the child stops speaking; false when the time is over before.
bool listen(int pipe, std::chrono::milliseconds time, Listener& listener) {
  const auto end = std::chrono::steady_clock::now() + time;
  std::string buffer(kBuffer, '\0');
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    if (left <= 0) return false;
    pollfd wait{pipe, POLLIN, 0};
    const int ready = ::poll(&wait, 1, static_cast<int>(left));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return ready != 0;
    const auto size = ::read(pipe, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return true;
    listener.take({buffer.data(), static_cast<std::size_t>(size)});
    if (listener.broken) return true;
  }
}

}  // namespace

core::Result<Sheet> read_spreadsheet(std::string_view bytes, std::string_view sheet, const SourceLimits& limits) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return refuse_source(SourceFault::unavailable, "no pipe can be made");
  Descriptor reading(ends[0]), writing(ends[1]);
  const pid_t pid = ::fork();
  if (pid < 0) return refuse_source(SourceFault::unavailable, "no process can be made");
  if (pid == 0) read_in_child(writing.get(), bytes, sheet, limits);
  Child child(pid);
  writing.close();
  Listener listener(limits.output + kBuffer);
  const bool in_time = listen(reading.get(), limits.time, listener);
  if (!in_time) return refuse_source(SourceFault::too_slow, "not read within the time allowed");
  if (listener.broken)
    return refuse_source(SourceFault::damaged, "the reader of spreadsheets gave an answer that is none");
  const int status = child.wait();
  if (listener.error) return std::unexpected(std::move(*listener.error));
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
    return refuse_source(SourceFault::too_slow, "more processor time than is allowed");
  if (!listener.done || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return refuse_source(SourceFault::damaged, "the reader of spreadsheets ended on this file");
  return std::move(listener.sheet);
}

}  // namespace catalyse::ingest
