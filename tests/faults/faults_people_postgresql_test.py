#!/usr/bin/env python3
"""What people write, killed at any moment, on PostgreSQL (people_faults.py). Run by tools/with_postgresql.sh.

usage: faults_people_postgresql_test.py BINARY BUILD_FOLDER [unittest arguments]
"""
import shutil
import sys
import unittest

from cluster_case import TEMPLATE, ClusterCase, psql
from fault_case import BINARY
from people_faults import PeopleFaults

import france

FIRST_START = 600  # seconds; a hang ends there. It makes the index and cuts the tiles, which no test here is about.


class PeopleOnPostgresql(PeopleFaults, ClusterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with france.serving(BINARY, cls.place_over(TEMPLATE, cls.snapshots.parent), seconds=FIRST_START):
            pass

    def installation(self, name):
        place = self.fresh(TEMPLATE)
        shutil.copytree(self.snapshots, place.snapshots)
        return place

    @staticmethod
    def column(place, query):
        return psql(query, place.name).splitlines()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
