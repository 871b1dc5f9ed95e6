#!/usr/bin/env python3
"""The same on PostgreSQL: a command killed at any moment, the connection cut under it, the server killed and started again.

Run by tools/with_postgresql.sh, which makes a cluster of its own and says where in CATALYSE_TEST_POSTGRESQL.

usage: faults_postgresql_test.py BINARY BUILD_FOLDER [unittest arguments]
"""
import subprocess
import sys
import threading
import time
import unittest

from cluster_case import TEMPLATE, ClusterCase, psql
from fault_case import BINARY, SEED

import france
import traffic

KILLS_OF_IMPORT, KILLS_OF_MIGRATION, CUTS = 4, 6, 3


class FaultsOnPostgresql(ClusterCase):
    @staticmethod
    def schema(place):
        columns = psql("SELECT string_agg(concat_ws(' ', table_name, column_name, data_type, is_nullable), E'\\n' ORDER BY table_name, column_name)"
                       " FROM information_schema.columns WHERE table_schema = 'public'", place.name)
        applied = psql("SELECT string_agg(concat_ws(' ', room, number, name, checksum), E'\\n' ORDER BY room, number) FROM schema_migration", place.name)
        return columns, applied

    def test_killed_during_import_the_data_of_before_stands_and_the_next_run_works(self):
        bundle = self.next_bundle()
        whole = self.fresh(TEMPLATE, bundle.path)
        began = time.monotonic()
        self.assertEqual(whole.run(BINARY, "import").returncode, 0)
        takes = time.monotonic() - began
        expected = self.read(whole)
        self.assert_is_next(whole)
        killed = 0
        for turn in range(KILLS_OF_IMPORT):
            share = (turn + self.random.random()) / KILLS_OF_IMPORT
            with self.subTest(share=f"{share:.2f} of {takes:.2f} s", seed=SEED):
                place, takes = self.killed_at(share, takes, lambda: self.fresh(TEMPLATE, bundle.path), "import")
                if place is None:
                    continue
                killed += 1
                self.assert_sets_are_whole(place)
                again = place.run(BINARY, "import")
                self.assertEqual(again.returncode, 0, again.stderr)
                self.assertEqual(self.read(place), expected)
        self.assertGreaterEqual(killed, KILLS_OF_IMPORT // 2, "most imports were killed while running")

    def test_killed_during_migration_the_next_run_works(self):
        reference = self.fresh()
        self.assertEqual(reference.run(BINARY, "migrate").returncode, 0)
        for _ in range(KILLS_OF_MIGRATION):
            place = self.fresh()
            after = 0.15 * self.random.random()
            with self.subTest(after=f"{after:.3f} s", seed=SEED):
                self.kill_during(place, "migrate", after)
                again = place.run(BINARY, "migrate")
                self.assertEqual(again.returncode, 0, again.stderr)
                self.assertEqual(self.schema(place), self.schema(reference))

    def test_two_migrations_at_once_end_with_one_schema(self):
        reference, place = self.fresh(), self.fresh()
        self.assertEqual(reference.run(BINARY, "migrate").returncode, 0)
        runs = []
        threads = [threading.Thread(target=lambda: runs.append(place.run(BINARY, "migrate"))) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([run.returncode for run in runs], [0, 0, 0], [run.stderr for run in runs])
        self.assertEqual(self.schema(place), self.schema(reference))

    def test_a_connection_cut_during_import_is_said_and_the_data_of_before_stands(self):
        bundle = self.next_bundle()
        cut = 0
        for turn in range(CUTS):
            place = self.fresh(TEMPLATE, bundle.path)
            process = subprocess.Popen([BINARY, "import", "--config", place.config], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            self.wait_until_connected(process, place)
            time.sleep(0.3 + turn * 0.4 * self.random.random())
            cut_now = psql(f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{place.name}' AND pid <> pg_backend_pid()")
            said = process.communicate(timeout=120)[1]
            with self.subTest(turn=turn, seed=SEED, cut=cut_now):
                self.assertIn(process.returncode, (0, 1), said)
                cut += process.returncode
                if process.returncode == 1:
                    self.assertEqual(len(said.strip().splitlines()), 1, said)
                    self.assertTrue(said.startswith("catalyse: "), said)
                self.assert_sets_are_whole(place)
                again = place.run(BINARY, "import")
                self.assertEqual(again.returncode, 0, again.stderr)
                self.assert_is_next(place)
        self.assertGreaterEqual(cut, 1, "at least one import lost its connection while running")

    @staticmethod
    def wait_until_connected(process, place):
        """Until the command is at work in its database, or has ended."""
        counted = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{place.name}' AND backend_type = 'client backend'"
        while process.poll() is None and psql(counted) == "0":
            pass

    def test_pages_are_served_while_the_database_is_away_and_health_says_so(self):
        place = self.fresh(TEMPLATE)
        with france.serving(BINARY, place) as server:
            self.assertEqual(traffic.get(server.url, "/sante").status, 200)
            psql(f"ALTER DATABASE {place.name} ALLOW_CONNECTIONS false")
            psql(f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{place.name}'")
            self.assertEqual(traffic.get(server.url, "/territoires/commune/76540-rouen").status, 200)
            self.assertEqual(traffic.get(server.url, "/sante").status, 503)
            psql(f"ALTER DATABASE {place.name} ALLOW_CONNECTIONS true")
            deadline = time.monotonic() + 10
            while (status := traffic.get(server.url, "/sante").status) != 200 and time.monotonic() < deadline:
                time.sleep(0.2)
            self.assertEqual(status, 200, "healed without a restart")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
