#!/bin/sh
# Back up one machine's data folder while the service runs: backup.sh DATA TARGET
# The database first and the originals after: an original is written before its row and never
# changed, so every row of the copy finds its original. Those that are there are not copied again,
# but where a rotation of keys has encrypted them anew: the old key may be thrown away after it.
# With the copy go the encryption keys: without them it is worthless, with them it must be kept safe.
# The queue is left out: its messages are made again from the rows.
set -eu

data=${1:?backup.sh DATA TARGET}
target=${2:?backup.sh DATA TARGET}
python=${PYTHON:-python3}
umask 077
mkdir -p "$target/objects"

"$python" - "$data/sohoa.db" "$target/sohoa.db.new" <<'EOF'
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

live, copy = sys.argv[1:]
Path(copy).unlink(missing_ok=True)
# mode=ro: a wrong folder must be an error, not a new and empty database.
with closing(sqlite3.connect(f"file:{live}?mode=ro", uri=True)) as source:
    with closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        (verdict,) = target.execute("PRAGMA integrity_check").fetchone()
sys.exit(0 if verdict == "ok" else f"sohoa: bản sao hỏng / the copy is damaged: {verdict}")
EOF

[ ! -d "$data/objects" ] || (cd "$data/objects" && find . -type f ! -path './incoming/*') |
    while read -r name; do
        if [ -e "$target/objects/$name" ] &&
            [ ! "$data/objects/$name" -nt "$target/objects/$name" ]; then
            continue
        fi
        mkdir -p "$target/objects/$(dirname "$name")"
        cp -p "$data/objects/$name" "$target/objects/$name.part"
        mv "$target/objects/$name.part" "$target/objects/$name"
    done
for name in admin.key encryption.keys; do
    [ ! -e "$data/$name" ] || cp -p "$data/$name" "$target/$name"
done
# Last: a backup that was cut short still has the database of the one before.
mv "$target/sohoa.db.new" "$target/sohoa.db"
echo "sohoa: đã sao lưu / backed up: $target"
