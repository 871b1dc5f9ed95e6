#!/usr/bin/env python3
"""Holds data/geo to what README.md beside this file promises. Run: python3 tools/bundle/geo/test_geo.py"""

import csv
import gzip
import hashlib
import json
import math
import statistics
import sys
import tempfile
import unittest
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import split as splitter
import topo
from codes import Cog

GEO = HERE.parents[2] / "data/geo"
ARROND = {"13055": 16, "69123": 9, "75056": 20}
# COG 2026: 34 746 metropolitan communes and 129 in the five overseas départements, less the six without a contour.
COMMUNES = 34_746 + 129 - 6
WITHOUT_EPCI = {"22016", "29083", "29155", "85113"}


class Topology:
    """A decoded file: objects[name][code] = list of polygons, each a list of rings of grid points."""

    def __init__(self, path):
        with gzip.open(path) as stream:
            self.document = json.load(stream)
        self.step = self.document["transform"]["scale"][0]
        self.lines = [self.absolute(arc) for arc in self.document["arcs"]]
        self.objects = {
            name: {g["id"]: self.polygons(g) for g in o["geometries"]} for name, o in self.document["objects"].items()
        }

    @staticmethod
    def absolute(arc):
        x = y = 0
        out = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            out.append((x, y))
        return out

    def ring(self, refs):
        out = []
        for ref in refs:
            line = self.lines[ref] if ref >= 0 else self.lines[~ref][::-1]
            if out and out[-1] != line[0]:
                raise AssertionError(f"arc {ref} does not continue its ring")
            out += line[1:] if out else line
        return out

    def references(self, geometry):
        return geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]

    def polygons(self, geometry):
        return [[self.ring(refs) for refs in polygon] for polygon in self.references(geometry)]

    def bbox(self, name, code):
        points = [p for polygon in self.objects[name][code] for p in polygon[0]]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return tuple(v * self.step for v in (min(xs), min(ys), max(xs), max(ys)))

    def area_km2(self, name, code):
        """On a sphere of the same area as the Earth."""
        total = 0.0
        for polygon in self.objects[name][code]:
            areas = [abs(self.ring_area(ring)) for ring in polygon]
            total += areas[0] - sum(areas[1:])
        return total

    def ring_area(self, ring):
        k = math.radians(self.step)
        points = [(x * k, y * k) for x, y in ring]
        return 6371.0072**2 * sum((bx - ax) * (math.sin(ay) + math.sin(by)) for (ax, ay), (bx, by) in zip(points, points[1:])) / 2


def rows(name):
    with open(GEO / name, encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


class Contours(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = {p.name: Topology(p) for p in sorted(GEO.glob("*.topojson.gz"))}
        cls.light = cls.files["light.topojson.gz"]
        cls.supra = cls.files["fine-supra.topojson.gz"]
        cls.overview = cls.files["overview.topojson.gz"]
        cls.by_region = [t for n, t in cls.files.items() if n.startswith("fine-") and "supra" not in n]
        cls.fine = {}
        for part in cls.by_region:
            for code in part.objects["communes"]:
                if code in cls.fine:
                    raise AssertionError(f"{code} is in two regions")
                cls.fine[code] = part

    def test_light_and_fine_hold_the_same_communes(self):
        self.assertEqual(set(self.light.objects["communes"]), set(self.fine))

    def test_every_commune_but_the_listed_ones_has_a_contour(self):
        missing = {r["code"] for r in rows("contours_missing.csv") if r["level"] == "commune"}
        self.assertEqual(len(self.fine), COMMUNES)
        self.assertFalse(missing & set(self.fine))
        reestablished = {r["code"]: r["covered_by"] for r in rows("contours_missing.csv") if r["reason"] != "collectivite_outre_mer"}
        self.assertEqual(set(reestablished), {"15031", "15035", "15047", "15171", "85165", "85212"})
        self.assertEqual(set(reestablished.values()), {"15141", "85084"})

    def test_every_epci_departement_and_region_is_there(self):
        for topology in (self.light, self.supra):
            self.assertEqual({n: len(topology.objects[n]) for n in ("epci", "departements", "regions")},
                             {"epci": 1255, "departements": 101, "regions": 18})
        self.assertEqual(set(self.overview.objects["departements"]), set(self.light.objects["departements"]))
        self.assertEqual(set(self.overview.objects["regions"]), set(self.light.objects["regions"]))

    def test_departements_are_those_of_the_communes(self):
        of = {c[:3] if c.startswith("97") else c[:2] for c in self.fine}
        self.assertEqual(of, set(self.light.objects["departements"]))

    def test_municipal_arrondissements_cover_their_commune(self):
        for commune, count in ARROND.items():
            part = self.fine[commune]
            codes = [c for c in part.objects["arrondissements_municipaux"] if splits(c) == commune]
            self.assertEqual(len(codes), count)
            whole = part.area_km2("communes", commune)
            self.assertAlmostEqual(sum(part.area_km2("arrondissements_municipaux", c) for c in codes), whole, delta=whole * 1e-4)
            self.assertEqual(set(codes), {c for c in self.light.objects["arrondissements_municipaux"] if splits(c) == commune})

    def test_arcs_exist_and_each_is_used(self):
        for name, topology in self.files.items():
            used = set()
            for collection in topology.document["objects"].values():
                for geometry in collection["geometries"]:
                    for polygon in topology.references(geometry):
                        for ring in polygon:
                            used |= {r if r >= 0 else ~r for r in ring}
            self.assertEqual(used, set(range(len(topology.lines))), name)

    def test_rings_are_closed_and_have_an_area(self):
        for name, topology in self.files.items():
            for level, places in topology.objects.items():
                for code, polygons in places.items():
                    for ring in (r for p in polygons for r in p):
                        self.assertEqual(ring[0], ring[-1], f"{name} {level} {code}")
                        self.assertGreaterEqual(len(ring), 4, f"{name} {level} {code}")
                        self.assertNotEqual(topo.area2(ring), 0, f"{name} {level} {code}")

    def test_an_arc_borders_at_most_two_places_of_a_level(self):
        for name, topology in self.files.items():
            for level, collection in topology.document["objects"].items():
                use = Counter()
                for geometry in collection["geometries"]:
                    for polygon in topology.references(geometry):
                        use.update(r if r >= 0 else ~r for ring in polygon for r in ring)
                self.assertLessEqual(max(use.values()), 2, f"{name} {level}")

    def test_upper_levels_run_along_the_borders_of_the_communes(self):
        def segments(level):
            rings = (r for polygons in self.light.objects[level].values() for p in polygons for r in p)
            return {frozenset(s) for ring in rings for s in zip(ring, ring[1:])}

        communes = segments("communes")
        for level in ("epci", "departements", "regions"):
            self.assertFalse(segments(level) - communes, level)

    def test_neighbours_in_two_regional_files_have_the_same_border(self):
        borders = []
        for part in self.by_region:
            lines = {}
            for line in part.lines:
                lines.setdefault(frozenset((line[0], line[-1])), set()).add(min(tuple(line), tuple(line[::-1])))
            borders.append(lines)
        shared = 0
        for i, one in enumerate(borders):
            for other in borders[i + 1:]:
                for ends in one.keys() & other.keys():
                    shared += 1
                    self.assertTrue(one[ends] & other[ends], f"two borders between {ends}")
        self.assertGreater(shared, 2000)

    def test_areas_are_those_of_the_places(self):
        metropolitan = [d for d in self.supra.objects["departements"] if not d.startswith("97")]
        self.assertAlmostEqual(sum(self.supra.area_km2("departements", d) for d in metropolitan), 549_000, delta=6_000)
        self.assertAlmostEqual(self.fine["76540"].area_km2("communes", "76540"), 21.4, delta=0.5)
        self.assertAlmostEqual(self.fine["75056"].area_km2("communes", "75056"), 105.4, delta=1)
        # Les Hauts-Talican holds Villotran and La Neuville-Garnier, no longer Beaumont-les-Nonains.
        self.assertAlmostEqual(self.fine["60694"].area_km2("communes", "60694"), 13.3, delta=0.5)
        # Sannerville left Troarn in 2020; the border between them is the coarse one.
        self.assertAlmostEqual(self.fine["14666"].area_km2("communes", "14666"), 5.14, delta=0.7)
        self.assertAlmostEqual(self.fine["14712"].area_km2("communes", "14712"), 11.53, delta=0.7)
        # Chemillé-en-Anjou, thirteen communes until 2015.
        self.assertAlmostEqual(self.fine["49092"].area_km2("communes", "49092"), 323, delta=3)

    def test_epci_cover_all_but_four_islands(self):
        islands = sum(self.fine[c].area_km2("communes", c) for c in WITHOUT_EPCI)
        groups = sum(self.supra.area_km2("epci", c) for c in self.supra.objects["epci"])
        whole = sum(self.supra.area_km2("regions", c) for c in self.supra.objects["regions"])
        self.assertAlmostEqual(groups + islands, whole, delta=0.1)

    def test_light_keeps_the_size_of_the_communes(self):
        errors = []
        for code, part in self.fine.items():
            fine = part.area_km2("communes", code)
            errors.append(abs(self.light.area_km2("communes", code) - fine) / fine)
        self.assertLess(statistics.median(errors), 0.02)
        self.assertLess(sum(e > 0.3 for e in errors), 100)

    def test_places_are_where_they_are(self):
        for topology in (self.light, self.fine["76540"]):
            west, south, east, north = topology.bbox("communes", "76540")
            self.assertTrue(1.02 < west < 1.04 and 1.14 < east < 1.16, (west, east))
            self.assertTrue(49.40 < south < 49.43 and 49.45 < north < 49.48, (south, north))
        west, south, east, north = self.light.bbox("regions", "04")
        self.assertTrue(55.1 < west < east < 55.9 and -21.5 < south < north < -20.8)

    def test_regions_have_no_gap_between_their_communes(self):
        # Holes of a région are enclaves of another: Valréas, two in the Hautes-Pyrénées, Llívia (Spain), and the étang de Berre.
        holes = Counter(c for c, polygons in self.supra.objects["regions"].items() for p in polygons for _ in p[1:])
        self.assertEqual(holes, Counter({"75": 2, "76": 1, "84": 1, "93": 1}))

    def test_files_are_small(self):
        size = {p.name: p.stat().st_size for p in GEO.glob("*.topojson.gz")}
        self.assertLess(size["light.topojson.gz"], 2_500_000)
        self.assertLess(size["overview.topojson.gz"], 60_000)
        self.assertLess(sum(size.values()), 12_000_000)
        self.assertLess(max(size.values()), 4_000_000)

    def test_resources_describe_every_file(self):
        resources = json.loads((GEO / "resources.json").read_text(encoding="utf-8"))
        files = {p.name for p in GEO.iterdir()} - {"resources.json"}
        self.assertEqual({r["path"].removeprefix("geo/") for r in resources}, files)
        self.assertEqual(len({r["name"] for r in resources}), len(resources))
        for resource in resources:
            content = (GEO.parent / resource["path"]).read_bytes()
            self.assertEqual(resource["bytes"], len(content))
            self.assertEqual(resource["hash"], "sha256:" + hashlib.sha256(content).hexdigest())
            self.assertEqual(resource["licenses"][0]["name"], "etalab-2.0")
            if resource["format"] == "topojson":
                objects = self.files[Path(resource["path"]).name].objects
                self.assertEqual(resource["rows"], sum(map(len, objects.values())))

    def test_the_package_lists_the_same_resources(self):
        package = json.loads((GEO.parent / "datapackage.json").read_text(encoding="utf-8"))
        resources = json.loads((GEO / "resources.json").read_text(encoding="utf-8"))
        self.assertEqual([r for r in package["resources"] if r["path"].startswith("geo/")], resources)

    def test_less_exact_contours_are_listed(self):
        notes = {r["code"]: r for r in rows("contours_notes.csv")}
        self.assertEqual(notes["15141"]["others"], "15031 15035 15047 15171")
        self.assertEqual(notes["85084"]["others"], "85165 85212")
        coarse = {c for c, r in notes.items() if r["note"] == "coarse_inner_borders"}
        self.assertEqual(coarse, set(self.light.objects["arrondissements_municipaux"]) | {"14666", "14712"})


def splits(code):
    """The commune of a municipal arrondissement."""
    return {"132": "13055", "693": "69123", "751": "75056"}[code[:3]]


class Codes(unittest.TestCase):
    """The order in which the sources decide, on a small world that has the traps of the real one."""

    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        shared = Path(self.directory.name)
        (shared / "cog").mkdir()
        (shared / "cog_history").mkdir()

        def current(code, **more):
            return {"code": code, "type": "commune-actuelle", "zone": "metro", **more}

        files = {
            "communes": [
                current("60054", anciensCodes=["60455"]), current("60694"), current("15141"), current("15031"),
                current("49092", anciensCodes=["49001"]), current("71001"), current("71002"),
                {"code": "60455", "type": "commune-deleguee", "chefLieu": "60694"},
            ],
            "epci": [{"code": "200000001", "membres": [{"code": "49092"}]}],
            "departements": [], "regions": [],
        }
        for name, content in files.items():
            (shared / f"cog/{name}.2026.json.gz").write_bytes(gzip.compress(json.dumps(content).encode()))
        passage = "Année;Niveau;Type;Ancien Code Officiel;Code Courant Officiel\n"
        for old, new in (("15141", "15031"), ("71999", "71001"), ("71998", "71001"), ("71998", "71002")):
            passage += f"2025;COM;commune;{old};{new}\n"
        (shared / "cog_history/geocodes_passage_annuel_2025.csv.gz").write_bytes(gzip.compress(passage.encode("utf-8-sig")))
        self.cog = Cog(shared)

    def test_a_current_code_is_never_redirected(self):
        self.assertEqual(self.cog.to_current("15141"), "15141")

    def test_a_delegated_commune_follows_its_present_commune(self):
        self.assertEqual(self.cog.to_current("60455"), "60694")

    def test_former_codes_and_the_passage_table_are_followed(self):
        self.assertEqual(self.cog.to_current("49001"), "49092")
        self.assertEqual(self.cog.to_current("71999"), "71001")

    def test_a_divided_or_unknown_code_is_refused(self):
        for code in ("71998", "99999"):
            with self.assertRaises(ValueError):
                self.cog.to_current(code)


class Quantising(unittest.TestCase):
    def topology(self, size):
        square = [[2, 48], [2 + size, 48], [2 + size, 48 + size], [2, 48]]
        geometry = {"type": "Polygon", "arcs": [[1]], "properties": {"commune": "75056"}}
        return {"arcs": [[[9, 9], [8, 8]], square], "objects": {"communes": {"geometries": [geometry]}}}

    def test_points_are_deltas_on_the_grid_and_unused_arcs_are_left_out(self):
        document = topo.encode(self.topology(0.5), 0.1, {"communes": "commune"})
        self.assertEqual(document["arcs"], [[[20, 480], [5, 0], [0, 5], [-5, -5]]])
        self.assertEqual(document["objects"]["communes"]["geometries"], [{"type": "Polygon", "id": "75056", "arcs": [[0]]}])

    def test_a_place_that_vanishes_on_the_grid_is_an_error(self):
        with self.assertRaises(ValueError):
            topo.encode(self.topology(0.01), 0.1, {"communes": "commune"})


class Splitting(unittest.TestCase):
    SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
    WEST = {"type": "Polygon", "coordinates": [[[0.1, 0.1], [0.5, 0.1], [0.5, 0.98], [0.1, 0.98], [0.1, 0.1]]]}
    EAST = {"type": "Polygon", "coordinates": [[[0.5, 0.1], [0.9, 0.1], [0.9, 0.98], [0.5, 0.98], [0.5, 0.1]]]}

    def test_inner_borders_are_prolonged_outwards_only(self):
        lines = splitter.inner_borders({"w": self.WEST, "e": self.EAST})
        self.assertEqual(len(lines), 3)
        self.assertEqual(sorted(round(y, 2) for line in lines for _, y in line), [0.05, 0.1, 0.1, 0.98, 0.98, 1.03])

    def test_new_vertices_reach_the_neighbours(self):
        inserts, _ = splitter.node_lines(self.SQUARE, [[(0.5, 0.5), (0.5, 1.5)]])
        neighbour = {"type": "Polygon", "coordinates": [[[0, 1], [1, 1], [1, 2], [0, 1]]]}
        splitter.insert_points(neighbour, inserts)
        self.assertEqual(neighbour["coordinates"][0], [[0, 1], [0.5, 1.0], [1, 1], [1, 2], [0, 1]])

    def test_a_piece_goes_to_the_part_it_overlaps_else_to_the_nearest(self):
        parts = {"w": self.WEST, "e": self.EAST}
        self.assertEqual(splitter.owner(self.WEST, [(0.2, 0.2)], parts), "w")
        self.assertEqual(splitter.owner(self.WEST, [(3, 0.5)], parts), "e")


if __name__ == "__main__":
    unittest.main()
