#include "shard.hpp"

#include <algorithm>

#include "shard_writer.hpp"
#include "terms.hpp"

namespace catalyse::search {

namespace {

// Counting an entry of a document costs about as much as so many words of bits.
constexpr std::size_t kWordsAnEntry = 4;
constexpr std::size_t kDenseShare = 64;  // a value of one document in 64 has its bits made

std::unexpected<core::Error> damaged(std::string what) {
  return core::fail(core::ErrorKind::damaged, "search.damaged", std::move(what));
}

// Reads a column into its place; keeps the first failure.
class Reader {
 public:
  Reader(const columns::File& file, std::size_t size) : file_(file), size_(size) {}
  void read(columns::Texts& into, std::string_view name) {
    if (auto got = file_.texts(name, size_)) {
      into = *got;
    } else {
      failed_ = got.error().note;
    }
  }
  template <class T>
  void read(std::span<const T>& into, std::string_view name, std::size_t count) {
    if (auto got = file_.column<T>(name, count)) {
      into = *got;
    } else {
      failed_ = got.error().note;
    }
  }
  template <class T>
  void read(std::span<const T>& into, std::string_view name) {
    read(into, name, size_);
  }
  [[nodiscard]] core::Result<void> result() const {
    if (!failed_.empty()) return damaged(failed_);
    return {};
  }

 private:
  const columns::File& file_;
  std::size_t size_;
  std::string failed_;
};

}  // namespace

std::uint32_t letters_of(std::string_view word) {
  std::uint32_t letters = 0;
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    letters |= 1U << (byte >= 'a' && byte <= 'z' ? byte - 'a' : 26U + byte % 6U);
  }
  return letters;
}

std::optional<std::uint32_t> FacetColumn::find(std::string_view value) const {
  std::size_t low = 0, high = values.size();
  while (low < high) {
    const auto middle = (low + high) / 2;
    (values[middle] < value ? low : high) = values[middle] < value ? middle + 1 : middle;
  }
  if (low == values.size() || values[low] != value) return std::nullopt;
  return static_cast<std::uint32_t>(low);
}

void FacetColumn::add_to(Bits& set, std::uint32_t value) const {
  if (dense[value]) {
    set |= *dense[value];
  } else {
    for (const auto row : documents(value)) set.set(row);
  }
}

Shard::~Shard() = default;

core::Result<std::shared_ptr<const Shard>> Shard::open(const std::filesystem::path& folder, std::string_view source) {
  std::shared_ptr<Shard> shard(new Shard);  // NOLINT: the constructor is private
  shard->source = source;
  if (auto loaded = shard->load(folder); !loaded) return std::unexpected(loaded.error());
  return shard;
}

core::Result<void> Shard::load(const std::filesystem::path& folder) {
  auto file = columns::File::open(folder / kColumnsFile, kShardKind);
  if (!file) return damaged(file.error().note);
  file_.emplace(std::move(*file));
  const auto read_ids = file_->texts("ids");
  if (!read_ids) return damaged(read_ids.error().note);
  size = read_ids->size();
  Reader reader(*file_, size);
  std::span<const std::uint8_t> tongues;
  reader.read(ids, "ids");
  reader.read(titles, "titles");
  reader.read(summaries, "summaries");
  reader.read(bodies, "bodies");
  reader.read(addresses, "addresses");
  reader.read(wheres, "wheres");
  reader.read(by_id, "by_id");
  reader.read(id_rank, "id_rank");
  reader.read(title_keys, "title_keys");
  reader.read(by_title_key, "by_title_key");
  reader.read(lengths, "lengths");
  reader.read(days, "days");
  reader.read(longitudes, "longitudes");
  reader.read(latitudes, "latitudes");
  reader.read(prominences, "prominences");
  reader.read(tongues, "tongues");
  if (auto sound = reader.result(); !sound) return sound;
  const auto digest = file_->texts("terms_digest", 1);
  if (!digest || file_digest(folder / kTermsFile) != (*digest)[0])
    return damaged((folder / kTermsFile).string() + " is not what its columns say");
  for (const auto length : lengths) total_length += length;
  readers = {Bits(size), Bits(size)};
  for (Row row = 0; row < size; ++row) {
    if (tongues[row] != static_cast<std::uint8_t>(Tongue::en)) readers[0].set(row);
    if (tongues[row] != static_cast<std::uint8_t>(Tongue::fr)) readers[1].set(row);
  }
  if (auto loaded = load_facets(); !loaded) return loaded;
  if (auto loaded = load_words(); !loaded) return loaded;
  auto terms = Terms::open(folder / kTermsFile, size);
  if (!terms) return std::unexpected(terms.error());
  terms_ = std::move(*terms);
  std::error_code ignored;
  bytes = file_->size_bytes() + std::filesystem::file_size(folder / kTermsFile, ignored);
  return {};
}

core::Result<void> Shard::load_facets() {
  const auto names = file_->texts("facets");
  const auto measures = file_->texts("numbers");
  if (!names || !measures) return damaged("no list of facets");
  Reader reader(*file_, size);
  placed = Bits(size);
  for (std::size_t f = 0; f < names->size(); ++f) {
    const auto name = "facet" + std::to_string(f);
    FacetColumn facet;
    facet.id = (*names)[f];
    const auto values = file_->texts(name + ".values");
    if (!values) return damaged(values.error().note);
    facet.values = *values;
    reader.read(facet.entry_at, name + ".at", size + 1);
    reader.read(facet.posting_at, name + ".posting_at", facet.values.size() + 1);
    if (auto sound = reader.result(); !sound) return sound;
    reader.read(facet.entries, name + ".entries", facet.entry_at.back());
    reader.read(facet.postings, name + ".postings", facet.entry_at.back());
    if (auto sound = reader.result(); !sound) return sound;
    facet.dense.resize(facet.values.size());
    for (std::uint32_t value = 0; value < facet.values.size(); ++value) {
      const auto documents = facet.documents(value).size();
      const bool dense = documents * kDenseShare >= size;
      facet.cost_by_value += dense ? size / (64 * kWordsAnEntry) : documents;
      if (!dense) continue;
      facet.dense[value] = std::make_unique<Bits>(size);
      for (const auto row : facet.documents(value)) facet.dense[value]->set(row);
    }
    if (std::ranges::find(kPlaceFacets, facet.id) != kPlaceFacets.end()) {
      for (Row row = 0; row < size; ++row) {
        if (!facet.of(row).empty()) placed.set(row);
      }
    }
    facets.push_back(std::move(facet));
  }
  for (std::size_t n = 0; n < measures->size(); ++n) {
    NumberColumn number{std::string((*measures)[n]), {}};
    reader.read(number.values, "number" + std::to_string(n));
    numbers.push_back(number);
  }
  return reader.result();
}

core::Result<void> Shard::load_words() {
  const auto read_words = file_->texts("words"), read_stems = file_->texts("stems");
  if (!read_words || !read_stems) return damaged("no vocabulary");
  words = *read_words;
  stems = *read_stems;
  Reader reader(*file_, words.size());
  reader.read(word_documents, "word_documents");
  reader.read(word_stem, "word_stem");
  word_letters.resize(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) word_letters[i] = letters_of(words[i]);
  return reader.result();
}

PostingsPointer Shard::postings(Field field, std::string_view stem) const {
  return terms_->postings(std::string(kPrefixes[static_cast<std::size_t>(field)]) + std::string(stem));
}

Bits Shard::with_phrase(const std::vector<std::string>& phrase) const { return terms_->with_phrase(phrase, size); }

const FacetColumn* Shard::facet(std::string_view id) const {
  const auto found = std::ranges::find(facets, id, &FacetColumn::id);
  return found == facets.end() ? nullptr : &*found;
}

const NumberColumn* Shard::number(std::string_view id) const {
  const auto found = std::ranges::find(numbers, id, &NumberColumn::id);
  return found == numbers.end() ? nullptr : &*found;
}

std::span<const std::uint32_t> Shard::titled(std::int64_t key) const {
  const auto [first, last] = std::ranges::equal_range(title_keys, key);
  return by_title_key.subspan(static_cast<std::size_t>(first - title_keys.begin()),
                              static_cast<std::size_t>(last - first));
}

std::uint32_t Shard::rank_of(std::string_view id) const {
  const auto found = std::ranges::lower_bound(by_id, id, {}, [&](Row row) { return ids[row]; });
  return static_cast<std::uint32_t>(found - by_id.begin());
}

bool Shard::readable() const {
  try {
    (void)terms_->postings(words.size() == 0 ? std::string("a") : std::string(stems[word_stem[0]]));
  } catch (const std::runtime_error&) {
    return false;
  }
  return true;
}

}  // namespace catalyse::search
