"""The pure parts of bench/: ratios, medians of rounds, what the programs print, requests for wrk, figures of /proc."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

BENCH = pathlib.Path(__file__).resolve().parents[2] / "bench"
sys.path.insert(0, str(BENCH))

import http_load  # noqa: E402
import http_servers  # noqa: E402
import map_column  # noqa: E402
import measures  # noqa: E402
import run  # noqa: E402


class Ratios(unittest.TestCase):
    def test_is_above_one_when_ours_is_better_whatever_the_unit(self):
        self.assertEqual(measures.measure("x", 2.0, "ms", "peer", 10.0)["ratio"], 5.0)
        self.assertEqual(measures.measure("x", 300, "requests/s", "peer", 100)["ratio"], 3.0)
        self.assertEqual(measures.measure("x", 0.9, "share", "peer", 0.6)["ratio"], 1.5)

    def test_is_absent_without_a_peer_and_where_a_value_is_zero(self):
        self.assertIsNone(measures.measure("x", 2.0, "ms")["ratio"])
        self.assertIsNone(measures.measure("x", 0.0, "µs/request", "peer", 3.0)["ratio"])

    def test_of_rounds_is_the_median_of_their_ratios_not_the_ratio_of_the_medians(self):
        # One round of ours and another of the peer's fell into a busy moment.
        rounds = [(100, 200), (10, 20), (90, 180), (100, 20), (80, 160)]
        found = measures.paired("x", "requests/s", "peer", rounds)
        self.assertEqual((found["value"], found["peer_value"], found["ratio"]), (90, 160, 0.5))
        self.assertEqual(found["spread"], [0.5, 5.0])

    def test_every_measure_is_written_with_the_keys_of_the_contract(self):
        found = [measures.measure("x", 1, "ms"), measures.unmeasured("x", "kB", "no browser"), measures.paired("x", "ms", "p", [(1, 2)])]
        for one in json.loads(measures.as_json(found)):
            self.assertEqual(tuple(one), ("name", "value", "unit", "peer", "peer_value", "ratio"))

    def test_the_table_says_the_ratio_and_its_lowest_and_highest_round(self):
        line = measures.table([measures.paired("x", "ms", "p", [(1, 2), (1, 3), (1, 4000)])])
        self.assertEqual(line.split(), ["x", "1", "ms", "3×", "2×–4000×", "3", "p"])


class Programs(unittest.TestCase):
    LINE = json.dumps({"name": "a", "value": 1.5, "unit": "ms", "peer": None, "peer_value": None, "ratio": None, "spread": None})

    def test_lines_are_read_in_their_order(self):
        found = measures.parse_lines(self.LINE + "\n\n" + self.LINE.replace('"a"', '"b"') + "\n")
        self.assertEqual([one["name"] for one in found], ["a", "b"])

    def test_anything_else_a_program_prints_is_refused(self):
        for wrong in ("done", '{"name": "a"}', "[1]", self.LINE[:-1] + ', "more": 1}'):
            with self.assertRaises(ValueError, msg=wrong):
                measures.parse_lines(self.LINE + "\n" + wrong)

    def test_a_program_that_is_not_built_is_said_and_not_skipped(self):
        with tempfile.TemporaryDirectory() as folder:
            world = run.World.__new__(run.World)
            world.programs = pathlib.Path(folder)
            (found,) = run.run_program(world, "places_bench", [])
            self.assertIsNone(found["value"])
            self.assertIn("not built", found["name"])

    def test_a_program_that_fails_is_a_failure_with_what_it_said(self):
        with tempfile.TemporaryDirectory() as folder:
            world = run.World.__new__(run.World)
            world.programs = pathlib.Path(folder)
            (world.programs / "bench").mkdir()
            program = world.programs / "bench/x"
            program.write_text("#!/bin/sh\necho half\necho broken >&2\nexit 3\n")
            program.chmod(0o755)
            with self.assertRaisesRegex(RuntimeError, "ended with 3: broken"):
                run.run_program(world, "x", [])

    def test_a_program_that_takes_too_long_leaves_nothing_behind(self):
        with tempfile.TemporaryDirectory() as folder:
            world = run.World.__new__(run.World)
            world.programs = pathlib.Path(folder)
            program = world.programs / "x"
            program.write_text(f"#!/bin/sh\ntrap 'echo gone > {folder}/cleaned; exit 1' TERM\nsleep 60 &\nwait\n")
            program.chmod(0o755)
            with mock.patch.object(run, "PROGRAM_SECONDS", 0.5), self.assertRaises(subprocess.TimeoutExpired):
                run.run_program(world, "x", [])
            self.assertEqual((pathlib.Path(folder) / "cleaned").read_text(), "gone\n")


class Pages(unittest.TestCase):
    def test_rouen_is_among_those_asked_for_and_none_twice(self):
        pages = [f"/territoires/commune/{code:05}-x" for code in range(1000, 80000, 90)] + ["/territoires/commune/76540-rouen"]
        asked = http_load.pages_asked(pages)
        self.assertEqual(asked[0], "/territoires/commune/76540-rouen")
        self.assertEqual((len(asked), len(set(asked))), (http_load.PAGES, http_load.PAGES))


class Figures(unittest.TestCase):
    def test_cpu_is_read_past_a_name_with_spaces_and_parentheses(self):
        fields = ["S"] + ["0"] * 10 + ["250", "50"] + ["7"] * 30
        self.assertAlmostEqual(http_servers.cpu_of("12 (a) b (c)) " + " ".join(fields)), 300 / http_servers.TICKS)

    def test_wrk_says_one_line_of_json_among_its_own(self):
        said = 'Running 2s test\n  2 threads\n\n{"requests": 10, "seconds": 2.0, "errors": 0}\n'
        self.assertEqual(http_load.parse_wrk(said)["requests"], 10)
        with self.assertRaises(ValueError):
            http_load.parse_wrk("unable to connect to 127.0.0.1:1 Connection refused\n")

    def test_pages_are_spread_over_the_whole_list(self):
        self.assertEqual(http_load.spread(range(100), 4), [0, 25, 50, 75])
        self.assertEqual(http_load.spread(range(3), 4), [0, 1, 2])

    def test_requests_are_lines_of_path_and_headers(self):
        with tempfile.TemporaryDirectory() as folder:
            file = http_load.write_requests(pathlib.Path(folder) / "r", ["/a", "/b"], [{}, {"If-None-Match": '"x y"'}])
            self.assertEqual(file.read_text(), '/a\n/b\tIf-None-Match: "x y"\n')

    def test_only_communes_are_taken_from_the_sitemap(self):
        text = "<loc>http://h:1/territoires/commune/01001-x</loc><loc>http://h:1/territoires/epci/2-y</loc><loc>http://h:1/</loc>"
        self.assertEqual(http_load.DOSSIER.findall(text), ["/territoires/commune/01001-x"])

    def test_page_weights_keep_the_worst_page_of_each_kind(self):
        said = ("# 41.5 kB, 4 requests, 590 elements, EcoIndex 71.2: /a\n# 12.0 kB, 3 requests, 120 elements, EcoIndex 91.0: /b\n"
                "# 20.0 kB, 7 requests, 1900 elements, EcoIndex 52.0: /c?x=1\n")
        found = {one["name"]: one["value"] for one in run.parse_weights(said)}
        self.assertEqual(found["page weight, heaviest of 3 pages (/a)"], 41.5)
        self.assertEqual(found["requests of a page, most (/c?x=1)"], 7)
        self.assertEqual(found["EcoIndex, lowest (/c?x=1)"], 52.0)
        with self.assertRaises(ValueError):
            run.parse_weights("1..0 # skipped\n")

    def test_the_table_says_what_was_not_measured(self):
        text = measures.table([measures.measure("a", 1234.5, "ms", "peer", 2469.0), measures.unmeasured("b", "kB", "no browser")])
        self.assertIn("2×", text)
        self.assertIn("b (not measured: no browser)", text)


class Columns(unittest.TestCase):
    def test_every_place_has_its_value_or_its_letter(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "cells.csv"
            map_column.write_cells(file, {"vacancy-rate": {"places": "1sb9", "values": [52, -7, 0]}})
            self.assertEqual(file.read_text(encoding="utf-8").split(),
                             ["vacancy-rate,0,1,52", "vacancy-rate,1,s,", "vacancy-rate,2,b,-7", "vacancy-rate,3,9,0"])


if __name__ == "__main__":
    unittest.main()
