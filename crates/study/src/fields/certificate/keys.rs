//! Algorithms, keys and signatures (RFC 5280 §4.1.1.2, RFC 3279, RFC 4055, RFC 5480).

use super::form::{Form, Piece};
use super::{CONTEXT_LIST, INTEGER, NULL, SEQUENCE, parts, says};

/// `AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }`
pub(super) const ALGORITHM: Form =
    Form::Parts(&[Piece::object(ALGORITHM_ID), Piece::Choice(&[Piece::object(CURVE), NO_PARAMETERS, PSS])]);

const NO_PARAMETERS: Piece = Piece::leaf(NULL, PARAMETERS, says::null);

/// `RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0], maskGenAlgorithm [1], saltLength [2], trailerField [3] }`
const PSS: Piece = Piece::node(
    SEQUENCE,
    PARAMETERS,
    Form::Parts(&[
        Piece::node(CONTEXT_LIST, HASH, Form::Inside(&PLAIN)),
        Piece::node(
            CONTEXT_LIST + 1,
            MASK,
            Form::Inside(&Form::Parts(&[
                Piece::object(ALGORITHM_ID),
                Piece::node(SEQUENCE, PARAMETERS, PLAIN),
            ])),
        ),
        Piece::leaf(CONTEXT_LIST + 2, SALT, says::number_inside),
        Piece::leaf(CONTEXT_LIST + 3, TRAILER, says::number_inside),
    ]),
);

const PLAIN: Form = Form::Parts(&[Piece::object(ALGORITHM_ID), NO_PARAMETERS]);

/// `RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }`
pub(super) const RSA_KEY: Form = Form::Bits(&Form::Inside(&Form::Parts(&[
    Piece::leaf(INTEGER, MODULUS, says::length_in_bits),
    Piece::leaf(INTEGER, EXPONENT, says::number),
])));

/// `Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }`
pub(super) const ECDSA_SIGNATURE: Form = Form::Bits(&Form::Inside(&Form::Parts(&[
    Piece::leaf(INTEGER, R, says::nothing),
    Piece::leaf(INTEGER, S, says::nothing),
])));

parts! {
    ALGORITHM_ID "algorithm", RFC 5280 "4.1.1.2": "Which algorithm, as an object identifier.";
    PARAMETERS "parameters", RFC 5280 "4.1.1.2": "What else the algorithm needs to be told; for most of them nothing.";
    CURVE "namedCurve", RFC 5480 "2.1.1": "The curve of the key.";
    HASH "hashAlgorithm", RFC 4055 "3.1": "The hash of what is signed.";
    MASK "maskGenAlgorithm", RFC 4055 "3.1": "How the padding is made, and with which hash.";
    SALT "saltLength", RFC 4055 "3.1": "How many random octets are in the padding.";
    TRAILER "trailerField", RFC 4055 "3.1": "How the padding ends; there is only 1.";
    MODULUS "modulus", RFC 3279 "2.3.1": "The product of two secret primes; its length is the size of the key.";
    EXPONENT "publicExponent", RFC 3279 "2.3.1": "The power to which a signature is raised to verify it.";
    R "r", RFC 3279 "2.2.3": "The first half of the signature: it comes from a point that was used this once.";
    S "s", RFC 3279 "2.2.3": "The second half of the signature: it needs the private key.";
}
