#!/usr/bin/env python3
"""Tests of the built bundle that need only `data/`:  python3 tools/bundle/test_bundle.py [data]"""
import collections
import gzip
import hashlib
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import build  # noqa: E402
import files  # noqa: E402
import indicators  # noqa: E402
from reader import LEVELS, Bundle  # noqa: E402

ROOT = os.path.join(os.path.dirname(os.path.dirname(HERE)), "data")
BUNDLE = None
# (indicator, level, code, least, most), from the orders of magnitude of design/indicators.md
GOLDEN = [
    ("unemployment-rate-census", "com", "76540", 16.2, 16.35), ("unemployment-rate-census", "com", "48095", 9.25, 9.35),
    ("unemployment-rate-census", "com", "97411", 27.6, 27.8), ("unemployment-rate-census", "com", "75056", 10.7, 10.8),
    ("unemployment-rate-census-2022", "dep", "93", 15.8, 15.9), ("poverty-rate", "com", "76540", 23, 23), ("poverty-rate", "com", "48095", 13, 13),
    ("poverty-rate", "dep", "93", 28.4, 28.4), ("poverty-rate", "dep", "48", 15.5, 15.5), ("poverty-rate", "com", "59512", 46, 46),
    ("poverty-rate-2015", "reg", "04", 40.3, 40.4), ("median-standard-of-living", "com", "76540", 21330, 21330),
    ("job-seekers-per-100-aged-15-64", "com", "76540", 17.1, 17.3), ("job-seekers-per-100-aged-15-64", "com", "48095", 11.5, 11.7),
    ("job-seekers-per-100-aged-15-64", "dep", "93", 17.3, 17.5), ("job-seekers-per-100-aged-15-64", "com", "75056", 14.6, 14.8),
    ("life-expectancy-men", "dep", "93", 79.5, 79.5), ("ageing-index", "dep", "23", 176.5, 176.6), ("social-housing-share", "com", "76540", 25, 25.2),
    ("cycling-network-share", "com", "76540", 22.4, 22.4), ("general-practitioners-per-10000", "com", "76540", 30.7, 30.9),
    ("population", "com", "75056", 2103778, 2103778), ("population-density", "com", "76540", 5503, 5504),
    ("grants-amount-per-inhabitant", "dep", "48", 271, 273), ("population-change-2015-2021", "com", "76540", 0, 1.5),
    ("population", "reg", "28", 3300000, 3360000), ("density-class", "com", "76540", 6, 6), ("centrality-class", "com", "48095", 3, 4),
    # Les Hauts-Talican, restored in 2024: no false zero; Val-d'Usiers: sums of its parts
    ("population", "com", "60694", 542, 542),
]


def latest(indicator, level):
    found = [s for s in BUNDLE.series if s["indicator"] == indicator and s["level"] == level and s["latest"] == "1"]
    return found[0] if len(found) == 1 else None


class Package(unittest.TestCase):
    def test_every_file_is_listed_with_its_digest_and_size(self):
        listed = set()
        for path, resource in BUNDLE.resources.items():
            data = BUNDLE.bytes(path)
            self.assertEqual("sha256:" + hashlib.sha256(data).hexdigest(), resource["hash"], path)
            self.assertEqual(len(data), resource["bytes"], path)
            listed.add(path)
        for folder in ("territories", "zonings", "indicators"):
            for place, _, names in os.walk(os.path.join(BUNDLE.root, folder)):
                for name in names:
                    self.assertIn(os.path.relpath(os.path.join(place, name), BUNDLE.root), listed)

    def test_metadata_is_complete_and_open(self):
        names = [r["name"] for r in BUNDLE.package["resources"]]
        self.assertEqual(len(names), len(set(names)))
        for path, r in BUNDLE.resources.items():
            for key in ("title", "title_en", "description", "producer", "vintage", "format", "mediatype", "encoding"):
                self.assertTrue(r.get(key), f"{path}: {key}")
            self.assertIn(r["set"], ("territoires", "zonages", "indicateurs", "projets", "contours", "programmes", "cas", "bibliotheque", "diagnostic"), path)
            self.assertTrue(r["licenses"] and r["sources"], path)
            for licence in r["licenses"]:
                self.assertNotRegex(licence["name"].lower(), "odbl|agpl|nc")
                self.assertTrue(licence["title"] and licence["path"].startswith("https://"), path)

    def test_size(self):
        own = sum(r["bytes"] for p, r in BUNDLE.resources.items() if not p.startswith("geo/"))
        self.assertLess(own, 15_000_000)

    def test_projects_name_no_person(self):
        for path, r in BUNDLE.resources.items():
            if r["set"] == "projets" and "prefix" in r:
                for row in BUNDLE.rows(path):
                    self.assertRegex(row["id"], rf"^{r['prefix']}n[1-9]\d*$")
                    self.assertNotRegex(row["beneficiary"], r"(?i)^(m\.|mr|mme|mlle|monsieur|mademoiselle) |\bchez (m|mr|mme|mlle|melle)\b", path)
                    self.assertNotRegex(row["title"] + row["beneficiary"], r"[\w.]+@[\w-]+\.[a-z]{2,}|\b0[67]([ .]?\d\d){4}\b", path)

    def test_tables_follow_their_schema(self):
        for path, r in BUNDLE.resources.items():
            if r["format"] != "csv":
                continue
            fields = r["schema"]["fields"]
            rows = BUNDLE.rows(path)
            self.assertEqual(len(rows), r["rows"], path)
            self.assertEqual(list(rows[0]), [f["name"] for f in fields], path)
            if r["schema"].get("primaryKey"):
                keys = [tuple(row[k] for k in r["schema"]["primaryKey"]) for row in rows]
                self.assertEqual(len(keys), len(set(keys)), path)
            for field in fields:
                pattern = re.compile({"integer": r"(-?\d+)?", "number": r"(-?\d+(\.\d+)?)?"}.get(field["type"], r".*"), re.S)
                wrong = [row[field["name"]] for row in rows if not pattern.fullmatch(row[field["name"]])]
                self.assertEqual(wrong, [], f"{path} {field['name']}")

    def test_files_are_deterministic_gzip_and_unix_text(self):
        for path in BUNDLE.resources:
            data = BUNDLE.bytes(path)
            if path.endswith(".csv.gz"):
                self.assertEqual(data[4:8], b"\0\0\0\0", f"{path}: gzip date")
                self.assertEqual(data[3] & 8, 0, f"{path}: gzip file name")
                data = gzip.decompress(data)
            if ".csv" in path:
                self.assertNotIn(b"\r", data, path)
                self.assertTrue(data.endswith(b"\n"), path)
                data.decode("utf-8")


class Territories(unittest.TestCase):
    def test_counts(self):
        kinds = collections.Counter(r["kind"] for r in BUNDLE.communes.values())
        self.assertEqual(kinds, {"commune": 34875, "arrondissement-municipal": 45, "com": 94})
        for path, number in (("epci.csv", 1255), ("ept.csv", 11), ("departements.csv", 101), ("regions.csv", 18), ("com.csv", 8)):
            self.assertEqual(len(BUNDLE.rows("territories/" + path)), number)

    def test_memberships_exist(self):
        codes = {n: {r[k] for r in BUNDLE.rows(f"territories/{n}.csv")} for n, k in
                 (("epci", "siren"), ("ept", "siren"), ("departements", "code"), ("regions", "code"), ("arrondissements", "code"))}
        without = [c for c, r in BUNDLE.communes.items() if r["kind"] == "commune" and not r["epci"]]
        self.assertEqual(sorted(without), ["22016", "29083", "29155", "85113"])
        for code, r in BUNDLE.communes.items():
            if r["kind"] == "com":
                continue
            self.assertIn(r["departement"], codes["departements"], code)
            self.assertIn(r["region"], codes["regions"], code)
            self.assertIn(r["arrondissement"], codes["arrondissements"] | {""}, code)
            self.assertIn(r["epci"], codes["epci"] | {""}, code)
            self.assertIn(r["ept"], codes["ept"] | {""}, code)

    def test_a_current_code_is_never_redirected(self):
        weights = collections.Counter()
        for row in BUNDLE.rows("territories/passage.csv.gz"):
            self.assertNotIn(row["old_code"], BUNDLE.communes)
            self.assertIn(row["new_code"], BUNDLE.communes)
            weights[row["old_code"]] += float(row["weight"])
        self.assertEqual(set(weights.values()), {1.0})
        for code in ("14712", "15141", "85084"):  # current codes that the INSEE table also lists as sources
            self.assertNotIn(code, weights)
        self.assertEqual(BUNDLE.passage["49069"], "49126")
        self.assertGreater(len(weights), 4000)

    def test_known_places(self):
        c = BUNDLE.communes
        self.assertEqual((c["76540"]["name"], c["76540"]["chef_lieu"], c["76540"]["epci"]), ("Rouen", "region", "200023414"))
        self.assertEqual((c["75112"]["parent"], c["75112"]["kind"]), ("75056", "arrondissement-municipal"))
        self.assertEqual((c["2A004"]["name"], c["49092"]["name"]), ("Ajaccio", "Chemillé-en-Anjou"))
        departements = {r["code"]: r for r in BUNDLE.rows("territories/departements.csv")}
        self.assertEqual([departements[d]["liaison"] for d in ("01", "46", "48")], ["5", "2", "3"])  # l'Ain, le Lot, la Lozère
        self.assertIn(("76540", "76000"), {(r["code"], r["postcode"]) for r in BUNDLE.rows("territories/postcodes.csv.gz")})

    def test_names_and_postcodes_name_existing_places(self):
        for path in ("names", "postcodes"):
            for row in BUNDLE.rows(f"territories/{path}.csv.gz"):
                self.assertIn(row["code"], BUNDLE.communes)
        for row in BUNDLE.rows("territories/delegated.csv.gz"):
            self.assertIn(row["parent"], BUNDLE.communes)


class Zonings(unittest.TestCase):
    def test_every_commune_has_a_line_and_every_value_a_label(self):
        labels = collections.defaultdict(set)
        for row in BUNDLE.rows("zonings/zonings_labels.csv"):
            labels[row["zoning"]].add(row["value"])
            self.assertTrue(row["label_fr"] and row["label_en"])
        rows = BUNDLE.rows("zonings/communes_zonings.csv.gz")
        self.assertEqual({r["code"] for r in rows}, {c for c, r in BUNDLE.communes.items() if r["kind"] == "commune"})
        for zoning in ("density", "centrality", "aav_category", "rurality"):
            self.assertLessEqual({r[zoning] for r in rows} - {""}, labels[zoning])
            self.assertEqual({r[zoning] for r in rows} - {""}, labels[zoning], zoning)
        self.assertTrue(all(r["density"] for r in rows))
        self.assertEqual(sum(r["acv"] == "1" for r in rows), 244)
        self.assertEqual(sum(r["pvd"] == "1" for r in rows), 1606)
        for row in BUNDLE.rows("zonings/epci_programmes.csv"):
            self.assertIn(row["programme"], labels["programme"])


class Catalogue(unittest.TestCase):
    def setUp(self):
        self.indicators = {r["id"]: r for r in BUNDLE.rows("indicators/indicators.csv")}
        self.themes = BUNDLE.rows("indicators/themes.csv")

    def test_nine_themes_each_with_a_fragility_at_commune_level(self):
        nine = [t for t in self.themes if t["objective"] == "1"]
        self.assertEqual([t["slug_fr"] for t in nine], [
            "emploi", "niveau-de-vie-et-pauvrete", "formation", "vieillissement-et-isolement", "logement", "services-et-sante",
            "transition-energetique", "securite", "cadre-environnemental"])
        com = {s["indicator"] for s in BUNDLE.series if s["level"] == "com"}
        for theme in nine:
            self.assertTrue([i for i, r in self.indicators.items() if r["theme"] == theme["id"] and r["role"] == "fragility" and i in com], theme["id"])

    def test_lines_are_whole(self):
        themes = {t["id"] for t in self.themes}
        self.assertEqual(len(self.indicators), 89)
        optional = {"relay", "history_of", "missing_in"}
        for i, r in self.indicators.items():
            for column, cell in r.items():
                if column not in optional:
                    self.assertTrue(cell.strip(), f"{i}: {column}")
            self.assertIn(r["theme"], themes)
            self.assertIn(r["role"], ("fragility", "context", "structure"))
            self.assertIn(r["direction"], ("higher-worse", "lower-worse", "neutral"))
            self.assertIn(r["aggregation"], ("sum-num-den", "producer-value-only", "sum", "not-aggregable"))
            self.assertIn(r["blank_state"], ("secret", "missing", "na"))
            self.assertIn(r["interval"], ("wilson", "none"))
            self.assertEqual(r["role"] == "fragility", float(r["weight"]) > 0, i)
            self.assertFalse(r["role"] == "fragility" and r["direction"] == "neutral", i)
            self.assertLessEqual(len(r["short_fr"]), 42, i)
            for rule in r["reliability_rule"].split():
                self.assertRegex(rule, r"\A(census|best:(\*|com|arm|epci|dep|reg)=(good|medium|low)|min-population=\d+(:medium)?|min-(numerator|denominator)=\d+)\Z")

    def test_census_unemployment_is_labelled_so_and_never_as_the_bit_rate(self):
        census = [r for r in BUNDLE.rows("indicators/indicators.csv") if r["id"].startswith("unemployment-rate")]
        self.assertEqual(len(census), 2)
        for line in census:
            self.assertIn("au sens du recensement", line["label_fr"])
            self.assertIn("declared in the", line["label_en"])
            self.assertIn("recensement", line["short_fr"].replace("RP 2022", "recensement"))
            self.assertNotRegex(line["label_fr"] + line["short_fr"] + line["label_en"], r"BIT|ILO")

    def test_reliability_in_words_agrees_with_its_rule(self):
        words = {"good": "Bonne", "medium": "Moyenne", "low": "Faible"}
        for line in BUNDLE.rows("indicators/indicators.csv"):
            for rule in line["reliability_rule"].split():
                with self.subTest(indicator=line["id"], rule=rule):
                    number = re.fullmatch(r"min-(?:population|numerator|denominator)=(\d+)(?::(good|medium|low))?", rule)
                    if number:
                        self.assertIn(f"{int(number[1]):,}".replace(",", " "), line["reliability_note_fr"])
                    elif rule.startswith("best:*="):
                        allowed = (words[rule[7:]], "Faits enregistrés")
                        self.assertTrue(line["reliability_note_fr"].startswith(allowed), line["reliability_note_fr"])
                    else:
                        self.assertRegex(rule, r"census|best:(com|arm|epci|dep|reg)=(good|medium|low)")

    def test_series_point_to_columns_and_levels(self):
        one = collections.Counter((s["indicator"], s["level"]) for s in BUNDLE.series if s["latest"] == "1")
        self.assertEqual(set(one.values()), {1})
        self.assertEqual(set(one), {(s["indicator"], s["level"]) for s in BUNDLE.series})
        self.assertEqual({i for i, _ in one}, set(self.indicators))
        header = {p: {f["name"] for f in r["schema"]["fields"]} for p, r in BUNDLE.resources.items() if p.startswith("indicators/tables/")}
        indicators.check_series(BUNDLE.series, header)
        used = {s["table"] for s in BUNDLE.series}
        self.assertEqual(used, set(header), "a table nobody reads")
        for s in BUNDLE.series:
            self.assertIn(s["level"], LEVELS)
            newest = max(int(x["year"]) for x in BUNDLE.series if (x["indicator"], x["level"]) == (s["indicator"], s["level"]))
            self.assertEqual(s["latest"] == "1", int(s["year"]) == newest, s)
            if s["from_level"]:
                self.assertEqual(self.indicators[s["indicator"]]["aggregation"], "sum-num-den")
            if self.indicators[s["indicator"]]["interval"] == "wilson":
                self.assertTrue(s["num"] and s["den"])

    def test_levels_asked_for(self):
        com = {s["indicator"] for s in BUNDLE.series if s["level"] == "com"}
        wide = [i for i in com if len(BUNDLE.evaluate(latest(i, "com"))) >= 0.25 * 34875]
        self.assertGreaterEqual(len(wide), 40)
        self.assertGreaterEqual(len({s["indicator"] for s in BUNDLE.series}), 60)

    def test_history(self):
        years = collections.defaultdict(set)
        for s in BUNDLE.series:
            years[s["indicator"], s["level"]].add(int(s["year"]))
        self.assertEqual(years["population", "com"], set(range(2013, 2024)))
        self.assertEqual(years["job-seekers-per-100-aged-15-64", "com"], set(range(2020, 2025)))
        self.assertGreaterEqual(len({i for (i, _), y in years.items() if len(y) > 1}), 30)


class Values(unittest.TestCase):
    def test_known_values(self):
        for indicator, level, code, least, most in GOLDEN:
            value = BUNDLE.evaluate(latest(indicator, level)).get(code)
            self.assertIsNotNone(value, f"{indicator} {level} {code}")
            self.assertTrue(least - 1e-9 <= value <= most + 1e-9, f"{indicator} {level} {code} is {value}")

    def test_absent_where_it_would_be_false(self):
        for indicator, code in (("unemployment-rate-census", "60694"), ("unemployment-rate-census", "97601"), ("unemployment-rate-census", "85084"),
                                ("unemployment-rate-census-2022", "11137"), ("vacancy-rate", "01187"), ("poverty-rate", "97411")):
            self.assertNotIn(code, BUNDLE.evaluate(latest(indicator, "com")), indicator)
        self.assertNotIn("976", BUNDLE.evaluate(latest("fibre-deployment-rate", "dep")))
        self.assertIn("06", BUNDLE.evaluate(latest("fibre-deployment-rate", "dep")))  # the département, not the région Mayotte
        for code in ("2A", "2B", "67", "68"):
            self.assertNotIn(code, BUNDLE.evaluate(latest("grants-projects-per-10000", "dep")))

    def test_shares_are_shares(self):
        for r in BUNDLE.rows("indicators/indicators.csv"):
            if r["unit_fr"] != "%":
                continue
            for level in LEVELS:
                line = latest(r["id"], level)
                values = BUNDLE.evaluate(line) if line else {}
                for code, value in values.items():
                    self.assertTrue(0 <= value <= 100, f"{r['id']} {level} {code}: {value}")
                if values and level != "arm":
                    self.assertGreater(max(values.values()), 1, f"{r['id']} {level}: a fraction")

    def test_values_are_of_existing_places(self):
        known = {"epci": {r["siren"] for r in BUNDLE.rows("territories/epci.csv")}, "dep": {r["code"] for r in BUNDLE.rows("territories/departements.csv")},
                 "reg": {r["code"] for r in BUNDLE.rows("territories/regions.csv")}}
        for s in BUNDLE.series:
            values = BUNDLE.evaluate(s)
            self.assertGreaterEqual(len(values), 10, s)
            if s["level"] in known:
                self.assertLessEqual(set(values), known[s["level"]], s)

    def test_population_sums(self):
        com = BUNDLE.evaluate(latest("population", "com"))
        for level in ("epci", "dep", "reg"):
            group, sums = BUNDLE.members(level), collections.Counter()
            for code, value in com.items():
                if code in group:
                    sums[group[code]] += value
            self.assertEqual(dict(sums), BUNDLE.evaluate(latest("population", level)))


class Tools(unittest.TestCase):
    def test_numbers_keep_their_value(self):
        for text, want in (("12.0", "12"), ("0,35", "0.35"), ("21 667,00 €", "21667"), ("", ""), ("-0.0", "0"), ("1e-5", "0.00001"),
                           ("2.5E+3", "2500"), ("100", "100"), ("600 092,50 €", "600092.5")):
            self.assertEqual(files.plain_number(text), want)
        for text in ("n.d.", "1.2.3", "NaN", "12 %"):
            self.assertRaises(ValueError, files.plain_number, text)

    def test_writing_refuses_a_double_key_and_a_ragged_row(self):
        field = files.Field("code", "string", "x")
        meta = dict(set="s", title="t", title_en="t", description="d", producer="p", relay="", vintage="v", cog_vintage="", licenses=[], sources=[])
        for rows in ([["1"], ["1"]], [["1", "2"]]):
            self.assertRaises(ValueError, files.write_resource, "/nonexistent", files.Resource("a.csv", fields=[field], rows=rows, **meta))

    def test_expressions_are_only_names_plus_and_minus(self):
        self.assertEqual(indicators.columns_of("a_1-b+c"), ["a_1", "b", "c"])
        for text in ("a*b", "a-", "1", "a b", "sum(a)", ""):
            self.assertRaises(ValueError, indicators.columns_of, text)

    def test_no_source_outside_the_free_ones(self):
        for name in os.listdir(HERE):
            if name.endswith(".py") and not name.startswith(("verify", "test_", "geo")):
                with open(os.path.join(HERE, name), encoding="utf-8") as handle:
                    text = handle.read()
                self.assertIsNone(re.search(r"cogugaison_|insee_historiq|/work/", text), name)

    def test_created_is_not_the_clock(self):
        self.assertEqual(BUNDLE.package["created"], build.CREATED)


if __name__ == "__main__":
    if len(sys.argv) > 1 and os.path.isdir(sys.argv[1]):
        ROOT = sys.argv.pop(1)
    BUNDLE = Bundle(ROOT)
    unittest.main()
else:
    BUNDLE = Bundle(ROOT)
