#!/bin/sh
# Makes the certificates of this folder anew (OpenSSL 3), from the keys in ../keys.
set -eu
cd "$(dirname "$0")"

root() { # key [option...]
    key=$1
    shift
    openssl req -x509 -key "../keys/$key.pem" -subj "/CN=$key root" -days 36500 "$@" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign \
        -outform DER -out "$key.root.der"
}

leaf() { # name key option...
    name=$1
    key=$2
    shift 2
    openssl x509 -inform DER -in "$key.root.der" -out root.pem
    openssl req -new -key ../keys/p256.pem -subj "/CN=leaf" -out leaf.csr
    openssl x509 -req -in leaf.csr -CA root.pem -CAkey "../keys/$key.pem" -set_serial 0x1234 -days 36500 \
        -extfile leaf.ext "$@" -outform DER -out "$name.leaf.der"
}

pss() { # digest
    printf '%s\n' "-$1 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest"
}

printf '%s\n' 'keyUsage=critical,digitalSignature' 'extendedKeyUsage=serverAuth,clientAuth' \
    'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1,URI:spiffe://example.org/leaf,email:leaf@example.org' \
    'subjectKeyIdentifier=hash' 'authorityKeyIdentifier=keyid' >leaf.ext

for key in rsa1024 rsa2048 p256 p384 p521; do root $key -sha256; done
root ed25519
root rsapss2048 $(pss sha256)

for digest in md5 sha1 sha224 sha256 sha384 sha512; do leaf rsa2048-$digest rsa2048 -$digest; done
for digest in sha1 sha256 sha384 sha512; do leaf rsa2048-pss-$digest rsa2048 $(pss $digest); done
leaf rsa2048-pss-longsalt rsa2048 -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:64
leaf rsapss2048-sha384 rsapss2048 $(pss sha384)
leaf rsa1024-sha256 rsa1024 -sha256
leaf rsa1024-pss-sha256 rsa1024 $(pss sha256)
for key in p256 p384 p521; do
    for digest in sha1 sha256 sha384 sha512; do leaf $key-$digest $key -$digest; done
done
leaf ed25519 ed25519

rm -f root.pem leaf.csr leaf.ext
