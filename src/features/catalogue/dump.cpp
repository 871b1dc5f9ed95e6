#include "dump.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "export/csv.hpp"
#include "export/gzip.hpp"
#include "http/answers.hpp"
#include "observatory/importers.hpp"
#include "set_words.hpp"

namespace catalyse::catalogue {
namespace {

using exporting::CsvWriter;
using observatory::State;
using territories::PlaceIndex;

constexpr std::size_t kPiece = 256U << 10U;  // of CSV, before it is compressed

// Rows in order, some at a time.
class Rows {
 public:
  virtual ~Rows() = default;
  // Appends rows, about `kPiece` bytes; false when none is left.
  virtual bool next(std::string& csv) = 0;

 protected:
  Rows() = default;
  Rows(const Rows&) = default;
  Rows& operator=(const Rows&) = default;
};

class FigureRows final : public Rows {
 public:
  FigureRows(const Holdings& holdings, std::string_view set) : holdings_(holdings), set_(set) {}

  bool next(std::string& csv) override {
    CsvWriter out(exporting::Dialect::standard);
    if (!began_) {
      began_ = true;
      for (const auto* name : {"indicator", "level", "year", "code", "name", "state", "value", "reliability"})
        out.text(name);
      out.end_row();
      csv = out.take();
      return true;
    }
    const auto& all = holdings_.observatory->series();
    while (csv.size() < kPiece) {
      if (!values_ && !open_series()) return !csv.empty();
      const auto& series = all[series_];
      for (; place_ < values_->state.size() && csv.size() < kPiece; ++place_) {
        if (values_->state[place_] == State::missing) continue;
        row(series, out);
        csv += out.take();
      }
      if (place_ == values_->state.size()) {
        values_.reset();
        ++series_;
      }
    }
    return true;
  }

 private:
  bool open_series() {
    const auto& observatory = *holdings_.observatory;
    while (series_ < observatory.series().size() &&
           !belongs(holdings_, observatory.indicators()[observatory.series()[series_].indicator].id, set_))
      ++series_;
    if (series_ == observatory.series().size()) return false;
    values_ = observatory.values(series_);
    place_ = 0;
    return true;
  }
  void row(const observatory::Series& series, CsvWriter& out) const {
    static constexpr std::array<std::string_view, 4> kStates{"present", "secret", "na", "missing"};
    static constexpr std::array<std::string_view, 4> kReliabilities{"good", "medium", "low", "unknown"};
    const auto& place = holdings_.territories->place(values_->range.first + static_cast<PlaceIndex>(place_));
    out.text(holdings_.observatory->indicators()[series.indicator].id)
        .text(core::level_name(series.level))
        .number(std::int64_t{series.year})
        .code(place.code)
        .text(place.name)
        .text(kStates[static_cast<std::size_t>(values_->state[place_])]);
    if (values_->state[place_] == State::present)
      out.number(values_->value[place_]).text(kReliabilities[static_cast<std::size_t>(values_->reliability[place_])]);
    else
      out.blank().blank();
    out.end_row();
  }

  Holdings holdings_;
  std::string set_;
  std::size_t series_ = 0, place_ = 0;
  std::optional<observatory::SeriesValues> values_;
  bool began_ = false;
};

class PlaceRows final : public Rows {
 public:
  explicit PlaceRows(const Holdings& holdings) : territories_(holdings.territories) {}

  bool next(std::string& csv) override {
    CsvWriter out(exporting::Dialect::standard);
    if (!began_) {
      began_ = true;
      for (const auto* name :
           {"level", "code", "name", "siren", "population", "area_km2", "commune", "epci", "departement", "region"})
        out.text(name);
      out.end_row();
      csv = out.take();
      return true;
    }
    for (; place_ < territories_->size() && csv.size() < kPiece; ++place_) {
      row(territories_->place(place_), out);
      csv += out.take();
    }
    return !csv.empty();
  }

 private:
  void row(const territories::Place& place, CsvWriter& out) const {
    out.text(core::level_name(place.level)).code(place.code).text(place.name).code(place.siren);
    if (place.population)
      out.number(*place.population);
    else
      out.blank();
    out.number(place.area_km2);
    for (const PlaceIndex parent : {place.commune, place.epci, place.departement, place.region}) {
      if (parent == territories::kNowhere)
        out.blank();
      else
        out.code(territories_->place(parent).code);
    }
    out.end_row();
  }

  std::shared_ptr<const territories::Territories> territories_;
  PlaceIndex place_ = 0;
  bool began_ = false;
};

class ZoningRows final : public Rows {
 public:
  explicit ZoningRows(const Holdings& holdings) : territories_(holdings.territories) {}

  bool next(std::string& csv) override {
    CsvWriter out(exporting::Dialect::standard);
    if (!began_) {
      began_ = true;
      for (const auto* name : {"level", "code", "name", "kind", "zone", "label"}) out.text(name);
      out.end_row();
      csv = out.take();
      return true;
    }
    for (; place_ < territories_->size() && csv.size() < kPiece; ++place_) {
      const auto& place = territories_->place(place_);
      for (const auto& one : territories_->memberships(place_)) {
        out.text(core::level_name(place.level)).code(place.code).text(place.name);
        out.text(one.kind).code(one.code).text(one.label).end_row();
      }
      csv += out.take();
    }
    return !csv.empty();
  }

 private:
  std::shared_ptr<const territories::Territories> territories_;
  PlaceIndex place_ = 0;
  bool began_ = false;
};

// The CSV of a list that another room gives, whole or piece by piece.
class ListRows final : public Rows {
 public:
  explicit ListRows(http::Response list) : list_(std::move(list)) {}

  bool next(std::string& csv) override {
    if (list_.pieces && !ended_) {
      ended_ = !list_.pieces(csv);
      return true;
    }
    csv = std::exchange(list_.body, {});
    return !csv.empty();
  }

 private:
  http::Response list_;
  bool ended_ = false;
};

std::shared_ptr<Rows> rows_of(const Holdings& holdings, std::string_view set) {
  if (set == "territoires") return std::make_shared<PlaceRows>(holdings);
  if (set == "zonages") return std::make_shared<ZoningRows>(holdings);
  const auto list = std::ranges::find(holdings.lists, set, &WholeList::set);
  if (list == holdings.lists.end()) return std::make_shared<FigureRows>(holdings, set);
  auto whole = list->csv();
  return whole ? std::make_shared<ListRows>(std::move(*whole)) : nullptr;
}

}  // namespace

std::optional<http::Response> dump(const Holdings& holdings, std::string_view set) {
  if (dump_address(holdings, set).empty()) return std::nullopt;
  const auto versions = versions_of(holdings, set);
  const auto number = versions.empty() ? std::string() : "-" + short_version(versions.front()->version.version);
  auto response = http::attachment("application/gzip", {}, std::string(set) + number + ".csv.gz");
  const auto rows = rows_of(holdings, set);
  if (!rows) return std::nullopt;
  auto gzip = std::make_shared<exporting::Gzip>();
  response.pieces = [rows, gzip](std::string& piece) {
    std::string csv;
    if (rows->next(csv)) {
      gzip->add(csv, piece);
      return true;
    }
    gzip->finish(piece);
    return false;
  };
  return response;
}

}  // namespace catalyse::catalogue
