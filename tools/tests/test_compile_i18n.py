"""compile_i18n refuses every pair of files that could show a wrong or missing sentence."""
import contextlib
import io
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import compile_i18n  # noqa: E402


class CompileI18n(unittest.TestCase):
    def compile(self, french, english):
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for name, data in (("fr", french), ("en", english)):
                file = pathlib.Path(folder) / f"{name}.json"
                file.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
                files.append(str(file))
            return compile_i18n.compile_room("r", files)

    def refused(self, french, english, why):
        with self.assertRaises(compile_i18n.Faults) as caught:
            self.compile(french, english)
        self.assertIn(why, str(caught.exception))

    def test_a_key_becomes_a_constant_without_the_room(self):
        header, source = self.compile({"r.page.more-than": 'Plus « {n} »\n"x"'}, {"r.page.more-than": "More {n}"})
        self.assertIn('inline constexpr web::Message page_more_than{"r.page.more-than", "Plus « {n} »\\n\\"x\\"", "More {n}"};', header)
        self.assertIn("namespace catalyse::r::msg", header)
        self.assertIn("msg::page_more_than,", source)

    def test_a_plural_becomes_a_pair_and_its_singular_may_leave_the_count_out(self):
        header, _ = self.compile({"r.c.one": "{n} commune", "r.c.other": "{n} communes"}, {"r.c.one": "one commune", "r.c.other": "{n} communes"})
        self.assertIn("inline constexpr web::Plural c{c_one, c_other};", header)

    def test_faults_are_named(self):
        ok = {"r.a": "Un {x}"}
        self.refused(ok, {}, "r.a: missing in the other language")
        self.refused({}, ok, "r.a: missing in the other language")
        self.refused(ok, {"r.a": "One {y}"}, "parameters differ")
        self.refused({"r.a.other": "{n}"}, {"r.a.other": "{n}"}, "has no one")
        self.refused({"s.a": "x"}, {"s.a": "x"}, "a key is r.page.element")
        self.refused({"r.a.b_c": "x", "r.a_b.c": "y"}, {"r.a.b_c": "x", "r.a_b.c": "y"}, "same C++ name")
        self.refused({"r.new": "x"}, {"r.new": "x"}, "cannot be a C++ name")
        self.refused({"r.a": "<b>x</b>"}, {"r.a": "x"}, "never HTML")
        self.refused({"r.a": "l&nbsp;x"}, {"r.a": "x"}, "never HTML")
        self.refused({"r.a": "{N}"}, {"r.a": "x"}, "a parameter is written")
        self.refused({"r.a": "{n"}, {"r.a": "x"}, "a parameter is written")
        self.refused({"r.a": " "}, {"r.a": "x"}, "empty")
        self.refused({"r.a": {"b": "x"}}, {"r.a": "x"}, "not a text")
        self.refused('{"r.a": "x", "r.a": "y"}', {"r.a": "x"}, "written twice")
        self.refused("[", {"r.a": "x"}, "fr.json: -:")
        self.refused("[]", {"r.a": "x"}, "not a JSON object")

    def test_both_languages_are_needed(self):
        with self.assertRaises(compile_i18n.Faults):
            compile_i18n.compile_room("r", ["fr.json"])

    def test_the_command_says_what_is_wrong_and_writes_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "out"
            with contextlib.redirect_stderr(io.StringIO()) as said:
                self.assertEqual(compile_i18n.main(["--room", "r", "--out", str(out), f"{folder}/fr.json", f"{folder}/en.json"]), 1)
            self.assertIn("fr.json: -:", said.getvalue())
            self.assertFalse(out.exists())


if __name__ == "__main__":
    unittest.main()
