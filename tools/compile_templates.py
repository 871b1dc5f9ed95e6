#!/usr/bin/env python3
"""Compiles the templates of one room (templates/*.html, mustache syntax) into C++ functions over its view-model structs.

    compile_templates.py --room observatory --out DIR --views views.hpp templates/*.html

writes templates.hpp and templates.cpp with, for each file, `std::string render_<file>(const <View>&, core::Language)` in namespace
catalyse::<room>::templates. The first line of a file names its struct: {{! view: DossierView }}; a file whose name starts with `_` is a
partial, included by {{> name}} in place. Fields are read at C++ compile time: a misspelt one does not compile (rendering.hpp).

Syntax: {{x}} {{a.b}} {{.}} escaped; {{{x_html}}} as it is, only for fields named so and only between tags; {{#x}}…{{/x}} over a bool, an
optional, a struct, a text that is not empty or a list; {{^x}}…{{/x}} when there is none; {{! comment}}; {{t.page.key}} a sentence of the
room, {{t.web.page.key}} one of room web. Refused, since no escaping would be right there: values in comments, in <script>, <style>, on…=,
style=, in unquoted attributes and in names; any inline script or style; an address whose beginning is not fixed (a whole address
from a field is checked when rendered). A section must begin and end in the same place of the HTML.
"""
import argparse
import dataclasses
import pathlib
import re
import sys

TAG = re.compile(r"\{\{(\{)?\s*([#^/!>&=]?)\s*(.*?)\s*(\})?\}\}", re.S)
PATH = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*")
MESSAGE = re.compile(r"t(\.[a-z0-9][a-z0-9_-]*)+")
VIEW = re.compile(r"\{\{!\s*view:\s*([A-Za-z_][A-Za-z0-9_:]*)\s*\}\}")
URL_ATTRIBUTES = frozenset("href src action formaction poster cite data xlink:href manifest ping background".split())
SAFE_PREFIX = re.compile(r"/[^/\\].*|[?#].*|https?://[^/{]+/.*|mailto:.+", re.S)
IN_TAG = ("tag name", "gap", "in tag", "attribute name")


class TemplateError(Exception):
    pass


@dataclasses.dataclass
class Node:
    kind: str  # literal, field, url, html, message, section, inverted
    text: str = ""  # of a literal; path of the others
    file: str = ""
    line: int = 0
    children: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class Html:
    """Where in HTML the next character stands. `value` is the beginning of an attribute's value; None once a checked field stands in it."""
    kind: str = "text"  # text, <, tag name, in tag, gap, attribute name, =, value, unquoted, comment, raw
    tag: str = ""
    attribute: str = ""
    quote: str = ""
    value: str | None = ""

    def key(self):
        """What must be equal at both ends of a section."""
        if self.kind in IN_TAG:
            return ("in tag", self.tag)
        safe = self.value
        if self.attribute not in URL_ATTRIBUTES:
            safe = ""
        elif self.value and SAFE_PREFIX.fullmatch(self.value):
            safe = "safe"
        return (self.kind, self.tag, self.attribute, self.quote, safe)


def step(html, char, fail):
    """The state after one literal character (HTML Standard § 13.2.5, reduced to what templates hold)."""
    to = dataclasses.replace
    kind = html.kind
    if kind == "text":
        return Html("<") if char == "<" else html
    if kind == "<":
        if char.isalpha() or char == "/":
            return Html("tag name", tag=char.lower())
        return Html("comment", value="!") if char == "!" else Html("text")
    if kind == "comment":  # <!-- --> and <!doctype>
        value = (html.value + char)[-5:]
        done = value.endswith("-->") or (char == ">" and not html.tag)
        return Html("text") if done else Html("comment", tag=html.tag or ("--" if value == "!--" else ""), value=value)
    if kind == "raw":
        value = html.value + char
        if value.lower().endswith("</" + html.tag + ">"):
            if value[: -len(html.tag) - 3].strip():
                fail(f"inline <{html.tag}>: the security policy of the site forbids it")
            return Html("text")
        return to(html, value=value)
    if kind in IN_TAG:
        if kind == "gap" and not (char.isspace() or char in "/>"):
            fail("after a section inside a tag comes a space, / or >")
        if char == ">":
            return Html("raw", tag=html.tag) if html.tag in ("script", "style") else Html("text")
        if kind == "tag name" and not char.isspace() and char != "/":
            return to(html, tag=html.tag + char.lower())
        if char.isspace() or char == "/":
            return to(html, kind="in tag", attribute="")
        if char == "=":
            return to(html, kind="=")
        name = (html.attribute if kind == "attribute name" else "") + char.lower()
        return to(html, kind="attribute name", attribute=name)
    if kind == "=":
        if html.attribute.startswith("on") or html.attribute in ("style", "srcdoc"):
            fail(f"{html.attribute}=: the security policy of the site forbids it")
        if char in "\"'":
            return to(html, kind="value", quote=char, value="")
        return html if char.isspace() else to(html, kind="unquoted")
    if kind == "unquoted":
        return Html("text") if char == ">" else to(html, kind="in tag") if char.isspace() else html
    if char == html.quote:
        if html.value and re.match(r"\s*(javascript|vbscript|data):", html.value, re.I) and html.attribute in URL_ATTRIBUTES:
            fail(f"{html.attribute}=: only http, https, mailto and addresses of this site")
        return to(html, kind="in tag", attribute="", quote="", value="")
    return html if html.value is None else to(html, value=html.value + char)


class Parser:
    """Parses one file and the partials it includes into nodes, following the HTML all along."""

    def __init__(self, folder):
        self.folder = folder
        self.html = Html()
        self.including = []

    def parse(self, path):
        text = path.read_text(encoding="utf-8")
        if path in self.including:
            raise TemplateError(f"{path}:1: a partial includes itself")
        self.including.append(path)
        top = Node("section", "", str(path), 1)
        stack = [(top, None)]
        position = 0
        for match in TAG.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            start, end = self.bounds(text, match)
            self.literal(stack[-1][0], text[position:start], path, text.count("\n", 0, position) + 1)
            position = end
            self.tag(stack, match, path, line)
        self.literal(stack[-1][0], text[position:], path, text.count("\n", 0, position) + 1)
        if len(stack) > 1:
            raise TemplateError(f"{path}:{stack[-1][0].line}: {{{{#{stack[-1][0].text}}}}} is not closed")
        self.including.pop()
        return top

    @staticmethod
    def bounds(text, match):
        """A section mark, comment or partial alone on its line takes the whole line with it (mustache specification)."""
        start, end = match.span()
        if match.group(2) not in tuple("#^/!>") or match.group(1):
            return start, end
        before = text.rfind("\n", 0, start) + 1
        after = text.find("\n", end)
        after = len(text) if after < 0 else after + 1
        if text[before:start].strip() or text[end:after].strip():
            return start, end
        return before, after

    def fail(self, path, line):
        def raise_it(message):
            raise TemplateError(f"{path}:{line}: {message}")
        return raise_it

    def literal(self, parent, text, path, line):
        if not text:
            return
        if "{{" in text or "}}" in text:
            self.fail(path, line)("{{ or }} that belongs to no tag")
        for char in text:
            self.html = step(self.html, char, self.fail(path, line))
            line += char == "\n"
        parent.children.append(Node("literal", text, str(path), line))

    def tag(self, stack, match, path, line):
        triple, sigil, name, closing = match.groups()
        fail = self.fail(path, line)
        if bool(triple) != bool(closing):
            fail("unbalanced {{{ }}}")
        if sigil == "!":
            return
        if sigil in ("&", "="):
            fail(f"{{{{{sigil}}}}} is not used here")
        if self.html.kind in ("raw", "comment"):
            fail(f"no value inside <{self.html.tag or '!'}>" if self.html.kind == "raw" else "no value inside an HTML comment")
        if sigil == ">":
            partial = self.folder / f"_{name}.html"
            if not partial.is_file():
                fail(f"there is no partial {partial.name}")
            stack[-1][0].children.extend(self.parse(partial).children)
        elif sigil in ("#", "^"):
            self.open(stack, Node("section" if sigil == "#" else "inverted", self.path(name, fail), str(path), line), fail)
        elif sigil == "/":
            self.close(stack, name, fail)
        else:
            stack[-1][0].children.append(self.value(triple, name, (str(path), line), fail))

    @staticmethod
    def path(name, fail):
        if name != "." and not PATH.fullmatch(name):
            fail(f"`{name}` is not a field")
        return name

    def open(self, stack, node, fail):
        if self.html.kind in ("<", "=", "unquoted"):
            fail("a section cannot start here; write the attribute's value between quotes")
        if self.html.kind in ("tag name", "attribute name"):
            self.html = dataclasses.replace(self.html, kind="gap")
        stack[-1][0].children.append(node)
        stack.append((node, self.html))

    def close(self, stack, name, fail):
        node, opened = stack[-1]
        if opened is None or node.text != name:
            fail(f"{{{{/{name}}}}} closes nothing")
        if self.html.key() != opened.key():
            fail(f"{{{{#{name}}}}} must begin and end in the same place of the HTML")
        if opened.kind in IN_TAG:
            self.html = dataclasses.replace(self.html, kind="gap")
        stack.pop()

    def value(self, triple, name, where, fail):
        html = self.html
        if html.kind not in ("text", "value"):
            fail("a value stands between tags or in a quoted attribute, nowhere else")
        address = html.kind == "value" and html.attribute in URL_ATTRIBUTES
        if name.startswith("t.") and MESSAGE.fullmatch(name):
            if triple or address:
                fail("a sentence is text, neither HTML nor an address")
            return Node("message", name, *where)
        self.path(name, fail)
        named_html = name.endswith("_html")
        if triple:
            if not named_html or html.kind != "text":
                fail("{{{ }}} is for fields named …_html, between tags")
            return Node("html", name, *where)
        if named_html:
            fail(f"{name} is HTML already: {{{{{{{name}}}}}}}")
        if html.attribute in ("srcset", "http-equiv"):
            fail(f"no value in {html.attribute}=")
        if not address or (html.value and SAFE_PREFIX.fullmatch(html.value)):
            return Node("field", name, *where)
        if html.value != "":
            fail(f"{html.attribute}=: the beginning of an address is fixed (/x, ?, #, https://host/) or the whole is one field")
        self.html = dataclasses.replace(html, value=None)
        return Node("url", name, *where)


def literal(text):
    """A C++ literal, one source line per line of text."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\r", "\\r")
    return ('"' + quoted.replace("\n", '\\n"\n"') + '"').removesuffix('\n""')


class Writer:
    """Nodes to C++ statements. The views in scope are v0 (the page) to vN (the innermost section)."""

    def __init__(self, room):
        self.room = room
        self.fields = set()
        self.uses_own = self.uses_web = False
        self.lines = []

    def get(self, path, depth):
        if path == ".":
            return f"v{depth}"
        first, *rest = path.split(".")
        self.fields.update([first, *rest])
        scope = ", ".join(f"v{level}" for level in range(depth, -1, -1))
        code = f"tpl::find<F_{first}>({scope})"
        for name in rest:
            code = f"tpl::find<F_{name}>({code})"
        return code

    def message(self, name):
        key = re.sub(r"[.-]", "_", name[2:])
        if name.startswith("t.web."):
            self.uses_web = self.uses_web or self.room != "web"
            return f"::catalyse::web::msg::{key[4:]}"
        self.uses_own = True
        return f"msg::{key}"

    def nodes(self, nodes, depth):
        for node in nodes:
            if node.kind == "literal":
                self.lines.append(f"out.raw({literal(node.text)});")
                continue
            self.lines.append(f'#line {node.line} "{node.file}"')
            if node.kind == "message":
                name = self.message(node.text)
                self.lines.append(f'static_assert(!tpl::has_parameters({name}), "use say() in the view-model");')
                self.lines.append(f"out.message(language, {name});")
            elif node.kind == "section":
                self.lines.append(f"tpl::section({self.get(node.text, depth)}, [&]([[maybe_unused]] const auto& v{depth + 1}) {{")
                self.nodes(node.children, depth + 1)
                self.lines.append("});")
            elif node.kind == "inverted":
                self.lines.append(f"if (tpl::absent({self.get(node.text, depth)})) {{")
                self.nodes(node.children, depth)
                self.lines.append("}")
            else:
                call = {"field": "text", "url": "url", "html": "html"}[node.kind]
                self.lines.append(f"out.{call}({self.get(node.text, depth)});")


def size_of(nodes):
    return sum(len(n.text.encode()) if n.kind == "literal" else 24 + size_of(n.children) for n in nodes)


def view_of(path):
    match = VIEW.match(path.read_text(encoding="utf-8"))
    if not match:
        raise TemplateError(f"{path}:1: the first line is {{{{! view: NameOfTheStruct }}}}")
    return match.group(1)


def compile_room(room, views, files):
    """Text of templates.hpp and templates.cpp; raises TemplateError."""
    declared, writer = [], Writer(room)
    for path in sorted(files):
        if path.name.startswith("_"):
            continue
        name = path.stem.replace("-", "_")
        parser = Parser(path.parent)
        top = parser.parse(path)
        if parser.html.kind != "text":
            raise TemplateError(f"{path}:1: the file ends inside a tag, a comment or a script")
        view = view_of(path)
        declared += [f"[[nodiscard]] std::string render_{name}(const {view}& view, core::Language language);",
                     f"void write_{name}(web::rendering::Page& out, const {view}& view, core::Language language);"]
        writer.lines.append(f"void write_{name}(tpl::Page& out, const {view}& v0, [[maybe_unused]] core::Language language) {{")
        writer.nodes(top.children, 0)
        writer.lines += ["}", "", f"std::string render_{name}(const {view}& view, core::Language language) {{",
                         f"static std::atomic<std::size_t> usual{{{size_of(top.children)}}};", "tpl::Page out(usual);",
                         f"write_{name}(out, view, language);", "return std::move(out).take();", "}", ""]
    space = f"catalyse::{room}::templates"
    note = "// Generated by tools/compile_templates.py. Do not edit."
    header = [note, "#pragma once", "", "#include <string>", "", '#include "core/language.hpp"', f'#include "{views}"', "",
              "namespace catalyse::web::rendering {", "class Page;", "}  // namespace catalyse::web::rendering", "",
              f"namespace {space} {{", *declared, f"}}  // namespace {space}", ""]
    fields = [f"struct F_{name} {{ template <class T> static constexpr bool in = requires(const T& t) {{ t.{name}; }}; "
              f"template <class T> static constexpr const auto& of(const T& t) {{ return t.{name}; }} }};" for name in sorted(writer.fields)]
    source = [note, '#include "templates.hpp"', "", "#include <atomic>", "#include <utility>", "", '#include "web/rendering.hpp"',
              *(['#include "messages.hpp"'] if writer.uses_own else []), *(['#include "web/messages.hpp"'] if writer.uses_web else []), "",
              f"namespace {space} {{", "namespace {", "namespace tpl = ::catalyse::web::rendering;", *fields, "}  // namespace", "",
              *writer.lines, f"}}  // namespace {space}", ""]
    return "\n".join(header), "\n".join(source)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--room", required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--views", required=True, type=pathlib.Path)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    options = parser.parse_args(arguments)
    try:
        texts = compile_room(options.room, options.views.resolve(), options.files)
    except TemplateError as error:
        print(error, file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    for name, text in zip(("templates.hpp", "templates.cpp"), texts):
        (options.out / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
