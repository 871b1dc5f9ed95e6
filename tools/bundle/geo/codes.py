"""From the codes of a contour file of another year to the codes of the COG 2026.

Only three sources decide, in this order:
1. a code that is a current commune stays itself: a current code is never redirected, even where the passage table also lists it;
2. the commune that a delegated or associated commune belongs to today (``chefLieu``). It comes before ``anciensCodes``, which still
   sends 60455 (La Neuville-Garnier) to 60054, the commune it left when Beaumont-les-Nonains was re-established in 2024;
3. ``anciensCodes`` of the current communes, then INSEE's passage table 2025.
"""

import csv
import gzip
import io
import json
from collections import defaultdict

PLM = ("13055", "69123", "75056")


def read_json(path):
    with gzip.open(path) as stream:
        return json.load(stream)


class Cog:
    """The current communes, what they belong to, and where older codes lead."""

    def __init__(self, shared):
        entities = read_json(shared / "cog/communes.2026.json.gz")
        self.current = {e["code"]: e for e in entities if e["type"] == "commune-actuelle"}
        self.arrondissements = {e["code"]: e["commune"] for e in entities if e["type"] == "arrondissement-municipal"}
        self.epci = {
            member["code"]: group["code"]
            for group in read_json(shared / "cog/epci.2026.json.gz")
            for member in group["membres"]
        }
        self.overseas = {}
        self.regions = {r["code"]: r["nom"] for r in read_json(shared / "cog/regions.2026.json.gz")}
        for level in ("departement", "region"):
            places = read_json(shared / f"cog/{level}s.2026.json.gz")
            self.overseas[level] = {p["code"] for p in places if p["zone"] == "com"}
        self.delegated = defaultdict(set)
        self.former = defaultdict(set)
        self.passage = defaultdict(set)
        for e in entities:
            if e["type"] in ("commune-deleguee", "commune-associee"):
                self.delegated[e["code"]].add(e["chefLieu"])
            for old in e.get("anciensCodes", []):
                self.former[old].add(e["code"])
        self._read_passage(shared / "cog_history/geocodes_passage_annuel_2025.csv.gz")

    def _read_passage(self, path):
        with gzip.open(path) as stream:
            rows = csv.DictReader(io.TextIOWrapper(stream, "utf-8-sig"), delimiter=";")
            for row in rows:
                old, new = row["Ancien Code Officiel"], row["Code Courant Officiel"]
                if row["Niveau"] == "COM" and old != new:
                    self.passage[old].add(new)

    def expected(self):
        """Current communes of metropolitan France and the five overseas départements: those that should have a contour."""
        return sorted(c for c, e in self.current.items() if e["zone"] != "com")

    def to_current(self, code):
        """The one current commune that holds the whole territory of ``code``; an unknown or divided code is an error."""
        if code in self.current:
            return code
        for table in (self.delegated, self.former, self.passage):
            targets = {t for t in table.get(code, ()) if t in self.current}
            if len(targets) == 1:
                return targets.pop()
            if targets:
                raise ValueError(f"{code} leads to several communes: {sorted(targets)}")
        raise ValueError(f"{code} leads to no current commune")
