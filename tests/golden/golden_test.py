#!/usr/bin/env python3
"""The figures of the program, over all of France, against the bundle read by independent code (reference.py) and against figures known
from elsewhere. usage: golden_test.py BINARY BUILD_FOLDER [unittest arguments]
"""
import collections
import concurrent.futures
import csv
import http.client
import io
import json
import pathlib
import sys
import unittest
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/harness"), str(ROOT / "tools/bundle")]

import france  # noqa: E402
import reference  # noqa: E402

BINARY, BUILD = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
WORDS = {"com": "commune", "arm": "commune", "epci": "epci", "dep": "departement", "reg": "region"}
# Every place of these levels; of the communes one in so many, and the special ones.
STEP = {"com": 12, "arm": 1, "epci": 1, "dep": 1, "reg": 1}
STEP_HISTORY = {"com": 60, "arm": 1, "epci": 6, "dep": 1, "reg": 1}
SPECIAL = ("49092", "2A004", "75112", "97411", "22016", "29083", "29155", "85113", "93066", "73304", "48074", "76540", "48095", "75056")
TOLERANCE = 1e-9


def close(a, b):
    return abs(a - b) <= TOLERANCE * max(1, abs(a), abs(b))


class Site:
    """The program's JSON over one kept connection for each thread."""

    def __init__(self, url):
        self.address = urllib.parse.urlsplit(url).netloc

    def get_many(self, paths):
        pieces = [paths[i::2] for i in range(2)]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            found = pool.map(self._get_in_turn, pieces)
        return {path: answer for part in found for path, answer in part.items()}

    def _get_in_turn(self, paths):
        connection = http.client.HTTPConnection(self.address, timeout=60)
        answers = {}
        for path in paths:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status == 301:
                connection.request("GET", answer.headers["Location"])
                answer = connection.getresponse()
                body = answer.read()
            assert answer.status == 200, f"{path}: {answer.status} {body[:300]!r}"
            answers[path] = body
        connection.close()
        return answers


class Golden(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = france.imported(BINARY, BUILD)
        cls.reference = reference.Reference(str(ROOT / "data"))
        cls.bundle, cls.indicators = cls.reference.bundle, cls.reference.indicators
        cls.server = france.Server(BINARY, cls.place)
        cls.site = Site(cls.server.url)
        cls.places = {level: sorted(cls.bundle.communes[c]["code"] for c in cls.bundle.communes if cls.bundle.kind(c) == level) for level in ("com", "arm")}
        cls.places |= {"epci": [r["siren"] for r in cls.bundle.rows("territories/epci.csv")], "dep": [r["code"] for r in cls.bundle.rows("territories/departements.csv")],
                       "reg": [r["code"] for r in cls.bundle.rows("territories/regions.csv")]}

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def dossier(self, code):
        run = self.place.run(BINARY, "dossier", code, "--format", "json")
        self.assertEqual(run.returncode, 0, run.stderr)
        return json.loads(run.stdout)

    # Figures of the bundle, cell by cell

    def latest(self, level):
        """indicator -> line of series.csv, of the series shown at this level."""
        return {s["indicator"]: s for s in self.bundle.series if s["level"] == level and s["latest"] == "1"}

    def compare_cell(self, line, code, cell):
        """One cell of ours beside the value of the bundle, or its absence; a list of what differs."""
        expected = self.reference.values(line).get(code)
        state = "present" if expected is not None else self.reference.state(line, code)
        good = cell["state"] == state and (cell["value"] is None if expected is None else cell["value"] is not None and close(cell["value"], expected))
        where = f"{line['indicator']} {line['level']}:{code} {line['year']}"
        return [] if good else [f"{where}: {cell['state']} {cell['value']}, expected {state} {expected!r}"]

    def sample(self, level, step):
        chosen = self.places[level][::step]
        return sorted(set(chosen) | {code for code in SPECIAL if code in self.bundle.communes and self.bundle.kind(code) == level})

    def test_every_loaded_value_is_that_of_the_bundle(self):
        for level in WORDS:
            with self.subTest(level=level):
                shown, faults, cells = self.latest(level), [], 0
                codes = self.sample(level, STEP[level])
                answers = self.site.get_many([f"/territoires/{WORDS[level]}/{code}.json" for code in codes])
                for code in codes:
                    readings = {r["indicator"]: r for r in json.loads(answers[f"/territoires/{WORDS[level]}/{code}.json"])["indicators"]}
                    for indicator, line in shown.items():
                        cells += 1
                        if indicator not in readings:
                            faults.append(f"{(indicator, level, code)}: not in the dossier")
                            continue
                        faults += self.compare_cell(line, code, readings[indicator])
                        if readings[indicator]["year"] != int(line["year"]):
                            faults.append(f"{(indicator, level, code)}: year {readings[indicator]['year']}, expected {line['year']}")
                    extra = [i for i, r in readings.items() if i not in shown and r["state"] == "present"]
                    faults += [f"{(i, level, code)}: has a value without a series at this level" for i in extra]
                print(f"{level}: {len(codes)} places, {cells} cells", file=sys.stderr)
                self.assertEqual(faults[:10], [], f"{len(faults)} cells differ")

    def test_every_year_of_history_is_that_of_the_bundle(self):
        for level in WORDS:
            with self.subTest(level=level):
                series = [s for s in self.bundle.series if s["level"] == level]
                history = {(s["indicator"], int(s["year"])): s for s in series}
                several = {i for i, n in collections.Counter(s["indicator"] for s in series).items() if n > 1}
                codes, faults, cells = self.sample(level, STEP_HISTORY[level]), [], 0
                answers = self.site.get_many([f"/territoires/{WORDS[level]}/{code}/evolution.json" for code in codes])
                for code in codes:
                    trends = json.loads(answers[f"/territoires/{WORDS[level]}/{code}/evolution.json"])["trends"]
                    for trend in trends:
                        for point in trend["points"]:
                            cells += 1
                            key = trend["indicator"], point["year"]
                            if key not in history:
                                faults.append(f"{key}: no such series")
                            else:
                                faults += self.compare_cell(history[key], code, point)
                    known = {i for i in several if sum(self.reference.values(s).get(code) is not None for (j, _), s in history.items() if j == i) > 1}
                    faults += [f"{(i, level, code)}: its history is not shown" for i in known - {t["indicator"] for t in trends}]
                print(f"{level}: {len(codes)} places, {cells} cells of history", file=sys.stderr)
                self.assertEqual(faults[:10], [], f"{len(faults)} differ")

    def test_counts_are_those_of_the_bundle(self):
        for level, code in (("com", "76540"), ("com", "49092"), ("arm", "75112"), ("epci", "200023414"), ("dep", "76")):
            with self.subTest(code=code):
                readings = {r["indicator"]: r for r in self.dossier(f"{level}:{code}")["indicators"]}
                for line in self.bundle.series:
                    if line["level"] != level or line["latest"] != "1" or not line["num"] or line["growth_years"]:
                        continue
                    pairs = self.bundle.summed(line) if line["from_level"] else self.bundle.counts(line, level)
                    if code in pairs and code in self.reference.values(line):
                        reading = readings[line["indicator"]]
                        self.assertTrue(close(reading["numerator"], pairs[code][0]), f"{line['indicator']} {reading['numerator']} {pairs[code][0]}")
                        self.assertTrue(close(reading["denominator"], pairs[code][1]), f"{line['indicator']} {reading['denominator']} {pairs[code][1]}")

    # Populations

    def populations(self, level, codes):
        paths = {code: f"/territoires/{WORDS[level]}/{code}.json" for code in codes}
        answers = self.site.get_many(list(paths.values()))
        return {code: json.loads(answers[path])["territory"] for code, path in paths.items()}

    def test_communes_sum_to_the_population_of_each_metropolitan_departement(self):
        """The independent series P23_POP comes from the relay of the census, the communes from the official code."""
        independent = {r["code"]: int(float(r["P23_POP"])) for r in self.bundle.rows("indicators/tables/ptod_2022_dep.csv.gz")}
        metropolitan = [r["code"] for r in self.bundle.rows("territories/departements.csv") if r["zone"] == "metro"]
        self.assertEqual(len(metropolitan), 96)
        sums = collections.Counter()
        for member in self.members(metropolitan):
            sums[member["departement"]] += member["population"] or 0
        self.assertEqual({d: sums[d] for d in metropolitan}, {d: independent[d] for d in metropolitan})
        for code, territory in self.populations("dep", metropolitan).items():
            self.assertEqual(territory["population"], independent[code], code)

    def members(self, departements):
        """Every commune of these départements with its population, from the search by code: lighter than 34 000 dossiers."""
        codes = [c for c in self.places["com"] if self.bundle.communes[c]["departement"] in set(departements)]
        paths = {code: f"/api/v1/territoires?q={code}&niveau=com&limite=50" for code in codes}  # a code may be a postcode too
        answers = self.site.get_many(list(paths.values()))
        found = []
        for code in codes:
            place = next(p for p in json.loads(answers[paths[code]])["places"] if p["code"] == code)
            found.append({"departement": self.bundle.communes[code]["departement"], "population": place["population"]})
        return found

    # Figures known from elsewhere (design notes: order of magnitude, published by INSEE, France Travail, DGFiP)

    KNOWN = [
        ("com:76540", "unemployment-rate-census", 16.3, 0.05), ("com:48095", "unemployment-rate-census", 9.3, 0.05),
        ("dep:93", "unemployment-rate-census-2022", 15.9, 0.06), ("com:97411", "unemployment-rate-census", 27.7, 0.05),
        ("com:76540", "poverty-rate", 23, 0.5), ("com:48095", "poverty-rate", 13, 0.5), ("dep:93", "poverty-rate", 28.4, 0.05),
        ("dep:48", "poverty-rate", 15.5, 0.05), ("com:59512", "poverty-rate", 46, 0.5), ("dep:974", "poverty-rate-2015", 40.4, 0.05),
        ("com:76540", "job-seekers-per-100-aged-15-64", 17.2, 0.05), ("com:48095", "job-seekers-per-100-aged-15-64", 11.6, 0.05),
        ("dep:93", "job-seekers-per-100-aged-15-64", 17.4, 0.05), ("com:75056", "job-seekers-per-100-aged-15-64", 14.7, 0.05),
    ]

    def test_known_figures(self):
        dossiers = {}
        for code, indicator, value, tolerance in self.KNOWN:
            with self.subTest(code=code, indicator=indicator):
                dossiers.setdefault(code, {r["indicator"]: r for r in self.dossier(code)["indicators"]})
                self.assertAlmostEqual(dossiers[code][indicator]["value"], value, delta=tolerance)
        self.assertAlmostEqual(dossiers["com:76540"]["unemployment-rate-census"]["france_value"], 12.1, delta=0.05)

    def test_census_unemployment_is_never_called_the_bit_rate(self):
        dossier = self.dossier("com:76540")
        for reading in dossier["indicators"]:
            self.assertNotIn("BIT", reading["label"])
            if reading["indicator"].startswith("unemployment-rate-census"):
                self.assertIn("recensement", reading["label"])
        for finding in dossier["findings"]["distinguishes"] + dossier["findings"]["shared"]:
            if finding["indicator"].startswith("unemployment"):
                self.assertIn("recensement", finding["sentence"])

    # Standing, from the values of the bundle: mid-rank percentile in the harmful direction, rank among those that have a value

    def test_ranks_and_percentiles_by_plain_counting(self):
        shown = self.latest("com")
        for code in ("76540", "48095", "97411", "22016"):
            for reading in self.dossier("com:" + code)["indicators"]:
                indicator = self.indicators[reading["indicator"]]
                values = self.reference.values(shown[reading["indicator"]]) if reading["indicator"] in shown else {}
                if code not in values or reading["in_france"] is None:
                    continue
                with self.subTest(code=code, indicator=reading["indicator"]):
                    self.check_standing(reading["in_france"], indicator, values, code)

    def check_standing(self, standing, indicator, values, code):
        sign = -1 if indicator["direction"] == "lower-worse" else 1
        mine = sign * values[code]
        less = sum(sign * v < mine for v in values.values())
        equal = sum(sign * v == mine for v in values.values())
        self.assertEqual(standing["size"], len(values))
        self.assertAlmostEqual(standing["percentile"], 100 * (less + 0.5 * equal) / len(values), places=9)
        if indicator["publication_limited"] == "1":
            self.assertIsNone(standing["rank"])
        else:
            self.assertEqual(standing["rank"], 1 + len(values) - less - equal)

    def test_contributions_sum_to_the_squared_distance(self):
        for code in ("com:76540", "com:97411", "epci:200023414", "dep:76", "reg:28", "arm:75112"):
            with self.subTest(code=code):
                peers = self.dossier(code)["comparables"]["peers"]
                self.assertTrue(peers)
                for peer in peers:
                    self.assertAlmostEqual(sum(peer["contributions"].values()), peer["distance"] ** 2, delta=1e-9)
                self.assertEqual([p["distance"] for p in peers], sorted(p["distance"] for p in peers))

    # Places that are easily got wrong

    def test_a_merged_commune_has_its_former_communes_and_summed_counts(self):
        territory = self.dossier("49092")["territory"]
        self.assertEqual((territory["name"], territory["population"]), ("Chemillé-en-Anjou", 21999))
        former = {f["code"] for f in territory["former_communes"]}
        wanted = {r["old_code"] for r in self.bundle.rows("territories/passage.csv.gz") if r["new_code"] == "49092" and r["weight"] == "1"}
        self.assertLessEqual(wanted, former)
        self.assertIn("Chanzeaux", {f["name"] for f in territory["former_communes"]})

    def test_a_corsican_commune(self):
        territory = self.dossier("2A004")["territory"]
        self.assertEqual((territory["departement"]["code"], territory["region"]["name"]), ("2A", "Corse"))

    def test_a_paris_arrondissement_is_compared_with_arrondissements(self):
        dossier = self.dossier("75112")
        self.assertEqual(dossier["territory"]["level"], "arm")
        peers = {p["place"]["level"] for p in dossier["comparables"]["peers"]}
        self.assertEqual(peers, {"arm"})

    def test_an_overseas_commune_is_compared_with_the_reduced_set_and_says_what_is_missing(self):
        dossier = self.dossier("97411")
        self.assertTrue(dossier["comparables"]["reduced"])
        self.assertTrue(dossier["comparables"]["peers"])
        poverty = next(r for r in dossier["indicators"] if r["indicator"] == "poverty-rate")
        self.assertEqual((poverty["state"], poverty["value"]), ("missing", None))

    def test_the_four_islands_have_no_epci(self):
        alone = [c for c, r in self.bundle.communes.items() if r["kind"] == "commune" and not r["epci"]]
        self.assertEqual(sorted(alone), ["22016", "29083", "29155", "85113"])
        for code in alone:
            self.assertIsNone(self.dossier(code)["territory"]["epci"], code)

    def test_an_epci_over_several_departements_refers_to_the_most_populated(self):
        shares = collections.defaultdict(collections.Counter)
        for row in self.bundle.communes.values():
            if row["kind"] == "commune" and row["epci"]:
                shares[row["epci"]][row["departement"]] += int(row["population"])
        several = {epci: by for epci, by in shares.items() if len(by) > 1}
        self.assertEqual(len(several), 89)
        for epci, territory in self.populations("epci", sorted(several)).items():
            self.assertEqual(territory["departement"]["code"], several[epci].most_common(1)[0][0], epci)
            self.assertEqual(territory["population"], sum(several[epci].values()), epci)
        page = self.site.get_many(["/territoires/epci/200070852"])["/territoires/epci/200070852"].decode()
        self.assertIn(">Ain</a>", page)
        self.assertIn(">Haute-Savoie</a>", page)

    def test_a_suburb_and_a_mountain_village(self):
        suburb = self.dossier("93066")["territory"]
        self.assertIn("Plaine Commune", [m["label"] for m in suburb["memberships"] if m["kind"] == "ept"])
        self.assertEqual(suburb["departement"]["code"], "93")
        village = self.dossier("48074")["territory"]
        self.assertEqual((village["name"], village["population"]), ("Hures-la-Parade", 242))
        self.assertIn("mountain", {m["kind"] for m in village["memberships"]})

    def test_the_table_of_the_dossier_holds_the_same_values_in_both_dialects(self):
        readings = {r["indicator"]: r for r in self.dossier("com:76540")["indicators"]}
        paths = ["/territoires/commune/76540-rouen.csv", "/territoires/commune/76540-rouen.csv?dialecte=excel-fr"]
        answers = self.site.get_many(paths)
        plain = list(csv.DictReader(io.StringIO(answers[paths[0]].decode("utf-8"), newline="")))
        excel = list(csv.DictReader(io.StringIO(answers[paths[1]].decode("utf-8-sig"), newline=""), delimiter=";"))
        self.assertTrue(answers[paths[1]].startswith(b"\xef\xbb\xbf"))
        self.assertEqual(len(plain), len(readings))
        for row, french in zip(plain, excel, strict=True):
            value = readings[row["indicator"]]["value"]
            self.assertEqual(row["code"], "76540")
            self.assertIn("76540", french["code"])
            if value is None:
                self.assertEqual((row["value"], french["value"]), ("", ""))
            else:
                self.assertTrue(close(float(row["value"]), value), row)
                self.assertTrue(close(float(french["value"].replace(",", ".")), value), french)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
