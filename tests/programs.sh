#!/bin/sh
# What the tests need that is no Python package: Chromium, and Dovecot for the mailboxes. Taken as they are, else installed by
# the system's package manager where that is allowed. Dovecot's service is not started: the tests start one of their own.
# Chromium's shell without windows shows the same pages for a third of the work: it is installed beside another, too.
set -e
PATH="$PATH:/usr/sbin"
is_there() { command -v "$1" >/dev/null; }
install() { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >/dev/null; }

shell="chromium-headless-shell"
missing=""
is_there "$shell" || is_there chromium || is_there chromium-browser || is_there google-chrome || missing="chromium"
is_there dovecot || missing="$missing dovecot-imapd"
if is_there "$shell" && test -z "$missing"; then exit 0; fi

if [ "$(id -u)" != 0 ] || ! is_there apt-get; then
    test -n "$missing" || exit 0
    echo "The tests need programs that are not here. Install them, e.g.: sudo apt-get install $missing" >&2
    exit 1
fi
policy=/usr/sbin/policy-rc.d
if ! test -e "$policy"; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
fi
apt-get update -qq || test -z "$missing"
if is_there "$shell" || install "$shell" 2>/dev/null; then missing="${missing#chromium}"; fi
for program in $missing; do install "$program"; done
