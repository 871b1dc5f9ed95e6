#include "index.hpp"

#include <algorithm>
#include <bit>
#include <map>

#include "text/distance.hpp"

namespace catalyse::search {

namespace {

constexpr std::size_t kShortestRepaired = 4, kShortestTwoEdits = 8;
// A prefix of two letters may begin thousands of words; the most frequent of the first so many are enough.
constexpr std::size_t kMostWordsRead = 4000;

std::size_t lower_bound(const columns::Texts& sorted, std::string_view text) {
  std::size_t low = 0, high = sorted.size();
  while (low < high) {
    const auto middle = (low + high) / 2;
    if (sorted[middle] < text) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

bool better(const Neighbour& a, const Neighbour& b, char first) {
  if (b.word.empty()) return true;
  if (a.distance != b.distance) return a.distance < b.distance;
  const bool a_first = a.word[0] == first, b_first = b.word[0] == first;
  if (a_first != b_first) return a_first;
  return a.documents > b.documents;
}

}  // namespace

Index::Index(std::vector<std::shared_ptr<const Shard>> all, std::string content_version)
    : shards(std::move(all)), version(std::move(content_version)) {
  std::uint64_t length = 0;
  for (const auto& shard : shards) {
    documents += shard->size;
    length += shard->total_length;
    largest = std::max(largest, shard->size);
  }
  if (documents > 0 && length > 0) mean_length = static_cast<double>(length) / static_cast<double>(documents);
}

std::size_t Index::holding(Field field, std::string_view stem) const {
  std::size_t n = 0;
  for (const auto& shard : shards) n += shard->postings(field, stem)->rows.size();
  return n;
}

bool Index::knows(std::string_view stem) const {
  return std::ranges::any_of(shards, [&](const auto& shard) {
    const auto at = lower_bound(shard->stems, stem);
    return at < shard->stems.size() && shard->stems[at] == stem;
  });
}

Neighbour nearest_word(const Index& index, std::string_view folded) {
  Neighbour best;
  const bool letters = std::ranges::all_of(folded, [](char c) { return c >= 'a' && c <= 'z'; });
  if (folded.size() < kShortestRepaired || !letters) return best;
  const std::size_t most = folded.size() >= kShortestTwoEdits ? 2 : 1;
  const auto wanted = letters_of(folded);
  for (const auto& shard : index.shards) {
    const auto& words = shard->words;
    for (std::size_t i = 0; i < words.size(); ++i) {
      // An edit changes at most two letters of the set.
      if (static_cast<std::size_t>(std::popcount(shard->word_letters[i] ^ wanted)) > 2 * most) continue;
      const auto word = words[i];
      const auto longer = std::max(word.size(), folded.size()), shorter = std::min(word.size(), folded.size());
      if (longer - shorter > most) continue;
      const auto limit = best.word.empty() ? most : best.distance;
      const auto distance = text::edit_distance(folded, word, limit);
      if (distance > limit) continue;
      Neighbour one{std::string(word), shard->word_documents[i], distance};
      if (one.word == best.word) {
        best.documents += one.documents;
      } else if (better(one, best, folded[0])) {
        best = std::move(one);
      }
    }
  }
  return best;
}

std::vector<Beginning> words_beginning(const Index& index, std::string_view prefix) {
  std::map<std::string, Beginning, std::less<>> by_stem;
  for (const auto& shard : index.shards) {
    auto at = lower_bound(shard->words, prefix);
    for (std::size_t n = 0; at < shard->words.size() && n < kMostWordsRead; ++at, ++n) {
      const auto word = shard->words[at];
      if (!word.starts_with(prefix)) break;
      const auto stem = shard->stems[shard->word_stem[at]];
      auto& one = by_stem[std::string(stem)];
      one.stem = stem;
      one.documents += shard->word_documents[at];
      one.whole = one.whole || word == prefix;
    }
  }
  std::vector<Beginning> all;
  for (auto& [stem, one] : by_stem) all.push_back(std::move(one));
  std::ranges::sort(all, [](const Beginning& a, const Beginning& b) {
    return std::tuple(!a.whole, b.documents) < std::tuple(!b.whole, a.documents);
  });
  if (all.size() > kMostBeginnings) all.resize(kMostBeginnings);
  return all;
}

}  // namespace catalyse::search
