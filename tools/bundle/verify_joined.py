"""The tables that put several sources together and the territories, read again from the sources: the second half of verify.py.

Shares no code with the build. A cell that is there must be what the sources sum to; a blank must have one of the reasons written here.
"""
import collections
import re

DATASFUN = "indicators/communes_insee_2021_datasfun.csv.gz"
ODIS = "indicators/odis/population_2013_2021_communes.csv.gz"
PTOD = "indicators/ptod-2022/communes_metropole_2022.csv.gz"
GRANTS = "grants/dgcl-dotations/dgcl_projets_dotations_investissement_local_{}.csv.gz"
GREEN = "grants/fonds-vert/fonds_vert_2023.csv.gz"
CITIES = {"75": "75056", "69": "69123", "13": "13055"}
MERGED = {"20A": ("2A", "2B"), "67A": ("67", "68")}  # one « département » of the DGCL for two
DENSITY = ("Rural à habitat très dispersé", "Rural à habitat dispersé", "Bourgs ruraux", "Ceintures urbaines", "Petites villes",
           "Centres urbains intermédiaires", "Grands centres urbains")
CENTRALITY = ("Communes non centre", "Centre local d'équipements et de services", "Centre intermédiaire d'équipements et de services",
              "Centre structurant d'équipements et de services", "Centre majeur d'équipements et de services")
URBAN_AREA = ("30", "20", "13", "12", "11")


def number(text):
    text = re.sub(r"[\s\u00a0\u202f€]", "", text or "").replace(",", ".")
    return float(text) if text else None


def near(a, b):
    return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))


class Joined:
    def __init__(self, check):
        self.check, self.bundle = check, check.bundle
        self.lines = {r["insee_com"]: r for r in check.rows(DATASFUN) if r["commune_type"] != "COMD"}
        self.restored = self.bundle.rows("territories/restored.csv")
        # Communes of which a part was taken out after the COG of the census relay: what it says of them is of the whole.
        self.shrunk = {r["from_code"] for r in self.restored if r["since"] and int(r["since"]) > 2024}
        self.group = {level: self.bundle.members(level) for level in ("epci", "dep", "reg")}

    def carried(self, pairs):
        """place of today -> sum over its rows; a city takes its arrondissements unless it has a row."""
        pairs = [(code, value) for code, value in pairs if value is not None]
        given, sums = {code for code, _ in pairs}, collections.defaultdict(float)
        for code, value in pairs:
            place = self.check.carry(code)
            if place is None:
                continue
            sums[place] += value
            if self.bundle.kind(place) == "arm" and CITIES[place[:2]] not in given:
                sums[CITIES[place[:2]]] += value
        return sums

    def census(self, column):
        return self.carried([(code, number(r[column])) for code, r in self.lines.items() if not code.startswith("976")])

    def odis(self, year):
        return self.carried([(r["codgeo"], number(r[f"p{year % 100}_pop"])) for r in self.check.rows(ODIS)])

    def by_group(self, values, level):
        sums = collections.defaultdict(float)
        for code, group in self.group[level].items():
            if code in values:
                sums[group] += values[code]
        return sums

    def compare(self, stem, column, wanted, blank_is_right):
        """Every row of a column; `blank_is_right(code)` says whether there is a reason to leave it blank."""
        self.check.saw(stem, column)
        for row in self.check.table(stem):
            self.check.cells += 1
            got, want = number(row[column]), wanted.get(row["code"])
            if got is None:
                if want and not blank_is_right(row["code"]):
                    self.check.fail("blank", f"{stem} {row['code']} {column}: blank, the source says {want}")
            elif want is None or not near(got, want):
                self.check.fail("joined", f"{stem} {row['code']} {column}: {got}, the source says {want}")

    # What the census relay says of these is of another extent, or a zero that is none (README, refused rows).
    def census_is_refused(self, code):
        rows = [c for c in self.lines if self.check.carry(c) == code]
        kept = {r["code"] for r in self.check.table("census_2021_com")}
        return code in self.shrunk or not rows or any(c not in kept for c in rows)

    def areas(self):
        parts = collections.defaultdict(list)
        for code, row in self.lines.items():
            place = self.check.carry(code)
            parts[place].append(row)
            if row["commune_type"] == "ARM":
                parts[CITIES[code[:2]]].append(row)
        whole = {c: sum(float(r["superficie_km2"]) for r in rows) for c, rows in parts.items()
                 if c and all(r["superficie_km2"] for r in rows) and c not in self.shrunk}
        for stem in ("population_com", "pesticides_com"):
            self.compare(stem, "area_km2", whole, lambda code: False)
        for row in self.bundle.rows("territories/communes.csv.gz"):
            self.check.cells += 1
            want = whole.get(row["code"])
            if (number(row["area_km2"]) is None) != (not want) or (want and not near(number(row["area_km2"]), want)):
                self.check.fail("area", f"{row['code']}: {row['area_km2']!r}, the source says {want}")

    def counts_of_the_census(self):
        refused = {c: self.census_is_refused(c) for c in self.unsure()}
        households, active = self.census("menages_2021"), self.census("pop_15_64_totale_2021")
        self.compare("social_housing_com", "menages_2021", households, lambda c: refused.get(c, False))
        self.compare("job_seekers_com", "pop_15_64_2021", active, lambda c: refused.get(c, False))
        for level in ("dep", "reg"):
            self.compare(f"job_seekers_{level}", "pop_15_64_2021", self.by_group(active, level), lambda c: False)
            self.compare(f"barometer_{level}", "menages_2021", self.by_group(households, level), lambda c: False)
        self.compare("practitioners_com", "population_2018", self.odis(2018), lambda c: False)

    def unsure(self):
        """Communes whose row of the census relay may be refused: with a blank where the source has a number."""
        return {row["code"] for stem, column in (("social_housing_com", "menages_2021"), ("job_seekers_com", "pop_15_64_2021"))
                for row in self.check.table(stem) if row[column] == ""}

    def populations(self):
        changed = {r["new_code"] for r in self.bundle.rows("territories/passage.csv.gz")} | {r["chefLieu"] for r in
                   self.check.json("cog/communes.2026.json.gz") if r["type"] in ("commune-deleguee", "commune-associee")}
        touched = {r["code"] for r in self.restored} | {r["from_code"] for r in self.restored}
        refused = {"15141", "60054", "85084"}
        years = {y: self.odis(y) for y in range(2013, 2022)}
        # The relay of the census stands first for 2015; where it has no row, the other file.
        years[2015] = {**years[2015], **{c: v for c, v in self.census("population_2015").items() if c not in refused and v}}
        relay = {r["code"]: number(r["p22_pop"]) for r in self.check.rows(PTOD)}
        members = {m["code"]: m["populationMunicipale"] for e in self.check.json("cog/epci.2026.json.gz") for m in e["membres"]}
        years[2022] = {**relay, **members}
        years[2023] = {c["code"]: c.get("population") for c in self.check.json("cog/communes.2026.json.gz")
                       if c["type"] in ("commune-actuelle", "arrondissement-municipal")}
        at = {}
        for year, wanted in years.items():
            # 2013, 2014, 2016: only where the extent did not change, and where the figure is not of another extent.
            wanted = dict(wanted)
            steady = lambda c, y=year: (c in changed | touched | refused or y < 2016 and not self.is_steady(years, c, y)
                                        or y == 2022 and c.startswith("976"))  # Mayotte's lists of 2022 hold its census of 2017
            self.compare("population_com", f"population_{year}", wanted, steady)
            at[year] = {r["code"]: number(r[f"population_{year}"]) for r in self.check.table("population_com")}
        whole = {2015: self.census("population_2015"), 2022: at[2022], 2023: at[2023], **{y: years[y] for y in range(2017, 2022)}}
        for level in ("epci", "dep", "reg"):
            for year, values in whole.items():
                self.group_population(level, year, {c: v for c, v in values.items() if v is not None})
        for stem, level in (("grants_com", "com"), ("green_fund_com", "com"), ("grants_dep", "dep"), ("grants_reg", "reg"),
                            ("green_fund_dep", "dep"), ("green_fund_reg", "reg"), ("barometer_dep", "dep"), ("barometer_reg", "reg")):
            for column in [c for c in self.check.table(stem)[0] if c.startswith("population_")]:
                same = {r["code"]: number(r[column]) for r in self.check.table(f"population_{level}")}
                self.compare(stem, column, same, lambda code: False)

    @staticmethod
    def is_steady(years, code, year):
        then, after = years[year].get(code, 0), years[2015].get(code, 0)
        return 0.75 <= (then + 20) / (after + 20) <= 1.33

    def group_population(self, level, year, values):
        sums, stem, column = self.by_group(values, level), f"population_{level}", f"population_{year}"
        parent = {r["code"]: r["from_code"] for r in self.restored}
        holes = set()
        for code, group in self.group[level].items():
            whole = parent.get(code) in values and self.group[level].get(parent[code]) == group if code in parent else False
            if code not in values and int(self.bundle.communes[code]["population"] or 0) and not whole:
                holes.add(group)
        self.compare(stem, column, sums, lambda group: group in holes)

    def grants(self):
        for year in (2019, 2023, 2024):
            found = {level: {k: collections.defaultdict(float) for k in ("projects", "amount", "epci")} for level in ("dep", "reg")}
            for r in self.check.rows(GRANTS.format(year), ";"):
                place = self.check.carry(r["beneficiaire_code_insee"])
                told = r["beneficiaire_dep"][1:] if re.fullmatch(r"0\d\d", r["beneficiaire_dep"]) else r["beneficiaire_dep"]
                dep = self.bundle.communes[place]["departement"] if place else "69" if told == "691" else told
                regions = {d["code"]: d["region"] for d in self.bundle.rows("territories/departements.csv")}
                region = regions.get(MERGED[dep][0] if dep in MERGED else dep)
                for level, code in (("dep", dep), ("reg", region)):
                    found[level]["projects"][code] += 1
                    found[level]["amount"][code] += number(r["subvention"])
                    found[level]["epci"][code] += r["beneficiaire_type"] == "epci"
            for level, kinds in found.items():
                for kind, values in kinds.items():
                    if (kind, year) != ("epci", 2019):
                        self.compare_money(f"grants_{level}", f"{kind}_{year}", values)

    def compare_money(self, stem, column, wanted):
        self.check.saw(stem, column)
        for row in self.check.table(stem):
            self.check.cells += 1
            if abs(float(row[column]) - wanted[row["code"]]) > 0.01:
                self.check.fail("grants", f"{stem} {row['code']} {column}: {row[column]}, the source sums to {wanted[row['code']]}")

    def green_fund(self):
        region = {d["code"]: d["region"] for d in self.bundle.rows("territories/departements.csv")}
        found = {level: {k: collections.defaultdict(float) for k in ("projects_2023", "amount_2023")} for level in ("com", "dep", "reg")}
        for r in self.check.rows(GREEN, ";"):
            place = self.check.carry(r["code_commune"].zfill(5)) if r["code_commune"] else None
            city = CITIES[place[:2]] if place and self.bundle.kind(place) == "arm" else place
            dep = r["code_departement"].zfill(2)
            for level, code in (("com", city), ("dep", dep), ("reg", region.get(dep))):
                found[level]["projects_2023"][code] += 1
                found[level]["amount_2023"][code] += number(r["montant_engage"])
        for level, columns in found.items():
            for column, values in columns.items():
                self.compare_money(f"green_fund_{level}", column, values)

    def zonings(self):
        def grid(stem, column, order):
            rows = self.check.rows(f"zonages/anct-grilles-2026/{stem}.csv.gz")
            return {r["insee_com"]: order.index(r[column].strip()) for r in rows if r[column].strip() in order}
        density, centrality = grid("densite", "niveau_densite", DENSITY), grid("centralite", "niveau_centralite", CENTRALITY)
        parts = collections.defaultdict(set)
        for r in self.check.rows("zonages/INSEE_table_appartenance_communes_2023.csv.gz"):
            parts[self.check.carry(r["CODGEO"])].add((r["AAV2020"], r["CATEAAV2020"]))
        area = {}
        for code, kinds in parts.items():
            # One class, and one area: parts of two areas have no common place in one.
            if len({a for a, _ in kinds}) == 1 and len({k for _, k in kinds}) == 1:
                area[code] = next(iter(kinds))[1]
        for column, wanted in (("density", density), ("centrality", centrality), ("aav_category", {c: URBAN_AREA.index(k) for c, k in area.items() if k in URBAN_AREA})):
            self.compare("zonings_com", column, wanted, lambda code: False)
        shown = {r["code"]: r for r in self.bundle.rows("zonings/communes_zonings.csv.gz")}
        for row in self.check.table("zonings_com"):
            self.check.cells += 3
            zones = shown[row["code"]]
            same = (zones["density"] == str(7 - int(row["density"]) if row["density"] else ""), zones["centrality"] == row["centrality"],
                    zones["aav_category"] == (URBAN_AREA[int(row["aav_category"])] if row["aav_category"] else ""))
            if not all(same):
                self.check.fail("zonings", f"{row['code']}: the figures and the page differ, {same}")

    def territories(self):
        source = {c["code"]: c for c in self.check.json("cog/communes.2026.json.gz") if c["type"] in ("commune-actuelle", "arrondissement-municipal")}
        epci = {m["code"]: e["code"] for e in self.check.json("cog/epci.2026.json.gz") for m in e["membres"]}
        if set(self.bundle.communes) != set(source):
            self.check.fail("territories", "the communes are not those of the COG")
        for row in self.bundle.communes.values():
            c = source[row["code"]]
            want = {"name": c["nom"], "departement": c["departement"], "region": c["region"], "population": str(c.get("population", "")),
                    "epci": epci.get(row["code"], ""), "siren": c.get("siren", ""), "parent": c.get("commune", "")}
            self.check.cells += len(want)
            for column, value in want.items():
                if row[column] != value and not (column == "epci" and row["kind"] != "commune"):
                    self.check.fail("territories", f"{row['code']} {column}: {row[column]!r}, the COG says {value!r}")
        for name, file, key in (("epci", "epci", "siren"), ("departements", "departements", "code"), ("regions", "regions", "code")):
            named = {e["code"]: e["nom"] for e in self.check.json(f"cog/{file}.2026.json.gz")}
            for row in self.bundle.rows(f"territories/{name}.csv"):
                self.check.cells += 1
                if row["name"] != named.get(row[key]):
                    self.check.fail("territories", f"{name} {row[key]}: {row['name']!r}, the COG says {named.get(row[key])!r}")


def steps(check):
    joined = Joined(check)
    for step in (joined.areas, joined.counts_of_the_census, joined.populations, joined.grants, joined.green_fund, joined.zonings, joined.territories):
        step()
