#!/usr/bin/env bash
# Names every tracked C++ file whose layout is not what .clang-format says, and exits 1 if there is one.
# usage: tools/check_format.sh [--fix] [FILE...]     --fix rewrites them; FILE... instead of all tracked files
set -eu
cd "$(dirname "$0")/.."
# This very version: others lay the same style out differently.
formatter=${CLANG_FORMAT:-clang-format-14}
command -v "$formatter" >/dev/null || { echo "check_format: $formatter is not installed (tools/install.sh test)" >&2; exit 1; }
fix=""
[ "${1:-}" = --fix ] && { fix=yes; shift; }
if [ $# -gt 0 ]; then
  files=("$@")
else
  mapfile -d '' -t files < <(git ls-files -z -- '*.cpp' '*.hpp')
fi
[ ${#files[@]} -gt 0 ] || { echo "check_format: no C++ file"; exit 0; }
if [ -n "$fix" ]; then
  printf '%s\0' "${files[@]}" | xargs -0 -n 16 -P "$(nproc)" "$formatter" -i
  exit 0
fi
# The formatter prints one diagnostic a place, as FILE:LINE:COLUMN: …; here one line a file. Each process says all it has to say in one
# short write, so that those running side by side do not cut each other's lines.
# shellcheck disable=SC2016
differing=$(printf '%s\0' "${files[@]}" | xargs -0 -n 16 -P "$(nproc)" sh -c '
  said=$("$@" 2>&1) && exit 0
  names=$(printf "%s\n" "$said" | sed -n "s/^\(.*\):[0-9]*:[0-9]*: error: code should be clang-formatted.*/\1/p" | sort -u)
  printf "%s\n" "${names:-$said}"' sh "$formatter" --dry-run -Werror | sort)
if [ -n "$differing" ]; then
  echo "$differing" | sed 's/$/: not laid out as .clang-format says (tools\/check_format.sh --fix)/'
  exit 1
fi
echo "${#files[@]} C++ files, layout uniform"
