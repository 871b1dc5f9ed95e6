"""Each breach, planted in a small sound tree, is caught; the sound tree is not accused."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOL = pathlib.Path(__file__).resolve().parents[1] / "check_rooms.py"
SOUND = {
    "base/core/CMakeLists.txt": "room(core PUBLIC core.hpp)\n", "base/core/core.hpp": "#pragma once\n", "base/core/ROOM.md": "core",
    "base/core/secret.hpp": "#pragma once\n",
    "platform/web/CMakeLists.txt": "room(web NEEDS core PUBLIC web.hpp)\n", "platform/web/web.hpp": '#include "core/core.hpp"\n',
    "platform/web/ROOM.md": "web",
    "features/cases/CMakeLists.txt": "room(cases NEEDS core web)\n", "features/cases/ROOM.md": "cases",
    "features/cases/store.cpp": 'const char* q = "SELECT id FROM case_sheet";\n',
    "features/cases/sql/0001_cases.sql": "CREATE TABLE case_sheet (id INTEGER);\n",
    "features/fund/CMakeLists.txt": "room(fund NEEDS core)\n", "features/fund/ROOM.md": "fund",
    "features/fund/sql/0001_fund.sql": "CREATE TABLE fund_grant (id INTEGER);\n",
}


class CheckRooms(unittest.TestCase):
    def run_on(self, **changes):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**SOUND, **changes}.items():
                path = pathlib.Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            done = subprocess.run([sys.executable, TOOL, folder], capture_output=True, text=True)
            return done.returncode, done.stdout

    def assert_caught(self, words, **changes):
        code, out = self.run_on(**changes)
        self.assertEqual(code, 1, out)
        self.assertIn(words, out)
        self.assertEqual(len(out.splitlines()), 1, out)

    def test_a_sound_tree_passes(self):
        code, out = self.run_on()
        self.assertEqual((code, out), (0, "4 rooms, 4 declared needs, no breach\n"))

    def test_a_private_include_is_caught(self):
        self.assert_caught("core/secret.hpp is private", **{"features/cases/pages.cpp": '#include "core/secret.hpp"\n'})

    def test_an_undeclared_room_is_caught(self):
        self.assert_caught("does not list web in NEEDS", **{"features/fund/pages.cpp": '#include "web/web.hpp"\n'})

    def test_a_circle_is_caught(self):
        self.assert_caught("circle: ", **{"base/core/CMakeLists.txt": "room(core NEEDS text PUBLIC core.hpp)\n",
                                          "base/text/CMakeLists.txt": "room(text NEEDS core)\n", "base/text/ROOM.md": "text"})

    def test_an_upward_need_is_caught(self):
        self.assert_caught("floors point downward", **{"platform/web/CMakeLists.txt": "room(web NEEDS core fund PUBLIC web.hpp)\n"})

    def test_an_include_that_climbs_is_caught(self):
        self.assert_caught("goes up with '..'", **{"features/fund/pages.cpp": '#include "../cases/store.hpp"\n'})

    def test_sql_outside_a_store_is_caught(self):
        self.assert_caught("SQL outside store", **{"features/cases/pages.cpp": 'auto q = "SELECT id FROM case_sheet";\n'})

    def test_a_table_of_another_room_is_caught(self):
        self.assert_caught("belongs to room(fund)", **{"features/cases/store.cpp": 'auto q = "SELECT id FROM fund_grant";\n'})

    def test_rules_that_know_the_database_are_caught(self):
        self.assert_caught("a file of rules may not include", **{"features/cases/match_rules.cpp": '#include "web/web.hpp"\n'})

    def test_a_reserved_library_is_caught(self):
        self.assert_caught("belongs to http", **{"features/cases/pages.cpp": "#include <boost/beast.hpp>\n"})

    def test_a_feature_that_reads_another_is_caught(self):
        self.assert_caught("takes an ADR", **{"features/cases/CMakeLists.txt": "room(cases NEEDS core web fund)\n"})

    def test_an_edge_with_its_adr_passes(self):
        code, out = self.run_on(**{"features/observatory/CMakeLists.txt": "room(observatory NEEDS core)\n", "features/observatory/ROOM.md": "o",
                                   "features/dossier/CMakeLists.txt": "room(dossier NEEDS observatory)\n", "features/dossier/ROOM.md": "d"})
        self.assertEqual(code, 0, out)

    def test_an_edge_is_allowed_in_one_direction_only(self):
        self.assert_caught("takes an ADR", **{"features/observatory/CMakeLists.txt": "room(observatory NEEDS core dossier)\n",
                                              "features/observatory/ROOM.md": "o", "features/dossier/ROOM.md": "d",
                                              "features/dossier/CMakeLists.txt": "room(dossier NEEDS core)\n"})

    def test_a_room_without_its_page_is_caught(self):
        self.assert_caught("no ROOM.md", **{"base/text/CMakeLists.txt": "room(text NEEDS core)\n"})


if __name__ == "__main__":
    unittest.main()
