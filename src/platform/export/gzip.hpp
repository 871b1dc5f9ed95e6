// A gzip stream (RFC 1952) made piece by piece, in constant memory. The same bytes in give the same bytes out.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace catalyse::exporting {

class Gzip {
 public:
  Gzip();  // throws std::bad_alloc
  ~Gzip();
  Gzip(Gzip&&) noexcept;
  Gzip& operator=(Gzip&&) noexcept;
  // Appends to `out` what is ready of the compressed stream.
  void add(std::string_view bytes, std::string& out);
  // Appends the rest and ends the stream; once.
  void finish(std::string& out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace catalyse::exporting
