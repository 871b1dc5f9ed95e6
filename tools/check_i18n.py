#!/usr/bin/env python3
"""Checks the sentences of every room under a source folder. One line a fault, exit code 1 when there is one.

    check_i18n.py [--fix] src

- the two languages hold the same keys and parameters (compile_i18n.py);
- every sentence is used: as msg::name, as {{t.key}}, or by its key in a string (message ids of errors);
- every message id that an error gives to a reader has a sentence in its room, or as web.<id> for the rooms that have none;
- French typography: a no-break space before : ; ? ! » % and after «, ’ and not ', … and not three dots, « » and not " ". --fix repairs it.
"""
import argparse
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import compile_i18n  # noqa: E402

NARROW = "\u202f"
NO_BREAK = "\u00a0\u202f"
# Kinds whose sentence the reader sees; the others speak to the log and the terminal (core/result.hpp).
READER_KINDS = "invalid|denied|not_found|conflict|too_large|unsupported"
FAIL = re.compile(r"ErrorKind::(" + READER_KINDS + r"),\s*\"([a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+)\"")


def french_faults(text):
    """What a typographer would mark in a French sentence."""
    faults = []
    if re.search(r"\w'|'\w", text):
        faults.append("’ and not '")
    if "..." in text:
        faults.append("… and not three dots")
    if '"' in text:
        faults.append("« » and not straight quotes")
    if "  " in text:
        faults.append("two spaces")
    words = " ".join(word for word in text.split(" ") if not is_code(word))
    if re.search(r"[^\s" + NO_BREAK + r"(?!:;»][?!;»]|[^\s" + NO_BREAK + r"(]:(?=\s|$)| [:;?!»]", words):
        faults.append("a no-break space before : ; ? ! »")
    if re.search(r"«[^" + NO_BREAK + "]", words):
        faults.append("a no-break space after «")
    if re.search(r"[\d}] ?%(?!\w)", words):
        faults.append("a no-break space before %")
    return faults


def is_code(word):
    """Addresses, parameters and file names keep the punctuation of machines."""
    return bool(re.search(r"://|^[/?#&.]\S|\w=\w|^\d+:\d+$", word))


def repair(text):
    words = [word if is_code(word) else word.replace("...", "…") for word in text.split(" ")]
    text = re.sub(r"(?<=\w)'|'(?=\w)", "’", " ".join(words))
    text = re.sub(r" ([;?!%])(?![\w/])", NARROW + r"\1", text)
    text = re.sub(r" ([:»])", "\u00a0" + r"\1", text)
    text = re.sub(r"« ", "«\u00a0", text)
    return re.sub(r"([\d}])%", r"\1" + NARROW + "%", text)


def english_faults(text):
    faults = []
    if re.search(r"\w'\w", text):
        faults.append("’ and not '")
    if "..." in text:
        faults.append("… and not three dots")
    if re.search(r"[ " + NO_BREAK + r"][:;?!]", " ".join(word for word in text.split(" ") if not is_code(word))):
        faults.append("no space before : ; ? !")
    return faults


class Room:
    def __init__(self, folder):
        self.name = folder.name
        self.files = {language: folder / "i18n" / f"{language}.json" for language in ("fr", "en")}
        self.french, faults = compile_i18n.load(self.files["fr"])
        self.english, more = compile_i18n.load(self.files["en"])
        self.faults = faults + more
        if not self.faults:
            self.faults = compile_i18n.check(self.name, self.french, self.english, tuple(str(file) for file in self.files.values()))

    def typography(self):
        for language, sentences, faults_of in (("fr", self.french, french_faults), ("en", self.english, english_faults)):
            for key, text in sentences.items():
                for fault in faults_of(text):
                    yield f"{self.files[language]}: {key}: {fault}"

    def unused(self, used_names, used_keys, used_literals):
        for key in self.french:
            name = compile_i18n.identifier(self.name, key)
            whole = re.sub(r"_(one|other)$", "", name)
            # The whole plural counts for both of its sentences; the key of an error below web is written without « web. ».
            if not ({(self.name, name), (self.name, whole)} & used_names or key in used_keys or
                    {key, key.removeprefix("web.")} & used_literals):
                yield f"{self.files['fr']}: {key}: nothing says it"

    def fix(self):
        fixed = {key: repair(text) for key, text in self.french.items()}
        if fixed != self.french:
            lines = [f"  {json.dumps(key)}: {json.dumps(text, ensure_ascii=False)}" for key, text in fixed.items()]
            self.files["fr"].write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def is_test(path):
    return bool(re.search(r"_(test|dbtest|httptest|fuzz|bench)\.cpp$", path.name)) or "testing" in path.parts


def uses(source):
    """Names said in C++ as (room, constant), keys said in templates, string literals with a dot; and the ids errors give to readers."""
    names, keys, literals, ids = set(), set(), set(), []
    for path in sorted(source.rglob("*")):
        if path.suffix not in (".cpp", ".hpp", ".html") or is_test(path):
            continue
        text = path.read_text(encoding="utf-8")
        room = path.parent.parent.name if path.suffix == ".html" else path.parent.name
        if path.suffix == ".html":
            for key in re.findall(r"\{\{\s*t\.([a-z0-9._-]+)\s*\}\}", text):
                keys.add(key if key.startswith("web.") else f"{room}.{key}")
            continue
        names |= {(owner.rstrip(":") or room, name) for owner, name in re.findall(r"(?:\b(\w+)::)?\bmsg::(\w+)", text)}
        literals |= set(re.findall(r'"([a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+)"', text))
        ids += [(path, room, message_id) for _, message_id in FAIL.findall(text)]
    return names, keys, literals, ids


def check(source):
    rooms = [Room(file.parent.parent) for file in sorted(source.glob("*/*/i18n/fr.json")) + sorted(source.glob("*/i18n/fr.json"))]
    names, keys, literals, ids = uses(source)
    faults = [fault for room in rooms for fault in [*room.faults, *room.typography(), *room.unused(names, keys, literals)]]
    known = {key for room in rooms for key in room.french}
    with_sentences = {room.name for room in rooms} | {"http"}
    for path, _, message_id in ids:
        if message_id.split(".")[0] in with_sentences and message_id not in known and f"web.{message_id}" not in known:
            faults.append(f"{path}: {message_id}: the reader has no sentence for this error")
    return rooms, faults


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fix", action="store_true", help="repair the French typography in place")
    parser.add_argument("source", type=pathlib.Path)
    options = parser.parse_args(arguments)
    if options.fix:
        for room in check(options.source)[0]:
            room.fix()
    rooms, faults = check(options.source)
    for fault in faults:
        print(fault)
    if faults:
        return 1
    print(f"{sum(len(room.french) for room in rooms)} sentences in {len(rooms)} rooms, French and English")
    return 0


if __name__ == "__main__":
    sys.exit(main())
