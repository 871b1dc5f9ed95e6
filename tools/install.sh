#!/usr/bin/env bash
# Installs what is missing for a purpose on Debian 12, and nothing when all is there.
# usage: tools/install.sh PURPOSE...     purposes: the first words of tools/packages.txt
set -eu
cd "$(dirname "$0")/.."
wanted=$(for purpose in "$@"; do sed -n "s/^$purpose  *//p" tools/packages.txt; done)
# Node: Debian's own where there is none, whatever is there otherwise.
command -v node >/dev/null && command -v npm >/dev/null || wanted="$wanted nodejs npm"
missing=""
for package in $wanted; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo"
  echo "installing:$missing"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
for folder in "web" "tests/journeys" "bench"; do
  case " $* " in *" build "*) [ "$folder" = web ] || continue ;; *" test "*) [ "$folder" = tests/journeys ] || continue ;;
    *" bench "*) [ "$folder" = bench ] || continue ;; *) continue ;; esac
  [ -f "$folder/package-lock.json" ] || continue
  if [ ! -d "$folder/node_modules" ] || [ "$folder/package-lock.json" -nt "$folder/node_modules" ]; then
    npm ci --prefix "$folder" --no-audit --no-fund --silent
    touch "$folder/node_modules"
  fi
done
