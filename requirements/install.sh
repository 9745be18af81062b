#!/bin/sh
# Put the locked packages and the project into .venv: install.sh PYTHON LOCKFILE
# A virtual environment that is there is brought to the lock, not made again.
set -eu

python=$1
lock=$2
tools=.cache/tools

die() {
    echo "sohoa: $*" >&2
    exit 1
}

make_venv() {
    [ -x "$1/bin/python" ] && "$1/bin/python" -c '' 2>/dev/null && return
    rm -rf "$1"
    "$python" -m venv "$1" && return
    rm -rf "$1"
    die "$python cannot make virtual environments; run: apt-get install -y python3-venv"
}

# uv does not read pip's configuration. A machine that reaches its packages through a mirror has
# told pip so; hand that on unless uv was told itself.
pip_setting() {
    "$tools/bin/python" -m pip config get "$1" 2>/dev/null || true
}
hand_on() { # UV_NAME pip-name: environment before file, as pip has it
    eval "told=\${$1:-}"
    [ -z "$told" ] || return 0
    value=$(pip_setting ":env:.$2")
    [ -n "$value" ] || value=$(pip_setting "install.$2")
    [ -n "$value" ] || value=$(pip_setting "global.$2")
    [ -z "$value" ] || export "$1=$(echo $value)"
}

make_venv "$tools"
if ! "$tools/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
    -r requirements/uv.txt; then
    die "pip could not install uv; is the package registry reachable (pip config list)?"
fi

[ -n "${UV_INDEX_URL:-}" ] || hand_on UV_DEFAULT_INDEX index-url
[ -n "${UV_EXTRA_INDEX_URL:-}" ] || hand_on UV_INDEX extra-index-url
hand_on UV_FIND_LINKS find-links
hand_on SSL_CERT_FILE cert
hand_on UV_INSECURE_HOST trusted-host
# The lock's hashes decide what is installed, so any index may offer it.
export UV_INDEX_STRATEGY="${UV_INDEX_STRATEGY:-unsafe-best-match}"
export UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-180}"
export UV_PYTHON_DOWNLOADS=never UV_NO_CONFIG=1
# Hard links cannot cross file systems; uv would warn on every package.
export UV_LINK_MODE="${UV_LINK_MODE:-copy}"

make_venv .venv
# sync, not install: what is not in the lock goes, so two machines have the same environment.
"$tools/bin/uv" pip sync --python .venv/bin/python --require-hashes "$lock"
# The build tool is in the lock as well; without isolation nothing unlocked is fetched.
"$tools/bin/uv" pip install --python .venv/bin/python --no-deps --no-build-isolation --editable .
