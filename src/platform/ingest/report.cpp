#include <boost/json.hpp>
#include <numeric>

#include "ingest.hpp"

namespace catalyse::ingest {
namespace {

constexpr std::size_t kKeptInFull = 100;
constexpr std::size_t kLongestValue = 200;
constexpr std::uint64_t kTolerated = 3;
constexpr std::uint64_t kOneIn = 100;

// At most kLongestValue bytes, never half a character, and always valid UTF-8 for the terminal and the JSON.
std::string excerpt(std::string_view value) {
  std::string kept(value.substr(0, kLongestValue));
  if (value.size() > kLongestValue) {
    while (!kept.empty() && (static_cast<unsigned char>(kept.back()) & 0xC0U) == 0x80U) kept.pop_back();
    if (!kept.empty() && (static_cast<unsigned char>(kept.back()) & 0x80U) != 0) kept.pop_back();
    kept += "…";
  }
  return kept;
}

}  // namespace

void FileReport::refuse(std::uint64_t line, std::string_view column, std::string_view value, std::string_view reason) {
  ++refused;
  if (bad.size() < kKeptInFull) bad.push_back({file, line, std::string(column), excerpt(value), std::string(reason)});
}

void FileReport::remark(std::uint64_t line, std::string_view what) {
  const auto found = std::ranges::find(remarks, what, &Remark::what);
  if (found == remarks.end())
    remarks.push_back({std::string(what), 1, line});
  else
    ++found->count;
}

std::uint64_t Report::refused() const {
  return std::accumulate(files.begin(), files.end(), std::uint64_t{0},
                         [](auto sum, const auto& f) { return sum + f.refused; });
}

std::string Report::json() const {
  namespace json = boost::json;
  json::array list;
  for (const FileReport& file : files) {
    json::array bad;
    for (const BadRow& row : file.bad)
      bad.push_back({{"line", row.line}, {"column", row.column}, {"value", row.value}, {"reason", row.reason}});
    json::object told{{"file", file.file},
                      {"read", file.read},
                      {"kept", file.kept},
                      {"refused", file.refused},
                      {"bad", std::move(bad)}};
    if (!file.remarks.empty()) {
      json::array remarks;
      for (const Remark& remark : file.remarks)
        remarks.push_back({{"what", remark.what}, {"count", remark.count}, {"first_line", remark.first_line}});
      told["remarks"] = std::move(remarks);
    }
    list.push_back(std::move(told));
  }
  return json::serialize(json::object{{"set", set}, {"version", version}, {"files", std::move(list)}});
}

bool too_many_bad_rows(const Report& report, bool strict) {
  return std::ranges::any_of(report.files, [strict](const FileReport& file) {
    return strict ? file.refused > 0 : file.refused > kTolerated && file.refused * kOneIn > file.read;
  });
}

}  // namespace catalyse::ingest
