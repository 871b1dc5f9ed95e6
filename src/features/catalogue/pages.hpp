// The pages of this room as responses.
#pragma once

#include "catalogue.hpp"

namespace catalyse::catalogue {

[[nodiscard]] http::Response method_page(const Holdings& holdings, const http::Request& request);
[[nodiscard]] http::Response data_page(const Holdings& holdings, const http::Request& request);
[[nodiscard]] core::Result<http::Response> indicators_page(const Holdings& holdings, const http::Request& request);
// One file of the bundle as it is. Error catalogue.unknown.file.
[[nodiscard]] core::Result<http::Response> file_download(const Holdings& holdings, const http::Request& request);

// The description of the bundle (Data Package).
[[nodiscard]] core::Result<http::Response> package_download(const Holdings& holdings, const http::Request& request);

// A page of this room around `body`.
[[nodiscard]] http::Response framed(const Holdings& holdings, const http::Request& request, const web::Message& title,
                                    const web::Message& description, std::string body);

}  // namespace catalyse::catalogue
