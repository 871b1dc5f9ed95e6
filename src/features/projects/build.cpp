#include "build.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

#include "columns/columns.hpp"
#include "duplicate_rules.hpp"
#include "model.hpp"
#include "siting.hpp"
#include "text/fold.hpp"
#include "theme_rules.hpp"

namespace catalyse::projects {
namespace {

using core::Level;
using territories::kNowhere;
using territories::Territories;

std::uint8_t family_of(const ProgrammeRecord& programme) {
  const auto id = [&]() -> std::string_view {
    if (programme.id.starts_with("fv-")) return "fonds-vert";
    if (programme.id.starts_with("lolf")) return "etat-2010";
    if (programme.id.starts_with("cd")) return "departements";
    return programme.id;
  }();
  const auto all = families();
  const auto found = std::ranges::find(all, id, &Family::id);
  return static_cast<std::uint8_t>(found == all.end() ? all.size() - 1 : static_cast<std::size_t>(found - all.begin()));
}

std::uint8_t band_of(std::int64_t cents) {
  return static_cast<std::uint8_t>(
      std::ranges::count_if(kBands, [&](std::int64_t euros) { return cents >= euros * 100; }));
}

// One project with all that is derived from it.
struct Derived {
  const ProjectRecord* record = nullptr;
  Sited sited;
  std::uint32_t region = kNowhere, departement = kNowhere;
  std::uint16_t programme = 0;
  std::uint8_t source = 0;
};

class Builder {
 public:
  Builder(const Records& records, const Territories& territories) : records_(records), territories_(territories) {}

  core::Result<void> write(columns::Writer& writer, std::string_view version) {
    derive();
    writer.add("version", std::vector<std::string>{std::string(version)});
    add_catalogue(writer);
    add_rows(writer);
    add_beneficiaries(writer);
    add_kin(writer);
    add_orders(writer);
    add_words(writer);
    add_places(writer);
    add_refusals(writer);
    return writer.finish();
  }

 private:
  void derive() {
    const Siter siter(territories_);
    std::unordered_map<std::string_view, std::uint16_t> programmes;
    for (const auto& one : records_.programmes)
      programmes.emplace(one.id, static_cast<std::uint16_t>(programmes.size()));
    std::unordered_map<std::string_view, std::uint8_t> sources;
    for (const auto& one : records_.sources) sources.emplace(one.prefix, static_cast<std::uint8_t>(sources.size()));
    for (const auto& record : records_.projects) {
      Derived row;
      row.record = &record;
      row.programme = programmes.at(record.programme);
      row.source = sources.at(record.prefix);
      row.sited = siter.site(record, records_.programmes[row.programme]);
      if (row.sited.place != kNowhere) {
        const auto& place = territories_.place(row.sited.place);
        row.region = place.level == Level::region ? row.sited.place : place.region;
        row.departement = place.level == Level::departement ? row.sited.place : place.departement;
        if (place.level == Level::region) row.departement = kNowhere;
      }
      rows_.push_back(row);
    }
    std::ranges::stable_sort(rows_, [](const Derived& a, const Derived& b) { return key(a) < key(b); });
    row_of_.reserve(rows_.size());
    for (std::uint32_t i = 0; i < rows_.size(); ++i)
      row_of_.emplace(std::pair{rows_[i].source, rows_[i].record->number}, i);
  }

  // Placed rows first; those of a place without région (overseas collectivities) after the others; a région's own rows
  // before those of its départements.
  static std::tuple<bool, std::uint32_t, std::uint32_t, std::uint32_t, std::int64_t, std::int64_t> key(
      const Derived& row) {
    return {row.sited.place == kNowhere,
            row.region,
            row.departement == kNowhere ? 0 : row.departement + 1,
            row.sited.place,
            -row.record->year.value_or(0),
            -row.record->amount};
  }

  template <class T, class Get>
  void column(columns::Writer& writer, std::string_view name, const Get& get) {
    std::vector<T> values;
    values.reserve(rows_.size());
    for (const auto& row : rows_) values.push_back(static_cast<T>(get(row)));
    writer.add(name, values);
  }

  void add_catalogue(columns::Writer& writer) const {
    const auto texts = [&](std::string_view name, const auto& rows, auto member) {
      std::vector<std::string> all;
      for (const auto& row : rows) all.push_back(row.*member);
      writer.add(name, all);
    };
    using P = ProgrammeRecord;
    texts("programme_id", records_.programmes, &P::id);
    texts("programme_short", records_.programmes, &P::short_name);
    texts("programme_label", records_.programmes, &P::label);
    texts("programme_funder", records_.programmes, &P::funder);
    texts("programme_siren", records_.programmes, &P::funder_siren);
    texts("programme_departement", records_.programmes, &P::funder_departement);
    std::vector<std::uint8_t> family;
    for (const auto& one : records_.programmes) family.push_back(family_of(one));
    writer.add("programme_family", family);
    using S = SourceRecord;
    texts("source_prefix", records_.sources, &S::prefix);
    texts("source_path", records_.sources, &S::path);
    texts("source_title", records_.sources, &S::title);
    texts("source_title_en", records_.sources, &S::title_en);
    texts("source_producer", records_.sources, &S::producer);
    texts("source_relay", records_.sources, &S::relay);
    texts("source_vintage", records_.sources, &S::vintage);
    texts("source_licence", records_.sources, &S::licence);
    texts("source_licence_address", records_.sources, &S::licence_address);
  }

  std::uint8_t small(std::uint32_t place, Level level) const {
    return place == kNowhere ? kNoArea8 : static_cast<std::uint8_t>(place - territories_.range(level).first);
  }

  void add_rows(columns::Writer& writer) {
    first_year_ = 9999;
    last_year_ = 0;
    for (const auto& row : rows_) {
      if (!row.record->year) continue;
      first_year_ = std::min(first_year_, static_cast<int>(*row.record->year));
      last_year_ = std::max(last_year_, static_cast<int>(*row.record->year));
    }
    if (last_year_ == 0) first_year_ = last_year_ = 2000;
    writer.add("years", std::vector<std::uint32_t>{static_cast<std::uint32_t>(first_year_),
                                                   static_cast<std::uint32_t>(last_year_)});
    column<std::uint8_t>(writer, "source", [](const Derived& r) { return r.source; });
    column<std::uint32_t>(writer, "number", [](const Derived& r) { return r.record->number; });
    column<std::uint16_t>(writer, "programme", [](const Derived& r) { return r.programme; });
    column<std::uint8_t>(writer, "family",
                         [&](const Derived& r) { return family_of(records_.programmes[r.programme]); });
    column<std::uint16_t>(writer, "year", [](const Derived& r) { return r.record->year.value_or(0); });
    column<std::uint8_t>(writer, "year_slot", [&](const Derived& r) {
      return (r.record->year ? static_cast<int>(*r.record->year) : last_year_ + 1) - first_year_;
    });
    column<std::int64_t>(writer, "amount", [](const Derived& r) { return r.record->amount; });
    column<std::int64_t>(writer, "cost", [](const Derived& r) { return r.record->cost.value_or(-1); });
    column<std::uint8_t>(writer, "band", [](const Derived& r) { return band_of(r.record->amount); });
    column<std::uint32_t>(writer, "place", [](const Derived& r) { return r.sited.place; });
    column<std::uint8_t>(writer, "siting", [](const Derived& r) { return static_cast<std::uint8_t>(r.sited.how); });
    column<std::uint8_t>(writer, "region", [&](const Derived& r) { return small(r.region, Level::region); });
    column<std::uint8_t>(writer, "departement",
                         [&](const Derived& r) { return small(r.departement, Level::departement); });
    std::vector<std::uint8_t> theme, confidence;
    std::vector<std::string> title, insee;
    for (const auto& row : rows_) {
      const auto& record = *row.record;
      const auto classed =
          classify(text::fold(record.title.empty() ? record.beneficiary : record.title), record.programme);
      theme.push_back(classed.theme);
      confidence.push_back(static_cast<std::uint8_t>(classed.confidence));
      title.push_back(record.title);
      insee.push_back(record.insee);
    }
    writer.add("theme", theme);
    writer.add("confidence", confidence);
    writer.add("title", title);
    writer.add("insee", insee);
  }

  void add_beneficiaries(columns::Writer& writer) {
    std::map<std::pair<std::string_view, std::string_view>, std::uint32_t> pool;
    std::vector<std::uint32_t> of_row;
    std::vector<std::string> name, siren;
    for (const auto& row : rows_) {
      const auto [at, fresh] =
          pool.emplace(std::pair<std::string_view, std::string_view>{row.record->beneficiary, row.record->siren},
                       static_cast<std::uint32_t>(name.size()));
      if (fresh) {
        name.push_back(row.record->beneficiary);
        siren.push_back(row.record->siren);
      }
      of_row.push_back(at->second);
    }
    writer.add("beneficiary", of_row);
    writer.add("beneficiary_name", name);
    writer.add("beneficiary_siren", siren);
  }

  void add_kin(columns::Writer& writer) {
    // The first of equal lines is that of the first file and row, whatever the order of the columns.
    std::vector<std::uint32_t> order(rows_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t r) { return std::pair{rows_[r].source, rows_[r].record->number}; });
    std::vector<Line> lines;
    for (const auto r : order) {
      const auto& record = *rows_[r].record;
      Line line;
      line.beneficiary = record.siren;
      if (line.beneficiary.empty() && !record.departement.empty())
        line.beneficiary = record.departement + " " + text::fold(record.beneficiary);
      line.title = text::fold(record.title);
      line.programme = record.programme;
      line.year = record.year.value_or(0);
      line.amount = record.amount;
      lines.push_back(std::move(line));
    }
    const auto kin = find_kin(lines);
    std::vector<std::uint32_t> next(rows_.size());
    flags_.assign(rows_.size(), 0);
    for (std::size_t i = 0; i < order.size(); ++i) {
      next[order[i]] = order[kin.next[i]];
      if (kin.duplicate[i]) flags_[order[i]] |= kDuplicate;
    }
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      if (rows_[r].sited.carried) flags_[r] |= kCarried;
    }
    writer.add("next", next);
    writer.add("flags", flags_);
  }

  template <class Less>
  void add_order(columns::Writer& writer, const std::string& name, const Less& less) {
    std::vector<std::uint32_t> order(rows_.size()), rank(rows_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, less);
    for (std::uint32_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
    writer.add(name, order);
    writer.add(name + "_rank", rank);
  }

  void add_orders(columns::Writer& writer) {
    // Ties end at the id, so that an order does not depend on the territories.
    const auto id = [&](std::uint32_t r) { return std::pair{rows_[r].source, rows_[r].record->number}; };
    add_order(writer, "recent", [&](std::uint32_t a, std::uint32_t b) {
      const auto& x = *rows_[a].record;
      const auto& y = *rows_[b].record;
      return std::tuple(-x.year.value_or(0), -x.amount, id(a)) < std::tuple(-y.year.value_or(0), -y.amount, id(b));
    });
    add_order(writer, "largest", [&](std::uint32_t a, std::uint32_t b) {
      return std::tuple(-rows_[a].record->amount, id(a)) < std::tuple(-rows_[b].record->amount, id(b));
    });
    std::vector<std::uint32_t> by_id(rows_.size()), first(records_.sources.size() + 1);
    std::iota(by_id.begin(), by_id.end(), 0U);
    std::ranges::sort(by_id, {}, id);
    for (std::size_t s = 0; s <= records_.sources.size(); ++s)
      first[s] =
          static_cast<std::uint32_t>(std::ranges::count_if(rows_, [&](const Derived& row) { return row.source < s; }));
    writer.add("by_id", by_id);
    writer.add("source_first", first);
  }

  void add_words(columns::Writer& writer) {
    std::unordered_map<std::string, std::vector<std::uint32_t>> index;
    for (std::uint32_t r = 0; r < rows_.size(); ++r) {
      for (const auto* text : {&rows_[r].record->title, &rows_[r].record->beneficiary}) {
        for (auto& word : index_words(*text)) {
          auto& list = index[std::move(word)];
          if (list.empty() || list.back() != r) list.push_back(r);
        }
      }
    }
    std::vector<std::string> words;
    for (const auto& [word, list] : index) words.push_back(word);
    std::ranges::sort(words);
    std::vector<std::uint32_t> first{0}, all;
    for (const auto& word : words) {
      const auto& list = index[word];
      all.insert(all.end(), list.begin(), list.end());
      first.push_back(static_cast<std::uint32_t>(all.size()));
    }
    writer.add("word", words);
    writer.add("word_first", first);
    writer.add("word_rows", all);
  }

  void add_places(columns::Writer& writer) {
    const auto n = territories_.size();
    std::vector<std::uint32_t> own_first(n), own_last(n), area_first(n), area_last(n), all(n), investment(n);
    std::vector<std::int64_t> all_cents(n), investment_cents(n);
    const auto stretch = [](std::vector<std::uint32_t>& first, std::vector<std::uint32_t>& last, std::uint32_t place,
                            std::uint32_t row) {
      if (first[place] == last[place]) first[place] = row;
      last[place] = row + 1;
    };
    for (std::uint32_t r = 0; r < rows_.size(); ++r) {
      const auto& row = rows_[r];
      if (row.sited.place == kNowhere) continue;
      stretch(own_first, own_last, row.sited.place, r);
      for (const auto area : {row.departement, row.region}) {
        if (area != kNowhere) stretch(area_first, area_last, area, r);
      }
      if ((flags_[r] & kDuplicate) != 0) continue;
      const bool invested = families()[family_of(records_.programmes[row.programme])].investment;
      for (const auto holder : holders(row)) {
        ++all[holder];
        all_cents[holder] += row.record->amount;
        investment[holder] += invested ? 1 : 0;
        investment_cents[holder] += invested ? row.record->amount : 0;
      }
    }
    writer.add("own_first", own_first);
    writer.add("own_last", own_last);
    writer.add("area_first", area_first);
    writer.add("area_last", area_last);
    writer.add("all_count", all);
    writer.add("all_cents", all_cents);
    writer.add("investment_count", investment);
    writer.add("investment_cents", investment_cents);
  }

  // The place of a row and all those it lies in.
  [[nodiscard]] std::vector<PlaceIndex> holders(const Derived& row) const {
    const auto& place = territories_.place(row.sited.place);
    std::vector<PlaceIndex> all{row.sited.place};
    for (const auto more : {place.commune, place.epci, row.departement, row.region}) {
      if (more != kNowhere && std::ranges::find(all, more) == all.end()) all.push_back(more);
    }
    return all;
  }

  void add_refusals(columns::Writer& writer) {
    std::map<std::string_view, std::uint8_t> sources;
    for (std::size_t s = 0; s < records_.sources.size(); ++s)
      sources[records_.sources[s].prefix] = static_cast<std::uint8_t>(s);
    std::vector<std::pair<std::uint32_t, const RefusalRecord*>> all;
    for (const auto& one : records_.refusals) {
      const auto found = row_of_.find({sources.at(one.prefix), one.number});
      if (found != row_of_.end()) all.emplace_back(found->second, &one);
    }
    std::ranges::sort(all, {},
                      [](const auto& one) { return std::pair(one.first, std::string_view(one.second->field)); });
    std::vector<std::uint32_t> row;
    std::vector<std::string> field, value, reason;
    for (const auto& [r, one] : all) {
      row.push_back(r);
      field.push_back(one->field);
      value.push_back(one->value);
      reason.push_back(one->reason);
    }
    writer.add("refusal_row", row);
    writer.add("refusal_field", field);
    writer.add("refusal_value", value);
    writer.add("refusal_reason", reason);
  }

  struct IdHash {
    std::size_t operator()(const std::pair<std::uint8_t, std::int64_t>& id) const {
      return std::hash<std::int64_t>{}(id.second * 256 + id.first);
    }
  };

  const Records& records_;
  const Territories& territories_;
  std::vector<Derived> rows_;
  std::unordered_map<std::pair<std::uint8_t, std::int64_t>, std::uint32_t, IdHash> row_of_;
  std::vector<std::uint8_t> flags_;
  int first_year_ = 0, last_year_ = 0;
};

}  // namespace

core::Result<void> write_snapshot(const std::filesystem::path& file, const Records& records,
                                  const territories::Territories& territories, std::string_view version) {
  auto writer = columns::Writer::create(file, kSnapshot);
  if (!writer) return std::unexpected(writer.error());
  return Builder(records, territories).write(*writer, version);
}

}  // namespace catalyse::projects
