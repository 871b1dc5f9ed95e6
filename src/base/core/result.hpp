// Results and errors. An outcome a caller must expect is a Result; exceptions are for a broken environment or a bug.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace catalyse::core {

// Closed list. The HTTP status of each kind is in `status_of`; a page and a problem+json are made from the same error.
enum class ErrorKind {
  invalid,      // the reader's input cannot be understood: 400
  denied,       // the reader is known, and may not: 403
  not_found,    // nothing stands there: 404
  conflict,     // the state has changed meanwhile: 409
  too_large,    // beyond a stated limit: 413
  unsupported,  // a form or a method we do not offer: 406
  unavailable,  // a resource is missing for the moment: 503
  damaged,      // a file or a table is not what it says it is: 500, and a line in the log
};

struct Error {
  ErrorKind kind = ErrorKind::damaged;
  std::string message_id;                                       // key of the reader's sentence, `room.page.element`
  std::vector<std::pair<std::string, std::string>> parameters;  // values named in that sentence
  std::string note;  // for the log and the terminal, English, never sent to a browser
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorKind kind, std::string_view message_id, std::string note = {},
                                                 std::vector<std::pair<std::string, std::string>> parameters = {}) {
  return std::unexpected(Error{kind, std::string(message_id), std::move(parameters), std::move(note)});
}

[[nodiscard]] constexpr unsigned status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
      return 400;
    case ErrorKind::denied:
      return 403;
    case ErrorKind::not_found:
      return 404;
    case ErrorKind::conflict:
      return 409;
    case ErrorKind::too_large:
      return 413;
    case ErrorKind::unsupported:
      return 406;
    case ErrorKind::unavailable:
      return 503;
    case ErrorKind::damaged:
      return 500;
  }
  return 500;
}

}  // namespace catalyse::core
