#!/usr/bin/env python3
"""Checks that the documentation says what the program has. Prints one line per breach and exits 1.

usage: check_docs.py [ROOT]        ROOT: the repository, by default the one this file is in

  settings       every key of src/app/config.cpp has its row in docs/operate.md
  commands       every command and option of src/app/main.cpp is in docs/operate.md
  rooms          every room is in docs/architecture.md; docs/rooms.md is what check_rooms.py --graph draws
  routes         every route whose pattern is written whole in the sources is in docs/api.md
  packages       tools/packages.txt and every package.json against the tables of docs/dependencies.md, both ways
  decisions      docs/adr/NNNN-title.md: numbered without gap, the four parts present
  links          every relative link of a Markdown file leads to a file, and to a heading when it names one

What a rule reads may be absent (a tree without app yet): then the rule has nothing to say.
"""
import json
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import check_rooms  # noqa: E402

SETTING = re.compile(r'\{\s*"([a-z][a-z0-9_]*)"\s*,')
COMMAND = re.compile(r'\b(?:command|add_subcommand)\(\s*"([a-z][a-z-]*)"')
OPTION = re.compile(r'"(--[a-z][a-z-]*)"')
ROUTE = re.compile(r'(?:\b(?:page|route|file_route)\(\s*|\bpattern\s*=\s*)"(/[^"]*)"\s*[,;)]')
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.M)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
CODE = re.compile(r"`[^`\n]*`")
ADR = re.compile(r"^(\d{4})-[a-z0-9-]+\.md$")
ADR_PARTS = ("Context", "Decision", "Consequences", "Evidence")


def read(path):
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def tracked(root, *patterns):
    """Files git knows, or all of them where there is no repository (tests)."""
    done = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
                          capture_output=True, text=True)
    if done.returncode == 0:
        names = [n for n in done.stdout.split("\0") if n]
        return sorted(root / n for n in names if (root / n).is_file())
    return sorted({p for pattern in patterns for p in root.rglob(pattern) if "node_modules" not in p.parts})


def settings(root):
    page = read(root / "docs/operate.md")
    for key in sorted(set(SETTING.findall(read(root / "src/app/config.cpp")))):
        if f"| `{key}` |" not in page:
            yield f"docs/operate.md: no row for the setting `{key}` of src/app/config.cpp"


def commands(root):
    page = read(root / "docs/operate.md")
    text = read(root / "src/app/main.cpp")
    for name in sorted(set(COMMAND.findall(text))):
        if not re.search(rf"`catalyse {name}\b", page):
            yield f"docs/operate.md: the command `catalyse {name}` of src/app/main.cpp is missing"
    for option in sorted(set(OPTION.findall(text))):
        if not re.search(rf"{option}(?![a-z-])", page):
            yield f"docs/operate.md: the option {option} of src/app/main.cpp is missing"


def rooms(root):
    if not (root / "src").is_dir():
        return
    tree = check_rooms.Tree((root / "src").resolve())
    page = read(root / "docs/architecture.md")
    for name in sorted(tree.rooms):
        if f"`{name}`" not in page:
            yield f"docs/architecture.md: the room `{name}` is missing"
    if read(root / "docs/rooms.md") != check_rooms.graph(tree):
        yield "docs/rooms.md is not what the rooms are: tools/check_rooms.py src --graph docs/rooms.md"


def routes(root):
    page = read(root / "docs/api.md")
    for file in tracked(root, "*.cpp"):
        name = file.relative_to(root)
        if name.parts[0] != "src" or re.search(r"_(test|dbtest|httptest|fuzz|bench)$", file.stem) or "testing" in name.parts:
            continue
        for pattern in sorted(set(ROUTE.findall(read(file)))):
            if f"`{pattern}`" not in page:
                yield f"docs/api.md: the route `{pattern}` of {name} is missing"


def installed(root):
    """What the project asks for: Debian packages and npm packages, each with the file that names it."""
    wanted = {}
    for line in read(root / "tools/packages.txt").splitlines():
        for package in line.partition("#")[0].split()[1:]:
            wanted.setdefault(package, "tools/packages.txt")
    for file in tracked(root, "package.json", "*/package.json"):
        listing = json.loads(read(file))
        for kind in ("dependencies", "devDependencies", "optionalDependencies"):
            for package in listing.get(kind, {}):
                wanted.setdefault(package, str(file.relative_to(root)))
    return wanted


def packages(root):
    wanted = installed(root)
    documented = set()
    for line in read(root / "docs/dependencies.md").splitlines():
        if line.startswith("|"):
            documented.update(re.findall(r"`([^`]+)`", line.split("|")[1]))
    for package in sorted(wanted.keys() - documented):
        yield f"docs/dependencies.md: `{package}` of {wanted[package]} has no row"
    for package in sorted(documented - wanted.keys()):
        yield f"docs/dependencies.md: `{package}` is neither in tools/packages.txt nor in a package.json"


def decisions(root):
    folder = root / "docs/adr"
    if not folder.is_dir():
        return
    numbers = []
    for file in sorted(folder.glob("*.md")):
        named = ADR.match(file.name)
        if not named:
            yield f"docs/adr/{file.name}: the name is not NNNN-title.md"
            continue
        numbers.append(int(named.group(1)))
        found = HEADING.findall(read(file))
        for part in ADR_PARTS:
            if part not in found:
                yield f"docs/adr/{file.name}: no part « {part} »"
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"docs/adr: the numbers are {numbers}, not 1 to {len(numbers)}"


def anchor(heading):
    """As GitHub makes it: lower case, punctuation out, spaces to hyphens."""
    text = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", lambda m: m.group(1) or "", heading)
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def links(root):
    for file in tracked(root, "*.md"):
        name = file.relative_to(root)
        text = CODE.sub("", FENCE.sub("", read(file)))
        for target in LINK.findall(text):
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            path, _, fragment = target.partition("#")
            there = (file.parent / path) if path else file
            if not there.exists():
                yield f"{name}: the link {target} leads nowhere"
            elif fragment and there.suffix == ".md" and fragment not in {anchor(h) for h in HEADING.findall(FENCE.sub("", read(there)))}:
                yield f"{name}: the link {target} names a heading that is not there"


RULES = (settings, commands, rooms, routes, packages, decisions, links)


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[1]).resolve()
    breaches = [line for rule in RULES for line in rule(root)]
    for line in breaches:
        print(line)
    if not breaches:
        print(f"documentation holds: {', '.join(rule.__name__ for rule in RULES)}")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
