#!/usr/bin/env bash
# Runs a command with CATALYSE_TEST_POSTGRESQL set to the address of a throw-away PostgreSQL cluster (pg_virtualenv).
# usage: tools/with_postgresql.sh COMMAND [ARGUMENT...]
set -eu
# Two clusters made at the same moment choose the same free port: one at a time, until it listens.
exec 9>"${TMPDIR:-/tmp}/catalyse-postgresql-$(id -u).lock"
flock 9
exec pg_virtualenv -t -o fsync=off bash -c '
  flock -u 9
  exec 9>&-
  export CATALYSE_TEST_POSTGRESQL="postgresql://$PGUSER:$PGPASSWORD@${PGHOST:-localhost}:$PGPORT/postgres"
  exec "$@"' catalyse "$@"
