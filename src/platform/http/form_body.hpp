// Pure rules on the body of a form: application/x-www-form-urlencoded (WHATWG URL, 5.1) and multipart/form-data (RFC
// 7578), read into the fields that a route declares. Stricter than both: a field that is not declared, too long or not
// clean text refuses the whole form, and so does a part that could be read in two ways.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http.hpp"

namespace catalyse::http {

inline constexpr std::string_view kTokenField = "jeton";  // the synchroniser token, known to every form
inline constexpr std::size_t kMostFields = 256;

struct FormBody {
  std::vector<std::pair<std::string, std::string>> fields;  // without the token
  std::vector<Upload> uploads;
  std::string token;
};

struct FormFault {
  unsigned status = 400;  // 415 when the body is no form
  std::string_view message;
  std::string field;  // the one to blame, when it is known and clean text
};

[[nodiscard]] std::expected<FormBody, FormFault> read_form(std::string_view content_type, std::string_view body,
                                                           std::span<const InputField> declared);

// The same length and bytes, compared in a time that does not tell where they differ.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

}  // namespace catalyse::http
