// From the rows of the data sets to the flat columns of the read model. Pure; the same rows give the same bytes.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "pool.hpp"
#include "records.hpp"
#include "tables.hpp"

namespace catalyse::territories {

// The whole read model. A reference to a place that is not among the rows is left out (imports refuse them before).
[[nodiscard]] Built build_tables(const Records& records);
// The same, ready to be asked.
[[nodiscard]] std::shared_ptr<const Territories> build(const Records& records);

// What the steps of the build share.
struct Draft {
  const Records& records;
  Built out;
  Pool pool;
  std::unordered_map<std::string, PlaceIndex> communes;  // arrondissements and the COM included
  std::unordered_map<std::string, PlaceIndex> epci, departements, regions;

  [[nodiscard]] static PlaceIndex find(const std::unordered_map<std::string, PlaceIndex>& in, const std::string& code) {
    const auto found = in.find(code);
    return found == in.end() ? kNowhere : found->second;
  }
};

// The steps, in order.
void build_places(Draft& draft);       // places, ranges, members
void build_memberships(Draft& draft);  // zonings, programmes, seats
void build_history(Draft& draft);      // former communes, passage, restorations, postcodes
void build_search(Draft& draft);       // names, words, codes

// Lists by place: gathers items in any order, then lays them out place after place.
template <class T>
class Lists {
 public:
  explicit Lists(std::size_t places) : of_(places) {}
  void add(PlaceIndex place, T item) { of_[place].push_back(std::move(item)); }
  [[nodiscard]] std::vector<T>& of(PlaceIndex place) { return of_[place]; }
  void lay(std::vector<std::uint32_t>& at, std::vector<T>& items) const {
    at.assign(1, 0);
    for (const auto& list : of_) {
      items.insert(items.end(), list.begin(), list.end());
      at.push_back(static_cast<std::uint32_t>(items.size()));
    }
  }

 private:
  std::vector<std::vector<T>> of_;
};

}  // namespace catalyse::territories
