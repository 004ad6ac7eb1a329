#!/bin/sh
# Makes the people of `handfast demo --deterministic` anew, with the program itself: see README.md.
set -eu
cd "$(dirname "$0")"

# make KIND ARGUMENTS: a certificate that holds while the demonstration's clock stands still.
make() {
    kind="$1"
    shift
    "${HANDFAST:-handfast}" pki "$@" --key "$kind" \
        --not-before 2026-07-01T11:55:00Z --not-after 2026-07-01T13:00:00Z
}

for kind in p256 ed25519; do
    folder="$(mktemp -d)"
    make "$kind" init "$folder" --cn "handfast demo root"
    make "$kind" issue "$folder" server --name localhost
    make "$kind" issue "$folder" client --cn alice --uri spiffe://demo/alice
    mkdir -p "$kind"
    for file in root.crt server.crt server.key alice.crt alice.key; do
        cp "$folder/$file" "$kind/$file"
    done
    rm -r "$folder"
done
