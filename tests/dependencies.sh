# SPDX-License-Identifier: GPL-2.0-or-later
# dependencies.sh - sourced, not run: installs what newsdex needs on Debian 12, if it is missing.
# install_missing PACKAGE... installs those that are not there: as root, or with sudo; otherwise says
# what to install and fails. Nothing is asked of the network when nothing is missing.

BUILD_PACKAGES="gcc g++ cmake ninja-build pkg-config libxapian-dev zlib1g-dev libicu-dev libxml2-dev
libjansson-dev libyaml-dev libmd4c-dev libxxhash-dev libunistring-dev libedit-dev"
# uuid-dev, liblzma-dev: what a program that links libxapian and libxml2 with pkg-config --static wants.
TEST_PACKAGES="libcmocka-dev xapian-tools valgrind python3 uuid-dev liblzma-dev"

install_missing()
{
    missing=
    for package in "$@"; do
        status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) || status=
        [ "$status" = installed ] || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1; then
        as_root=sudo
    else
        echo "newsdex needs these packages; install them as root: apt-get install$missing" >&2
        return 1
    fi
    echo "installing:$missing" >&2
    # A list of packages may be missing or old: fetch it first. DEBIAN_FRONTEND keeps apt from asking.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update >&2 || return 1
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install $missing >&2
}
