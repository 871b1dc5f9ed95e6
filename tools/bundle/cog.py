"""The Code officiel géographique 2026 and the way from any older commune code to it."""
import collections
import functools

YEARS = (2021, 2022, 2023, 2024, 2025)
# These three cities are delivered by several producers as their municipal arrondissements only.
PLM = {"75": "75056", "69": "69123", "13": "13055"}
PASSAGE_FILE = "cog_history/geocodes_passage_annuel_2025.csv.gz"


class Cog:
    def __init__(self, sources):
        self.sources = sources
        rows = sources.json("cog/communes.2026.json.gz")
        self.entities = rows
        self.communes = {c["code"]: c for c in rows if c["type"] == "commune-actuelle" and c["zone"] != "com"}
        self.com = {c["code"]: c for c in rows if c["type"] == "commune-actuelle" and c["zone"] == "com"}
        self.arm = {c["code"]: c for c in rows if c["type"] == "arrondissement-municipal"}
        self.delegated = [c for c in rows if c["type"] in ("commune-deleguee", "commune-associee")]
        self.current = set(self.communes) | set(self.com) | set(self.arm)
        self.epci = {e["code"]: e for e in sources.json("cog/epci.2026.json.gz")}
        self.ept = {e["code"]: e for e in sources.json("cog/ept.2026.json.gz")}
        departements = sources.json("cog/departements.2026.json.gz")
        self.departements = {d["code"]: d for d in departements if d["zone"] != "com"}
        self.collectivites = {d["code"]: d for d in departements if d["zone"] == "com"}
        self.regions = {r["code"]: r for r in sources.json("cog/regions.2026.json.gz") if r["zone"] != "com"}
        self.arrondissements = {a["code"]: a for a in sources.json("cog/arrondissements.2026.json.gz")}
        # The member lists carry the municipal population one year older than the COG's own.
        self.population_2022 = {m["code"]: str(m["populationMunicipale"]) for e in self.epci.values() for m in e["membres"]
                                if not m["code"].startswith("976")}
        self.epci_of = {m["code"]: code for code, e in self.epci.items() for m in e["membres"]}
        self.ept_of = {m["code"]: code for code, e in self.ept.items() for m in e["membres"]}

    @functools.cached_property
    def history(self):
        """year -> entities of that COG."""
        return {y: self.sources.json(f"cog/history/communes.{y}.json.zst") for y in YEARS}

    @functools.cached_property
    def history_codes(self):
        """year -> {code: name} of the communes of that COG, 2026 included."""
        out = {y: {c["code"]: c["nom"] for c in rows if c["type"] == "commune-actuelle"}
               for y, rows in self.history.items()}
        out[2026] = {c["code"]: c["nom"] for c in list(self.communes.values()) + list(self.com.values())}
        return out

    @functools.cached_property
    def insee_passage(self):
        """old code -> set of current codes, from the INSEE table, lines that change something."""
        out = collections.defaultdict(set)
        for row in self.sources.rows(PASSAGE_FILE, ";"):
            old, new = row["Ancien Code Officiel"], row["Code Courant Officiel"]
            if row["Niveau"] == "COM" and old != new:
                out[old].add(new)
        return dict(out)

    @functools.cached_property
    def successors(self):
        """former code -> {current code: set of sources}; a current code is never a key."""
        out = collections.defaultdict(lambda: collections.defaultdict(set))
        for c in self.communes.values():
            for old in c.get("anciensCodes", []):
                out[old][c["code"]].add("anciensCodes")
        for old, news in self.insee_passage.items():
            for new in news:
                out[old][new].add("passage-insee")
        for c in self.delegated:
            out[c["code"]][c["chefLieu"]].add(c["type"])
        return {old: {n: s for n, s in news.items()} for old, news in sorted(out.items())
                if old not in self.current}

    @functools.cached_property
    def main_successor(self):
        """former code -> the current code that receives its figures.

        Four codes have several successors in the sources. The commune déléguée or associée of
        the COG 2026 says where the place is today: it receives the figures; the others are only
        offered to the reader.
        """
        out = {}
        for old, news in self.successors.items():
            sure = [n for n, s in news.items() if s & {"commune-deleguee", "commune-associee"}]
            chosen = sure if sure else sorted(news)
            if len(chosen) != 1:
                raise ValueError(f"{old} has several successors and none is certain: {news}")
            out[old] = chosen[0]
        return out

    def carry(self, code):
        """The current code of a commune or arrondissement code of any vintage, or None."""
        return code if code in self.current else self.main_successor.get(code)
