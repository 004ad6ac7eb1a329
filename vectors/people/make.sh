#!/bin/sh
# Makes the people of the fuzz targets with OpenSSL 3: see README.md.
set -eu
cd "$(dirname "$0")"

key() {
    openssl genpkey -algorithm Ed25519 -outform DER -out "$1.key.der"
}

# root NAME: an authority that nobody vouches for.
root() {
    key "$1"
    openssl req -x509 -new -key "$1.key.der" -keyform DER -subj "/CN=fuzz $1" -days 36500 -outform DER -out "$1.der" \
        -addext "keyUsage=critical,keyCertSign"
}

# issue NAME ISSUER EXTENSIONS: a certificate below ISSUER.
issue() {
    key "$1"
    openssl req -new -key "$1.key.der" -keyform DER -subj "/CN=fuzz $1" |
        openssl x509 -req -CA "$2.der" -CAform DER -CAkey "$2.key.der" -CAkeyform DER -days 36400 \
            -extfile extensions.cnf -extensions "$3" -outform DER -out "$1.der"
}

# decrypting NAME: a server with an RSA key that nobody vouches for.
decrypting() {
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 |
        openssl pkcs8 -topk8 -nocrypt -outform DER -out "$1.key.der"
    openssl req -x509 -new -key "$1.key.der" -keyform DER -subj "/CN=fuzz $1" -days 36500 -outform DER -out "$1.der" \
        -addext "subjectAltName=DNS:localhost" -addext "keyUsage=critical,digitalSignature,keyEncipherment" \
        -addext "extendedKeyUsage=serverAuth" -addext "basicConstraints=critical,CA:FALSE"
}

cat > extensions.cnf <<'CNF'
[authority]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign
[server]
subjectAltName = DNS:localhost
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
[client]
subjectAltName = email:alice@example.com,URI:spiffe://example.com/alice
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
CNF

root root
issue intermediate root authority
issue server intermediate server
issue alice intermediate client
# Nobody trusts this one, nor whom it issues.
root stranger
issue impostor stranger server
issue mallory stranger client
decrypting decrypter

# The authorities issue nobody any more.
rm extensions.cnf root.key.der intermediate.key.der stranger.key.der
