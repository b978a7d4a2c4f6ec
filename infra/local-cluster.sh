#!/usr/bin/env bash
# The topology of a cluster on one machine with plain processes: PostgreSQL, silos, a dashboard. Everything listens on loopback and lies
# in one directory (CLUSTER_DIR, default data/cluster); only processes that this script started are ever stopped. Settings (.env.example)
# come from the environment, e.g. AGENTS="trend; breakout" SYMBOLS=BTC-USDT infra/local-cluster.sh up 2
#
#   infra/local-cluster.sh up 2         two silos and a dashboard; builds the cluster flavour first
#   infra/local-cluster.sh status       what runs, and whether it is ready
#   infra/local-cluster.sh add          one more silo
#   infra/local-cluster.sh stop N       drains silo N (SIGTERM): its grains move to the others
#   infra/local-cluster.sh kill N       kills silo N (SIGKILL): what a crash does
#   infra/local-cluster.sh start N      starts silo N again
#   infra/local-cluster.sh db-restart   restarts PostgreSQL the hard way
#   infra/local-cluster.sh down         stops all; the books stay. Remove the directory for a new start.
set -uo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
dir=${CLUSTER_DIR:-$root/data/cluster}
base=${CLUSTER_PORT:-8080}          # the dashboard; silo N answers at base + N
database_port=${CLUSTER_DB_PORT:-25432}
silo_port=${CLUSTER_SILO_PORT:-11110} gateway_port=${CLUSTER_GATEWAY_PORT:-30000}   # + N
silos_max=9 ready_seconds=120

say() { printf '%s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
alive() { [ -f "$dir/$1.pid" ] && kill -0 "$(cat "$dir/$1.pid")" 2>/dev/null; }

# PostgreSQL refuses to run as root: it then runs as the user that Debian made for it.
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

tool() {
    local found
    found=$(command -v "$1" || ls -d /usr/lib/postgresql/*/bin/"$1" 2>/dev/null | sort -V | tail -1)
    [ -n "$found" ] || die "PostgreSQL's $1 is not installed: apt-get install postgresql"
    printf '%s' "$found"
}

database_up() {
    local data=$dir/postgres/data
    if [ ! -d "$data" ]; then
        mkdir -p "$dir/postgres"
        [ "$(id -u)" = 0 ] && chown postgres "$dir/postgres"
        as_postgres "$(tool initdb)" -D "$data" -U trader -A trust -E UTF8 --no-locale >"$dir/initdb.log" 2>&1 || die "initdb failed: see $dir/initdb.log"
    fi
    database_ctl status >/dev/null 2>&1 && return
    database_ctl start >/dev/null || die "PostgreSQL did not start: see $dir/postgres/log"
    as_postgres "$(tool psql)" -h 127.0.0.1 -p "$database_port" -U trader -d postgres -tAc "SELECT 1 FROM pg_database WHERE datname = 'trader'" | grep -q 1 ||
        as_postgres "$(tool createdb)" -h 127.0.0.1 -p "$database_port" -U trader trader || die "the database could not be made"
}

database_ctl() {
    as_postgres "$(tool pg_ctl)" -D "$dir/postgres/data" -l "$dir/postgres/log" -w -t 30 \
        -o "-p $database_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir/postgres -c max_connections=200" "$@"
}

build() {
    [ -n "${CLUSTER_BUILD:-}" ] && { program=$CLUSTER_BUILD; return; }
    program=$root/artifacts/Microsoft/bin/Silo/debug/Silo.dll
    say "Building the cluster flavour ..."
    dotnet build "$root/Silo/Silo.csproj" -nologo -v quiet -p:OrleansRuntime=Microsoft ${CLUSTER_BUILD_ARGS:-} || die "the cluster flavour could not be built"
}

# start NAME PORT [Section__Name=value ...] -- flags
start() {
    local name=$1 port=$2
    shift 2
    local settings=()
    while [ $# -gt 0 ] && [ "$1" != -- ]; do settings+=("$1"); shift; done
    shift
    alive "$name" && { say "$name runs already"; return; }
    mkdir -p "$dir/$name"
    env Storage__Provider=postgres \
        "Storage__ConnectionString=Host=127.0.0.1;Port=$database_port;Username=trader;Database=trader;Maximum Pool Size=40" \
        "Storage__KeyFile=$dir/journal.key" "Cluster__Name=$name" "${settings[@]}" \
        dotnet "${program:-$(cat "$dir/program")}" --port "$port" --data-dir "$dir/$name" "$@" \
        >"$dir/$name.log" 2>"$dir/$name.errors" </dev/null &
    printf '%s' $! >"$dir/$name.pid"
}

start_silo() {
    start "silo-$1" $((base + $1)) "Cluster__SiloPort=$((silo_port + $1))" "Cluster__GatewayPort=$((gateway_port + $1))" -- --role silo
}

start_dashboard() { start dashboard "$base" -- --role dashboard; }

ready() { curl -fsS -m 2 "http://localhost:$1/health/ready" >/dev/null 2>&1; }

await_ready() {
    local name=$1 port=$2 second
    for ((second = 0; second < ready_seconds; second++)); do
        ready "$port" && { say "$name is ready: http://localhost:$port"; return 0; }
        alive "$name" || die "$name ended: $(tail -1 "$dir/$name.errors" 2>/dev/null)"
        sleep 1
    done
    die "$name was not ready within $ready_seconds s: see $dir/$name.log and $dir/$name.errors"
}

# end NAME SIGNAL: waits until it is gone
end() {
    local name=$1 second
    alive "$name" || { say "$name does not run"; rm -f "$dir/$name.pid"; return; }
    kill "-$2" "$(cat "$dir/$name.pid")"
    for ((second = 0; second < 600; second++)); do alive "$name" || break; sleep 0.1; done
    alive "$name" && die "$name did not end within a minute"
    rm -f "$dir/$name.pid"
    say "$name ended"
}

number() {
    [[ "${1:-}" =~ ^[1-9]$ ]] || die "say which silo: a number from 1 to $silos_max"
    printf '%s' "$1"
}

silos() { ls "$dir" 2>/dev/null | sed -n 's/^silo-\([0-9]\)\.pid$/\1/p'; }

case ${1:-} in
up)
    count=$(number "${2:-2}")
    mkdir -p "$dir"
    build
    printf '%s' "$program" >"$dir/program"
    database_up
    for ((n = 1; n <= count; n++)); do start_silo "$n"; done
    for ((n = 1; n <= count; n++)); do await_ready "silo-$n" $((base + n)); done
    start_dashboard
    await_ready dashboard "$base"
    ;;
add)
    next=$(($(silos | sort -n | tail -1) + 1))
    [ "$next" -le "$silos_max" ] || die "there are $silos_max silos already"
    start_silo "$next"
    await_ready "silo-$next" $((base + next))
    ;;
start) n=$(number "${2:-}"); start_silo "$n"; await_ready "silo-$n" $((base + n)) ;;
stop) end "silo-$(number "${2:-}")" TERM ;;
kill) end "silo-$(number "${2:-}")" KILL ;;
db-restart) database_ctl restart -m immediate >/dev/null && say "PostgreSQL was restarted" ;;
status)
    printf '%-12s %-8s %s\n' process state ready
    database_ctl status >/dev/null 2>&1 && say "postgres     running" || say "postgres     stopped"
    for name in $(silos | sed 's/^/silo-/') dashboard; do
        port=$base; [ "$name" = dashboard ] || port=$((base + ${name#silo-}))
        alive "$name" && state=running || state=stopped
        ready "$port" && isready="yes, http://localhost:$port" || isready=no
        printf '%-12s %-8s %s\n' "$name" "$state" "$isready"
    done
    ;;
down)
    [ -d "$dir" ] || die "there is no cluster in $dir"
    alive dashboard && end dashboard TERM
    for n in $(silos); do end "silo-$n" TERM; done
    database_ctl stop -m fast >/dev/null 2>&1 && say "postgres ended"
    ;;
*) sed -n '2,14s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
