#!/usr/bin/env bash
# Builds everything and runs every test; installs what the tests need where that is possible. Ends with one line of counts.
set -uo pipefail
cd "$(dirname "$0")"
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
results=artifacts/test-results
rm -rf "$results"

# The browser tests want Chromium. On Debian, as root, it is installed; elsewhere they skip and say why.
if ! command -v chromium >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 ||
        echo "Chromium could not be installed: the browser tests will be skipped."
fi

# The storage tests want PostgreSQL, of which they start one of their own. Likewise.
if ! command -v initdb >/dev/null && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing PostgreSQL for the storage tests ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } >/dev/null 2>&1 ||
        echo "PostgreSQL could not be installed: the storage tests will run on SQLite alone."
fi

# The monitoring tests want Prometheus and Alertmanager, of which they start their own. Likewise.
if ! { command -v promtool && command -v amtool; } >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Prometheus and Alertmanager for the monitoring tests ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends prometheus prometheus-alertmanager; } >/dev/null 2>&1 ||
        echo "Prometheus could not be installed: the monitoring tests will be skipped."
fi

# Grains and endpoints are tested on Microsoft Orleans too, and real clusters of processes, where its packages can be restored; to find
# that out takes the time of the build.
mkdir -p "$results"
orleans=$results/orleans-packages.txt
dotnet msbuild Grains.Interfaces -t:FindOrleansPackages -p:OrleansRuntime=Microsoft -nologo -v:quiet >"$orleans" 2>&1 &
finding=$!

# The tests of what stands before the service want nginx. Likewise.
if ! command -v nginx >/dev/null && [ ! -x /usr/sbin/nginx ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing nginx for the tests of its example ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light; } >/dev/null 2>&1 ||
        echo "nginx could not be installed: its tests will be skipped."
fi

dotnet build OrleansTrader.sln -nologo -v quiet || { echo "The build failed: no test was run." >&2; exit 1; }

status=0
wait "$finding" && has_orleans=1 || has_orleans=
for project in tests/*.Tests/*.Tests.csproj; do
    name=$(basename "$project" .csproj)
    # Without Orleans it says that it skips; with it, it runs below.
    [ "$name" = Cluster.Tests ] && [ -n "$has_orleans" ] && continue
    dotnet test "$project" --no-build --nologo -v quiet --logger "trx;LogFileName=$name.trx" --results-directory "$results" || status=1
done

unrun=0
if [ -n "$has_orleans" ]; then
    if dotnet build OrleansTrader.sln -p:OrleansRuntime=Microsoft -nologo -v quiet; then
        for name in Grains.Tests LocalRuntime.Tests Silo.Tests Cluster.Tests; do
            dotnet test "tests/$name/$name.csproj" -p:OrleansRuntime=Microsoft --no-build --nologo -v quiet \
                --logger "trx;LogFileName=$name.Microsoft.trx" --results-directory "$results" || status=1
        done
    else
        echo "The build for Microsoft Orleans failed: nothing was tested on it." >&2
        status=1
    fi
else
    unrun=$(sed -n 's/.*<Counters total="\([0-9]*\)".*/\1/p' "$results/Grains.Tests.trx" | head -1)
    unrun=${unrun:-0}
    echo "Skipped on Microsoft Orleans: the $unrun grain tests. $(sed -n 's/.*error : //; s/ \[[^]]*\]$//; /./p' "$orleans" | head -1)"
fi

# One line from all the result files: counters of the runner, added up.
sum() { awk -v name="$1" 'match($0, /<Counters [^>]*>/) { c = substr($0, RSTART, RLENGTH); if (match(c, " " name "=\"[0-9]+\"")) { v = substr(c, RSTART, RLENGTH); gsub(/[^0-9]/, "", v); s += v } } END { print s + 0 }' "$results"/*.trx; }
passed=$(sum passed)
failed=$(sum failed)
total=$(sum total)
skipped=$((total - passed - failed + unrun))
[ "$total" -gt 0 ] || { echo "No test was run." >&2; status=1; }
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
