#!/usr/bin/env python3
"""Checks the walls of docs/architecture.md on a source tree. Prints one line per breach and exits 1.

usage: check_rooms.py SRC_DIR [--graph FILE]     --graph writes the rooms and their needs as a Mermaid diagram

The compiler already refuses a private header and an undeclared room; this reads the text, so that what is never compiled here (a
platform's #ifdef, a test of another preset) is held to the same rules, and adds the rules that a compiler cannot know.
"""
import argparse
import pathlib
import re
import sys

FLOORS = {"base": 0, "platform": 1, "features": 2, "app": 3}
ROOM = re.compile(r"\broom\(\s*(\w+)([^)]*)\)")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
SQL = re.compile(r'["(]\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+TABLE\s)')
SQL_FILES = re.compile(r"(^store\w*|^import_\w+|_store|_dbtest|_bench)\.cpp$")
TABLE = re.compile(r"\bCREATE TABLE(?: IF NOT EXISTS)? (\w+)", re.I)
TABLE_USE = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_]+)\b")
# A library that one room, or two, hide from all others (OpenSSL in oidc: its test signs as a provider does; brotli in http: its test reads).
RESERVED = {
    "boost/asio": {"http"}, "boost/beast": {"http"}, "sqlite3.h": {"db"}, "soci": {"db"}, "libpq-fe.h": {"db"},
    "postgresql/libpq-fe.h": {"db"}, "unicode/": {"text"}, "brotli/": {"compression", "http"}, "protozero": {"geo"}, "libdeflate.h": {"compression"},
    "CLI/": {"app"}, "toml": {"app", "ingest"}, "spdlog": {"app"},
    "openssl": {"core", "secrets", "oidc"}, "sodium": {"secrets"}, "curl/": {"mail", "net", "oidc"}, "qrencode.h": {"accounts"}, "kainjow": {"web"},
    "libstemmer.h": {"text"}, "xapian": {"search"},
}
PURE = re.compile(r"^(model|rules|\w+_rules)\.(hpp|cpp)$")
PURE_BANS = {"db", "http", "web", "ingest"}


class Tree:
    """The rooms of a tree: where each is, what it needs, what it shows."""

    def __init__(self, src):
        self.src = src
        self.rooms = {}
        for listing in sorted(src.rglob("CMakeLists.txt")):
            for name, body in ROOM.findall(re.sub(r"#.*", "", listing.read_text())):
                words = re.split(r"\b(NEEDS|PUBLIC|LINK)\b", body)
                part = {words[i]: words[i + 1].split() for i in range(1, len(words) - 1, 2)}
                folder = listing.parent
                floor = folder.relative_to(src).parts[0]
                self.rooms[name] = {"folder": folder, "floor": floor, "needs": set(part.get("NEEDS", [])),
                                    "public": set(part.get("PUBLIC", []))}

    def files(self, room):
        folder = self.rooms[room]["folder"]
        inner = [r["folder"] for r in self.rooms.values() if folder in r["folder"].parents]
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".cpp", ".hpp"} and not any(i in file.parents for i in inner):
                yield file


def floors(tree):
    for name, room in tree.rooms.items():
        for need in sorted(room["needs"]):
            if need not in tree.rooms:
                yield f"{name}: NEEDS unknown room {need}"
            elif FLOORS[tree.rooms[need]["floor"]] > FLOORS[room["floor"]]:
                yield f"{name} ({room['floor']}) may not need {need} ({tree.rooms[need]['floor']}): floors point downward"


# Feature-to-feature edges, beside the two that all may need: docs/adr/0004-edges-between-features.md, 0008, 0009, 0012, 0013, 0015, 0017, 0019 and 0021.
EDGES = {("dossier", "observatory"), ("catalogue", "observatory"), ("cartography", "observatory"),
         ("comparisons", "observatory"), ("cases", "observatory"), ("projects", "observatory"), ("perimeters", "observatory"),
         ("dossier", "perimeters"), ("comparisons", "perimeters"),
         ("library", "cases"), ("library", "tracker"), ("assessment", "library"), ("assessment", "observatory"),
         ("cartography", "perimeters"),
         ("finder", "perimeters"), ("projects", "perimeters"), ("cases", "perimeters"), ("examples", "cases")}


def features_apart(tree):
    """A feature reads another only through an edge named in docs/adr."""
    allowed = {"territories", "accounts"}
    for name, room in tree.rooms.items():
        for need in sorted(room["needs"]):
            if room["floor"] == "features" and need in tree.rooms and tree.rooms[need]["floor"] == "features" and need not in allowed:
                if (name, need) not in EDGES:
                    yield f"{name}: needs the feature {need}; a feature-to-feature edge takes an ADR"


def includes(tree):
    for name, room in tree.rooms.items():
        for file in tree.files(name):
            rel = file.relative_to(tree.src)
            for quote, path in INCLUDE.findall(file.read_text(errors="replace")):
                head, _, rest = path.partition("/")
                if ".." in path:
                    yield f"{rel}: include goes up with '..' ({path})"
                elif quote == '"' and rest and head in tree.rooms and head != name:
                    if head not in room["needs"]:
                        yield f"{rel}: includes {path} but room({name}) does not list {head} in NEEDS"
                    elif rest not in tree.rooms[head]["public"]:
                        yield f"{rel}: {path} is private to room({head})"
                    if PURE.match(file.name) and head in PURE_BANS:
                        yield f"{rel}: a file of rules may not include {path}"
                for prefix, owners in RESERVED.items():
                    if quote == "<" and path.startswith(prefix) and name not in owners:
                        yield f"{rel}: <{path}> belongs to {', '.join(sorted(owners))}"


def sql(tree):
    owner = {}
    for name, room in tree.rooms.items():
        for file in room["folder"].glob("sql/*.sql"):
            for table in TABLE.findall(file.read_text()):
                owner.setdefault(table.lower(), name)
    for name, room in tree.rooms.items():
        if name == "db":
            continue
        for file in tree.files(name):
            text = file.read_text(errors="replace")
            rel = file.relative_to(tree.src)
            if SQL.search(text) and not SQL_FILES.search(file.name):
                yield f"{rel}: SQL outside store*.cpp and import_*.cpp"
            if file.suffix == ".cpp" and SQL_FILES.search(file.name) and not file.name.endswith(("_dbtest.cpp", "_bench.cpp")):
                for table in sorted(set(TABLE_USE.findall(text))):
                    if owner.get(table, name) != name:
                        yield f"{rel}: the table {table} belongs to room({owner[table]})"


def circles(tree):
    state = {}

    def visit(name, path):
        if state.get(name) == "done" or name not in tree.rooms:
            return
        if state.get(name) == "open":
            yield "circle: " + " -> ".join(path[path.index(name):] + [name])
            return
        state[name] = "open"
        for need in sorted(tree.rooms[name]["needs"]):
            yield from visit(need, path + [name])
        state[name] = "done"

    for name in sorted(tree.rooms):
        yield from visit(name, [])


def described(tree):
    for name, room in tree.rooms.items():
        if not (room["folder"] / "ROOM.md").is_file():
            yield f"{name}: no ROOM.md"


def graph(tree):
    lines = ["<!-- Drawn by tools/check_rooms.py --graph from the NEEDS of every room. -->", "```mermaid", "graph TD"]
    for floor in reversed(FLOORS):
        members = sorted(n for n, r in tree.rooms.items() if r["floor"] == floor)
        lines += [f"  subgraph {floor}", *(f"    {m}" for m in members), "  end"]
    lines += [f"  {name} --> {need}" for name in sorted(tree.rooms) for need in sorted(tree.rooms[name]["needs"])]
    return "\n".join([*lines, "```", ""])


def main():
    parser = argparse.ArgumentParser(description="checks the walls between rooms")
    parser.add_argument("src", type=pathlib.Path)
    parser.add_argument("--graph", type=pathlib.Path)
    arguments = parser.parse_args()
    tree = Tree(arguments.src.resolve())
    if not tree.rooms:
        print(f"no room under {arguments.src}")
        return 1
    if arguments.graph:
        arguments.graph.write_text(graph(tree))
    breaches = sorted({line for rule in (floors, features_apart, includes, sql, circles, described) for line in rule(tree)})
    for line in breaches:
        print(line)
    if not breaches:
        print(f"{len(tree.rooms)} rooms, {sum(len(r['needs']) for r in tree.rooms.values())} declared needs, no breach")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
