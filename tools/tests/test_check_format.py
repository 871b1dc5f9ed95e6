"""tools/check_format.sh names a file whose layout differs, and only that one; --fix makes it pass."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class CheckFormat(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        (self.root / "tools").mkdir()
        shutil.copy(ROOT / "tools/check_format.sh", self.root / "tools")
        shutil.copy(ROOT / ".clang-format", self.root)
        (self.root / "good.hpp").write_text("#pragma once\nint one();\n")
        (self.root / "a name with spaces.cpp").write_text("int  one( ){return 1 ;}\n")
        (self.root / "stray.cpp").write_text("int  two( ){return 2 ;}\n")  # not tracked: nobody's business yet
        subprocess.run(["git", "init", "-q", "."], cwd=self.root, check=True)
        subprocess.run(["git", "add", "good.hpp", "a name with spaces.cpp"], cwd=self.root, check=True)

    def check(self, *arguments):
        done = subprocess.run([self.root / "tools/check_format.sh", *arguments], capture_output=True, text=True)
        return done.returncode, done.stdout

    def test_a_differing_file_is_named_and_fixed(self):
        code, out = self.check()
        self.assertEqual(code, 1)
        self.assertEqual([line.split(":")[0] for line in out.splitlines()], ["a name with spaces.cpp"])
        self.assertEqual(self.check("--fix"), (0, ""))
        self.assertEqual(self.check(), (0, "2 C++ files, layout uniform\n"))
        self.assertEqual((self.root / "a name with spaces.cpp").read_text(), "int one() { return 1; }\n")

    def test_a_style_that_cannot_be_read_is_not_taken_for_uniform_files(self):
        (self.root / ".clang-format").write_text("NoSuchOption: 1\n")
        code, out = self.check()
        self.assertEqual(code, 1)
        self.assertIn("NoSuchOption", out)


if __name__ == "__main__":
    unittest.main()
