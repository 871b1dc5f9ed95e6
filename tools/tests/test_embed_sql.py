"""Tests of tools/embed_sql.py: python3 -m unittest discover tools/tests"""

import contextlib
import io
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import embed_sql  # noqa: E402

TABLE = "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT) STRICT;\n"
PROGRAM = """#include <cstdio>
#include "migrations.hpp"
int main() {
  for (const auto& m : catalyse::sample::migrations()) {
    std::printf("%d %zu %zu\\n", m.number, m.sqlite.size(), m.postgresql.size());
    std::fwrite(m.sqlite.data(), 1, m.sqlite.size(), stdout);
    std::fwrite(m.postgresql.data(), 1, m.postgresql.size(), stdout);
  }
}
"""
DB_HEADER = """#pragma once
#include <string_view>
namespace catalyse::db { struct Migration { std::string_view room; int number; std::string_view name, sqlite, postgresql; }; }
"""


class EmbedSql(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text=TABLE):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def run_tool(self, *files):
        """(exit status, what it said on standard error)"""
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            status = embed_sql.main(["--room", "sample", "--out", str(self.folder / "out"), *files])
        return status, said.getvalue()

    def refused(self, sentence, *files):
        status, said = self.run_tool(*files)
        self.assertEqual(status, 1)
        self.assertIn(sentence, said)
        self.assertFalse((self.folder / "out").exists(), "a refusal must write nothing")

    def test_the_compiled_text_has_the_same_bytes(self):
        hostile = "-- l'été « \\n » \"q\" ?" + "?= \t\r\n" + TABLE + "INSERT INTO t VALUES(1, '\\x41" + "é" * 9000 + "');\n\n"
        special = "CREATE TABLE t(id BIGINT);"
        files = [self.write("0002_b.sql", hostile), self.write("0001_a.sql"), self.write("0002_b.pg.sql", special)]
        self.assertEqual(self.run_tool(*files), (0, ""))
        out = self.folder / "out"
        (out / "db").mkdir()
        (out / "db" / "db.hpp").write_text(DB_HEADER)
        (out / "main.cpp").write_text(PROGRAM)
        subprocess.run(
            ["g++", "-std=c++20", "-Wall", "-Wextra", "-Werror", "-I.", "main.cpp", "migrations.cpp", "-o", "main"], cwd=out, check=True
        )
        printed = subprocess.run([out / "main"], check=True, capture_output=True).stdout
        bytes_of = lambda text: len(text.encode())
        expected = f"1 {bytes_of(TABLE)} 0\n{TABLE}2 {bytes_of(hostile)} {bytes_of(special)}\n{hostile}{special}"
        self.assertEqual(printed, expected.encode())

    def test_a_missing_number_is_refused(self):
        self.refused("0002 is missing", self.write("0001_a.sql"), self.write("0003_c.sql"))
        self.refused("0001 is missing", self.write("0002_b.sql"))

    def test_a_double_number_is_refused(self):
        self.refused("0001 is taken twice", self.write("0001_a.sql"), self.write("0001_b.sql"))

    def test_a_postgresql_text_alone_is_refused(self):
        self.refused("stands beside", self.write("0001_a.pg.sql"))

    def test_a_name_of_another_form_is_refused(self):
        for name in ("1_a.sql", "0001-a.sql", "0001_A.sql", "0001_a.sqlite.sql", "0001_.sql"):
            self.refused("is called NNNN_name.sql", self.write(name))

    def test_a_table_that_is_not_strict_is_refused(self):
        self.refused("must be a STRICT table", self.write("0001_a.sql", "CREATE TABLE t(id INTEGER);"))
        self.refused("must be a STRICT table", self.write("0001_a.sql", "CREATE TABLE t(id INTEGER) -- STRICT\n;"))
        self.refused("must be a STRICT table", self.write("0001_a.sql", "CREATE TABLE t(id INTEGER DEFAULT 'STRICT') WITHOUT ROWID;"))

    def test_the_forms_of_a_strict_table_are_taken(self):
        for tail in ("STRICT", "STRICT, WITHOUT ROWID", "without rowid,\n strict", "STRICT /* why */"):
            with self.subTest(tail):
                self.assertEqual(self.run_tool(self.write("0001_a.sql", f"CREATE TABLE t(id INTEGER PRIMARY KEY) {tail};"))[0], 0)

    def test_leaving_the_transaction_is_refused(self):
        for statement in ("COMMIT", "begin immediate", "ROLLBACK", "PRAGMA foreign_keys = OFF", "VACUUM", "ATTACH 'x' AS y"):
            with self.subTest(statement):
                self.refused("has no place in a migration", self.write("0001_a.sql", TABLE + "/* x */ " + statement + ";"))

    def test_a_trigger_may_have_its_begin_and_end(self):
        trigger = "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET name = ';'; DELETE FROM t; END;\n"
        self.assertEqual(self.run_tool(self.write("0001_a.sql", TABLE + trigger + TABLE.replace(" t(", " u(")))[0], 0)

    def test_an_empty_file_or_another_encoding_is_refused(self):
        self.refused("no statement", self.write("0001_a.sql", "-- nothing\n"))
        self.refused("not UTF-8", self.write("0001_a.sql", b"-- \xe9t\xe9\n" + TABLE.encode()))


if __name__ == "__main__":
    unittest.main()
