// Any bytes: reading ends, every row has the header's width, lines never go back, and what was read can be written and
// read again.
#include <cstdlib>

#include "ingest/ingest.hpp"

using namespace catalyse;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

using Table = std::vector<std::vector<std::string>>;

Table read(std::string_view text) {
  ingest::CsvReader reader(text);
  Table table;
  if (!reader.header().empty()) table.push_back(reader.header());
  std::uint64_t line = 0;
  while (auto row = reader.next()) {
    require(reader.line() >= line);
    line = reader.line();
    if (!*row) continue;
    require((*row)->size() == reader.header().size());
    table.emplace_back((*row)->begin(), (*row)->end());
  }
  return table;
}

std::string write(const Table& table) {
  std::string text;
  for (const auto& row : table) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += i == 0 ? "\"" : ",\"";
      for (const char c : row[i]) text += c == '"' ? std::string("\"\"") : std::string(1, c);
      text += '"';
    }
    text += '\n';
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Table table = read(text);
  require(read(write(table)) == table);
  return 0;
}
