// The bundle read a second time, as plainly as tools/bundle/README.md says it: what every cell of every series must be,
// without the importer's code. For tests only; a table is read once and kept.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ingest/ingest.hpp"
#include "observatory.hpp"

namespace catalyse::observatory::reference {

// A file of the bundle, its cells as text.
struct Sheet {
  std::map<std::string, std::size_t> columns;
  std::vector<std::vector<std::string>> rows;
  [[nodiscard]] const std::string& at(std::size_t row, const std::string& column) const {
    return rows[row][columns.at(column)];
  }
};

// A number that is not there is NaN.
struct ExpectedCell {
  State state = State::missing;
  double value = 0, numerator = 0, denominator = 0;
};

class BundleReading {
 public:
  // `bundle` must outlive it.
  explicit BundleReading(const ingest::Bundle& bundle);

  [[nodiscard]] const Sheet& sheet(const std::string& name);
  // Every place of the level of a line of series.csv today, with what stands there.
  [[nodiscard]] std::map<std::string, ExpectedCell> cells(std::size_t line);

 private:
  // A line of series.csv, read at its own level or at that of its members.
  struct Plan {
    std::string indicator, level, table, value, num, den;
    double factor = 1, years = 0;
    int cog = 0;
    State blank = State::missing;
    std::set<std::string> undelivered;
    bool adds_up = false;
    [[nodiscard]] double rate(double n, double d) const;
  };
  struct Place {
    double population = 0;
    std::string departement;                // the only one it lies in, or of its first commune
    std::map<std::string, std::string> in;  // epci, departement, region; the city of an arrondissement
  };
  using Rows = std::vector<std::size_t>;

  [[nodiscard]] Plan plan_of(std::size_t line, const std::string& level);
  [[nodiscard]] std::map<std::string, ExpectedCell> direct(const Plan& plan);
  [[nodiscard]] ExpectedCell of_rows(const Plan& plan, const std::string& code, const Rows& rows);
  [[nodiscard]] ExpectedCell sum(const Plan& plan, const std::map<std::string, ExpectedCell>& members,
                                 const std::vector<std::string>& codes);
  [[nodiscard]] const std::vector<std::string>& absorbed(const Plan& plan, const std::string& code);
  [[nodiscard]] double add_up(const std::string& expression, const std::string& table, const Rows& rows);
  [[nodiscard]] const std::vector<double>& column(const std::string& table, const std::string& name);
  [[nodiscard]] const std::map<std::string, std::size_t>& row_of(const std::string& table);

  const ingest::Bundle& bundle_;
  std::map<std::string, Sheet> sheets_;
  std::map<std::string, std::map<std::string, Place>> places_;  // by level, then code
  std::map<std::string, std::vector<std::size_t>> passages_;    // lines of passage.csv by new code
  std::map<std::pair<std::string, std::string>, std::vector<double>> columns_;
  std::map<std::string, std::map<std::string, std::size_t>> rows_;
  std::map<std::pair<std::string, int>, std::map<std::string, std::vector<std::string>>> absorbed_;
};

}  // namespace catalyse::observatory::reference
