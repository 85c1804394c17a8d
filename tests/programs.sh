#!/bin/sh
# What the tests need that is no Python package: Chromium, and Dovecot for the mailboxes. Taken as they are, else installed by
# the system's package manager where that is allowed. Dovecot's service is not started: the tests start one of their own.
set -e
PATH="$PATH:/usr/sbin"
missing=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing="chromium"
command -v dovecot >/dev/null || missing="$missing dovecot-imapd"
test -n "$missing" || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need programs that are not here. Install them, e.g.: sudo apt-get install $missing" >&2
    exit 1
fi
policy=/usr/sbin/policy-rc.d
if ! test -e "$policy"; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
