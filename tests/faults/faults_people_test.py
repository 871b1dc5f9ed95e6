#!/usr/bin/env python3
"""What people write, killed at any moment, on SQLite (people_faults.py).

usage: faults_people_test.py BINARY BUILD_FOLDER [unittest arguments]
"""
import contextlib
import sqlite3
import sys
import unittest

from fault_case import FaultCase
from people_faults import PeopleFaults


class PeopleOnSqlite(PeopleFaults, FaultCase):
    def installation(self, name):
        return self.original.copy_to(self.folder / name)

    @staticmethod
    def column(place, query):
        with contextlib.closing(sqlite3.connect(place.database)) as database:
            return [str(row[0]) for row in database.execute(query)]


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
