#!/bin/sh
# The system libraries and programs the product calls: find them, install what is missing with apt,
# or name the command that would. Looks for the things, not for packages: other systems name them
# otherwise.
set -eu

missing=""
need() { missing="$missing $1"; }

has_library() {
    { ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null; } | grep -q "$1"
}
has_vietnamese() {
    tesseract --list-langs 2>/dev/null | grep -qx vie
}

missing_packages() {
    missing=""
    command -v pdftoppm >/dev/null 2>&1 || need poppler-utils
    command -v tesseract >/dev/null 2>&1 || need tesseract-ocr
    has_vietnamese || need tesseract-ocr-vie
    if [ "$(uname -s)" = Linux ]; then
        has_library 'libGL\.so\.1' || need libgl1
        has_library 'libgthread-2\.0\.so\.0' || need libglib2.0-0
    fi
}

give_up() {
    echo "sohoa: thiếu / missing:$missing" >&2
    echo "sohoa: hãy chạy rồi gọi lại make / run this, then make again:" >&2
    echo "    $1" >&2
    exit 1
}

missing_packages
[ -n "$missing" ] || exit 0

install="apt-get update && apt-get install -y --no-install-recommends$missing"
command -v apt-get >/dev/null 2>&1 ||
    give_up "(no apt-get on this system; with your package manager)$missing"

as_root=""
if [ "$(id -u)" != 0 ]; then
    as_root=sudo
    command -v sudo >/dev/null 2>&1 || give_up "(as root) $install"
    # Without a terminal sudo could wait for a password that nobody types.
    [ -t 0 ] || sudo -n true 2>/dev/null || give_up "sudo sh -c '$install'"
fi

echo "sohoa: installing$missing (apt)"
# shellcheck disable=SC2086  # the package names are words
{
    $as_root apt-get update -q &&
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -q --no-install-recommends $missing
} || give_up "${as_root:+sudo }sh -c '$install'"

missing_packages
[ -z "$missing" ] || give_up "$install"
