#!/bin/sh
# Makes every file of this folder anew (OpenSSL 3). The keys are for tests only: they are public.
set -eu
cd "$(dirname "$0")"
gen() { out=$1; shift; openssl genpkey -quiet "$@" -out "$out"; }

gen rsa1024.pem -algorithm RSA -pkeyopt rsa_keygen_bits:1024
gen rsa2048.pem -algorithm RSA -pkeyopt rsa_keygen_bits:2048
gen rsa2056.pem -algorithm RSA -pkeyopt rsa_keygen_bits:2056
gen rsa2048-exponent3.pem -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3
gen rsa3072.pem -algorithm RSA -pkeyopt rsa_keygen_bits:3072
gen rsa4096.pem -algorithm RSA -pkeyopt rsa_keygen_bits:4096
gen rsa4608.pem -algorithm RSA -pkeyopt rsa_keygen_bits:4608
openssl pkey -in rsa2048.pem -traditional -out rsa2048.pkcs1.pem
gen rsapss2048.pem -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048
for hash in 1 256 384 512; do
    gen "rsapss2048-sha$hash.pem" -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -pkeyopt "rsa_pss_keygen_md:sha$hash" \
        -pkeyopt "rsa_pss_keygen_mgf1_md:sha$hash" -pkeyopt rsa_pss_keygen_saltlen:20
done
gen rsapss2048-longsalt.pem -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_pss_keygen_md:sha256 \
    -pkeyopt rsa_pss_keygen_mgf1_md:sha256 -pkeyopt rsa_pss_keygen_saltlen:48

for curve in 256 384 521; do
    gen "p$curve.pem" -algorithm EC -pkeyopt "ec_paramgen_curve:P-$curve"
done
openssl ec -in p256.pem -out p256.sec1.pem 2>/dev/null
openssl ec -in p384.pem -out p384.sec1.pem 2>/dev/null
openssl ec -in p521.pem -out p521.sec1.pem 2>/dev/null
openssl ec -in p256.pem -no_public -out p256-nopublic.sec1.pem 2>/dev/null
openssl ec -in p384.pem -no_public -out p384-nopublic.sec1.pem 2>/dev/null
openssl ec -in p521.pem -no_public -out p521-nopublic.sec1.pem 2>/dev/null
openssl pkcs8 -topk8 -nocrypt -in p256-nopublic.sec1.pem -out p256-nopublic.pem
openssl ec -in p256.pem -conv_form compressed -out p256-compressed.sec1.pem 2>/dev/null
openssl ec -in p256.pem -param_enc explicit -out p256-explicit.sec1.pem 2>/dev/null
gen secp256k1.pem -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1
for name in ED25519 ED448 X25519; do
    gen "$(echo $name | tr A-Z a-z).pem" -algorithm $name
done
openssl pkcs8 -topk8 -in p256.pem -passout pass:handfast -outform DER -out p256-encrypted.der

for key in *.pem; do
    case $key in
        *.pub.pem | *.pkcs1.pem | p256.sec1.pem | p384.sec1.pem | p521.sec1.pem | *nopublic*) ;;
        *) openssl pkey -in "$key" -pubout -out "$(basename "$(basename "$key" .pem)" .sec1).pub.pem" ;;
    esac
done

printf 'signed by OpenSSL' > message
sign() { # name key options: a signature of the file message, named as our SignatureAlgorithm
    name=$1; key=$2; shift 2; openssl dgst -sign "$key.pem" "$@" -out "$name.sig" message
}
for hash in 256 384 512; do
    sign "RsaPkcs1Sha$hash" rsa2048 "-sha$hash"
    sign "RsaPssSha$hash" rsa2048 "-sha$hash" -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest
    for curve in 256 384 521; do
        sign "EcdsaP${curve}Sha$hash" "p$curve" "-sha$hash"
    done
done
sign RsaPkcs1Sha1 rsa2048 -sha1
sign RsaPkcs1Sha256.rsa1024 rsa1024 -sha256
sign RsaPssSha256.rsa1024 rsa1024 -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest
sign RsaPssSha256.longsalt rsa2048 -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:48
openssl pkeyutl -sign -inkey ed25519.pem -rawin -in message -out Ed25519.sig

printf '\003\003encrypted by OpenSSL, forty-six bytes in all..' |
    openssl pkeyutl -encrypt -pubin -inkey rsa2048.pub.pem -pkeyopt rsa_padding_mode:pkcs1 -out premaster.rsa2048
