"""Reads a built bundle on its own, without the sources: used by the tests and by verify.py.

It states in a few lines what the importer must do: carry old codes, sum counts, refuse a value that
describes one part of a merged commune.
"""
import collections
import csv
import functools
import gzip
import io
import json
import os
import re

LEVELS = ("com", "arm", "epci", "dep", "reg")


class Bundle:
    def __init__(self, root):
        self.root = root
        with open(os.path.join(root, "datapackage.json"), encoding="utf-8") as handle:
            self.package = json.load(handle)
        self.resources = {r["path"]: r for r in self.package["resources"]}
        self._rows, self._cells, self._counts, self._values = {}, {}, {}, {}
        self.communes = {r["code"]: r for r in self.rows("territories/communes.csv.gz")}
        self.passage = {r["old_code"]: r["new_code"] for r in self.rows("territories/passage.csv.gz") if r["weight"] != "0"}
        self.series = self.rows("indicators/series.csv")

    def bytes(self, path):
        with open(os.path.join(self.root, path), "rb") as handle:
            return handle.read()

    def rows(self, path):
        if path not in self._rows:
            data = self.bytes(path)
            text = (gzip.decompress(data) if path.endswith(".gz") else data).decode("utf-8")
            self._rows[path] = list(csv.DictReader(io.StringIO(text, newline="")))
        return self._rows[path]

    def kind(self, code):
        """Level of a current commune code."""
        return {"commune": "com", "arrondissement-municipal": "arm"}.get(self.communes[code]["kind"])

    def place(self, level, code):
        """The current place of a row of a table of this level, or None."""
        if level not in ("com", "arm"):
            return code
        code = code if code in self.communes else self.passage.get(code)
        return code if code and self.kind(code) == level else None

    def members(self, level):
        column = {"epci": "epci", "dep": "departement", "reg": "region"}[level]
        return {c: r[column] for c, r in self.communes.items() if r["kind"] == "commune" and r[column]}

    def cells(self, line, level):
        """place -> rows of the table that are this place today."""
        key = line["table"], level
        if key not in self._cells:
            out = collections.defaultdict(list)
            for row in self.rows(line["table"]):
                place = self.place(level, row["code"])
                if place:
                    out[place].append(row)
            self._cells[key] = dict(out)
        return self._cells[key]

    def counts(self, line, level):
        """place -> (numerator, denominator), summed over the rows of one place."""
        key = line["table"], level, line["num"], line["den"]
        if key not in self._counts:
            out = self._counts[key] = {}
            for place, rows in self.cells(line, level).items():
                pair = [total(rows, line[k]) for k in ("num", "den")]
                if None not in pair:
                    out[place] = pair
        return self._counts[key]

    def evaluate(self, line):
        """place -> value of one line of series.csv."""
        key = (line["indicator"], line["level"], line["year"])
        if key not in self._values:
            self._values[key] = self._evaluate(line)
        return self._values[key]

    def _evaluate(self, line):
        factor = float(line["factor"] or 1)
        if line["value"]:
            out = {}
            for place, rows in self.cells(line, line["level"]).items():
                value = total(rows, line["value"])
                if len(rows) == 1 and value is not None:  # two rows: parts of a merged commune, no value
                    out[place] = factor * value
            return out
        if not line["from_level"]:
            pairs = self.counts(line, line["level"])
        else:
            pairs = self.summed(line)
        growth = line["growth_years"]
        return {p: factor * ((n / d) ** (1 / int(growth)) - 1 if growth else n / d) for p, (n, d) in pairs.items() if d > 0}

    def summed(self, line):
        if line["from_level"] == "com":
            group = self.members(line["level"])
        else:
            group = {r["code"]: r["region"] for r in self.rows("territories/departements.csv")}
        out = {}
        for place, (n, d) in self.counts(line, line["from_level"]).items():
            if place in group:
                pair = out.setdefault(group[place], [0, 0])
                pair[0] += n
                pair[1] += d
        return out


@functools.cache
def terms(expression):
    """(sign, column) of an expression, as `a+b-c`."""
    return [(-1 if sign == "-" else 1, column) for sign, column in re.findall(r"([+-]?)([A-Za-z_]\w*)", expression)]


def total(rows, expression):
    """Sum of an expression over rows; None when one of its columns is blank in all of them."""
    result = 0
    for sign, column in terms(expression):
        values = [float(r[column]) for r in rows if r[column] != ""]
        if not values:
            return None
        result += sign * sum(values)
    return result
