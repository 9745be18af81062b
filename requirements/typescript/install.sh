#!/bin/sh
# Put the locked TypeScript compiler into .cache/typescript, once: for the tests, not for the product.
set -eu
cd "$(dirname "$0")/../.."

lock=requirements/typescript/package-lock.json
place=.cache/typescript
cmp -s "$lock" "$place/package-lock.json" && [ -f "$place/.installed" ] && exit 0

command -v npm >/dev/null 2>&1 || {
    echo "sohoa: npm is needed to check the pages' types; run: apt-get install -y npm" >&2
    exit 1
}
mkdir -p "$place"
rm -f "$place/.installed"
cp requirements/typescript/package.json "$lock" "$place/"
# The lock's hashes decide what is installed; it names no registry, npm's own settings do.
(cd "$place" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
touch "$place/.installed"
