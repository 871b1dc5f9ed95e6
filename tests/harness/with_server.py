#!/usr/bin/env python3
"""Runs a command with CATALYSE_URL set to a program that serves all of France; its exit status is the command's.

usage: with_server.py BINARY BUILD_FOLDER [--own] COMMAND [ARGUMENT...]     or, to import only: with_server.py BINARY BUILD_FOLDER

--own: a copy of its own, for a command that writes.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

import france


def main(binary, build, *command):
    place = france.imported(binary, build)
    if not command:
        print((place.folder / "import.log").read_text(encoding="utf-8"))
        return 0
    if command[0] == "--own":
        with tempfile.TemporaryDirectory() as folder:
            return run(binary, place.copy_to(pathlib.Path(folder) / "copy"), command[1:])
    return run(binary, place, command)


def run(binary, place, command):
    with france.serving(binary, place) as server:
        environment = {**os.environ, "CATALYSE_URL": server.url, "CATALYSE_CONFIG": str(place.config), "CATALYSE_BINARY": binary}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
