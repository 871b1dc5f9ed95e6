#include "shard_writer.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <numeric>
#include <set>

#include "columns/columns.hpp"
#include "core/digest.hpp"
#include "shard.hpp"
#include "terms.hpp"
#include "text/french.hpp"
#include "text/utf8.hpp"
#include "title_rules.hpp"

namespace catalyse::search {

namespace {

constexpr std::size_t kLongestValue = 120;       // bytes of an id, a facet's value
constexpr std::uint32_t kGap = 100;              // no phrase goes from a title to a body
constexpr std::size_t kLongestText = 2U << 20U;  // bytes of a body; what is beyond is not searched
constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// Texts seen once and numbered as they come.
class Dictionary {
 public:
  std::uint32_t number(std::string_view text) {
    const auto found = numbers_.find(text);
    if (found != numbers_.end()) return found->second;
    texts_.emplace_back(text);
    const auto number = static_cast<std::uint32_t>(texts_.size() - 1);
    numbers_.emplace(texts_.back(), number);
    return number;
  }
  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }
  [[nodiscard]] std::size_t size() const { return texts_.size(); }
  // For each number, its place in the order of texts.
  [[nodiscard]] std::vector<std::uint32_t> ranks() const {
    std::vector<std::uint32_t> order(texts_.size()), ranks(texts_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t i) -> const std::string& { return texts_[i]; });
    for (std::uint32_t i = 0; i < order.size(); ++i) ranks[order[i]] = i;
    return ranks;
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::vector<std::string> texts_;
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
};

template <class T>
std::vector<T> reordered(const std::vector<T>& values, const std::vector<std::uint32_t>& ranks) {
  std::vector<T> out(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) out[ranks[i]] = values[i];
  return out;
}

struct FacetRows {
  Dictionary values;
  std::vector<std::uint32_t> at{0}, entries;

  void pad(std::size_t documents) { at.resize(documents + 1, static_cast<std::uint32_t>(entries.size())); }
  void write(columns::Writer& writer, const std::string& name) const;
};

void FacetRows::write(columns::Writer& writer, const std::string& name) const {
  const auto ranks = values.ranks();
  auto sorted = entries;
  for (auto& entry : sorted) entry = ranks[entry];
  std::vector<std::uint32_t> posting_at(values.size() + 1, 0), postings(sorted.size());
  for (const auto entry : sorted) ++posting_at[entry + 1];
  for (std::size_t i = 1; i < posting_at.size(); ++i) posting_at[i] += posting_at[i - 1];
  auto next = posting_at;
  for (std::uint32_t row = 0; row + 1 < at.size(); ++row) {
    for (auto i = at[row]; i < at[row + 1]; ++i) postings[next[sorted[i]]++] = row;
  }
  writer.add(name + ".values", reordered(values.texts(), ranks));
  writer.add(name + ".at", at);
  writer.add(name + ".entries", sorted);
  writer.add(name + ".posting_at", posting_at);
  writer.add(name + ".postings", postings);
}

std::string_view known(Field field) { return kPrefixes[static_cast<std::size_t>(field)]; }

}  // namespace

struct ShardWriter::State {
  explicit State(const std::filesystem::path& at) : folder(at), terms(at / "terms.work") {}

  std::filesystem::path folder;
  TermWriter terms;
  std::vector<std::string> ids, titles, summaries, bodies, addresses, wheres;
  std::vector<std::uint32_t> lengths;
  std::vector<std::int64_t> days;
  std::vector<float> longitudes, latitudes, prominences;
  std::vector<std::uint8_t> tongues;
  std::vector<std::int64_t> title_keys;
  std::map<std::string, FacetRows, std::less<>> facets;
  std::map<std::string, std::vector<double>, std::less<>> numbers;
  Dictionary words, stems;
  std::vector<std::uint32_t> word_documents, word_last, word_stem;
  std::set<std::string, std::less<>> seen;

  // The words of the document being added.
  struct Occurrence {
    std::uint32_t stem, position;
    Field field;
  };
  std::vector<Occurrence> occurrences;
  std::uint32_t position = 0;

  std::uint32_t stem_of(std::string_view folded, std::uint32_t row);
  void read(std::string_view text, Field field, std::uint32_t row);
  void add_terms(const Document& document, std::uint32_t row);
  std::uint32_t write_terms();
  void add_facets(const Document& document, std::uint32_t row);
  void add_entry(std::string_view facet, std::string_view value, std::uint32_t row);
  void write_words(columns::Writer& writer) const;
  void write_ids(columns::Writer& writer) const;
  void write_title_keys(columns::Writer& writer) const;
};

ShardWriter::ShardWriter(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  state_ = std::make_unique<State>(folder);
}
ShardWriter::~ShardWriter() = default;

std::uint32_t ShardWriter::State::stem_of(std::string_view folded, std::uint32_t row) {
  const auto word = words.number(folded);
  if (word == word_stem.size()) {
    word_stem.push_back(stems.number(text::stem_french(folded)));
    word_documents.push_back(0);
    word_last.push_back(kNone);
  }
  if (word_last[word] != row) {
    word_last[word] = row;
    ++word_documents[word];
  }
  return word_stem[word];
}

void ShardWriter::State::read(std::string_view text, Field field, std::uint32_t row) {
  text::each_word(text::cut_utf8(text, kLongestText), [&](const text::TextWord& word) {
    occurrences.push_back({stem_of(word.folded, row), field == Field::all ? ++position : 0, field});
  });
  position += field == Field::all ? kGap : 0;
}

void ShardWriter::State::add_terms(const Document& document, std::uint32_t row) {
  occurrences.clear();
  position = 0;
  read(document.title, Field::all, row);
  read(document.summary, Field::all, row);
  read(document.body, Field::all, row);
  // A document that is nothing but its title: its words weigh by its shortness already.
  const bool only_title = document.summary.empty() && document.body.empty();
  if (!only_title) {
    read(document.title, Field::title, row);
    if (!document.summary.empty()) {
      read(document.summary, Field::lead, row);
    } else {
      std::size_t end = 0, characters = 0;
      while (end < document.body.size() && characters < kLeadCharacters)
        characters += (static_cast<unsigned char>(document.body[end++]) & 0xC0U) == 0x80U ? 0U : 1U;
      read(text::cut_utf8(document.body, end), Field::lead, row);
    }
  }
  read(document.category, Field::category, row);
  read(document.keywords, Field::category, row);
  read(document.where, Field::category, row);
  lengths.push_back(write_terms());
}

std::uint32_t ShardWriter::State::write_terms() {
  std::ranges::sort(occurrences, {}, [](const Occurrence& o) { return std::tuple(o.field, o.stem, o.position); });
  std::vector<std::string> names;
  std::vector<std::uint32_t> positions;
  std::vector<TermWriter::Term> list;
  names.reserve(occurrences.size());
  positions.reserve(occurrences.size());
  for (std::size_t i = 0; i < occurrences.size();) {
    const auto first = i;
    const auto from = positions.size();
    for (; i < occurrences.size() && occurrences[i].field == occurrences[first].field &&
           occurrences[i].stem == occurrences[first].stem;
         ++i)
      positions.push_back(occurrences[i].position);
    names.push_back(std::string(known(occurrences[first].field)) + stems.texts()[occurrences[first].stem]);
    TermWriter::Term term{names.back(), static_cast<std::uint32_t>(i - first), {}};
    if (occurrences[first].field == Field::all) term.positions = {positions.data() + from, i - first};
    list.push_back(term);
  }
  terms.add(list);
  return static_cast<std::uint32_t>(std::ranges::count(occurrences, Field::all, &Occurrence::field));
}

void ShardWriter::State::add_entry(std::string_view facet, std::string_view value, std::uint32_t row) {
  if (facet.empty() || value.empty() || value.size() > kLongestValue) return;
  auto found = facets.find(facet);
  if (found == facets.end()) found = facets.emplace(facet, FacetRows{}).first;
  auto& rows = found->second;
  if (rows.at.size() <= row + 1) rows.at.resize(row + 2, static_cast<std::uint32_t>(rows.entries.size()));
  const auto number = rows.values.number(value);
  const auto begin = rows.entries.begin() + rows.at[row];
  if (std::find(begin, rows.entries.end(), number) != rows.entries.end()) return;
  rows.entries.push_back(number);
  rows.at[row + 1] = static_cast<std::uint32_t>(rows.entries.size());
}

void ShardWriter::State::add_facets(const Document& document, std::uint32_t row) {
  add_entry(kTypeFacet, document.kind, row);
  if (document.date && document.date->ok())
    add_entry(kYearFacet, std::to_string(static_cast<int>(document.date->year())), row);
  for (const auto place : document.places) {
    const auto colon = place.find(':');
    if (colon != std::string_view::npos) add_entry(place.substr(0, colon), place, row);
  }
  for (const auto& entry : document.facets) add_entry(entry.facet, entry.value, row);
  for (const auto& [measure, value] : document.numbers) {
    if (!std::isfinite(value)) continue;
    auto found = numbers.find(measure);
    if (found == numbers.end()) found = numbers.emplace(measure, std::vector<double>{}).first;
    found->second.resize(row + 1, std::numeric_limits<double>::quiet_NaN());
    found->second[row] = value;
  }
}

void ShardWriter::add(const Document& document) {
  auto& s = *state_;
  // A second document of one id could never be reached.
  if (document.id.empty() || document.id.size() > kLongestValue || !s.seen.emplace(document.id).second) return;
  const auto row = static_cast<std::uint32_t>(s.ids.size());
  s.ids.emplace_back(document.id);
  s.titles.emplace_back(document.title);
  s.title_keys.push_back(title_key(document.title));
  s.summaries.emplace_back(document.summary);
  s.bodies.emplace_back(text::cut_utf8(document.body, kLongestText));
  s.addresses.emplace_back(document.address);
  s.wheres.emplace_back(document.where);
  s.tongues.push_back(static_cast<std::uint8_t>(document.tongue));
  s.days.push_back(
      document.date && document.date->ok() ? std::chrono::sys_days(*document.date).time_since_epoch().count() : kNoDay);
  const auto nan = std::numeric_limits<float>::quiet_NaN();
  s.longitudes.push_back(document.point ? static_cast<float>(document.point->longitude) : nan);
  s.latitudes.push_back(document.point ? static_cast<float>(document.point->latitude) : nan);
  s.prominences.push_back(document.prominence);
  s.add_terms(document, row);
  s.add_facets(document, row);
}

void ShardWriter::State::write_words(columns::Writer& writer) const {
  const auto word_ranks = words.ranks(), stem_ranks = stems.ranks();
  auto stem_numbers = word_stem;
  for (auto& number : stem_numbers) number = stem_ranks[number];
  writer.add("words", reordered(words.texts(), word_ranks));
  writer.add("word_documents", reordered(word_documents, word_ranks));
  writer.add("word_stem", reordered(stem_numbers, word_ranks));
  writer.add("stems", reordered(stems.texts(), stem_ranks));
}

void ShardWriter::State::write_ids(columns::Writer& writer) const {
  std::vector<std::uint32_t> by_id(ids.size()), rank(ids.size());
  std::iota(by_id.begin(), by_id.end(), 0U);
  std::ranges::sort(by_id, {}, [&](std::uint32_t row) -> const std::string& { return ids[row]; });
  for (std::uint32_t i = 0; i < by_id.size(); ++i) rank[by_id[i]] = i;
  writer.add("ids", ids);
  writer.add("by_id", by_id);
  writer.add("id_rank", rank);
}

void ShardWriter::State::write_title_keys(columns::Writer& writer) const {
  std::vector<std::uint32_t> by_key(title_keys.size());
  std::iota(by_key.begin(), by_key.end(), 0U);
  std::ranges::stable_sort(by_key, {}, [&](std::uint32_t row) { return title_keys[row]; });
  std::vector<std::int64_t> sorted;
  sorted.reserve(by_key.size());
  for (const auto row : by_key) sorted.push_back(title_keys[row]);
  writer.add("title_keys", sorted);
  writer.add("by_title_key", by_key);
}

core::Result<void> ShardWriter::finish() {
  auto& s = *state_;
  const auto size = s.ids.size();
  const auto terms_file = s.folder / kTermsFile;
  s.terms.finish(terms_file);
  auto made = columns::Writer::create(s.folder / kColumnsFile, kShardKind);
  if (!made) return std::unexpected(made.error());
  auto& writer = *made;
  s.write_ids(writer);
  s.write_words(writer);
  s.write_title_keys(writer);
  writer.add("titles", s.titles);
  writer.add("summaries", s.summaries);
  writer.add("bodies", s.bodies);
  writer.add("addresses", s.addresses);
  writer.add("wheres", s.wheres);
  writer.add("lengths", s.lengths);
  writer.add("days", s.days);
  writer.add("longitudes", s.longitudes);
  writer.add("latitudes", s.latitudes);
  writer.add("prominences", s.prominences);
  writer.add("tongues", s.tongues);
  std::vector<std::string> facet_ids, number_ids;
  for (auto& [id, rows] : s.facets) {
    rows.pad(size);
    rows.write(writer, "facet" + std::to_string(facet_ids.size()));
    facet_ids.push_back(id);
  }
  for (auto& [id, values] : s.numbers) {
    values.resize(size, std::numeric_limits<double>::quiet_NaN());
    writer.add("number" + std::to_string(number_ids.size()), values);
    number_ids.push_back(id);
  }
  writer.add("facets", facet_ids);
  writer.add("numbers", number_ids);
  writer.add("terms_digest", std::vector<std::string>{file_digest(terms_file)});
  return writer.finish();
}

std::string file_digest(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  core::Sha256 digest;
  std::vector<char> block(1U << 20U);
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0)
    digest.add({block.data(), static_cast<std::size_t>(in.gcount())});
  return in.eof() ? digest.finish() : std::string{};
}

}  // namespace catalyse::search
