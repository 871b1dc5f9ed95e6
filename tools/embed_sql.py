#!/usr/bin/env python3
"""Turns a room's sql/NNNN_name.sql (and NNNN_name.pg.sql) into migrations.hpp and migrations.cpp: `std::span<const db::Migration>
catalyse::ROOM::migrations()`. Refuses a name it cannot read, a missing or double number, a .pg.sql without its .sql, a table that is not
STRICT and statements that would leave the migration's own transaction.

usage: embed_sql.py --room ROOM --out FOLDER FILE..."""

import argparse
import pathlib
import re
import sys

NAME = re.compile(r"(?P<number>[0-9]{4})_(?P<name>[a-z0-9_]+?)(?P<pg>\.pg)?\.sql\Z")
PIECE = 8000  # bytes of a string literal that every compiler takes (ISO C++ asks for 65536, some count less)
FORBIDDEN = re.compile(r"(BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA|ATTACH|DETACH|VACUUM)\b", re.I)
TABLE = re.compile(r"CREATE\s+TABLE\b", re.I)
STRICT = re.compile(r"\)[\s,]*((WITHOUT\s+ROWID\s*,\s*)?STRICT|STRICT\s*,\s*WITHOUT\s+ROWID)\Z", re.I)
TRIGGER = re.compile(r"CREATE\s+(TEMP\s+|TEMPORARY\s+)?TRIGGER\b", re.I)
ATOM = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/|;|[^'\"\-/;]+|.", re.S)


class Refused(Exception):
    """A sentence for the person who wrote the migration."""


def statements(text):
    """The statements of a portable script, comments dropped, quoted text emptied; the body of a trigger belongs to its statement."""
    found, current = [], ""
    for atom in ATOM.findall(text):
        if atom.startswith(("--", "/*")):
            current += " "
        elif atom[0] in "'\"" and len(atom) > 1:
            current += atom[0] * 2
        elif atom == ";" and not (TRIGGER.match(current.lstrip()) and not re.search(r"\bEND\s*\Z", current, re.I)):
            found.append(current.strip())
            current = ""
        else:
            current += atom
    found.append(current.strip())
    return [statement for statement in found if statement]


def check_portable(path, text):
    found = statements(text)
    if not found:
        raise Refused(f"{path}: no statement")
    for statement in found:
        first = " ".join(statement.split()[:3])
        if FORBIDDEN.match(statement):
            raise Refused(f"{path}: « {first} » has no place in a migration, which is one transaction")
        if TABLE.match(statement) and not STRICT.search(statement):
            raise Refused(f"{path}: « {first} » must be a STRICT table")


def read_migrations(files):
    """Sorted list of (number, name, portable text, PostgreSQL text or '')."""
    texts = {}
    for path in map(pathlib.Path, files):
        match = NAME.match(path.name)
        if not match:
            raise Refused(f"{path}: a migration is called NNNN_name.sql or NNNN_name.pg.sql (lower case)")
        kind = "postgresql" if match["pg"] else "sqlite"
        entry = texts.setdefault(int(match["number"]), {"name": match["name"], "path": path})
        if entry["name"] != match["name"] or kind in entry:
            raise Refused(f"{path}: the number {match['number']} is taken twice")
        try:
            entry[kind] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            raise Refused(f"{path}: not UTF-8") from None
        if "\0" in entry[kind]:
            raise Refused(f"{path}: holds a NUL")
        if kind == "sqlite":
            check_portable(path, entry[kind])
    numbers = sorted(texts)
    if numbers != list(range(1, len(numbers) + 1)):
        missing = min(set(range(1, max(numbers) + 1)) - set(numbers), default=0)
        raise Refused(f"the migration {missing:04d} is missing (numbers run from 0001 without a gap)")
    for number in numbers:
        if "sqlite" not in texts[number]:
            raise Refused(f"{texts[number]['path']}: a .pg.sql stands beside a .sql of the same name")
    return [(n, texts[n]["name"], texts[n]["sqlite"], texts[n].get("postgresql", "")) for n in numbers]


def escape(byte):
    if byte == 0x0A:
        return "\\n"
    if byte in b'"\\':
        return "\\" + chr(byte)
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}"


def literal(text):
    """A C++ string literal of the same bytes, one source line for each line of SQL."""
    data = text.encode("utf-8")
    if not data:
        return '""'
    lines = [piece[i : i + PIECE] for piece in data.splitlines(keepends=True) for i in range(0, len(piece), PIECE)]
    # "??" could begin a trigraph.
    return "".join('\n     "' + "".join(map(escape, line)).replace("??", '?""?') + '"' for line in lines)


def generate(room, migrations):
    header = (
        f"// Made by tools/embed_sql.py from {room}/sql; do not edit.\n#pragma once\n\n#include <span>\n\n#include \"db/db.hpp\"\n\n"
        f"namespace catalyse::{room} {{\n\n[[nodiscard]] std::span<const db::Migration> migrations();\n\n}}  // namespace catalyse::{room}\n"
    )
    rows = "".join(
        f'    {{"{room}", {number}, "{name}", {literal(sqlite)},\n     {literal(postgresql)}}},\n'
        for number, name, sqlite, postgresql in migrations
    )
    source = (
        f"// Made by tools/embed_sql.py from {room}/sql; do not edit.\n#include \"migrations.hpp\"\n\nnamespace catalyse::{room} {{\n\n"
        f"std::span<const db::Migration> migrations() {{\n  static constexpr db::Migration all[] = {{\n{rows}  }};\n  return all;\n}}\n\n"
        f"}}  // namespace catalyse::{room}\n"
    )
    return header, source


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--room", required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("files", nargs="+")
    options = parser.parse_args(arguments)
    try:
        header, source = generate(options.room, read_migrations(options.files))
    except Refused as refusal:
        print(f"embed_sql: {refusal}", file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "migrations.hpp").write_text(header, encoding="utf-8")
    (options.out / "migrations.cpp").write_text(source, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
