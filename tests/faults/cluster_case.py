"""What the tests of faults on PostgreSQL share. tools/with_postgresql.sh makes a cluster of its own and says where in
CATALYSE_TEST_POSTGRESQL."""
import os
import subprocess

from fault_case import BINARY, FaultCase

import france

CLUSTER = os.environ["CATALYSE_TEST_POSTGRESQL"]
TEMPLATE = "catalyse_imported"


def psql(statement, database="postgres"):
    run = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database_url(database), "-c", statement],
                         capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def database_url(name):
    return CLUSTER.rsplit("/", 1)[0] + "/" + name


class ClusterCase(FaultCase):
    """`self.fresh(TEMPLATE)` is an installation of its own over a database with the small part of France."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        psql(f"CREATE DATABASE {TEMPLATE}")
        place = cls.place_over(TEMPLATE, cls.original.folder.parent / f"postgresql-{os.getpid()}")
        run = place.run(BINARY, "import")
        assert run.returncode == 0, run.stderr
        assert cls.read(place) == cls.truth, "both databases tell the same"
        cls.snapshots = place.snapshots

    @classmethod
    def place_over(cls, database, folder, data=None):
        return france.Place(folder, data or cls.original.data).write_config(db=database_url(database))

    def fresh(self, template="template1", data=None):
        """A database of its own with what the template holds, and the settings that lead to it."""
        name = f"fault_{os.getpid()}_{next(self.names)}_{self._testMethodName[-24:]}"
        psql(f"CREATE DATABASE {name} TEMPLATE {template}")
        self.addCleanup(psql, f"DROP DATABASE {name} WITH (FORCE)")
        place = self.place_over(name, self.folder / name, data)
        place.name = name
        return place
