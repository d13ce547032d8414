# SPDX-License-Identifier: GPL-2.0-or-later
# articles.sh - sourced by cases: makes a small folder of articles, and hides what differs from run to run.

make_articles()
{
    mkdir -p news/world news/local
    cat >news/world/talks.txt <<'X'
Witkoff arrives in Moscow for talks

By Anna Smith
Published: 2 December 2025, 09:30 GMT

MOSCOW (Example Wire) — U.S. envoy Steve Witkoff arrived in Moscow on Tuesday for talks with
President Vladimir Putin about the 28-point plan.

Mr. Peskov said the Kremlin would not negotiate "by megaphone". The talks may last for hours.
X
    cat >news/world/florida.txt <<'X'
Ukrainian delegation meets Rubio in Florida

Published: 30 November 2025

HALLANDALE BEACH, Florida: Rustem Umerov led the delegation that met Marco Rubio, Steve Witkoff and
Jared Kushner. Both sides called the talks productive. Zelenskyy’s office said US‑Ukraine work goes on.
X
    cat >news/local/moscow-idaho.txt <<'X'
Moscow council approves budget

MOSCOW, Idaho: The city council of Moscow approved a budget of $1.5bn on Monday night, and told us so.
X
    cat >news/local/zuerich.json <<'X'
{"id": "zh-1", "title": "Gespräche in Zürich verschoben", "body": "Die Gespräche in Zürich wurden am Montag auf unbestimmte Zeit verschoben, sagte ein Sprecher der Regierung.", "lang": "de", "date": "2025-11", "source": "Der Bote", "section": ["Ausland"]}
X
}

# Numbers of time and size in summaries differ from run to run.
steady()
{
    sed -E 's/time: [0-9.]+ s, [0-9.]+ MB\/s/time: T/; s/index: [0-9.]+ (bytes|kB|MB)/index: SIZE/; s/, [0-9.]+ s$/, T/; s/shard-[0-9a-f]+-[0-9a-f]+/shard-NAME/; s/[0-9.]+ (kB|MB|bytes)( \([0-9.]+ of the text\))?/SIZE/g'
}

# The rest of a case as an unprivileged user: root reads everything. unprivileged COMMAND...; skips the case where
# no such user can be had.
as_nobody()
{
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    else
        setpriv --reuid=65534 --regid=65534 --clear-groups env "PATH=$PATH" "$@"
    fi
}
need_nobody()
{
    chmod 777 .
    as_nobody newsindex --version >/dev/null 2>&1 && return
    echo "SKIPPED: the tools cannot be run as an unprivileged user here (setpriv, or a folder that others may not enter)"
    exit 77
}
