#!/bin/sh
# Makes .venv from requirements/: `tools/setup.sh base` to run, `tools/setup.sh dev` to develop and test.
# A second time it is instant: .venv/.installed says what was installed, word for word.
set -eu
cd "$(dirname "$0")/.."
wanted=$1

fail() {
    echo "Télavis: $1" >&2
    exit 1
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

# a linked .venv belongs to somebody else, who looks after it
if [ -L .venv ]; then
    exit 0
fi

# what was installed for developing serves for running too
if [ "$wanted" = base ] && grep -qsx dev .venv/.wanted; then
    wanted=dev
fi
lock="requirements/$wanted.txt"
if [ -x .venv/bin/python ] && cat requirements/setup.txt "$lock" 2>/dev/null | cmp -s - .venv/.installed; then
    exit 0
fi

python=$(find_python)
[ -n "$python" ] || fail "Python 3.11 or later is needed ($(python3 --version 2>&1 || true)): install it, or name it with PYTHON=/path/to/python3."
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "Python's venv module is missing: install it (Debian, Ubuntu: apt-get install python3-venv), then try again."
    rm -rf .venv 2>/dev/null || fail "The folder $PWD/.venv cannot be replaced: remove it or take its ownership."
    "$python" -m venv .venv 2>/dev/null ||
        fail "The folder $PWD/.venv cannot be made: clone into a folder where you may write."
fi
rm -f .venv/.installed

echo "Télavis: installing the packages of $lock into .venv…"
log=.venv/setup.log
{
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/setup.txt &&
        .venv/bin/uv pip sync --python .venv/bin/python --require-hashes requirements/setup.txt "$lock"
} >"$log" 2>&1 || {
    tail -n 15 "$log" >&2
    fail "The packages could not be installed; is the package index reachable? The whole account is in $log."
}
echo "$wanted" >.venv/.wanted
cat requirements/setup.txt "$lock" >.venv/.installed
