#!/bin/sh
# Prints the first Python of at least 3.11 on this machine; says how to get one where there is none.
for candidate in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        echo "$candidate"
        exit 0
    fi
done
echo "Python 3.11 eller nyare saknas. Debian/Ubuntu: sudo apt-get install python3 python3-venv" >&2
exit 1
