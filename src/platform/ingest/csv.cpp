#include <cstring>
#include <deque>
#include <set>

#include "encoding.hpp"
#include "ingest.hpp"

namespace catalyse::ingest {
namespace {

constexpr std::size_t kMaxColumns = 2'000;
constexpr std::size_t kMaxField = 1'000'000;
// An open quotation without end makes the reader go back to the next line and read again. Beyond this much read twice
// it no longer goes back, so that a hostile file costs a bounded multiple of its size.
constexpr std::size_t kMaxReadTwice = 64U << 20U;

// UTF-8 without NUL, eight plain ASCII bytes at a time.
bool clean(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    std::uint64_t word = 0;
    if (i + sizeof word <= text.size()) {
      std::memcpy(&word, text.data() + i, sizeof word);
      const bool ascii = (word & 0x8080808080808080U) == 0;
      const bool zero = ((word - 0x0101010101010101U) & ~word & 0x8080808080808080U) != 0;
      if (ascii && !zero) {
        i += sizeof word;
        continue;
      }
    }
    if (text[i] == '\0') return false;
    const std::size_t length = utf8_sequence(text.substr(i));
    if (length == 0) return false;
    i += length;
  }
  return true;
}

// Names a reader of columns can tell apart, trimmed of the spaces around them.
void make_unique(std::vector<std::string>& names) {
  std::set<std::string, std::less<>> met;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto first = names[i].find_first_not_of(" \t");
    std::string name = first == std::string::npos
                           ? "column_" + std::to_string(i + 1)
                           : names[i].substr(first, names[i].find_last_not_of(" \t") - first + 1);
    std::string own = name;
    for (std::size_t n = 2; !met.insert(own).second; ++n) own = name + "_" + std::to_string(n);
    names[i] = std::move(own);
  }
}

}  // namespace

struct CsvReader::State {
  const char* at;
  const char* end;
  char delimiter;
  std::array<bool, 256> stops{};  // bytes that end an unquoted field
  std::vector<std::string> header;
  std::vector<std::string_view> cells;
  std::deque<std::string> unescaped;  // fields that held doubled quotes; a deque keeps the views on them valid
  std::size_t unescaped_used = 0;
  std::string_view problem;  // why the row being read is malformed
  std::uint64_t line = 0, next_line = 1;
  std::size_t read_twice = 0;
  bool bad_header = false;
  CsvOptions::Width width = CsvOptions::Width::exact;

  State(std::string_view text, char between) : at(text.data()), end(text.data() + text.size()), delimiter(between) {
    if (text.starts_with("\xEF\xBB\xBF")) at += 3;
    for (const char c : {between, '\n', '\r', '"'}) stops[static_cast<unsigned char>(c)] = true;
  }

  void fault(std::string_view why) {
    if (problem.empty()) problem = why;
  }
  void keep(const char* begin, const char* finish) {
    const auto size = static_cast<std::size_t>(finish - begin);
    if (size > kMaxField) return fault("a field is longer than 1 MB");
    if (cells.size() == kMaxColumns) return fault("more than 2 000 columns");
    cells.emplace_back(begin, size);
  }
  void skip_line() {
    const auto* newline =
        at == end ? nullptr : static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    at = newline == nullptr ? end : newline + 1;
  }

  void read_plain();
  void read_quoted();
  void read_row();
  bool read_line(std::size_t columns);
};

void CsvReader::State::read_plain() {
  const char* begin = at;
  while (at != end && !stops[static_cast<unsigned char>(*at)]) ++at;
  if (at != end && *at == '"') return fault("a quotation mark inside an unquoted field");
  keep(begin, at);
}

void CsvReader::State::read_quoted() {
  const char* begin = ++at;
  bool doubled = false;
  for (;;) {
    const std::size_t left = std::min(static_cast<std::size_t>(end - at), kMaxField + 1);
    const auto* quote = left == 0 ? nullptr : static_cast<const char*>(std::memchr(at, '"', left));
    if (quote == nullptr || static_cast<std::size_t>(quote - begin) > 2 * kMaxField) {
      const char* reached = at + left;
      fault("a quotation that does not end");
      const auto wasted = static_cast<std::size_t>(reached - begin);
      // The lost mark is on the first line: reading goes on at the second, not at the end of the file.
      at = read_twice + wasted <= kMaxReadTwice ? begin : reached;
      read_twice += wasted;
      return;
    }
    at = quote + 1;
    if (at == end || *at != '"') {
      if (!doubled) return keep(begin, quote);
      if (unescaped_used == unescaped.size()) unescaped.emplace_back();
      std::string& text = unescaped[unescaped_used++];
      text.clear();
      for (const char* p = begin; p != quote; ++p) {
        text += *p;
        if (*p == '"') ++p;
      }
      return keep(text.data(), text.data() + text.size());
    }
    ++at;
    doubled = true;
  }
}

// Reads the cells of one row and leaves `at` at the start of the next.
void CsvReader::State::read_row() {
  cells.clear();
  unescaped_used = 0;
  problem = {};
  for (;;) {
    if (at != end && *at == '"')
      read_quoted();
    else
      read_plain();
    if (!problem.empty()) return skip_line();
    if (at == end) return;
    if (*at == delimiter) {
      ++at;
      continue;
    }
    if (*at == '\r' && at + 1 != end && at[1] == '\n') ++at;
    if (*at == '\n') {
      ++at;
      return;
    }
    fault(*at == '\r' ? "a carriage return without a line feed" : "something follows a closing quotation mark");
    return skip_line();
  }
}

// Reads one row and judges it; false at the end of the text.
bool CsvReader::State::read_line(std::size_t columns) {
  while (columns != 1 && at != end && (*at == '\n' || (*at == '\r' && at + 1 != end && at[1] == '\n'))) {
    at += *at == '\r' ? 2 : 1;
    ++next_line;
  }
  if (at == end) return false;
  const char* begin = at;
  line = next_line;
  read_row();
  const std::string_view raw(begin, static_cast<std::size_t>(at - begin));
  next_line += static_cast<std::uint64_t>(std::ranges::count(raw, '\n'));
  if (width == CsvOptions::Width::padded && columns != 0) {
    while (cells.size() > columns && cells.back().empty()) cells.pop_back();
    if (cells.size() < columns) cells.resize(columns);
  }
  if (problem.empty() && columns != 0 && cells.size() != columns) fault("not as many cells as the header has");
  if (problem.empty() && !clean(raw)) fault("bytes that are not UTF-8 text");
  return true;
}

CsvReader::CsvReader(std::string_view text, char delimiter) : CsvReader(text, CsvOptions{.delimiter = delimiter}) {}

CsvReader::CsvReader(std::string_view text, const CsvOptions& options)
    : state_(std::make_unique<State>(text, options.delimiter)) {
  State& s = *state_;
  s.next_line = options.first_line;
  s.width = options.width;
  const bool found = s.read_line(0);
  s.bad_header = !found || !s.problem.empty();
  if (s.bad_header) return;
  std::vector<std::string> names(s.cells.begin(), s.cells.end());
  if (options.names == CsvOptions::Names::made_unique) make_unique(names);
  std::vector<std::string_view> sorted(names.begin(), names.end());
  std::ranges::sort(sorted);
  s.bad_header = std::ranges::adjacent_find(sorted) != sorted.end();
  if (!s.bad_header) s.header = std::move(names);
}

CsvReader::~CsvReader() = default;
CsvReader::CsvReader(CsvReader&&) noexcept = default;

const std::vector<std::string>& CsvReader::header() const { return state_->header; }

std::optional<std::size_t> CsvReader::column(std::string_view name) const {
  const auto found = std::ranges::find(state_->header, name);
  if (found == state_->header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - state_->header.begin());
}

std::optional<core::Result<std::span<const std::string_view>>> CsvReader::next() {
  State& s = *state_;
  if (s.bad_header) {
    s.bad_header = false;
    s.at = s.end;
    s.line = 1;
    return core::fail(core::ErrorKind::invalid, "ingest.csv.header",
                      "the header line is missing, malformed or names a column twice");
  }
  if (!s.read_line(s.header.size())) return std::nullopt;
  if (!s.problem.empty()) return core::fail(core::ErrorKind::invalid, "ingest.csv.row", std::string(s.problem));
  return std::span<const std::string_view>(s.cells);
}

std::uint64_t CsvReader::line() const { return state_->line; }

}  // namespace catalyse::ingest
