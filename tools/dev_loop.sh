#!/usr/bin/env bash
# Rebuilds and restarts the server each time a source changes, until Ctrl-C. A build that fails leaves the running server alone.
# usage: tools/dev_loop.sh [ADDRESS:PORT]
set -eu
cd "$(dirname "$0")/.."
listen=${1:-127.0.0.1:8080}
build=${BUILD:-build/release}
pause=${PAUSE:-1}
server=""

stop() {
  [ -n "$server" ] || return 0
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=""
}
trap stop EXIT
trap 'exit 0' INT TERM

# Names, sizes and times of everything the program is made of. Polled: it needs no package and sees files of any editor.
state() {
  find CMakeLists.txt cmake src web data -name node_modules -prune -o -type f -printf '%p %s %T@\n' 2>/dev/null | sort | cksum
}

# The data are imported again only when they may differ: `import` itself sees that a version is already loaded.
turn() {
  if ! ninja -C "$build" -j "${JOBS:-$(nproc)}" catalyse; then
    echo "dev: the build failed; waiting for a change"
    return 0
  fi
  stop
  if ! "$build/catalyse" import; then
    echo "dev: the import failed; waiting for a change"
    return 0
  fi
  "$build/catalyse" serve --listen "$listen" &
  server=$!
}

seen=""
while true; do
  now=$(state)
  if [ "$now" != "$seen" ]; then
    seen=$now
    turn
  elif [ -n "$server" ] && ! kill -0 "$server" 2>/dev/null; then
    wait "$server" || echo "dev: the server ended; waiting for a change"
    server=""
  fi
  sleep "$pause"
done
