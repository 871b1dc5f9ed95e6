"""check_templates: text written in a template, unknown sentences and classes, partials nobody includes."""
import json
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import check_templates  # noqa: E402

STYLE = '/* .commented */ .note, .next a:hover { content: ".quoted"; margin: 0.5rem } @media (min-width: 30.5rem) { .wide > .here { top: 0 } }'


class Templates(unittest.TestCase):
    def setUp(self):
        self.source = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.source)
        room = self.source / "features" / "r"
        (room / "templates").mkdir(parents=True)
        (room / "i18n").mkdir()
        (room / "i18n" / "fr.json").write_text(json.dumps({"r.page.title": "T"}))
        web = self.source / "platform" / "web" / "i18n"
        web.mkdir(parents=True)
        (web / "fr.json").write_text(json.dumps({"web.error.home": "H"}))
        self.room = room

    def faults(self, body, **partials):
        (self.room / "templates" / "page.html").write_text("{{! view: V }}\n" + body, encoding="utf-8")
        for name, text in partials.items():
            (self.room / "templates" / f"_{name}.html").write_text(text, encoding="utf-8")
        return check_templates.check(self.source, STYLE)[1]

    def test_what_is_right_passes(self):
        self.assertEqual(self.faults('<p class="note wide">{{t.page.title}}, {{t.web.error.home}} : 12 {{name}} Catalyse <code>a</code>'
                                     '<a href="/x" title="{{name}}" translate="no">Rouen</a> /api/openapi.yaml datapackage.json</p>{{> part}}<br>'
                                     '<img alt=""><i class="{{css}}"></i>', part="<b>{{x}}</b>"), [])

    def test_text_in_a_template_is_named_with_its_line(self):
        self.assertIn("page.html:3: `Bonjour`", self.faults("<p>\nBonjour {{name}}</p>")[0])
        self.assertIn("`Fermer`", self.faults('<a href="/x" aria-label="Fermer">×</a>')[0])
        self.assertIn("`à tous`", self.faults('<i translate="no">Rouen</i> à tous')[0])

    def test_unknown_sentences_and_classes_are_named(self):
        self.assertIn("r.page.none: no such sentence", self.faults("{{t.page.none}}")[0])
        self.assertIn("web.none: no such sentence", self.faults("{{t.web.none}}")[0])
        self.assertIn("class `commented`", self.faults('<p class="note commented"></p>')[0])
        self.assertIn("class `quoted`", self.faults('<p class="quoted"></p>')[0])

    def test_a_template_that_does_not_compile_and_a_lost_partial(self):
        self.assertIn("quoted attribute", self.faults("<a href={{x}}>")[0])
        self.assertIn("nothing includes", self.faults("<p></p>", lost="<b></b>")[0])


if __name__ == "__main__":
    unittest.main()
