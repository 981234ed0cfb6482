#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
# Install PostgreSQL, Chromium, nginx and a Chinese font where apt is usable; otherwise say what will be skipped.
set -uo pipefail
want=()
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || want+=(postgresql)
command -v chromium >/dev/null || want+=(chromium)
command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || want+=(nginx-light)
[ -n "$(fc-list :lang=zh 2>/dev/null | head -1)" ] || want+=(fonts-noto-cjk)
[ ${#want[@]} = 0 ] && exit 0
sudo=""
if [ "$(id -u)" != 0 ]; then
  if sudo -n true 2>/dev/null; then sudo="sudo -n"; else echo "skipped: ${want[*]} not installed (apt needs root)"; exit 0; fi
fi
command -v apt-get >/dev/null || { echo "skipped: ${want[*]} not installed (no apt)"; exit 0; }
$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${want[@]}" >/dev/null \
  || echo "skipped: ${want[*]} could not be installed"
exit 0
