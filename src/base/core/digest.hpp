// SHA-256 (FIPS 180-4) of bytes, as lower-case hexadecimal.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace catalyse::core {

[[nodiscard]] std::string sha256(std::string_view bytes);

// The same over pieces; `finish` may be called once.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void add(std::string_view bytes);
  [[nodiscard]] std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace catalyse::core
