// The body of a request, its framing undone by Boost.Beast: Content-Length or chunks. Stricter: no chunk extension, no
// trailer.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "edge_text.hpp"

namespace catalyse::http {

class BodyReader {
 public:
  // `head` has passed edge::parse_head; `most` is the largest body in bytes.
  BodyReader(std::string_view head, std::size_t most);
  ~BodyReader();
  BodyReader(BodyReader&&) noexcept;
  BodyReader& operator=(BodyReader&&) noexcept;

  // Takes bytes and says how many belonged to this body; what follows is the next request. Refuses with 400, or 413
  // beyond `most`.
  [[nodiscard]] edge::Checked<std::size_t> feed(std::string_view bytes);
  [[nodiscard]] bool done() const;
  [[nodiscard]] std::string take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace catalyse::http
