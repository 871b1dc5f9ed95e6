// A list of at most N values that stands where it is declared: no memory of its own to ask for and to give back, which
// for the many small lists of a dossier costs more than what they hold. T is trivially copyable.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <stdexcept>
#include <type_traits>

namespace catalyse::core {

template <class T, std::size_t N>
class ShortList {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  using value_type = T;

  ShortList() {}  // NOLINT(modernize-use-equals-default): what lies beyond the size is not written
  ShortList(std::initializer_list<T> values) {
    for (const T& value : values) push_back(value);
  }
  ShortList(const ShortList& other) : size_(other.size_) { std::copy_n(other.data(), size_, data()); }
  ShortList& operator=(const ShortList& other) {
    size_ = other.size_;
    std::copy_n(other.data(), size_, data());  // onto itself changes nothing
    return *this;
  }
  ~ShortList() = default;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] T* data() { return values_.data(); }
  [[nodiscard]] const T* data() const { return values_.data(); }
  [[nodiscard]] T* begin() { return data(); }
  [[nodiscard]] T* end() { return data() + size_; }
  [[nodiscard]] const T* begin() const { return data(); }
  [[nodiscard]] const T* end() const { return data() + size_; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return checked(i); }
  [[nodiscard]] const T& front() const { return checked(0); }
  [[nodiscard]] T& operator[](std::size_t i) { return const_cast<T&>(checked(i)); }

  // std::length_error beyond N values.
  void push_back(const T& value) {
    if (size_ == N) throw std::length_error("a short list is full");
    values_[size_++] = value;
  }
  // The same list with `size` values; those added are not set. std::length_error beyond N.
  void resize_for_overwrite(std::size_t size) {
    if (size > N) throw std::length_error("a short list is full");
    size_ = size;
  }
  void clear() { size_ = 0; }

  friend bool operator==(const ShortList& a, const ShortList& b) { return std::ranges::equal(a, b); }

 private:
  const T& checked(std::size_t i) const {
    if (i >= size_) throw std::out_of_range("beyond the end of a short list");
    return values_[i];
  }

  std::size_t size_ = 0;
  std::array<T, N> values_;
};

}  // namespace catalyse::core
