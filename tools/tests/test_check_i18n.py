"""check_i18n: French typography, sentences nobody says, errors without a sentence."""
import contextlib
import io
import json
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import check_i18n  # noqa: E402


class Typography(unittest.TestCase):
    def test_what_is_right_is_left_alone(self):
        for text in ("Ce qui ressort\u202f!", "Médiane\u00a0: 15,2\u202f%", "«\u00a0st/ste\u00a0»", "L’adresse https://insee.fr/a?b=1 ; x".replace(" ;", "\u202f;"),
                     "Le paramètre ?q= cherche", "{n}\u202f% des communes", "à 12:30", "fichier /donnees/a.csv", "Plus que {n} (a\u00a0; b)", "1\u00a0: x"):
            self.assertEqual(check_i18n.french_faults(text), [], text)
            self.assertEqual(check_i18n.repair(text), text)

    def test_each_fault_is_seen(self):
        for text, fault in (("l'adresse", "’"), ("Voici...", "…"), ('dit "oui"', "« »"), ("deux  blancs", "two spaces"), ("Pourquoi ?", "no-break"),
                            ("Pourquoi?", "no-break"), ("Médiane : 3", "no-break"), ("Médiane: 3", "no-break"), ("« oui\u00a0»", "after «"),
                            ("«\u00a0oui »", "no-break"), ("15 %", "before %"), ("15%", "before %"), ("{n} %", "before %")):
            self.assertTrue(any(fault in found for found in check_i18n.french_faults(text)), text)

    def test_what_can_be_repaired_is_right_afterwards(self):
        for text in ("l'adresse d'Évreux", "Pourquoi ?", "Médiane : 3", "« oui »", "15 %", "15%", "Voici...", "a ; b !"):
            self.assertEqual(check_i18n.french_faults(check_i18n.repair(text)), [], text)

    def test_english(self):
        self.assertEqual(check_i18n.english_faults("It’s here: why? See ?q= and a; b"), [])
        for text in ("It's", "Why ?", "here : a", "so..."):
            self.assertTrue(check_i18n.english_faults(text), text)


class Rooms(unittest.TestCase):
    def setUp(self):
        self.source = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.source)

    def write(self, path, text):
        file = self.source / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text if isinstance(text, str) else json.dumps(text, ensure_ascii=False), encoding="utf-8")

    def room(self, sentences, floor="features", name="r"):
        for language in ("fr", "en"):
            self.write(f"{floor}/{name}/i18n/{language}.json", sentences)

    def faults(self):
        return check_i18n.check(self.source)[1]

    def test_a_sentence_is_used_in_code_in_a_template_by_its_plural_or_by_its_key(self):
        self.room({"r.a": "A", "r.b-c": "B", "r.d.one": "{n}", "r.d.other": "{n}", "r.e": "E", "r.lost": "L"})
        self.write("features/r/pages.cpp", 'say(l, msg::a); say_count(l, 2, msg::d); fail(k, "r.e");')
        self.write("features/r/templates/x.html", "<p>{{t.b-c}}</p>")
        self.assertEqual([fault.split(": ")[1] for fault in self.faults()], ["r.lost"])

    def test_a_use_in_a_test_does_not_count_and_another_room_is_another_name(self):
        self.room({"r.a": "A"})
        self.write("features/r/r_test.cpp", "msg::a")
        self.write("features/s/pages.cpp", "msg::a")
        self.assertEqual(len(self.faults()), 1)
        self.write("features/s/more.cpp", "r::msg::a")
        self.assertEqual(self.faults(), [])

    def test_an_error_for_the_reader_needs_its_sentence(self):
        self.room({"r.known": "A"})
        self.room({"web.http.error.x": "X"}, "platform", "web")
        self.write("features/r/pages.cpp", 'fail(ErrorKind::invalid, "r.known"); fail(core::ErrorKind::not_found,\n "r.unknown"); fail(ErrorKind::damaged, "r.log");')
        self.write("platform/http/routing.cpp", '{ErrorKind::invalid, "http.error.x"}, {ErrorKind::invalid, "http.error.y"}')
        faults = self.faults()
        self.assertEqual(len(faults), 2)
        self.assertIn("r.unknown", faults[0] + faults[1])
        self.assertIn("http.error.y", faults[0] + faults[1])

    def test_faults_of_the_files_are_told(self):
        self.write("features/r/i18n/fr.json", {"r.a": "A", "r.b": "B"})
        self.write("features/r/i18n/en.json", {"r.a": "A"})
        self.write("features/r/pages.cpp", "msg::a msg::b")
        self.assertIn("missing in the other language", self.faults()[0])

    def test_fix_repairs_and_the_command_says_so(self):
        self.room({"r.a": "Pourquoi\u00a0?"})
        self.write("features/r/i18n/fr.json", {"r.a": "L'Ain ?"})
        self.write("features/r/i18n/en.json", {"r.a": "Ain?"})
        self.write("features/r/pages.cpp", "msg::a")
        with contextlib.redirect_stdout(io.StringIO()) as said:
            self.assertEqual(check_i18n.main([str(self.source)]), 1)
            self.assertEqual(check_i18n.main(["--fix", str(self.source)]), 0)
        self.assertIn("1 sentences in 1 rooms", said.getvalue())
        self.assertEqual(json.loads((self.source / "features/r/i18n/fr.json").read_text())["r.a"], "L’Ain\u202f?")


if __name__ == "__main__":
    unittest.main()
