//! Cipher suites, groups and signature schemes that this stack speaks, and the values of the small registries.

use super::{Table, entries};

pub(super) const SUITES: Table = entries! {
    "GREASE", RFC 8701 "2": "Means nothing: it keeps peers in the habit of ignoring what they do not know.";
    "TLS_AES_128_GCM_SHA256", RFC 9846 "B.4": "AES with 128-bit keys in GCM for records, SHA-256 for the key schedule; every TLS 1.3 stack has it.";
    "TLS_AES_256_GCM_SHA384", RFC 9846 "B.4": "AES with 256-bit keys in GCM for records, SHA-384 for the key schedule.";
    "TLS_CHACHA20_POLY1305_SHA256", RFC 9846 "B.4": "ChaCha20 with Poly1305 for records, SHA-256 for the key schedule: fast where AES has no hardware.";
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", RFC 5289 "3.2": "TLS 1.2: fresh keys on a curve, signed by ECDSA; AES-128 in GCM.";
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", RFC 5289 "3.2": "TLS 1.2: fresh keys on a curve, signed by RSA; AES-128 in GCM.";
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", RFC 5289 "3.2": "TLS 1.2: fresh keys on a curve, signed by ECDSA; AES-256 in GCM.";
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", RFC 5289 "3.2": "TLS 1.2: fresh keys on a curve, signed by RSA; AES-256 in GCM.";
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", RFC 7905 "2": "TLS 1.2: fresh keys on a curve, signed by ECDSA; ChaCha20 with Poly1305.";
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", RFC 7905 "2": "TLS 1.2: fresh keys on a curve, signed by RSA; ChaCha20 with Poly1305.";
    "TLS_RSA_WITH_AES_128_GCM_SHA256", RFC 5288 "3": "TLS 1.2 without forward secrecy: who gets the server's RSA key later reads everything.";
    "TLS_RSA_WITH_AES_256_GCM_SHA384", RFC 5288 "3": "TLS 1.2 without forward secrecy: who gets the server's RSA key later reads everything.";
    "TLS_EMPTY_RENEGOTIATION_INFO_SCSV", RFC 5746 "3.3": "No cipher suite: says that the client knows secure renegotiation.";
    "TLS_FALLBACK_SCSV", RFC 7507 "4": "No cipher suite: says that the client retries at a lower version than its best.";
};

pub(super) const GROUPS: Table = entries! {
    "GREASE", RFC 8701 "2": "Means nothing: it keeps peers in the habit of ignoring what they do not know.";
    "x25519", RFC 7748 "5": "Diffie-Hellman on Curve25519: shares of 32 octets, fast and hard to get wrong.";
    "secp256r1", RFC 9846 "4.3.7": "Diffie-Hellman on NIST's curve P-256, which every TLS 1.3 stack has.";
    "secp384r1", RFC 9846 "4.3.7": "Diffie-Hellman on NIST's curve P-384.";
    "secp521r1", RFC 9846 "4.3.7": "Diffie-Hellman on NIST's curve P-521, the largest and slowest of them.";
    "MLKEM1024", RFC 9846 "4.3.7": "ML-KEM-1024 alone: safe as long as it is, also against quantum computers to come.";
    "X25519MLKEM768", RFC 9846 "4.3.7":
        "X25519 and ML-KEM-768 together: safe as long as one of the two is, also against quantum computers to come.";
};

pub(super) const SCHEMES: Table = entries! {
    "GREASE", RFC 8701 "2": "Means nothing: it keeps peers in the habit of ignoring what they do not know.";
    "ecdsa_secp256r1_sha256", RFC 9846 "4.3.3": "ECDSA with a P-256 key over SHA-256.";
    "ecdsa_secp384r1_sha384", RFC 9846 "4.3.3": "ECDSA with a P-384 key over SHA-384.";
    "ecdsa_secp521r1_sha512", RFC 9846 "4.3.3": "ECDSA with a P-521 key over SHA-512.";
    "ed25519", RFC 9846 "4.3.3": "EdDSA with an Ed25519 key: the same message gives the same signature.";
    "rsa_pss_rsae_sha256", RFC 9846 "4.3.3": "RSASSA-PSS over SHA-256 with an ordinary RSA key.";
    "rsa_pss_rsae_sha384", RFC 9846 "4.3.3": "RSASSA-PSS over SHA-384 with an ordinary RSA key.";
    "rsa_pss_rsae_sha512", RFC 9846 "4.3.3": "RSASSA-PSS over SHA-512 with an ordinary RSA key.";
    "rsa_pss_pss_sha256", RFC 9846 "4.3.3": "RSASSA-PSS over SHA-256 with an RSA key that is for PSS alone.";
    "rsa_pss_pss_sha384", RFC 9846 "4.3.3": "RSASSA-PSS over SHA-384 with an RSA key that is for PSS alone.";
    "rsa_pss_pss_sha512", RFC 9846 "4.3.3": "RSASSA-PSS over SHA-512 with an RSA key that is for PSS alone.";
    "rsa_pkcs1_sha256", RFC 9846 "4.3.3": "The older RSA signature over SHA-256: in TLS 1.3 for certificates only.";
    "rsa_pkcs1_sha384", RFC 9846 "4.3.3": "The older RSA signature over SHA-384: in TLS 1.3 for certificates only.";
    "rsa_pkcs1_sha512", RFC 9846 "4.3.3": "The older RSA signature over SHA-512: in TLS 1.3 for certificates only.";
};

pub(super) const CODE_POINTS: Table = entries! {
    "GREASE", RFC 8701 "2": "Means nothing: it keeps peers in the habit of ignoring what they do not know.";
    "change_cipher_spec", RFC 9846 "5": "A record of TLS 1.2 that switches keys; in TLS 1.3 a dummy for middleboxes.";
    "alert", RFC 9846 "6": "A record that says that something is wrong, or that the connection ends.";
    "handshake", RFC 9846 "4": "A record with handshake messages.";
    "application_data", RFC 9846 "5": "A record with what the applications say; in TLS 1.3 the cover of every encrypted record.";
    "heartbeat", RFC 6520 "3": "A record with a ping; never spoken here.";
    "SSL 2.0", RFC 6176 "3": "Broken, and forbidden.";
    "SSL 3.0", RFC 7568 "3": "Broken, and forbidden.";
    "TLS 1.0", RFC 8996 "4": "Deprecated; it stands in the header of the first record for old middleboxes.";
    "TLS 1.1", RFC 8996 "5": "Deprecated.";
    "TLS 1.2", RFC 5246 "1": "The version before: it shows the certificates of both sides to everybody on the way.";
    "TLS 1.3", RFC 9846 "1": "The present version: everything after ServerHello is encrypted.";
    "DTLS 1.0", RFC 8996 "4": "TLS 1.1 for datagrams; deprecated.";
    "DTLS 1.2", RFC 6347 "1": "TLS 1.2 for datagrams.";
    "DTLS 1.3", RFC 9147 "1": "TLS 1.3 for datagrams.";
    "warning", RFC 9846 "6": "In TLS 1.2 the connection may go on after it.";
    "fatal", RFC 9846 "6": "The connection ends with it.";
    "update_not_requested", RFC 9846 "4.7.3": "The peer may keep its own keys.";
    "update_requested", RFC 9846 "4.7.3": "The peer must update its keys before it says more.";
    "host_name", RFC 6066 "3": "The name is a DNS name.";
    "psk_ke", RFC 9846 "4.3.9": "The pre-shared key alone: no forward secrecy.";
    "psk_dhe_ke", RFC 9846 "4.3.9": "The pre-shared key with a fresh key exchange.";
    "null", RFC 9846 "4.2.2": "No compression.";
    "DEFLATE", RFC 3749 "2": "Compression that betrays content (CRIME); forbidden.";
    "LZS", RFC 3943 "2": "Compression that betrays content; forbidden.";
    "rsa_sign", RFC 5246 "7.4.4": "A certificate with an RSA key that signs.";
    "dss_sign", RFC 5246 "7.4.4": "A certificate with a DSA key; abandoned.";
    "rsa_fixed_dh", RFC 5246 "7.4.4": "A certificate with a static Diffie-Hellman key; abandoned.";
    "dss_fixed_dh", RFC 5246 "7.4.4": "A certificate with a static Diffie-Hellman key; abandoned.";
    "ecdsa_sign", RFC 8422 "5.5": "A certificate with a key on a curve that signs: ECDSA or EdDSA.";
    "rsa_fixed_ecdh", RFC 8422 "5.5": "A certificate with a static key on a curve; abandoned.";
    "ecdsa_fixed_ecdh", RFC 8422 "5.5": "A certificate with a static key on a curve; abandoned.";
    "X.509", RFC 7250 "3": "A key in a certificate, for which an authority vouches.";
    "OpenPGP", RFC 6091 "3": "A key in the form of OpenPGP; abandoned.";
    "RawPublicKey", RFC 7250 "3": "A key alone: nobody vouches for it, and the peer knows it or does not.";
    "explicit_prime", RFC 8422 "5.4": "A curve by its parameters; deprecated.";
    "explicit_char2", RFC 8422 "5.4": "A curve by its parameters; deprecated.";
    "named_curve", RFC 8422 "5.4": "A curve by its name.";
    "uncompressed", RFC 8422 "5.1.2": "Both coordinates of a point, behind the octet 4.";
    "ansiX962_compressed_prime", RFC 8422 "5.1.2": "One coordinate and a sign; deprecated.";
    "ansiX962_compressed_char2", RFC 8422 "5.1.2": "One coordinate and a sign; deprecated.";
    "zlib", RFC 8879 "3": "DEFLATE with a checksum; the oldest of the three.";
    "brotli", RFC 8879 "3": "Brotli, which makes certificates shortest; browsers ask for it.";
    "zstd", RFC 8879 "3": "Zstandard.";
    "2^9", RFC 6066 "4": "512 octets.";
    "2^10", RFC 6066 "4": "1024 octets.";
    "2^11", RFC 6066 "4": "2048 octets.";
    "2^12", RFC 6066 "4": "4096 octets.";
    "ocsp", RFC 6066 "8": "One OCSP response, for the certificate of the sender.";
    "ocsp_multi", RFC 6961 "2.2": "OCSP responses for the whole chain; abandoned.";
};
