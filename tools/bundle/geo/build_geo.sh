#!/bin/sh
# Installs the pinned mapshaper if needed, then builds the contours: build_geo.sh --from RAW_DATA --to data/geo
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
[ -x "$here/node_modules/.bin/mapshaper" ] || npm ci --prefix "$here" --ignore-scripts --no-audit --no-fund
exec python3 "$here/build_geo.py" "$@"
