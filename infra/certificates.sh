#!/usr/bin/env bash
# Makes what compose.yaml and the Kubernetes manifests take as secrets: an authority of your own, a certificate for the processes of
# the cluster and one for the page, passwords, and the key of the books. What is there already stays; delete a file to have it made anew (all processes must
# trust the same authority, so delete authority.* together with every *.crt).
#   usage: [ALERT_WEBHOOK=https://...] infra/certificates.sh DIRECTORY [NAME-OF-THE-PAGE]...      (default name: localhost)
set -euo pipefail
umask 077
[ $# -ge 1 ] || { sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2; }
command -v openssl >/dev/null || { echo "error: openssl is not installed" >&2; exit 2; }
directory=$1; shift
names=("$@"); [ $# -gt 0 ] || names=(localhost)
days_authority=3650
days_certificate=397
mkdir -p "$directory"
chmod 700 "$directory"
cd "$directory"

if [ ! -f authority.key ]; then
    openssl ecparam -name prime256v1 -genkey -noout -out authority.key
    openssl req -x509 -new -sha256 -key authority.key -days "$days_authority" -subj "/O=OrleansTrader/CN=own authority" \
        -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign -out authority.crt
    echo "made authority.crt (keep authority.key off the servers)"
fi

# certificate NAME SUBJECT ALTERNATIVE-NAMES USES
certificate() {
    [ ! -f "$1.crt" ] || return 0
    openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1.key"
    openssl req -new -sha256 -key "$1.key" -subj "/O=OrleansTrader/CN=$2" -out "$1.csr"
    printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=%s\nsubjectAltName=%s\n' "$4" "$3" > "$1.ext"
    openssl x509 -req -sha256 -in "$1.csr" -CA authority.crt -CAkey authority.key -CAcreateserial -days "$days_certificate" -extfile "$1.ext" -out "$1.crt" 2>/dev/null
    rm -f "$1.csr" "$1.ext"
    echo "made $1.crt for $3 ($days_certificate days)"
}

alternatives="DNS:dashboard"
for name in "${names[@]}"; do
    case $name in *[!0-9.]*) alternatives+=",DNS:$name" ;; *) alternatives+=",IP:$name" ;; esac
done
certificate web "${names[0]}" "$alternatives" serverAuth
certificate peer "silo of OrleansTrader" "DNS:silo" serverAuth,clientAuth

# secret NAME: 32 random bytes, in letters that need no quoting anywhere.
secret() {
    [ -f "$1" ] || { openssl rand -hex 32 | tr -d '\n' > "$1"; echo "made $1"; }
}
for name in postgres_password admin_password grafana_password scrape_token; do secret "$name"; done
# The key that the books are signed with: without it nobody can tell that they are whole, so keep a copy apart from the database.
[ -f journal.key ] || { openssl rand -out journal.key 32; echo "made journal.key"; }
# Where Alertmanager sends: from the environment, else a name that is nobody's by definition (RFC 2606).
if [ ! -f alert_webhook ]; then
    printf '%s' "${ALERT_WEBHOOK:-http://alerts.invalid/}" > alert_webhook
    [ -n "${ALERT_WEBHOOK:-}" ] && echo "made alert_webhook" || echo "made alert_webhook, which leads nowhere: write the address of your chat or pager there"
fi
# What wraps the keys that credentials and logins are sealed with.
[ -f master_key ] || { openssl rand -base64 32 > master_key; echo "made master_key"; }
[ -f database ] || printf 'Host=postgres;Database=trader;Username=trader;Password=%s' "$(cat postgres_password)" > database

# Containers read single files as users of their own; on this machine the directory keeps everybody else out.
chmod 444 ./*
chmod 400 authority.key
echo "secrets are in $directory; the page's first user is 'admin' of tenant 'platform', its password in admin_password"
