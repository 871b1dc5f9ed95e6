"""compile_templates: what it refuses, and that a misspelt field or sentence does not compile."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import compile_i18n  # noqa: E402
import compile_templates  # noqa: E402


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def compile(self, body, **partials):
        for name, text in partials.items():
            self.write(f"_{name}.html", text)
        page = self.write("page.html", "{{! view: V }}\n" + body)
        return compile_templates.compile_room("r", "views.hpp", [page, *self.folder.glob("_*.html")])


class Refusals(Folder):
    def refused(self, body, why, **partials):
        with self.assertRaises(compile_templates.TemplateError, msg=body) as caught:
            self.compile(body, **partials)
        self.assertIn(why, str(caught.exception))

    def test_places_where_no_escaping_is_right(self):
        self.refused("<script>{{x}}</script>", "no value inside <script>")
        self.refused("<style>a{}{{x}}</style>", "no value inside <style>")
        self.refused("<SCRIPT>{{x}}</SCRIPT>", "no value inside <script>")
        self.refused("<!-- {{x}} -->", "HTML comment")
        self.refused("<a onclick=\"f('{{x}}')\">", "security policy")
        self.refused('<a style="color:{{x}}">', "security policy")
        self.refused('<iframe srcdoc="{{x}}">', "security policy")
        self.refused("<a href={{x}}>", "a value stands between tags")
        self.refused("<a title=a{{x}}>", "a value stands between tags")
        self.refused("<a {{x}}>", "a value stands between tags")
        self.refused("<{{x}}>", "a value stands between tags")
        self.refused("<h{{x}}>", "a value stands between tags")
        self.refused("<a data-{{x}}=\"1\">", "a value stands between tags")
        self.refused('<img srcset="{{x}} 2x">', "no value in srcset")

    def test_inline_script_and_style_even_without_values(self):
        self.refused("<script>let a;</script>", "inline <script>")
        self.refused("<style>p{}</style>", "inline <style>")
        self.refused('<a href="JavaScript:x">', "only http, https, mailto")
        self.compile('<script src="/statique/a.js" type="module"></script>')

    def test_addresses_whose_beginning_is_not_fixed(self):
        for start in ("/", "java", "https:", "https://", "//", "mailto:", " "):
            self.refused(f'<a href="{start}{{{{x}}}}">', "the beginning of an address is fixed")
        self.refused('<a href="{{x}}{{y}}">', "the beginning of an address is fixed")
        self.refused('<form action="{{#x}}/a{{/x}}{{y}}">', "must begin and end in the same place")
        for good in ("/a/{{x}}", "#{{x}}", "?q={{x}}", "https://insee.fr/{{x}}", "{{x}}", "{{x}}#top", "/a?{{#x}}q={{y}}{{/x}}"):
            self.compile(f'<a href="{good}">')

    def test_html_only_from_fields_named_so_and_only_between_tags(self):
        self.refused("{{{x}}}", "named …_html")
        self.refused('<a title="{{{x_html}}}">', "named …_html")
        self.refused("{{x_html}}", "is HTML already")
        self.refused("{{&x_html}}", "not used here")
        self.refused("{{{t.a}}}", "neither HTML nor an address")
        self.refused('<a href="{{t.a.b}}">', "neither HTML nor an address")
        self.compile("{{{x_html}}}{{{a.x_html}}}")

    def test_sections_that_would_break_the_html(self):
        self.refused('{{#x}}<a title="{{/x}}">', "must begin and end in the same place")
        self.refused("<p {{#x}}>{{/x}}", "must begin and end in the same place")
        self.refused('<p{{#x}} title="{{/x}}">', "must begin and end in the same place")
        self.refused("{{#x}}<script>{{/x}}", "no value inside <script>")
        self.refused("<p{{#x}}id=1{{/x}}>", "after a section inside a tag")
        self.refused("<a hre{{#x}}f{{/x}}=\"{{y}}\">", "after a section inside a tag")
        self.refused("{{#x}}", "is not closed")
        self.refused("{{/x}}", "closes nothing")
        self.refused("{{#x}}{{/y}}", "closes nothing")
        self.refused("<p", "ends inside a tag")
        self.compile('<p{{#x}} title="a" class="b"{{/x}}>{{#y}}<b>c</b>{{/y}}</p><option {{#s}}selected{{/s}}>')

    def test_form(self):
        self.refused("{{X y}}", "is not a field")
        self.refused("{{x}", "belongs to no tag")
        self.refused("{{> nobody}}", "no partial _nobody.html")
        self.refused("{{> a}}", "includes itself", a="{{> a}}")
        page = self.write("bare.html", "<p></p>")
        with self.assertRaises(compile_templates.TemplateError):
            compile_templates.compile_room("r", "views.hpp", [page])

    def test_a_fault_names_its_line(self):
        with self.assertRaises(compile_templates.TemplateError) as caught:
            self.compile("<p>\n<p>\n<a href={{x}}>")
        self.assertIn("page.html:4:", str(caught.exception))


class Output(Folder):
    def test_a_lone_mark_takes_its_line_and_a_partial_is_put_in_place(self):
        _, source = self.compile("<ul>\n  {{#x}}\n<li>{{> name}}</li>\n  {{/x}}\n</ul>\n", name="{{n}}")
        literals = [line for line in source.splitlines() if line.startswith("out.raw")]
        self.assertEqual(literals[:3], ['out.raw("<ul>\\n");', 'out.raw("<li>");', 'out.raw("</li>\\n");'])

    def test_quotes_and_backslashes_survive(self):
        _, source = self.compile('<p title="a\\b">"q"</p>')
        self.assertIn(r'out.raw("<p title=\"a\\b\">\"q\"</p>");', source)

    def compiles(self, body):
        """Runs the C++ compiler on what is generated; its error text, empty when it compiles."""
        for room, folder in (("core", "src/base/core"), ("web", "src/platform/web")):
            (self.folder / "shelf" / room).mkdir(parents=True, exist_ok=True)
            for header in (ROOT / folder).glob("*.hpp"):
                (self.folder / "shelf" / room / header.name).unlink(missing_ok=True)
                (self.folder / "shelf" / room / header.name).symlink_to(header)
        self.write("views.hpp", "#pragma once\n#include <optional>\n#include <string>\n#include <vector>\nnamespace catalyse::r {\n"
                                "struct Item { std::string label; };\nstruct V { std::string name; int count; double share; "
                                "std::vector<Item> items; std::optional<Item> best; };\n}\n")
        files = []
        for language in ("fr", "en"):
            files.append(str(self.write(f"i18n/{language}.json", '{"r.a": "b", "r.with": "b {n}"}')))
        for name, text in zip(("messages.hpp", "messages.cpp"), compile_i18n.compile_room("r", files)):
            self.write(name, text)
        for name, text in zip(("templates.hpp", "templates.cpp"), self.compile(body)):
            self.write(name, text)
        run = subprocess.run(["c++", "-std=c++23", "-Wall", "-Wextra", "-Wshadow", "-Werror", "-fsyntax-only", f"-I{self.folder}/shelf",
                              f"-I{self.folder}", str(self.folder / "templates.cpp")], capture_output=True, text=True, check=False)
        return run.stderr

    def test_what_is_right_compiles(self):
        self.assertEqual(self.compiles("{{name}} {{count}} {{t.a}} {{#items}}{{label}} {{name}}{{/items}}{{^items}}-{{/items}}"
                                       "{{#best}}{{label}}{{/best}}"), "")

    def test_a_misspelt_field_does_not_compile_and_the_error_names_the_template(self):
        error = self.compiles("<p>\n{{#items}}{{labell}}{{/items}}</p>")
        self.assertIn("a field that its view does not have", error)
        self.assertIn("page.html", error)

    def test_other_mistakes_do_not_compile(self):
        self.assertIn("a field that its view", self.compiles("{{label}}"))
        self.assertIn("a field that its view", self.compiles("{{name.size}}"))
        self.assertIn("format the rest in the view-model", self.compiles("{{share}}"))
        self.assertIn("a section is over", self.compiles("{{#count}}x{{/count}}"))
        self.assertIn("nobody", self.compiles("{{t.nobody}}"))
        self.assertIn("use say()", self.compiles("{{t.with}}"))


if __name__ == "__main__":
    unittest.main()
