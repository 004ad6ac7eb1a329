//! Named groups.

super::code_points! {
    /// A group for key exchange (RFC 9846 §4.3.7; the obsolete curves RFC 8422 §5.1.1, hybrids draft-ietf-tls-ecdhe-mlkem).
    NamedGroup(u16, "{:#06x}"), unnamed: super::is_grease;
    SECT163K1 = 1, "sect163k1";
    SECT163R1 = 2, "sect163r1";
    SECT163R2 = 3, "sect163r2";
    SECT193R1 = 4, "sect193r1";
    SECT193R2 = 5, "sect193r2";
    SECT233K1 = 6, "sect233k1";
    SECT233R1 = 7, "sect233r1";
    SECT239K1 = 8, "sect239k1";
    SECT283K1 = 9, "sect283k1";
    SECT283R1 = 10, "sect283r1";
    SECT409K1 = 11, "sect409k1";
    SECT409R1 = 12, "sect409r1";
    SECT571K1 = 13, "sect571k1";
    SECT571R1 = 14, "sect571r1";
    SECP160K1 = 15, "secp160k1";
    SECP160R1 = 16, "secp160r1";
    SECP160R2 = 17, "secp160r2";
    SECP192K1 = 18, "secp192k1";
    SECP192R1 = 19, "secp192r1";
    SECP224K1 = 20, "secp224k1";
    SECP224R1 = 21, "secp224r1";
    SECP256K1 = 22, "secp256k1";
    SECP256R1 = 0x0017, "secp256r1";
    SECP384R1 = 0x0018, "secp384r1";
    SECP521R1 = 0x0019, "secp521r1";
    BRAINPOOLP256R1 = 0x001a, "brainpoolP256r1";
    BRAINPOOLP384R1 = 0x001b, "brainpoolP384r1";
    BRAINPOOLP512R1 = 0x001c, "brainpoolP512r1";
    X25519 = 0x001d, "x25519";
    X448 = 0x001e, "x448";
    BRAINPOOLP256R1TLS13 = 0x001f, "brainpoolP256r1tls13";
    BRAINPOOLP384R1TLS13 = 0x0020, "brainpoolP384r1tls13";
    BRAINPOOLP512R1TLS13 = 0x0021, "brainpoolP512r1tls13";
    GC256A = 0x0022, "GC256A";
    GC256B = 0x0023, "GC256B";
    GC256C = 0x0024, "GC256C";
    GC256D = 0x0025, "GC256D";
    GC512A = 0x0026, "GC512A";
    GC512B = 0x0027, "GC512B";
    GC512C = 0x0028, "GC512C";
    CURVESM2 = 0x0029, "curveSM2";
    FFDHE2048 = 0x0100, "ffdhe2048";
    FFDHE3072 = 0x0101, "ffdhe3072";
    FFDHE4096 = 0x0102, "ffdhe4096";
    FFDHE6144 = 0x0103, "ffdhe6144";
    FFDHE8192 = 0x0104, "ffdhe8192";
    MLKEM512 = 0x0200, "MLKEM512";
    MLKEM768 = 0x0201, "MLKEM768";
    MLKEM1024 = 0x0202, "MLKEM1024";
    SECP256R1MLKEM768 = 0x11eb, "SecP256r1MLKEM768";
    X25519MLKEM768 = 0x11ec, "X25519MLKEM768";
    SECP384R1MLKEM1024 = 0x11ed, "SecP384r1MLKEM1024";
    CURVESM2MLKEM768 = 0x11ee, "curveSM2MLKEM768";
    /// A draft before ML-KEM was standard.
    X25519KYBER768DRAFT00 = 0x6399, "X25519Kyber768Draft00";
    /// A draft before ML-KEM was standard.
    SECP256R1KYBER768DRAFT00 = 0x639a, "SecP256r1Kyber768Draft00";
    ARBITRARY_EXPLICIT_PRIME_CURVES = 0xff01, "arbitrary_explicit_prime_curves";
    ARBITRARY_EXPLICIT_CHAR2_CURVES = 0xff02, "arbitrary_explicit_char2_curves";
}
