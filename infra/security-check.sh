#!/usr/bin/env bash
# Looks for what makes a deployment unsafe: vulnerable and outdated packages, secrets in the tree, container and compose settings,
# permissions of data and secrets.
#   usage: infra/security-check.sh [--data-dir DIR] [--tree DIR] [--only packages,secrets,containers,permissions] [--offline]
# Exit codes: 0 nothing found, 1 something found, 2 wrong usage, 3 nothing found but something could not be checked.
set -uo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
tree=$root
data=
only=packages,secrets,containers,permissions
offline=false
found=0
unchecked=0

usage() { sed -n '2,5s/^# \{0,1\}//p' "$0"; }
finding() { found=$((found + 1)); printf 'FOUND    %s\n' "$1"; [ $# -lt 2 ] || printf '         remedy: %s\n' "$2"; }
unknown() { unchecked=$((unchecked + 1)); printf 'UNKNOWN  %s\n' "$1"; }
fine() { printf 'ok       %s\n' "$1"; }

while [ $# -gt 0 ]; do
    case $1 in
        --data-dir) data=${2:?--data-dir needs a directory}; shift 2 ;;
        --tree) tree=${2:?--tree needs a directory}; shift 2 ;;
        --only) only=${2:?--only needs a list}; shift 2 ;;
        --offline) offline=true; shift ;;
        --help | -h) usage; exit 0 ;;
        *) echo "error: unknown argument '$1'" >&2; usage >&2; exit 2 ;;
    esac
done
[ -d "$tree" ] || { echo "error: there is no directory '$tree'" >&2; exit 2; }
for part in ${only//,/ }; do
    case $part in packages | secrets | containers | permissions) ;; *) echo "error: --only knows no '$part'" >&2; exit 2 ;; esac
done
asked() { case ",$only," in *",$1,"*) true ;; *) false ;; esac }

# Vulnerable packages are findings; outdated ones are named, for an update is a decision (docs/update-policy.md).
packages() {
    if $offline; then unknown "packages: left out (--offline)"; return; fi
    command -v dotnet >/dev/null || { unknown "packages: dotnet is not installed"; return; }
    local kind report solution source
    solution=$(find "$tree" -maxdepth 1 -name '*.sln' | head -n 1)
    [ -n "$solution" ] || { unknown "packages: there is no solution in $tree"; return; }
    # A registry says in its index whether it knows about vulnerabilities; one that does not finds none.
    local knows=false
    while read -r source; do
        curl -fsSL --max-time 20 "$source" 2>/dev/null | grep -q VulnerabilityInfo && knows=true
    done < <(cd "$tree" && dotnet nuget list source --format short 2>/dev/null | sed -n 's/^E \(https\{0,1\}:.*\)/\1/p')
    for kind in vulnerable outdated; do
        if [ "$kind" = vulnerable ] && ! $knows; then
            unknown "packages: no registry here has data about vulnerabilities; run this where the public one is reached"
            continue
        fi
        if ! report=$(timeout 300 dotnet list "$solution" package "--$kind" --include-transitive 2>&1); then
            unknown "packages: the registry did not answer for $kind ones: $(printf '%s' "$report" | grep -m 1 -i error || echo 'dotnet list failed')"
            continue
        fi
        # Lines of packages begin with an arrow: "   > Name   requested   resolved   ...".
        local lines
        lines=$(printf '%s\n' "$report" | sed -n 's/^ *> *//p' | sort -u)
        if [ -z "$lines" ]; then fine "packages: none is $kind"; continue; fi
        if [ "$kind" = vulnerable ]; then
            while read -r line; do finding "package $line" "raise its version in Directory.Packages.props, or note why it does not apply in docs/update-policy.md"; done <<< "$lines"
        else
            printf 'note     packages: %s have a newer version (see docs/update-policy.md):\n' "$(printf '%s\n' "$lines" | awk '{print $1}' | sort -u | wc -l)"
            printf '%s\n' "$lines" | awk '{printf "           %s %s -> %s\n", $1, $(NF-1), $NF}' | sort -u
        fi
    done
}

# Forms of real secrets. What is plainly made up (example, xxxx, dots, a variable, a test's fixture) is left out.
secrets() {
    local -a names=(
        "private key" "OpenAI key" "Anthropic key" "AWS key" "GitHub token" "Slack token" "Google key" "Perplexity key" "OrleansTrader key"
        "password in a connection string" "secret in a settings file")
    local -a patterns=(
        '-----BEGIN ([A-Z]+ )?PRIVATE KEY-----'
        'sk-(proj-)?[A-Za-z0-9_-]{32,}'
        'sk-ant-[A-Za-z0-9_-]{24,}'
        'AKIA[0-9A-Z]{16}'
        '(ghp|gho|ghs|ghu)_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40,}'
        'xox[abprs]-[A-Za-z0-9-]{20,}'
        'AIza[0-9A-Za-z_-]{35}'
        'pplx-[A-Za-z0-9]{32,}'
        'ot_[a-z0-9-]+_[A-Za-z0-9]{6,}_[A-Za-z0-9_-]{32,}'
        '[Pp]assword=[^;"'"'"' $<{]{12,};'
        '^[A-Z_]*(API_KEY|SECRET|TOKEN|PASSWORD)=[^ #$<"{]{12,}$')
    local files index hits clean=true
    if git -C "$tree" rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        # What git knows, and what would be added next: the rest is ignored for a reason.
        files=$(git -C "$tree" ls-files --cached --others --exclude-standard)
        if git -C "$tree" ls-files --error-unmatch .env infra/secrets >/dev/null 2>&1; then
            finding "secrets: .env or infra/secrets is in the repository" "git rm --cached it, and replace every secret in it"; clean=false
        fi
    else
        files=$(cd "$tree" && find . -type f -not -path '*/artifacts/*' -not -path './.git/*' | sed 's|^\./||')
    fi
    for index in "${!patterns[@]}"; do
        hits=$(cd "$tree" && printf '%s\n' "$files" | tr '\n' '\0' | xargs -0 -r grep -InHoE -e "${patterns[$index]}" 2>/dev/null | grep -viE 'example|placeholder|xxxx|\.\.\.|0000000000' || true)
        [ -n "$hits" ] || continue
        clean=false
        # The secret itself is not printed once more.
        while IFS=: read -r file line _; do
            finding "secrets: $file:$line looks like a ${names[$index]}" "replace it where it was issued, then take it out of the tree and its history"
        done <<< "$hits"
    done
    $clean && fine "secrets: none in $(printf '%s\n' "$files" | wc -l) files"
}

containers() {
    local file before=$found
    while read -r file; do
        local name=${file#"$tree"/}
        grep -qE '^USER +[1-9][0-9]*' "$file" || finding "containers: $name runs as root" "add USER with a number"
        grep -qE '^FROM +[^ ]+:latest|^FROM +[^ :$]+( |$)' "$file" && finding "containers: $name has a base without a version" "name one"
        grep -qE '^ADD +https?:' "$file" && finding "containers: $name takes a file from the network" "COPY it, or check its hash"
        grep -qE '^(ENV|ARG) +[A-Z_]*(PASSWORD|API_KEY|TOKEN|SECRET)[A-Z_]*=.+' "$file" && finding "containers: $name holds a secret" "give it at run time, by file"
    done < <(find "$tree" -name 'Dockerfile*' -not -name '*.dockerignore' -not -name '*.cs' -not -path '*/artifacts/*' -not -path '*/.git/*')
    while read -r file; do
        local name=${file#"$tree"/}
        grep -qE '^ *privileged: *true' "$file" && finding "containers: $name has a privileged service" "take 'privileged' out"
        grep -qE 'docker\.sock' "$file" && finding "containers: $name hands out the engine's socket" "take the mount out"
        grep -qE '^ *image: +[^ ]+:latest *$|^ *image: +[^ :]+ *$' "$file" && finding "containers: $name has an image without a version" "name one"
        grep -qE 'no-new-privileges:true' "$file" || finding "containers: $name allows new privileges" "security_opt: [\"no-new-privileges:true\"]"
        grep -qE '^ *read_only: *true' "$file" || finding "containers: $name has writable roots" "read_only: true"
        grep -qE '^ *cap_drop: *\[ALL\]' "$file" || finding "containers: $name keeps capabilities" "cap_drop: [ALL]"
        grep -qE '^ *ports: *\["?0\.0\.0\.0' "$file" && finding "containers: $name publishes a port to everybody" "publish on 127.0.0.1, and put nginx before it"
        grep -nE '^ *[A-Za-z_]*(PASSWORD|API_KEY|TOKEN|ConnectionString): +[^ $]' "$file" | grep -vE '_FILE|__FILE|File:' | while read -r line; do echo "$line"; done | grep -q . \
            && finding "containers: $name has a secret in the open" "give it as a file under secrets"
    done < <(find "$tree" \( -name 'compose*.yaml' -o -name 'compose*.yml' -o -name 'docker-compose*' \) -not -path '*/artifacts/*' -not -path '*/.git/*')
    while read -r file; do
        local name=${file#"$tree"/}
        grep -qE 'runAsNonRoot: *true' "$file" || finding "containers: $name may run as root" "securityContext.runAsNonRoot: true"
        grep -qE 'readOnlyRootFilesystem: *true' "$file" || finding "containers: $name has a writable root" "readOnlyRootFilesystem: true"
        grep -qE 'allowPrivilegeEscalation: *false' "$file" || finding "containers: $name may raise its privileges" "allowPrivilegeEscalation: false"
        grep -qE 'hostPath:|hostNetwork: *true|privileged: *true' "$file" && finding "containers: $name reaches into its node" "take hostPath, hostNetwork and privileged out"
    done < <(grep -rlE '^kind: (Deployment|StatefulSet|DaemonSet|Job)$' --include='*.yaml' "$tree" 2>/dev/null | grep -v '/artifacts/')
    [ "$found" -eq "$before" ] && fine "containers: images, compose files and manifests are as they should be"
}

permissions() {
    local before=$found path mode directory=${data:-$tree/data} secrets="$tree/infra/secrets" looked=false
    if [ -d "$directory" ]; then
        looked=true
        while read -r mode path; do
            finding "permissions: others may write $path ($mode)" "chmod o-w '$path'"
        done < <(find "$directory" -perm /o+w -not -type l -printf '%m %p\n')
        while read -r mode path; do
            finding "permissions: $path ($mode) is read by more than its owner" "chmod 600 '$path'"
        done < <(find "$directory" -type f \( -name '*.key' -o -name 'key-*.xml' -o -name '*.pfx' -o -name '*.pem' \) -perm /go+rwx -printf '%m %p\n')
    elif [ -n "$data" ]; then
        finding "permissions: there is no directory '$data'" "name the service's data directory"
        looked=true
    fi
    if [ -d "$secrets" ]; then
        looked=true
        mode=$(stat -c %a "$secrets")
        [ "$mode" = 700 ] || finding "permissions: $secrets is open to others ($mode)" "chmod 700 '$secrets'"
    fi
    for path in "$tree/.env" /etc/orleans-trader/settings.env; do
        [ -f "$path" ] || continue
        looked=true
        [ -z "$(find "$path" -perm /go+rwx)" ] || finding "permissions: $path is read by more than its owner" "chmod 600 '$path'"
    done
    if ! $looked; then unknown "permissions: nothing here to look at; name the data directory with --data-dir"; return; fi
    [ "$found" -eq "$before" ] && fine "permissions: data and secrets are their owner's alone"
}

asked packages && packages
asked secrets && secrets
asked containers && containers
asked permissions && permissions
echo "$found found, $unchecked could not be checked"
[ "$found" -eq 0 ] || exit 1
[ "$unchecked" -eq 0 ] || exit 3
