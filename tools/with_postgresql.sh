#!/usr/bin/env bash
# Runs a command with CATALYSE_TEST_POSTGRESQL set to the address of a throw-away PostgreSQL cluster (pg_virtualenv).
# usage: tools/with_postgresql.sh COMMAND [ARGUMENT...]
set -eu
exec pg_virtualenv -t -o fsync=off bash -c '
  export CATALYSE_TEST_POSTGRESQL="postgresql://$PGUSER:$PGPASSWORD@${PGHOST:-localhost}:$PGPORT/postgres"
  exec "$@"' catalyse "$@"
