// The pages of this room as responses.
#pragma once

#include "catalogue.hpp"
#include "search/source.hpp"
#include "views.hpp"

namespace catalyse::catalogue {

[[nodiscard]] http::Response method_page(const Holdings& holdings, const http::Request& request);
[[nodiscard]] http::Response data_page(const Holdings& holdings, const http::Request& request);
[[nodiscard]] core::Result<http::Response> indicators_page(const Holdings& holdings, const http::Request& request);
// One file of the bundle as it is. Error catalogue.unknown.file.
[[nodiscard]] core::Result<http::Response> file_download(const Holdings& holdings, const http::Request& request);

// The description of the bundle (Data Package).
[[nodiscard]] core::Result<http::Response> package_download(const Holdings& holdings, const http::Request& request);

// A set with its versions, or all of it as one file when the address ends in .csv.gz. Error catalogue.unknown.set.
[[nodiscard]] core::Result<http::Response> set_page(const Holdings& holdings, const http::Request& request);
// A version of a set, by the first twelve digits of its digest. Error catalogue.unknown.version.
[[nodiscard]] core::Result<http::Response> version_page(const Holdings& holdings, const http::Request& request);

// The sections of the method, as its page shows them.
[[nodiscard]] std::vector<SectionView> method_sections(const Holdings& holdings, core::Language language);

// Indicators, data and method as documents of the search over everything.
[[nodiscard]] search::Source searchable(const Holdings& holdings);

// A page of this room around `body`.
[[nodiscard]] http::Response framed(const Holdings& holdings, const http::Request& request, const web::Message& title,
                                    const web::Message& description, std::string body);
// The same with a title of its own, and the description of the data sets.
[[nodiscard]] http::Response framed(const Holdings& holdings, const http::Request& request, std::string title,
                                    std::string body);

}  // namespace catalyse::catalogue
