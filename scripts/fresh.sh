#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
# Both commands from an empty clone with an empty HOME, as a newcomer would meet them.
set -euo pipefail
here=$(git rev-parse --show-toplevel); work=$(mktemp -d); export HOME=$work/home; mkdir -p "$HOME"
git clone -q "$here" "$work/clone"; cd "$work/clone"
start=$(date +%s); make run & pid=$!
trap 'kill $pid 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 300); do
  python3 - <<'PY' && break || sleep 1
import sys, urllib.request
try: sys.exit(urllib.request.urlopen("http://127.0.0.1:8000/", timeout=2).status != 200)
except OSError: sys.exit(1)
PY
done
echo "make run: 页面可用，$(( $(date +%s) - start ))秒"
kill $pid; wait $pid 2>/dev/null || true
make test
