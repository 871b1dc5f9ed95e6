#!/usr/bin/env python3
"""Checks the templates of every room under a source folder. One line a fault, exit code 1 when there is one.

    check_templates.py src

- each compiles (compile_templates.py: places where no escaping is right, sections that break the HTML, inline script and style);
- each {{t.key}} has its sentence; each partial is included somewhere;
- no text is written in a template but names of the product; a proper name stands in an element with translate="no";
- each class is one of a style sheet of web/.
"""
import argparse
import html.parser
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import compile_i18n  # noqa: E402
import compile_templates  # noqa: E402

# Names that are the same in every language; so are addresses and names of files.
NAMES = {"Catalyse", "CSV", "JSON", "GeoJSON", "API"}
ADDRESS = re.compile(r"(?:https?://|/)\S+|\b[\w-]+\.(?:json|yaml|csv|txt)\b")
SPOKEN = ("title", "alt", "aria-label", "placeholder")
VOID = set("area base br col embed hr img input link meta source track wbr".split())


class Words(html.parser.HTMLParser):
    """Collects what a reader would read or hear, and the classes, of a template whose marks are blanked."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.texts = []
        self.classes = []

    def silent(self):
        return any(silent for _, silent in self.open)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        for name in SPOKEN:
            if values.get(name) and not self.silent():
                self.texts.append((self.getpos()[0], values[name]))
        self.classes += [(self.getpos()[0], name) for name in (values.get("class") or "").split()]
        if tag not in VOID:
            self.open.append((tag, values.get("translate") == "no" or tag == "code"))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at][0] == tag:
                del self.open[at:]
                break

    def handle_data(self, data):
        if not self.silent():
            self.texts.append((self.getpos()[0], data))


def blanked(text):
    """The template without its marks, line for line; what stood for a value leaves a blank."""
    return compile_templates.TAG.sub(lambda match: "\n" * match.group(0).count("\n"), text)


def text_faults(path, classes):
    words = Words()
    words.feed(blanked(path.read_text(encoding="utf-8")))
    for line, text in words.texts:
        left = [word for word in re.findall(r"[^\W\d_]+", ADDRESS.sub("", text)) if word not in NAMES]
        if left:
            line += text[: text.index(left[0])].count("\n")
            yield f"{path}:{line}: `{' '.join(left)}` is written here: make it a sentence, or translate=\"no\" for a proper name"
    for line, name in words.classes:
        if name not in classes:
            yield f"{path}:{line}: class `{name}` is in no style sheet of web/"


def key_faults(path, room, sentences):
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        for key in re.findall(r"\{\{\s*t\.([a-z0-9._-]+)\s*\}\}", line):
            whole = key if key.startswith("web.") else f"{room}.{key}"
            if whole not in sentences:
                yield f"{path}:{number}: {whole}: no such sentence"


def room_faults(folder, sentences, classes):
    room = folder.parent.name
    files = sorted(folder.glob("*.html"))
    try:
        compile_templates.compile_room(room, folder.parent / "views.hpp", files)
    except compile_templates.TemplateError as error:
        yield str(error)
    included = {name for file in files for name in re.findall(r"\{\{>\s*([\w-]+)\s*\}\}", file.read_text(encoding="utf-8"))}
    for file in files:
        if file.name.startswith("_") and file.stem[1:] not in included:
            yield f"{file}:1: nothing includes this partial"
        yield from key_faults(file, room, sentences)
        yield from text_faults(file, classes)


def check(source, style):
    sentences = set()
    for file in source.rglob("i18n/fr.json"):
        sentences |= set(compile_i18n.load(file)[0])
    classes = set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"/\*.*?\*/|\"[^\"]*\"|@[^{;]*", "", style, flags=re.S)))
    folders = sorted({file.parent for file in source.rglob("templates/*.html") if "testing" not in file.parts})
    return folders, [fault for folder in folders for fault in room_faults(folder, sentences, classes)]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=pathlib.Path)
    options = parser.parse_args(arguments)
    sheets = sorted((pathlib.Path(__file__).resolve().parents[1] / "web").glob("*.css"))
    folders, faults = check(options.source, "".join(sheet.read_text(encoding="utf-8") for sheet in sheets))
    for fault in faults:
        print(fault)
    if faults:
        return 1
    print(f"{sum(len(list(folder.glob('*.html'))) for folder in folders)} templates in {len(folders)} rooms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
