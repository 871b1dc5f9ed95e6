#include "comparables_index.hpp"

#include <bit>
#include <cmath>
#include <limits>

namespace catalyse::observatory {
namespace {

constexpr std::size_t kCategories = 4;
constexpr float kHalfRoot = 0.70710678F;  // two categories, one coordinate each, are then at a squared distance of 1
constexpr float kFloatStep = std::numeric_limits<float>::epsilon();

std::uint32_t present(const double* row, std::size_t variables) {
  std::uint32_t mask = 0;
  for (std::size_t v = 0; v < variables; ++v) mask |= std::isnan(row[v]) ? 0U : 1U << v;
  return mask;
}

}  // namespace

// Single-precision coordinates of every place, absent variables at 0.
struct PeerIndex::Points {
  std::vector<float> values;

  Points(std::span<const double> rows, std::span<const VariableSpec> specs) {
    const std::size_t size = rows.size() / specs.size();
    values.resize(size * kDims);
    for (std::size_t r = 0; r < size; ++r) {
      float* out = values.data() + r * kDims;
      for (std::size_t v = 0; v < specs.size(); ++v) out = put(specs[v].kind, rows[r * specs.size() + v], out);
    }
  }
  static float* put(VariableKind kind, double z, float* out) {
    if (kind != VariableKind::category) {
      *out = std::isnan(z) ? 0 : static_cast<float>(z);
      return out + 1;
    }
    if (!std::isnan(z)) out[static_cast<std::size_t>(z)] = kHalfRoot;
    return out + kCategories;
  }
  [[nodiscard]] const float* at(std::uint32_t row) const { return values.data() + row * kDims; }
};

PeerIndex::PeerIndex(core::Level level, std::span<const double> rows, const Kernels& kernels)
    : rows_(rows), kernels_(&kernels) {
  const auto specs = variable_specs(level);
  variables_ = specs.size();
  size_ = rows.size() / variables_;
  for (std::size_t v = 0; v < specs.size(); ++v) {
    for (std::size_t i = 0; i < (specs[v].kind == VariableKind::category ? kCategories : 1); ++i, ++dims_) {
      variable_of_[dims_] = static_cast<std::uint8_t>(v);
      default_weight_[dims_] = static_cast<float>(specs[v].weight);
    }
  }
  const Points points(rows, specs);
  float farthest = 1;
  for (const float x : points.values) farthest = std::max(farthest, std::abs(x));
  // Two coordinates rounded to single precision, four of them for a category: the distance, a weighted quadratic mean,
  // is off by no more.
  rounding_ = 4.0 * static_cast<double>(kFloatStep * farthest);

  order_.resize(size_);
  std::vector<std::uint32_t> masks(size_);
  for (std::uint32_t r = 0; r < size_; ++r) {
    order_[r] = r;
    masks[r] = present(row(r), variables_);
  }
  std::ranges::sort(order_, {}, [&masks](std::uint32_t r) { return std::pair(masks[r], r); });
  for (std::size_t first = 0; first < size_;) {
    std::size_t last = first;
    while (last < size_ && masks[order_[last]] == masks[order_[first]]) ++last;
    const auto members = std::span(order_).subspan(first, last - first);
    const std::uint32_t mask = masks[order_[first]];
    trees_.push_back({mask, grow(points, members), static_cast<std::uint32_t>(members.size())});
    first = last;
  }
  std::ranges::sort(trees_,
                    [](const Tree& a, const Tree& b) { return a.size != b.size ? a.size > b.size : a.mask < b.mask; });
}

std::uint32_t PeerIndex::add_leaf(const Points& points, std::span<const std::uint32_t> rows) {
  Leaf& leaf = leaves_.emplace_back();
  leaf.points.fill(std::numeric_limits<float>::quiet_NaN());
  leaf.count = static_cast<std::uint32_t>(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    leaf.rows[i] = rows[i];
    for (std::size_t d = 0; d < dims_; ++d) leaf.points[d * kLanes + i] = points.at(rows[i])[d];
  }
  return static_cast<std::uint32_t>(leaves_.size() - 1);
}

// Cuts at the middle of the coordinate that spreads most (weighted variance), at a multiple of a leaf so that leaves
// are full.
std::uint32_t PeerIndex::grow(const Points& points, std::span<std::uint32_t> rows) {
  const auto index = static_cast<std::uint32_t>(nodes_.size());
  Node node;
  std::size_t widest = 0;
  float most = -1;
  for (std::size_t d = 0; d < dims_; ++d) {
    float sum = 0;
    float squares = 0;
    node.low[d] = node.high[d] = points.at(rows.front())[d];
    for (const std::uint32_t r : rows) {
      const float x = points.at(r)[d];
      node.low[d] = std::min(node.low[d], x);
      node.high[d] = std::max(node.high[d], x);
      sum += x;
      squares += x * x;
    }
    const auto n = static_cast<float>(rows.size());
    const float spread = default_weight_[d] * (squares - sum * sum / n);
    if (spread > most && node.low[d] < node.high[d]) {
      most = spread;
      widest = d;
    }
  }
  nodes_.push_back(node);
  if (rows.size() <= kLanes) {
    const std::uint32_t leaf = add_leaf(points, rows);
    nodes_[index].left = leaf;
    return index;
  }
  const std::size_t middle = (rows.size() / 2 + kLanes - 1) / kLanes * kLanes;
  std::ranges::nth_element(rows, rows.begin() + static_cast<std::ptrdiff_t>(middle), {},
                           [&](std::uint32_t r) { return std::pair(points.at(r)[widest], r); });
  const std::uint32_t left = grow(points, rows.first(middle));
  const std::uint32_t right = grow(points, rows.subspan(middle));
  nodes_[index].left = left;
  nodes_[index].right = right;
  return index;
}

struct PeerIndex::Search {
  const PeerQuery& query;
  const Weighing& weighing;
  const Kernels& kernels;
  std::size_t dims;
  double rounding;
  alignas(64) std::array<float, kDims> point{};
  alignas(64) std::array<float, kDims> weight{};  // of the tree at hand: 0 where a variable is absent on either side
  double present = 0;                             // weight of the variables present on both sides
  float limit = 0;  // of the weighted sum, single precision: above, no place can be among the nearest
  // Squared distance that the last of the nearest does not exceed.
  double bound = std::numeric_limits<double>::infinity();
  std::vector<Neighbour> best = {};

  // The bound on the distance, widened by the rounding of single precision, as a bound on the weighted sum.
  void tighten() {
    if (best.size() == static_cast<std::size_t>(query.k)) bound = std::min(bound, best.back().squared);
    constexpr double kRelative = 1 + 1e-5;
    const double distance = std::sqrt(bound) + rounding;
    limit = static_cast<float>(present * distance * distance * kRelative + 1e-30);
  }

  void offer(Neighbour candidate) {
    const auto before = [](const Neighbour& a, const Neighbour& b) {
      return a.squared != b.squared ? a.squared < b.squared : a.row < b.row;
    };
    const bool full = best.size() == static_cast<std::size_t>(query.k);
    if (full && !before(candidate, best.back())) return;
    if (full) best.pop_back();
    best.insert(std::ranges::upper_bound(best, candidate, before), candidate);
    tighten();
  }
};

void PeerIndex::sift(Search& search, const Leaf& leaf) const {
  auto bits =
      search.kernels.within(leaf.points.data(), search.point.data(), search.weight.data(), search.dims, search.limit);
  const auto row_of = [&leaf](std::uint64_t of) { return leaf.rows[static_cast<std::size_t>(std::countr_zero(of))]; };
  for (auto ahead = bits; ahead != 0; ahead &= ahead - 1) __builtin_prefetch(row(row_of(ahead)));
  for (; bits != 0; bits &= bits - 1) {
    const std::uint32_t other = row_of(bits);
    if (other == search.query.row || (search.query.allowed && !search.query.allowed(other))) continue;
    const double squared = squared_distance(row(search.query.row), row(other), search.weighing);
    if (!std::isnan(squared)) search.offer({other, squared});
  }
}

void PeerIndex::descend(Search& search, std::uint32_t index) const {
  const Node& node = nodes_[index];
  if (node.right == 0) return sift(search, leaves_[node.left]);
  const auto bound = [&](std::uint32_t child) {
    const Node& box = nodes_[child];
    return search.kernels.to_box(box.low.data(), box.high.data(), search.point.data(), search.weight.data());
  };
  const float left = bound(node.left);
  const float right = bound(node.right);
  const bool left_first = left <= right;
  // Checked again on the way back: the limit has come down meanwhile.
  if (std::min(left, right) <= search.limit) descend(search, left_first ? node.left : node.right);
  if (std::max(left, right) <= search.limit) descend(search, left_first ? node.right : node.left);
}

double PeerIndex::bound_of(const PeerQuery& query, const Weighing& weighing) const {
  double farthest = 0;
  std::size_t known = 0;
  for (const std::uint32_t other : query.likely) {
    if (other == query.row || (query.allowed && !query.allowed(other))) continue;
    const double squared = squared_distance(row(query.row), row(other), weighing);
    if (std::isnan(squared)) continue;
    farthest = std::max(farthest, squared);
    ++known;
  }
  return known < static_cast<std::size_t>(query.k) ? std::numeric_limits<double>::infinity() : farthest;
}

std::vector<Neighbour> PeerIndex::nearest(const PeerQuery& query, const Weighing& weighing) const {
  if (query.k <= 0) return {};
  Search search{.query = query, .weighing = weighing, .kernels = *kernels_, .dims = dims_, .rounding = rounding_};
  search.best.reserve(static_cast<std::size_t>(query.k) + 1);
  search.bound = bound_of(query, weighing);
  const double* own = row(query.row);
  float* out = search.point.data();
  for (std::size_t v = 0, d = 0; v < variables_; ++v) {
    const std::size_t before = d;
    while (d < dims_ && variable_of_[d] == v) ++d;
    out = Points::put(d - before > 1 ? VariableKind::category : VariableKind::number, own[v], out);
  }
  const std::uint32_t own_mask = present(own, variables_);
  const double own_weight = known_weight(own, weighing);
  for (const Tree& tree : trees_) {
    const std::uint32_t both = own_mask & tree.mask;
    search.present = 0;
    for (std::size_t v = 0; v < variables_; ++v) search.present += (both >> v & 1U) != 0 ? weighing.weight[v] : 0;
    if (!comparable(search.present, own_weight, weighing.total)) continue;
    for (std::size_t d = 0; d < dims_; ++d) {
      search.weight[d] = (both >> variable_of_[d] & 1U) != 0 ? static_cast<float>(weighing.weight[variable_of_[d]]) : 0;
    }
    search.tighten();
    descend(search, tree.root);
  }
  return std::move(search.best);
}

}  // namespace catalyse::observatory
