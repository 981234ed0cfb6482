#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
# Run a command against a private PostgreSQL cluster on loopback; the cluster is stopped and removed afterwards.
set -euo pipefail
bindir=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
if [ -z "$bindir" ] || [ ! -x "$bindir/initdb" ]; then echo "skipped: the PostgreSQL pass (no PostgreSQL binaries)"; exit 0; fi
as=()
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 || { echo "skipped: the PostgreSQL pass (no postgres account to run it as)"; exit 0; }
  as=(runuser -u postgres --)
fi
home=$(mktemp -d); chmod 711 "$home"; data=$home/data
[ ${#as[@]} = 0 ] || chown postgres "$home"
port=$(python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])')
stop() { "${as[@]}" "$bindir/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$home" "${instance:-}"; }
trap stop EXIT
cd "$home"
"${as[@]}" "$bindir/initdb" -D "$data" -U gongkai -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
"${as[@]}" "$bindir/pg_ctl" -D "$data" -w -l "$home/log" -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$home -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=4GB" start >/dev/null
cd "$OLDPWD"
instance=$(mktemp -d)
export GONGKAI_DIR=$instance GONGKAI_DATABASE_URL="postgres://gongkai@127.0.0.1:$port/postgres"
"$@"
