#!/bin/sh
# Bundles the style sheet and the scripts of web/ into a folder; installs esbuild there first when it is missing.
# usage: tools/bundle_web.sh OUT
set -eu
out=$1
cd "$(dirname "$0")/../web"
esbuild=node_modules/.bin/esbuild
library=node_modules/maplibre-gl/dist
if [ ! -x $esbuild ] || [ ! -f $library/maplibre-gl-csp.js ]; then
  # Two builds may start at once.
  flock package-lock.json sh -c "[ -x $esbuild ] && [ -f $library/maplibre-gl-csp.js ] || npm ci --no-audit --no-fund --silent --ignore-scripts"
fi
mkdir -p "$out"
for script in recherche brouillon; do
  $esbuild $script.ts --bundle --minify --format=esm --target=es2020 --charset=utf8 --log-level=warning --outfile="$out/$script.js"
done
# The map and its worker, on the pages of maps only: the build of MapLibre that needs no worker made of a string.
$esbuild carte.ts --bundle --minify --format=esm --target=es2020 --charset=utf8 --loader:.css=text --log-level=warning --outfile="$out/carte.js"
cp $library/maplibre-gl-csp-worker.js "$out/carte-ouvrier.js"
$esbuild catalyse.css --minify --charset=utf8 --log-level=warning --outfile="$out/catalyse.css"
cp icone.svg "$out/icone.svg"
