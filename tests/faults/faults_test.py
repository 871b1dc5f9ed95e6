#!/usr/bin/env python3
"""What happens when things go wrong: killed at any moment, a damaged file, a full disk, a database from the future, a stop under load.
Each time the data of before stands, one clear line says what happened, and the next run works.

usage: faults_test.py BINARY BUILD_FOLDER [unittest arguments]
"""
import contextlib
import json
import os
import pathlib
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import unittest

from fault_case import BINARY, CENSUS, COMMUNES, SEED, FaultCase

import france
import traffic

KILLS_OF_IMPORT, KILLS_OF_MIGRATION, KILLS_OF_REINDEXING = 6, 12, 6


class Faults(FaultCase):
    def copy(self, bundle=None):
        return self.original.copy_to(self.folder / f"place-{next(self.names)}", bundle)

    # Killed

    def test_killed_during_import_the_data_of_before_stands_and_the_next_run_works(self):
        bundle = self.next_bundle()
        whole = self.copy(bundle.path)
        began = time.monotonic()
        self.assertEqual(whole.run(BINARY, "import").returncode, 0)
        takes = time.monotonic() - began
        expected = self.read(whole)
        self.assert_is_next(whole)
        killed = 0
        for turn in range(KILLS_OF_IMPORT):
            share = (turn + self.random.random()) / KILLS_OF_IMPORT
            with self.subTest(share=f"{share:.2f} of {takes:.2f} s", seed=SEED):
                place, takes = self.killed_at(share, takes, lambda: self.copy(bundle.path), "import")
                if place is None:
                    continue
                killed += 1
                self.assert_sets_are_whole(place)
                again = place.run(BINARY, "import")
                self.assertEqual(again.returncode, 0, again.stderr)
                self.assertEqual(self.read(place), expected)
                shutil.rmtree(place.folder)
        self.assertGreaterEqual(killed, KILLS_OF_IMPORT // 2, "most imports were killed while running")

    def test_killed_during_the_first_import_the_next_run_works(self):
        for turn in range(2):
            place = france.Place(self.folder / f"first-{turn}", self.original.data).write_config()
            self.kill_during(place, "import", 0.2 + self.random.random())
            again = place.run(BINARY, "import")
            self.assertEqual(again.returncode, 0, again.stderr)
            self.assert_intact(place)

    def test_killed_during_migration_the_next_run_works(self):
        for turn in range(KILLS_OF_MIGRATION):
            place = france.Place(self.folder / f"migrated-{turn}", self.original.data).write_config()
            after = 0.06 * self.random.random()
            with self.subTest(after=f"{after:.3f} s", seed=SEED):
                self.kill_during(place, "migrate", after)
                again = place.run(BINARY, "migrate")
                self.assertEqual(again.returncode, 0, again.stderr)
                self.assertEqual(self.schema(place), self.schema(self.original))

    def test_killed_during_migration_of_a_database_with_data_the_data_stands(self):
        # The migrations of the rooms are forgotten but for the first: the program finds an older schema to bring up to date.
        for turn in range(3):
            place = self.copy()
            self.forget_later_rooms(place)
            self.kill_during(place, "migrate", 0.03 * self.random.random())
            again = place.run(BINARY, "migrate")
            self.assertEqual(again.returncode, 0, again.stderr)
            self.assertEqual(self.schema(place), self.schema(self.original))
            with contextlib.closing(sqlite3.connect(place.database)) as database:
                self.assertGreater(database.execute("SELECT count(*) FROM commune").fetchone()[0], 1000)

    @staticmethod
    def forget_later_rooms(place):
        """As a database was when there were territories only: without the tables and the migrations of the other rooms."""
        with contextlib.closing(sqlite3.connect(place.database)) as database:
            keep = {"schema_migration", *Faults.tables_of("src/platform/ingest"), *Faults.tables_of("src/features/territories")}
            kept_rooms = ("ingest", "territories")
            database.execute(f"DELETE FROM schema_migration WHERE room NOT IN {kept_rooms}")
            rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()
            for (name,) in rows:
                if name not in keep:
                    database.execute(f'DROP TABLE "{name}"')
            database.execute("DELETE FROM data_version WHERE data_set NOT IN ('territoires', 'zonages')")
            database.commit()

    @staticmethod
    def tables_of(room):
        sql = "".join(path.read_text(encoding="utf-8") for path in (france.ROOT / room / "sql").glob("*.sql"))
        return {line.split()[2].split("(")[0] for line in sql.splitlines() if line.startswith("CREATE TABLE")}

    @staticmethod
    def schema(place):
        with contextlib.closing(sqlite3.connect(place.database)) as database:
            tables = database.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name").fetchall()
            applied = database.execute("SELECT room, number, name, checksum FROM schema_migration ORDER BY room, number").fetchall()
        return tables, applied

    def test_killed_while_serving_the_next_start_answers(self):
        place = self.copy()
        server = france.Server(BINARY, place)
        server.kill()
        with france.serving(BINARY, place) as again:
            self.assertEqual(traffic.get(again.url, "/territoires/commune/76540-rouen").status, 200)
        self.assert_intact(place)

    # Damaged

    def test_a_damaged_file_of_the_bundle_is_named_and_nothing_changes(self):
        damages = {
            "a flipped byte": (COMMUNES, lambda b: b.flip(COMMUNES, 5000)),
            "a truncated file": (CENSUS, lambda b: b.truncate(CENSUS, 20_000)),
            "an empty file": ("series.csv", lambda b: b.truncate("indicators/series.csv", 0)),
            "a missing file": ("epci.csv", lambda b: (b.path / "territories/epci.csv").unlink()),
            "a truncated descriptor": ("datapackage.json", lambda b: b.truncate("datapackage.json", 9000)),
        }
        for what, (name, damage) in damages.items():
            with self.subTest(what=what):
                # The version of next year, so that the files are read and not passed over as known.
                bundle = self.next_bundle()
                damage(bundle)
                place = self.copy(bundle.path)
                self.assert_refused(place.run(BINARY, "import"), pathlib.Path(name).name)
                place.data = self.original.data
                self.assert_sets_are_whole(place.write_config())

    def test_three_bad_rows_are_listed_and_the_rest_is_loaded_unless_strict(self):
        bundle = self.next_bundle()
        bundle.set_cell(CENSUS, "76575", "menages_2021", "douze")
        place = self.copy(bundle.path)
        strict = place.run(BINARY, "import", "--strict")
        self.assertEqual(strict.returncode, 1, strict.stdout[-500:])
        lenient = self.copy(bundle.path)
        run = lenient.run(BINARY, "import")
        self.assertEqual(run.returncode, 0, run.stderr)
        told = next((line for line in run.stdout.splitlines() if "douze" in line), "")
        line = next(i for i, row in enumerate(bundle.rows(CENSUS), 1) if row[0] == "76575")
        for word in ("census_2021_com.csv.gz", f":{line}:", "menages_2021", "douze"):
            self.assertIn(word, told, run.stdout[-1500:])
        self.assert_is_next(lenient)

    def test_damaged_snapshots_are_made_again(self):
        def cut(path):
            os.truncate(path, path.stat().st_size // 2)

        def flip(path):
            with open(path, "r+b") as file:
                file.seek(path.stat().st_size // 3)
                byte = file.read(1)[0]
                file.seek(-1, os.SEEK_CUR)
                file.write(bytes([byte ^ 0xFF]))

        def empty(path):
            os.truncate(path, 0)

        for damage in (cut, flip, empty, pathlib.Path.unlink):
            with self.subTest(damage=damage.__name__):
                place = self.copy()
                files = [path for path in place.snapshots.rglob("*") if path.is_file()]
                self.assertTrue(files)
                for path in files:
                    damage(path)
                with france.serving(BINARY, place, seconds=600) as server:  # tiles and the index of the search are made again
                    self.assertEqual(traffic.get(server.url, "/sante").status, 200)
                    self.assertEqual(traffic.get(server.url, "/territoires/commune/76540-rouen").status, 200)
                    self.assertIn("com:76540", self.found(server))
                self.assert_intact(place)

    @staticmethod
    def found(server):
        """What the search gives first, by id."""
        return [result["id"] for result in json.loads(traffic.get(server.url, "/recherche.json?q=rouen").body)["results"]]

    def test_reindexing_killed_at_any_moment_leaves_an_index_that_answers(self):
        place = self.copy()
        with france.serving(BINARY, place) as server:
            wanted = self.found(server)
            self.assertEqual(wanted[0], "com:76540")
            began = time.monotonic()
            self.assertEqual(place.run(BINARY, "reindex").returncode, 0)
            takes, killed = time.monotonic() - began, 0
            for turn in range(KILLS_OF_REINDEXING):
                share = (turn + self.random.random()) / KILLS_OF_REINDEXING
                stopped, takes = self.killed_at(share, takes, lambda: place, "reindex")
                killed += stopped is not None
                self.assertEqual(self.found(server), wanted, f"{share:.2f} of {takes:.2f} s, seed {SEED}")
            self.assertGreaterEqual(killed, KILLS_OF_REINDEXING // 2, "most were killed while running")
        with france.serving(BINARY, place) as again:
            self.assertEqual(self.found(again), wanted)
        run = place.run(BINARY, "reindex")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertRegex(run.stdout, r"territoires: [1-9]\d* documents")
        self.assertEqual([path.name for path in (place.snapshots / "search").iterdir() if path.name.startswith(".work-")], [])

    def test_a_damaged_database_is_refused_with_a_sentence(self):
        place = self.copy()
        with open(place.database, "r+b") as file:
            file.write(b"This is no database at all, it is a letter to nobody.")
        for command in ("serve", "import", "check"):
            self.assert_refused(place.run(BINARY, command, timeout=60))

    def test_a_damaged_backup_is_refused_and_nothing_changes(self):
        place = self.copy()
        copy = self.folder / "backup"
        self.assertEqual(place.run(BINARY, "backup", copy).returncode, 0)
        os.truncate(copy, copy.stat().st_size // 2)
        self.assert_refused(place.run(BINARY, "restore", copy))
        self.assert_intact(place)

    def test_a_backup_brings_back_what_was_there(self):
        place = self.copy()
        copy = self.folder / "backup"
        self.assertEqual(place.run(BINARY, "backup", copy).returncode, 0)
        place.data = self.next_bundle().path
        self.assertEqual(place.write_config().run(BINARY, "import").returncode, 0)
        self.assert_is_next(place)
        run = place.run(BINARY, "restore", copy)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assert_intact(place)

    # From the future

    def test_a_database_newer_than_the_program_is_refused_with_a_sentence(self):
        place = self.copy()
        with contextlib.closing(sqlite3.connect(place.database)) as database:
            columns = [row[1] for row in database.execute("PRAGMA table_info(schema_migration)")]
            row = dict(zip(columns, database.execute("SELECT * FROM schema_migration WHERE room = 'territories' ORDER BY number DESC").fetchone(), strict=True))
            row |= {"number": 9000, "name": "from_the_future"}
            database.execute(f"INSERT INTO schema_migration({','.join(row)}) VALUES({','.join('?' * len(row))})", list(row.values()))
            database.commit()
        for command in ("serve", "import", "migrate", "dossier", "check"):
            with self.subTest(command=command):
                arguments = ["com:76540"] if command == "dossier" else []
                run = place.run(BINARY, command, *arguments, timeout=60)
                self.assert_refused(run, "from_the_future")

    # Full

    def test_a_full_disk_during_import_is_said_and_nothing_changes(self):
        bundle = self.next_bundle()
        for share in (0.1, 0.5, 0.75):  # of what the database holds: sooner and later in the import
            with self.subTest(share=share):
                place = self.copy(bundle.path)
                most = int(place.database.stat().st_size * share)

                def limit(most=most):
                    # No file may grow beyond this; as ENOSPC, a failed write, once the signal is ignored.
                    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

                self.assert_refused(place.run(BINARY, "import", preexec_fn=limit))
                self.assert_sets_are_whole(place)
                self.assertEqual(place.run(BINARY, "import").returncode, 0)
                self.assert_is_next(place)

    def test_a_really_full_disk_during_import_is_said_and_nothing_changes(self):
        """The same on a small file system of its own, in a mount namespace, where one may be made."""
        bundle = self.next_bundle()
        place = self.copy(bundle.path)
        used = sum(path.stat().st_size for path in place.folder.rglob("*") if path.is_file())
        disk = self.folder / "disk"
        disk.mkdir()
        inside = france.Place(disk / "place", bundle.path)
        script = f"""set -e
mount -t tmpfs -o size={used + 1_500_000} tmpfs {disk}
cp -r {place.folder} {disk}/place
printf 'db = "sqlite:{inside.database}"\\ndata = "{bundle.path}"\\nsnapshots = "{inside.snapshots}"\\n' > {inside.config}
{BINARY} import --config {inside.config} >&2 && exit 77
{BINARY} dossier com:76540 --format json --config {inside.config}"""
        unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
        if subprocess.run([*unshare, "mount", "-t", "tmpfs", "tmpfs", disk], capture_output=True, check=False).returncode != 0:
            print("no file system of our own may be mounted here: the limit of the file size stands for the full disk", file=sys.stderr)
            return
        run = subprocess.run([*unshare, "sh", "-c", script], capture_output=True, text=True, check=False)
        self.assertNotEqual(run.returncode, 77, "the import should not have fitted")
        self.assertEqual(run.returncode, 0, run.stderr[-1000:])
        said = [line for line in run.stderr.splitlines() if line.startswith("catalyse: ")]
        self.assertEqual(len(said), 1, run.stderr[-1000:])
        self.assertEqual(json.loads(run.stdout)["territory"]["code"], "76540")

    # Stopped

    def test_a_polite_stop_under_load_cuts_no_request(self):
        with contextlib.ExitStack() as stack:
            server = france.Server(BINARY, self.copy())
            stack.callback(server.kill)
            load = traffic.Load(server.url, clients=16, paths=["/territoires/commune/76540-rouen?vue=complete", "/", "/territoires/commune/76540-rouen.json"])
            load.start()
            load.wait_for(answers=300, seconds=120)
            asked_to_stop = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            status = server.process.wait(30)
            took = time.monotonic() - asked_to_stop
            load.stop()
        self.assertEqual(status, 0, server.said()[-1000:])
        self.assertGreaterEqual(load.answered, 300)
        self.assertEqual(load.cut, [], "answers that came in part")
        unanswered = [when for when in load.unanswered if when < asked_to_stop]
        self.assertEqual(unanswered, [], "requests sent before the stop and never answered")
        self.assertLess(took, 5)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
