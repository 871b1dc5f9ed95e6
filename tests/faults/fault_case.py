"""What the tests of faults share: an installation with a small part of France, copies of it to be damaged, and what must still hold."""
import contextlib
import itertools
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "harness"))

import bundles  # noqa: E402
import france  # noqa: E402

BINARY, BUILD = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
SEED = int(os.environ.get("CATALYSE_FAULT_SEED", time.time_ns() % 1_000_000))
TRIES = 4  # to kill a command before it ends
COMMUNES = "territories/communes.csv.gz"
CENSUS = "indicators/tables/census_2021_com.csv.gz"


class FaultCase(unittest.TestCase):
    """`self.original` is the installation that no test changes, `self.truth` its dossier of Rouen."""

    @classmethod
    def setUpClass(cls):
        print(f"seed {SEED}", file=sys.stderr)
        cls.random = random.Random(SEED)
        cls.original = france.imported_small(BINARY, BUILD)
        cls.truth = cls.read(cls.original)

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="fault-", dir=BUILD))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.names = map(str, itertools.count())

    # What an installation holds

    @staticmethod
    def read(place, code="com:76540"):
        """The dossier without the version of its data."""
        run = place.run(BINARY, "dossier", code, "--format", "json")
        assert run.returncode == 0, run.stderr
        dossier = json.loads(run.stdout)
        dossier.pop("data_version")
        return dossier

    def next_bundle(self):
        """The bundle of next year: Rouen has one inhabitant more, and more unemployed."""
        bundle = bundles.Folder.copy(self.original.data, self.folder / f"bundle-{next(self.names)}")
        bundle.set_cell(COMMUNES, "76540", "population", str(self.truth["territory"]["population"] + 1))
        bundle.set_cell(CENSUS, "76540", "pop_15_64_chomage_2021", "9999")
        return bundle

    def assert_intact(self, place):
        self.assertEqual(self.read(place), self.truth)
        check = place.run(BINARY, "check")
        self.assertEqual(check.returncode, 0, check.stderr)

    def assert_sets_are_whole(self, place):
        """Each data set is loaded as a whole or not at all; those of next year come one after the other."""
        found = self.read(place)
        old = self.truth["territory"]
        self.assertIn(found["territory"], (old, {**old, "population": old["population"] + 1}))
        rates = [next(r for r in d["indicators"] if r["indicator"] == "unemployment-rate-census") for d in (found, self.truth)]
        self.assertIn(rates[0]["numerator"], (9999, rates[1]["numerator"]))
        self.assertEqual([r["indicator"] for r in found["indicators"]], [r["indicator"] for r in self.truth["indicators"]])
        check = place.run(BINARY, "check")
        self.assertEqual(check.returncode, 0, check.stderr)

    def assert_is_next(self, place):
        self.assertEqual(self.read(place)["territory"]["population"], self.truth["territory"]["population"] + 1)

    def assert_refused(self, run, *words):
        """Exit status 1 and one line in words on standard error."""
        self.assertEqual(run.returncode, 1, run.stdout[-500:] + run.stderr[-500:])
        lines = run.stderr.strip().splitlines()
        self.assertEqual(len(lines), 1, run.stderr)
        self.assertTrue(lines[0].startswith("catalyse: "), lines[0])
        self.assertGreaterEqual(len(lines[0].split()), 4, lines[0])
        for word in words:
            self.assertIn(word, lines[0])

    def killed_at(self, share, takes, fresh, command):
        """A place made by `fresh` where a command was killed after a share of the time it takes, and that time; None where it always ended before.

        The machine may be less busy than when the time was taken: then it is taken anew.
        """
        for _ in range(TRIES):
            place, began = fresh(), time.monotonic()
            if self.kill_during(place, command, takes * share):
                return place, takes
            takes = min(takes, time.monotonic() - began)
        return None, takes

    def kill_during(self, place, command, seconds):
        """Starts a command and kills it after so many seconds; true when it was still running."""
        process = subprocess.Popen([BINARY, command, "--config", place.config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        running = process.poll() is None
        process.kill()
        process.wait()
        return running
