"""Each omission, planted in a small sound tree, is named; the sound tree is not accused."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOLS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOOLS))
import check_rooms  # noqa: E402

ROOMS = {
    "src/base/core/CMakeLists.txt": "room(core PUBLIC core.hpp)\n",
    "src/features/cases/CMakeLists.txt": "room(cases NEEDS core PUBLIC cases.hpp)\n",
}
SOUND = {
    **ROOMS,
    "src/app/config.cpp": 'all{{"listen", setter()},\n {"page_cache", positive()}};\n',
    "src/app/main.cpp": 'command("serve", "answer");\ncli.add_subcommand("config", "x");\nsub->add_option("--listen", o.listen);\n',
    "src/features/cases/contribution.cpp": 'page("/cas", "cases", cases_page);\nroute.pattern = "/cas/{id}";\nroute.pattern = base + "{id}/x";\n',
    "src/features/cases/pages_httptest.cpp": 'route.pattern = "/essai";\n',
    "docs/operate.md": "| `listen` | a |\n| `page_cache` | b |\n`catalyse serve --listen A:P`, `catalyse config print`\n",
    "docs/api.md": "`/cas` and `/cas/{id}`\n",
    "docs/architecture.md": "# House\n## The floors\n`core`, `cases`\n",
    "docs/dependencies.md": "| Package | Why |\n|---|---|\n| `g++`, `make` | compiles |\n| `esbuild` | bundles |\n",
    "docs/adr/0001-walls.md": "# 1. Walls\n## Context\n## Decision\n## Consequences\n## Evidence\n",
    "tools/packages.txt": "# comment about nothing\nbuild g++ make\n",
    "web/package.json": '{"devDependencies": {"esbuild": "1.0.0"}}',
    "README.md": "[house](docs/architecture.md#the-floors) [site](https://example.org/x) `[not](a-link.md)`\n```\n[nor](this.md)\n```\n",
}


class CheckDocs(unittest.TestCase):
    def run_on(self, changes, rooms_page=None):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in {**SOUND, **changes}.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            drawn = check_rooms.graph(check_rooms.Tree((root / "src").resolve()))
            (root / "docs/rooms.md").write_text(drawn if rooms_page is None else rooms_page)
            done = subprocess.run([sys.executable, TOOLS / "check_docs.py", folder], capture_output=True, text=True)
            self.assertEqual(done.stderr, "")
            return done.returncode, done.stdout

    def assert_named(self, words, changes, **more):
        code, out = self.run_on(changes, **more)
        self.assertEqual(code, 1, out)
        self.assertIn(words, out)
        self.assertEqual(len(out.splitlines()), 1, out)

    def test_a_sound_tree_passes(self):
        code, out = self.run_on({})
        self.assertEqual(code, 0, out)

    def test_an_undocumented_setting_is_named(self):
        self.assert_named("setting `secret`", {"src/app/config.cpp": SOUND["src/app/config.cpp"] + '{\n    "secret", setter()}'})

    def test_a_setting_in_passing_is_not_a_row(self):
        self.assert_named("setting `page_cache`", {"docs/operate.md": SOUND["docs/operate.md"].replace("| `page_cache` |", "page_cache")})

    def test_an_undocumented_command_is_named(self):
        self.assert_named("`catalyse reindex`", {"src/app/main.cpp": SOUND["src/app/main.cpp"] + 'command("reindex", "x");'})

    def test_a_longer_command_does_not_stand_for_a_shorter(self):
        self.assert_named("`catalyse serv`", {"src/app/main.cpp": SOUND["src/app/main.cpp"] + 'command("serv", "x");'})

    def test_an_undocumented_option_is_named(self):
        self.assert_named("option --strict", {"src/app/main.cpp": SOUND["src/app/main.cpp"] + 'sub->add_flag("--strict", x);'})

    def test_an_undocumented_room_is_named(self):
        self.assert_named("room `fund`", {"src/features/fund/CMakeLists.txt": "room(fund NEEDS core)\n"})

    def test_an_old_graph_is_named(self):
        self.assert_named("docs/rooms.md is not", {}, rooms_page="graph TD\n")

    def test_an_undocumented_route_is_named(self):
        self.assert_named("route `/projets`", {"src/features/cases/more.cpp": 'auto r = file_route("/projets", "x", h);\n'})

    def test_a_package_without_a_row_is_named(self):
        self.assert_named("`ninja` of tools/packages.txt", {"tools/packages.txt": "build g++ make ninja\n"})

    def test_an_npm_package_without_a_row_is_named(self):
        self.assert_named("`axe` of tests/package.json", {"tests/package.json": '{"dependencies": {"axe": "1"}}'})

    def test_a_row_without_a_package_is_named(self):
        self.assert_named("`make` is neither", {"tools/packages.txt": "build g++\n"})

    def test_a_gap_between_decisions_is_named(self):
        self.assert_named("not 1 to 2", {"docs/adr/0003-more.md": SOUND["docs/adr/0001-walls.md"]})

    def test_a_decision_without_evidence_is_named(self):
        self.assert_named("no part « Evidence »", {"docs/adr/0001-walls.md": "# 1\n## Context\n## Decision\n## Consequences\n"})

    def test_a_dead_link_is_named(self):
        self.assert_named("docs/nowhere.md leads nowhere", {"README.md": "[x](docs/nowhere.md)\n"})

    def test_a_dead_image_is_named(self):
        self.assert_named("docs/images/home.png leads nowhere", {"README.md": "![home](docs/images/home.png)\n"})

    def test_a_dead_heading_is_named(self):
        self.assert_named("names a heading", {"README.md": "[x](docs/architecture.md#the-roof)\n"})


if __name__ == "__main__":
    unittest.main()
