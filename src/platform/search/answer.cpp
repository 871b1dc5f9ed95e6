#include "answer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

#include "cursor_rules.hpp"
#include "filters.hpp"
#include "matching.hpp"
#include "snippet_rules.hpp"

namespace catalyse::search {

namespace {

constexpr double kProminence = 0.15;  // share of a score that the prominence of a document may add

// A document in the order of the answer: the larger key, then the source, then the id.
struct Ordered {
  double key = 0;
  std::uint32_t shard = 0, rank = 0;
  Row row = 0;
  // Whether this one comes before.
  [[nodiscard]] bool before(const Ordered& other) const {
    if (key != other.key) return key > other.key;
    return std::tie(shard, rank) < std::tie(other.shard, other.rank);
  }
};

class Answering {
 public:
  Answering(const Desk& desk, const Question& question) : desk_(desk), question_(question) {}

  core::Result<Answer> run() {
    const auto digest = question_digest(question_);
    const auto cursor = read_cursor(question_.cursor, digest);
    if (!question_.cursor.empty() && !cursor) return core::fail(core::ErrorKind::invalid, "search.cursor");
    auto plan = make_plan(desk_.index, question_, Synonyms::standard());
    matches_ = match(desk_.index, plan, question_, desk_.options.weights);
    plan_ = &plan;
    if (cursor) after_ = position(*cursor);
    for (const auto& shard : desk_.index.shards) filters_.push_back(Filters::of(*shard, question_));
    for (const auto& id : question_.facets) answer_.facets.push_back(counted(id));
    narrow();
    choose();
    answer_.understood = std::move(plan.understood);
    if (!last_.empty() && more_) {
      const auto& shard = *desk_.index.shards[last_[0].shard];
      answer_.next =
          write_cursor({last_[0].key, shard.source, std::string(shard.ids[last_[0].row]), desk_.index.version}, digest);
    }
    return std::move(answer_);
  }

 private:
  // Where the cursor stands today; its document may be gone.
  [[nodiscard]] Ordered position(const Cursor& cursor) {
    Ordered at;
    at.key = cursor.key;
    // A score depends on all documents: on another version of the index it is another one.
    auto& moved = plan_->understood.moved;
    moved = question_.sort == Sort::relevance && !plan_->units.empty() && cursor.version != desk_.index.version;
    const auto& shards = desk_.index.shards;
    for (std::uint32_t s = 0; s < shards.size(); ++s) {
      if (shards[s]->source != cursor.source) continue;
      at.shard = s;
      at.rank = shards[s]->rank_of(cursor.id);
      const bool there = at.rank < shards[s]->size && shards[s]->ids[shards[s]->by_id[at.rank]] == cursor.id;
      // Everything from this rank on is after a document that is gone.
      if (!there) {
        at.rank = at.rank == 0 ? 0 : at.rank - 1;
      } else if (const auto row = shards[s]->by_id[at.rank]; moved && matches_[s].set.test(row)) {
        at.key = key_of(s, row);
      }
      return at;
    }
    at.shard = static_cast<std::uint32_t>(shards.size());
    return at;
  }

  [[nodiscard]] double key_of(std::uint32_t s, Row row) const {
    const auto& shard = *desk_.index.shards[s];
    switch (question_.sort) {
      case Sort::date:
        return shard.days[row] == kNoDay ? -std::numeric_limits<double>::infinity()
                                         : static_cast<double>(shard.days[row]);
      case Sort::distance:
        return -kilometres(shard, row).value_or(std::numeric_limits<double>::infinity());
      case Sort::relevance:
        break;
    }
    const auto prominence = static_cast<double>(shard.prominences[row]);
    if (plan_->units.empty()) return prominence;
    return static_cast<double>(matches_[s].cells[row].score) * (1 + kProminence * prominence);
  }

  [[nodiscard]] std::optional<double> kilometres(const Shard& shard, Row row) const {
    if (!question_.around || std::isnan(shard.latitudes[row])) return std::nullopt;
    return kilometres_between({static_cast<double>(shard.longitudes[row]), static_cast<double>(shard.latitudes[row])},
                              question_.around->centre);
  }

  void narrow() {
    for (std::size_t s = 0; s < matches_.size(); ++s) {
      auto& set = matches_[s].set;
      if (!filters_[s].by_place.empty()) count_without_place(s);
      filters_[s].narrow(set);
      answer_.total += set.count();
    }
  }

  void count_without_place(std::size_t s) {
    auto rest = matches_[s].set;
    filters_[s].narrow_but_place(rest);
    rest.remove(desk_.index.shards[s]->placed);
    answer_.without_place += rest.count();
  }

  // The first `limit` after the cursor, by a heap of that size whose top is the last of them.
  void choose() {
    const auto later = [](const Ordered& a, const Ordered& b) { return a.before(b); };
    std::priority_queue<Ordered, std::vector<Ordered>, decltype(later)> best(later);
    const auto limit = std::clamp<std::size_t>(question_.limit, 1, kMostHits);
    for (std::uint32_t s = 0; s < matches_.size(); ++s) {
      const auto& shard = *desk_.index.shards[s];
      matches_[s].set.each([&](Row row) {
        Ordered one{key_of(s, row), s, 0, row};
        if (best.size() == limit && one.key < best.top().key) {
          more_ = true;
          return;
        }
        one.rank = shard.id_rank[row];
        if (after_ && !after_->before(one)) return;
        if (best.size() == limit) {
          more_ = true;
          if (!one.before(best.top())) return;
          best.pop();
        }
        best.push(one);
      });
    }
    std::vector<Ordered> chosen(best.size());
    for (auto i = chosen.size(); i-- > 0; best.pop()) chosen[i] = best.top();
    Wanted wanted{plan_->marked, plan_->marked_prefixes};
    std::ranges::sort(wanted.stems);
    for (const auto& one : chosen) answer_.hits.push_back(found(one, wanted));
    if (!chosen.empty()) last_.push_back(chosen.back());
  }

  [[nodiscard]] Found found(const Ordered& one, const Wanted& wanted) const {
    const auto& shard = *desk_.index.shards[one.shard];
    const auto row = one.row;
    Found out;
    out.source = shard.source;
    out.id = shard.ids[row];
    out.address = shard.addresses[row];
    out.where = shard.wheres[row];
    if (question_.snippets == Question::Snippets::marked) {
      out.title = marked(shard.titles[row], wanted);
      out.snippet = snippet(shown_text(shard, row, wanted), wanted);
    } else {
      out.title = {{std::string(shard.titles[row]), false}};
    }
    if (shard.days[row] != kNoDay) out.date = std::chrono::sys_days(std::chrono::days(shard.days[row]));
    for (const auto& facet : shard.facets) {
      if (facet.id == kTypeFacet) {
        for (const auto value : facet.of(row)) out.kind = facet.values[value];
      } else if (std::ranges::find(kPlaceFacets, facet.id) != kPlaceFacets.end()) {
        for (const auto value : facet.of(row)) out.places.emplace_back(facet.values[value]);
      }
    }
    for (const auto& number : shard.numbers) {
      if (!std::isnan(number.values[row])) out.numbers.push_back({number.id, number.values[row]});
    }
    out.kilometres = kilometres(shard, row);
    out.score = question_.sort == Sort::relevance ? one.key : 0;
    return out;
  }

  // The summary says it best, unless the words stand in the body only.
  [[nodiscard]] static std::string_view shown_text(const Shard& shard, Row row, const Wanted& wanted) {
    const auto summary = shard.summaries[row], body = shard.bodies[row];
    if (summary.empty() || body.empty()) return summary.empty() ? body : summary;
    const auto marks = [&](std::string_view text) { return std::ranges::any_of(marked(text, wanted), &Piece::marked); };
    return !marks(summary) && marks(body) ? body : summary;
  }

  struct Count {
    std::string_view value;
    std::size_t n = 0;
  };

  // Values that have a document, in any order.
  [[nodiscard]] std::vector<Count> counts_of(const std::string& id) const {
    std::vector<Count> all;
    std::size_t shards = 0;
    for (std::size_t s = 0; s < matches_.size(); ++s) {
      const auto* facet = desk_.index.shards[s]->facet(id);
      if (facet == nullptr) continue;
      auto set = matches_[s].set;
      filters_[s].narrow(set, id);
      std::vector<std::uint32_t> of_shard(facet->values.size(), 0);
      count_facet(*facet, set, of_shard);
      ++shards;
      for (std::uint32_t value = 0; value < of_shard.size(); ++value) {
        if (of_shard[value] > 0) all.push_back({facet->values[value], of_shard[value]});
      }
    }
    if (shards < 2) return all;
    std::ranges::sort(all, {}, &Count::value);
    std::size_t kept = 0;
    for (const auto& one : all) {
      if (kept > 0 && all[kept - 1].value == one.value) {
        all[kept - 1].n += one.n;
      } else {
        all[kept++] = one;
      }
    }
    all.resize(kept);
    return all;
  }

  [[nodiscard]] FacetResult counted(const std::string& id) const {
    auto all = counts_of(id);
    std::vector<std::string_view> chosen;
    for (const auto& choice : question_.choices) {
      if (choice.facet != id || std::ranges::find(chosen, choice.value) != chosen.end()) continue;
      chosen.push_back(choice.value);
      if (std::ranges::find(all, choice.value, &Count::value) == all.end()) all.push_back({choice.value, 0});
    }
    const auto is_chosen = [&](const Count& c) { return std::ranges::find(chosen, c.value) != chosen.end(); };
    // Chosen values first to be kept, then all by number.
    const auto shown = std::min(all.size(), std::max(question_.facet_values, chosen.size()));
    std::ranges::partial_sort(
        all, all.begin() + static_cast<std::ptrdiff_t>(shown), [&](const Count& a, const Count& b) {
          return std::tuple(!is_chosen(a), b.n, a.value) < std::tuple(!is_chosen(b), a.n, b.value);
        });
    FacetResult result{id, facet_label(id), {}, all.size() - shown};
    all.resize(shown);
    std::ranges::sort(all,
                      [](const Count& a, const Count& b) { return std::tie(b.n, a.value) < std::tie(a.n, b.value); });
    for (const auto& one : all)
      result.values.push_back({std::string(one.value), value_label(id, one.value), one.n, is_chosen(one)});
    return result;
  }

  [[nodiscard]] std::string facet_label(std::string_view id) const {
    for (const auto& source : desk_.options.sources) {
      for (const auto& facet : source.facets) {
        if (facet.id == id && facet.label != nullptr) return web::say(question_.language, *facet.label);
      }
    }
    return {};
  }

  [[nodiscard]] std::string value_label(std::string_view id, std::string_view value) const {
    if (std::ranges::find(kPlaceFacets, id) != kPlaceFacets.end()) {
      auto label = desk_.options.place_label ? desk_.options.place_label(value, question_.language) : std::string{};
      return label.empty() ? std::string(value) : label;
    }
    for (const auto& source : desk_.options.sources) {
      if (id == kTypeFacet) {
        for (const auto& kind : source.kinds) {
          if (kind.id == value) return web::say_count(question_.language, 2, kind.label);
        }
      }
      for (const auto& facet : source.facets) {
        if (facet.id == id && facet.value_label) return facet.value_label(value, question_.language);
      }
    }
    return std::string(value);
  }

  const Desk& desk_;
  const Question& question_;
  Plan* plan_ = nullptr;
  std::optional<Ordered> after_;
  std::vector<Matches> matches_;
  std::vector<Filters> filters_;
  std::vector<Ordered> last_;  // the last one shown, if any
  bool more_ = false;
  Answer answer_;
};

}  // namespace

core::Result<Answer> answer(const Desk& desk, const Question& question) { return Answering(desk, question).run(); }

}  // namespace catalyse::search
