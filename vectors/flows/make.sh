#!/bin/sh
# Makes the people of the recorded flows with OpenSSL 3: see README.md. Flows must be recorded anew afterwards.
set -eu
cd "$(dirname "$0")"

# issue NAME ALGORITHM EXTENSIONS: a certificate below the root.
issue() {
    openssl genpkey $2 -out "$1.key.pem" 2>/dev/null
    openssl req -new -key "$1.key.pem" -subj "/CN=flow $1" |
        openssl x509 -req -CA root.pem -CAkey root.key.pem -days 36400 -extfile extensions.cnf -extensions "$3" \
            -out "$1.pem" 2>/dev/null
}

cat > extensions.cnf <<'CNF'
[server]
subjectAltName = DNS:localhost
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = serverAuth
[client]
subjectAltName = email:alice@example.com
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
CNF

RSA="-algorithm RSA -pkeyopt rsa_keygen_bits:2048"
openssl genpkey $RSA -out root.key.pem 2>/dev/null
openssl req -x509 -new -key root.key.pem -subj "/CN=flow root" -days 36500 -out root.pem \
    -addext "keyUsage=critical,keyCertSign"
issue server.ed25519 "-algorithm Ed25519" server
issue server.rsa "$RSA" server
issue client.ed25519 "-algorithm Ed25519" client

# The root issues nobody any more.
rm extensions.cnf root.key.pem
