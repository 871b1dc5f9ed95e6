"""The loop of `make dev` around a stand-in for ninja and for the program: it restarts on a change and survives a failed build."""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

TOOL = pathlib.Path(__file__).resolve().parents[1] / "dev_loop.sh"
NINJA = """#!/bin/sh
echo built >> "$TRACE"
! grep -q broken src/main.cpp
"""
PROGRAM = """#!/bin/sh
echo "$*" >> "$TRACE"
[ "$1" = serve ] || exit 0
trap 'echo stopped >> "$TRACE"; exit 0' TERM
while true; do sleep 0.05; done
"""


class DevLoop(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        self.trace = self.root / "trace"
        for name, text in {"tools/dev_loop.sh": TOOL.read_text(), "bin/ninja": NINJA, "build/release/catalyse": PROGRAM}.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            path.chmod(0o755)
        self.write_source("first")
        environment = {**os.environ, "PATH": f"{self.root / 'bin'}:{os.environ['PATH']}", "TRACE": str(self.trace), "PAUSE": "0.05"}
        self.loop = subprocess.Popen([self.root / "tools/dev_loop.sh", "127.0.0.1:9"], env=environment, stdout=subprocess.DEVNULL)
        self.addCleanup(self.loop.wait)
        self.addCleanup(self.loop.terminate)

    def write_source(self, text):
        path = self.root / "src/main.cpp"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def wait_for(self, lines):
        until = time.monotonic() + 20
        while time.monotonic() < until:
            found = self.trace.read_text().splitlines() if self.trace.exists() else []
            if found == lines:
                return
            time.sleep(0.02)
        self.assertEqual(found, lines)

    def test_a_change_restarts_and_a_failed_build_does_not(self):
        first = ["built", "import", "serve --listen 127.0.0.1:9"]
        self.wait_for(first)
        self.write_source("broken")
        self.wait_for([*first, "built"])
        self.write_source("mended again")
        second = [*first, "built", "built", "stopped", "import", "serve --listen 127.0.0.1:9"]
        self.wait_for(second)
        self.loop.send_signal(signal.SIGTERM)
        self.assertEqual(self.loop.wait(timeout=20), 0)
        self.wait_for([*second, "stopped"])


if __name__ == "__main__":
    unittest.main()
