#!/usr/bin/env bash
# A backup of books on PostgreSQL, made by its client alone and written to standard output as a tar: where it is unpacked, `trader restore`
# takes the directory as one of `trader backup`. The master key is not in it.
#   docker compose -f infra/compose.yaml run --rm --no-TTY backup > 2026-01-31.tar
# Elsewhere: PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD as PostgreSQL's client reads them (or PGPASSWORD_FILE), FEED (the books'
# name, default simulated), JOURNAL_KEY (file), ARCHIVE (Storage:Retention:ArchiveDirectory, where it is set), STAGING (room for the backup).
set -euo pipefail
umask 077
fail() { echo "error: $1" >&2; exit 1; }
[ ! -t 1 ] || fail "standard output is a terminal: send the backup to a file, with '> FILE.tar'"
feed=${FEED:-simulated}
case $feed in *[!a-z0-9_]*) fail "FEED '$feed' is no name of books" ;; esac
key=${JOURNAL_KEY:-/run/secrets/journal.key}
[ -r "$key" ] || fail "there is no journal key '$key': name it in JOURNAL_KEY"
if [ -n "${PGPASSWORD_FILE:-}" ]; then PGPASSWORD=$(cat "$PGPASSWORD_FILE"); export PGPASSWORD; fi
ask() { psql --no-psqlrc --no-align --tuples-only --set=ON_ERROR_STOP=1 --command="$1"; }
staging=$(mktemp -d "${STAGING:-/tmp}/backup-XXXXXX")
trap 'rm -rf "$staging"' EXIT

[ "$(ask "SELECT to_regclass('\"$feed\".segments') IS NOT NULL")" = t ] || fail "the database has no books '$feed': name them in FEED"
beside=$(ask "SELECT coalesce(current_schema(), 'public')")
cp "$key" "$staging/journal.key"
# All of one moment, with the service running: books, key ring, and the states of a cluster, but not who is in it.
pg_dump --format=custom --no-owner --no-privileges --table="\"$feed\".*" --table="key_ring.*" --table="\"$beside\".orleans*" \
    --table="\"$beside\".trader_cluster" --exclude-table="\"$beside\".orleans_membership*" --file="$staging/books.dump"

# The files come after the dump, so that none is missing that it needs.
parts=(journal.key books.dump)
archived=$(ask "SELECT encode(sha256, 'hex') || '  ' || file FROM \"$feed\".segments ORDER BY file")
if [ -n "${ARCHIVE:-}" ] && [ -d "$ARCHIVE" ]; then
    cp -R "$ARCHIVE" "$staging/archive"
    find "$staging/archive" -name '*.part' -exec rm -f {} +
    parts+=(archive)
fi
if [ -n "$archived" ]; then
    [ -d "$staging/archive" ] || fail "events are archived, but ARCHIVE names no directory of theirs: name Storage:Retention:ArchiveDirectory"
    (cd "$staging/archive" && sha256sum -c - <<< "$archived") > /dev/null || fail "archive files in '$ARCHIVE' are missing or not what was written (named above)"
fi

cd "$staging"
{
    printf '{\n  "format": 2,\n  "provider": "postgres",\n  "books": "%s",\n  "at": "%s",\n  "files": {' "$feed" "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
    separator=''
    find "${parts[@]}" -type f | sort | while read -r file; do
        printf '%s\n    "%s": "%s"' "$separator" "$file" "$(sha256sum "$file" | cut -d ' ' -f 1)"
        separator=','
    done
    printf '\n  }\n}\n'
} > manifest.json
# Last of all the manifest: a tar that broke off has none, and is refused.
tar -cf - "${parts[@]}" manifest.json
