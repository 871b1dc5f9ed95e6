#!/bin/sh
# Bundles the style sheet and the scripts of web/ into a folder; installs esbuild there first when it is missing.
# usage: tools/bundle_web.sh OUT
set -eu
out=$1
cd "$(dirname "$0")/../web"
esbuild=node_modules/.bin/esbuild
if [ ! -x $esbuild ]; then
  # Two builds may start at once.
  flock package-lock.json sh -c "[ -x $esbuild ] || npm ci --no-audit --no-fund --silent --ignore-scripts"
fi
mkdir -p "$out"
$esbuild recherche.ts --bundle --minify --format=esm --target=es2020 --charset=utf8 --log-level=warning --outfile="$out/recherche.js"
$esbuild catalyse.css --minify --charset=utf8 --log-level=warning --outfile="$out/catalyse.css"
cp icone.svg "$out/icone.svg"
