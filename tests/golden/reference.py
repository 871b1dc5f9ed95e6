"""What the program must show for every cell, computed plainly from the bundle: the second implementation of method.md §1.

It rests on tools/bundle/reader.py, which reads tables, carries codes and sums counts, and adds what a reader is told about a figure:
- a commune that has absorbed another since the codes of the table has a figure only when every part of it is in the table, and then only
  from counts;
- a sum over members stands when those with counts hold 95 % of the inhabitants;
- an absent figure is `missing` when the table says nothing of the place, or outside the field of its producer (`missing_in`); otherwise
  it is what the indicator says a blank is.
"""
import collections
import functools

import reader

COVERAGE = 0.95


class Reference:
    def __init__(self, root):
        self.bundle = reader.Bundle(root)
        self.indicators = {row["id"]: row for row in self.bundle.rows("indicators/indicators.csv")}
        self.absorbed = collections.defaultdict(list)
        for row in self.bundle.rows("territories/passage.csv.gz"):
            if row["weight"] != "0" and row["kind"] != "change" and row["date"]:
                self.absorbed[row["new_code"]].append((int(row["date"][:4]), row["old_code"]))
        self.populations = {c: int(r["population"] or 0) for c, r in self.bundle.communes.items()}
        self._departements = self._departements_of_groups()
        self._codes, self._values = {}, {}

    def _departements_of_groups(self):
        found = collections.defaultdict(set)
        for row in self.bundle.communes.values():
            if row["kind"] == "commune":
                found["epci", row["epci"]].add(row["departement"])
                found["reg", row["region"]].add(row["departement"])
        return found

    def departements(self, level, code):
        if level in ("epci", "reg"):
            return self._departements[level, code]
        return {self.bundle.communes[code]["departement"] if level in ("com", "arm") else code}

    def codes(self, table):
        if table not in self._codes:
            self._codes[table] = {row["code"] for row in self.bundle.rows(table)}
        return self._codes[table]

    def is_in_parts(self, line, code):
        """Whether a commune is made of more communes than the table's COG knew as one, and whether one of them is not in the table."""
        cog = int(line["cog_vintage"] or 0)
        since = [old for year, old in self.absorbed.get(code, ()) if year > cog]
        return bool(since), any(old not in self.codes(line["table"]) for old in since)

    def commune_counts(self, line, level):
        return {c: pair for c, pair in self.bundle.counts(line, level).items() if not (level == "com" and self.is_in_parts(line, c)[1])}

    def values(self, line):
        """place -> value of a line of series.csv."""
        key = line["indicator"], line["level"], line["year"]
        if key not in self._values:
            self._values[key] = self._values_from_members(line) if line["from_level"] else self._values_of_table(line)
        return self._values[key]

    def _values_of_table(self, line):
        found = self.bundle.evaluate(line)
        if line["level"] != "com":
            return found
        kept = {}
        for code, value in found.items():
            joined, broken = self.is_in_parts(line, code)
            if not broken and not (joined and line["value"]):
                kept[code] = value
        return kept

    def _values_from_members(self, line):
        values, covered, whole = self._sums(line)
        return {p: v for p, v in values.items() if whole[p] and covered[p] >= COVERAGE * whole[p]}

    @functools.cache
    def _sums_of(self, key):
        return self._summed(next(s for s in self.bundle.series if (s["indicator"], s["level"], s["year"]) == key))

    def _sums(self, line):
        return self._sums_of((line["indicator"], line["level"], line["year"]))

    def _summed(self, line):
        """place -> value from the summed counts, inhabitants of the members that have counts, inhabitants of all members."""
        below = line["from_level"]
        counts = self.commune_counts(line, below)
        group = self.bundle.members(line["level"]) if below == "com" else {r["code"]: r["region"] for r in self.bundle.rows("territories/departements.csv")}
        people = self.populations if below == "com" else self.departement_populations()
        # Where a blank says that the thing counted does not exist, its absence lacks nothing.
        nothing = self.nothing_to_count(line, below, counts) if below == "com" else set()
        sums, covered, whole = collections.defaultdict(lambda: [0, 0]), collections.Counter(), collections.Counter()
        for member, place in group.items():
            whole[place] += people[member]
            if member in counts or member in nothing:
                covered[place] += people[member]
            if member in counts:
                sums[place][0] += counts[member][0]
                sums[place][1] += counts[member][1]
        factor, growth = float(line["factor"] or 1), line["growth_years"]
        values = {p: factor * ((n / d) ** (1 / int(growth)) - 1 if growth else n / d) for p, (n, d) in sums.items() if d > 0}
        return values, covered, whole

    def nothing_to_count(self, line, level, counts):
        if self.indicators[line["indicator"]]["blank_state"] != "na":
            return set()
        return {c for c in self.bundle.cells(line, level) if c not in counts and not self.is_undelivered(line["indicator"], level, c)}

    def departement_populations(self):
        sums = collections.Counter()
        for code, row in self.bundle.communes.items():
            if row["kind"] == "commune":
                sums[row["departement"]] += self.populations[code]
        return sums

    def is_undelivered(self, indicator, level, code):
        listed = set((self.indicators[indicator]["missing_in"] or "").split())
        return f"{level}:{code}" in listed or bool(listed) and self.departements(level, code) <= listed

    def state(self, line, code):
        """What an absent figure is called."""
        indicator, level = line["indicator"], line["level"]
        if self.is_undelivered(indicator, level, code):
            return "missing"
        if line["from_level"]:
            _, covered, whole = self._sums(line)
            known = whole[code] and covered[code] >= COVERAGE * whole[code]
            return self.indicators[indicator]["blank_state"] if known else "missing"  # all is known, and there is nothing to divide by
        rows = self.bundle.cells(line, level).get(code)
        if not rows:
            return "missing"
        joined, broken = self.is_in_parts(line, code) if level == "com" else (False, False)
        if broken or (joined or len(rows) > 1) and line["value"]:
            return "missing"
        return self.indicators[indicator]["blank_state"]
