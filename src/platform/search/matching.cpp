#include "matching.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace catalyse::search {

namespace {

// Xapian::BM25Weight: log of the odds, floored so that a word of most documents still counts for something.
double rarity(std::size_t documents, std::size_t holding) {
  auto odds =
      (static_cast<double>(documents) - static_cast<double>(holding) + 0.5) / (static_cast<double>(holding) + 0.5);
  if (odds < 2) odds = odds * 0.5 + 1;
  return std::log(odds);
}

// More than what a word is worth in every field of a document together.
constexpr float kWholeTitle = 10;

// A word in one field, over all shards.
struct Scored {
  std::vector<PostingsPointer> postings;  // of each shard
  double weight = 0;
  [[nodiscard]] bool empty() const {
    return std::ranges::all_of(postings, [](const auto& p) { return p->rows.empty(); });
  }
};

class Matcher {
 public:
  Matcher(const Index& index, Plan& plan, const Weights& weights) : index_(index), plan_(plan), weights_(weights) {
    thread_local std::vector<std::vector<Cell>> lent;
    if (lent.size() < index.shards.size()) lent.resize(index.shards.size());
    for (std::size_t s = 0; s < index.shards.size(); ++s) {
      const auto size = index.shards[s]->size;
      if (lent[s].size() < size) lent[s].resize(size);
      Matches one;
      one.set = Bits(size);
      one.touched = Bits(size);
      one.cells = std::span(lent[s]).first(size);
      all_.push_back(std::move(one));
    }
  }

  std::vector<Matches> run(const Question& question) {
    for (std::size_t u = 0; u < plan_.units.size(); ++u) {
      unit_ = static_cast<std::uint8_t>(u + 1);
      for (const auto& alternative : plan_.units[u]) add(alternative);
    }
    const bool words = !plan_.units.empty() || !plan_.phrases.empty();
    for (std::size_t s = 0; s < all_.size(); ++s) {
      auto& set = all_[s].set;
      if (plan_.units.empty()) {
        set.fill();
      } else {
        set = all_[s].touched;
      }
      set &= index_.shards[s]->readers[question.language == core::Language::fr ? 0 : 1];
      for (const auto& phrase : plan_.phrases) set &= index_.shards[s]->with_phrase(phrase);
      for (const auto& phrase : plan_.without_phrases) set.remove(index_.shards[s]->with_phrase(phrase));
      for (const auto& stem : plan_.without) exclude(s, stem);
      if (!words && (plan_.understood.nothing_to_search)) set = Bits(set.size());
    }
    if (!plan_.units.empty()) keep_those_with_enough();
    if (plan_.title != 0) raise_whole_titles();
    return std::move(all_);
  }

 private:
  void exclude(std::size_t s, const std::string& stem) {
    Bits out(all_[s].set.size());
    for (const auto field : {Field::all, Field::category}) {
      const auto postings = index_.shards[s]->postings(field, stem);
      for (const auto row : postings->rows) out.set(row);
    }
    all_[s].set.remove(out);
  }

  Scored scored(Field field, const std::string& stem, double scale) {
    Scored out;
    std::size_t holding = 0;
    for (const auto& shard : index_.shards) {
      out.postings.push_back(shard->postings(field, stem));
      holding += out.postings.back()->rows.size();
    }
    out.weight = rarity(index_.documents, holding) * (weights_.k1 + 1) * scale;
    return out;
  }

  // What a word that stands so many times in a text of this length (1: the mean) adds, between 0 and 1.
  [[nodiscard]] double saturated(double normal, std::uint16_t times) const {
    const auto t = static_cast<double>(times);
    return t / (weights_.k1 * (1 - weights_.b + weights_.b * normal) + t);
  }
  [[nodiscard]] double normal(const Shard& shard, Row row) const {
    return std::max(weights_.least_normal, static_cast<double>(shard.lengths[row]) / index_.mean_length);
  }

  void hold(Matches& matches, Row row, double score) {
    auto& cell = matches.cells[row];
    cell.score += static_cast<float>(score);
    if (cell.unit == unit_) return;
    cell.unit = unit_;
    ++cell.held;
    matches.touched.set(row);
  }

  void add(const Alternative& alternative) {
    if (alternative.stems.size() > 1) return add_together(alternative);
    static constexpr std::array kFields{Field::all, Field::title, Field::lead, Field::category};
    const std::array scales{1.0, weights_.title, weights_.lead, weights_.category};
    for (std::size_t f = 0; f < kFields.size(); ++f) {
      const auto one = scored(kFields[f], alternative.stems[0], scales[f] * alternative.scale);
      for (std::size_t s = 0; s < all_.size(); ++s) {
        const auto& [rows, times] = *one.postings[s];
        const auto& shard = *index_.shards[s];
        for (std::size_t i = 0; i < rows.size(); ++i)
          hold(all_[s], rows[i],
               one.weight * saturated(f == 0 ? normal(shard, rows[i]) : weights_.field_normal, times[i]));
      }
    }
  }

  // Documents that hold all the stems, anywhere: another form of a synonym, of several words.
  void add_together(const Alternative& alternative) {
    std::vector<Scored> all;
    const auto share = alternative.scale / static_cast<double>(alternative.stems.size());
    for (const auto& stem : alternative.stems) all.push_back(scored(Field::all, stem, share));
    for (std::size_t s = 0; s < all_.size(); ++s) {
      const auto shortest =
          std::ranges::min_element(all, {}, [&](const Scored& one) { return one.postings[s]->rows.size(); });
      for (const auto row : shortest->postings[s]->rows) {
        double score = 0;
        const bool has_all = std::ranges::all_of(all, [&](const Scored& one) {
          const auto& rows = one.postings[s]->rows;
          const auto found = std::ranges::lower_bound(rows, row);
          if (found == rows.end() || *found != row) return false;
          const auto times = one.postings[s]->times[static_cast<std::size_t>(found - rows.begin())];
          score += one.weight * saturated(normal(*index_.shards[s], row), times);
          return true;
        });
        if (has_all) hold(all_[s], row, score);
      }
    }
  }

  void keep_those_with_enough() {
    // A word that nothing holds cannot be wanted.
    const auto most = most_held();
    plan_.understood.some_words_only = most < plan_.units.size();
    const auto enough = std::min(wanted_words(plan_.units.size()), most);
    if (enough <= 1) return;
    for (auto& matches : all_) {
      Bits few(matches.set.size());
      matches.set.each([&](Row row) {
        if (matches.cells[row].held < enough) few.set(row);
      });
      matches.set.remove(few);
    }
  }
  void raise_whole_titles() {
    for (std::size_t s = 0; s < all_.size(); ++s) {
      for (const auto row : index_.shards[s]->titled(plan_.title)) {
        if (all_[s].set.test(row)) all_[s].cells[row].score *= kWholeTitle;
      }
    }
  }
  // Of the documents for this reader: a phrase, an exclusion or a language may have left the others out.
  [[nodiscard]] std::size_t most_held() const {
    std::size_t most = 0;
    for (const auto& matches : all_)
      matches.set.each([&](Row row) { most = std::max<std::size_t>(most, matches.cells[row].held); });
    return most;
  }

  const Index& index_;
  Plan& plan_;
  const Weights& weights_;
  std::vector<Matches> all_;
  std::uint8_t unit_ = 0;
};

}  // namespace

std::size_t wanted_words(std::size_t words) { return words <= 2 ? words : (words + 1) / 2; }

std::vector<Matches> match(const Index& index, Plan& plan, const Question& question, const Weights& weights) {
  return Matcher(index, plan, weights).run(question);
}

}  // namespace catalyse::search
