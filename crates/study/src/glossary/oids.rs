//! Object identifiers that are met in certificates: extensions, purposes, pieces of names, algorithms, …

use super::{Table, entries};

/// What they are for.
pub(super) const OIDS: Table = entries! {
    "2.5.29.9", RFC 5280 "4.2.1.8": "Attributes of the subject, such as a nationality.";
    "2.5.29.14", RFC 5280 "4.2.1.2": "A short name of the key in this certificate, by which others refer to it.";
    "2.5.29.15", RFC 5280 "4.2.1.3": "What the key may be used for: a peer of TLS 1.3 needs digitalSignature, an authority keyCertSign.";
    "2.5.29.17", RFC 5280 "4.2.1.6": "The names of the holder: hosts, addresses, mailboxes, URIs. Servers are known by these and not by the subject.";
    "2.5.29.18", RFC 5280 "4.2.1.7": "Further names of the issuer.";
    "2.5.29.19", RFC 5280 "4.2.1.9": "Whether the holder is an authority, and how many may stand below it.";
    "2.5.29.30", RFC 5280 "4.2.1.10": "For which names an authority may speak, and for which it may not.";
    "2.5.29.31", RFC 5280 "4.2.1.13": "Where the list of revoked certificates is found.";
    "2.5.29.32", RFC 5280 "4.2.1.4": "Under which rules the certificate was issued.";
    "2.5.29.33", RFC 5280 "4.2.1.5": "Which rules of other authorities count as equal.";
    "2.5.29.35", RFC 5280 "4.2.1.1": "Which key of the issuer has signed this certificate.";
    "2.5.29.36", RFC 5280 "4.2.1.11": "Demands on the policies of certificates further down.";
    "2.5.29.37", RFC 5280 "4.2.1.12": "For what the certificate is meant: serverAuth for servers, clientAuth for clients, or both.";
    "2.5.29.46", RFC 5280 "4.2.1.15": "Where what has changed in the list of revoked certificates is found.";
    "2.5.29.54", RFC 5280 "4.2.1.14": "From where on anyPolicy no longer counts.";
    "1.3.6.1.5.5.7.1.1", RFC 5280 "4.2.2.1": "Where the issuer's certificate and its OCSP responder are found.";
    "1.3.6.1.5.5.7.48.1.5", RFC 6960 "4.2.2.2.1": "This certificate of an OCSP responder need not be asked after itself.";
    "1.3.6.1.5.5.7.1.11", RFC 5280 "4.2.2.2": "Where an authority publishes.";
    "1.3.6.1.5.5.7.1.24", RFC 7633 "4": "What TLS extensions the server must answer: status_request here means that it must staple.";
    "1.3.6.1.4.1.11129.2.4.2", RFC 6962 "3.3": "Promises of public logs, put into the certificate by its issuer.";
    "1.3.6.1.4.1.11129.2.4.3", RFC 6962 "3.1": "Poison: this is a draft for the logs and no certificate.";
    "1.3.6.1.5.5.7.3.1", RFC 5280 "4.2.1.12": "The holder may act as a TLS server.";
    "1.3.6.1.5.5.7.3.2", RFC 5280 "4.2.1.12": "The holder may act as a TLS client.";
    "1.3.6.1.5.5.7.3.3", RFC 5280 "4.2.1.12": "The holder may sign programs.";
    "1.3.6.1.5.5.7.3.4", RFC 5280 "4.2.1.12": "The holder may sign mail.";
    "1.3.6.1.5.5.7.3.8", RFC 5280 "4.2.1.12": "The holder may sign time stamps.";
    "1.3.6.1.5.5.7.3.9", RFC 5280 "4.2.1.12": "The holder may sign OCSP responses for its issuer.";
    "2.5.29.37.0", RFC 5280 "4.2.1.12": "The holder may act as anything.";
    "1.2.840.10045.2.1", RFC 5480 "2.1.1": "A key on an elliptic curve; the parameters name the curve.";
    "1.2.840.113549.1.1.1", RFC 3279 "2.3.1": "An RSA key.";
    "1.2.840.113549.1.1.10", RFC 4055 "3.1": "RSASSA-PSS: the newer RSA signature, or a key that is for it alone.";
    "1.3.101.112", RFC 8410 "3": "Ed25519, a key or a signature.";
    "1.3.101.113", RFC 8410 "3": "Ed448, a key or a signature.";
    "1.2.840.10045.4.3.2", RFC 5758 "3.2": "A signature by ECDSA over SHA-256.";
    "1.2.840.10045.4.3.3", RFC 5758 "3.2": "A signature by ECDSA over SHA-384.";
    "1.2.840.10045.4.3.4", RFC 5758 "3.2": "A signature by ECDSA over SHA-512.";
    "1.2.840.113549.1.1.5", RFC 3279 "2.2.1": "A signature by RSA over SHA-1: broken.";
    "1.2.840.113549.1.1.11", RFC 4055 "5": "A signature by RSA (PKCS#1 v1.5) over SHA-256.";
    "1.2.840.113549.1.1.12", RFC 4055 "5": "A signature by RSA (PKCS#1 v1.5) over SHA-384.";
    "1.2.840.113549.1.1.13", RFC 4055 "5": "A signature by RSA (PKCS#1 v1.5) over SHA-512.";
    "2.5.4.3", RFC 5280 "4.1.2.4": "What somebody or something is called; servers are no longer known by it.";
    "2.5.4.4", RFC 5280 "4.1.2.4": "A family name.";
    "2.5.4.5", RFC 5280 "4.1.2.4": "A number of the holder, such as that in a register; not that of the certificate.";
    "2.5.4.6", RFC 5280 "4.1.2.4": "A country, in two letters.";
    "2.5.4.7", RFC 5280 "4.1.2.4": "A town.";
    "2.5.4.8", RFC 5280 "4.1.2.4": "A part of a country.";
    "2.5.4.9", RFC 4519 "2.34": "A street and the number of a house.";
    "2.5.4.10", RFC 5280 "4.1.2.4": "An organization.";
    "2.5.4.11", RFC 5280 "4.1.2.4": "A part of an organization.";
    "2.5.4.12", RFC 5280 "4.1.2.4": "A position in an organization.";
    "2.5.4.42", RFC 5280 "4.1.2.4": "A given name.";
    "0.9.2342.19200300.100.1.1", RFC 4519 "2.39": "The name with which somebody logs in.";
    "0.9.2342.19200300.100.1.25", RFC 4519 "2.4": "One label of a DNS name.";
    "1.2.840.113549.1.9.1", RFC 5280 "4.1.2.6": "A mailbox; today it stands in subjectAltName.";
    "2.5.29.32.0", RFC 5280 "4.2.1.4": "Whatever rules there are.";
    "2.23.140.1.1", RFC 5280 "4.2.1.4": "Rules of the CA/Browser Forum: the organization was looked into thoroughly.";
    "2.23.140.1.2.1", RFC 5280 "4.2.1.4": "Rules of the CA/Browser Forum: the holder has shown to control the domain.";
    "2.23.140.1.2.2", RFC 5280 "4.2.1.4": "Rules of the CA/Browser Forum: the organization was looked into.";
    "1.3.6.1.5.5.7.2.1", RFC 5280 "4.2.1.4": "An address follows, at which the authority says how it works.";
    "1.3.6.1.5.5.7.2.2", RFC 5280 "4.2.1.4": "A notice for people follows.";
    "1.3.6.1.5.5.7.48.1", RFC 5280 "4.2.2.1": "A responder that says whether the certificate is revoked.";
    "1.3.6.1.5.5.7.48.2", RFC 5280 "4.2.2.1": "The certificate of the issuer, for those who were not sent it.";
    "1.3.6.1.5.5.7.48.5", RFC 5280 "4.2.2.2": "Where an authority keeps its certificates.";
    "1.2.840.10045.3.1.7", RFC 5480 "2.1.1.1": "The curve P-256, the one that is used most.";
    "1.3.132.0.34", RFC 5480 "2.1.1.1": "The curve P-384.";
    "1.3.132.0.35", RFC 5480 "2.1.1.1": "The curve P-521.";
    "1.2.840.113549.1.1.8", RFC 4055 "2.2": "Padding that is made by a hash.";
    "1.3.14.3.2.26", RFC 4055 "2.1": "The hash SHA-1: broken for signatures.";
    "2.16.840.1.101.3.4.2.1", RFC 4055 "2.1": "The hash SHA-256.";
    "2.16.840.1.101.3.4.2.2", RFC 4055 "2.1": "The hash SHA-384.";
    "2.16.840.1.101.3.4.2.3", RFC 4055 "2.1": "The hash SHA-512.";
};

/// What they are called.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("2.5.29.9", "subjectDirectoryAttributes"),
    ("2.5.29.14", "subjectKeyIdentifier"),
    ("2.5.29.15", "keyUsage"),
    ("2.5.29.17", "subjectAltName"),
    ("2.5.29.18", "issuerAltName"),
    ("2.5.29.19", "basicConstraints"),
    ("2.5.29.30", "nameConstraints"),
    ("2.5.29.31", "cRLDistributionPoints"),
    ("2.5.29.32", "certificatePolicies"),
    ("2.5.29.33", "policyMappings"),
    ("2.5.29.35", "authorityKeyIdentifier"),
    ("2.5.29.36", "policyConstraints"),
    ("2.5.29.37", "extendedKeyUsage"),
    ("2.5.29.46", "freshestCRL"),
    ("2.5.29.54", "inhibitAnyPolicy"),
    ("1.3.6.1.5.5.7.1.1", "authorityInfoAccess"),
    ("1.3.6.1.5.5.7.48.1.5", "id-pkix-ocsp-nocheck"),
    ("1.3.6.1.5.5.7.1.11", "subjectInfoAccess"),
    ("1.3.6.1.5.5.7.1.24", "tlsFeature"),
    ("1.3.6.1.4.1.11129.2.4.2", "signedCertificateTimestampList"),
    ("1.3.6.1.4.1.11129.2.4.3", "precertificatePoison"),
    ("1.3.6.1.5.5.7.3.1", "serverAuth"),
    ("1.3.6.1.5.5.7.3.2", "clientAuth"),
    ("1.3.6.1.5.5.7.3.3", "codeSigning"),
    ("1.3.6.1.5.5.7.3.4", "emailProtection"),
    ("1.3.6.1.5.5.7.3.8", "timeStamping"),
    ("1.3.6.1.5.5.7.3.9", "OCSPSigning"),
    ("2.5.29.37.0", "anyExtendedKeyUsage"),
    ("1.2.840.10045.2.1", "id-ecPublicKey"),
    ("1.2.840.113549.1.1.1", "rsaEncryption"),
    ("1.2.840.113549.1.1.10", "id-RSASSA-PSS"),
    ("1.3.101.112", "id-Ed25519"),
    ("1.3.101.113", "id-Ed448"),
    ("1.2.840.10045.4.3.2", "ecdsa-with-SHA256"),
    ("1.2.840.10045.4.3.3", "ecdsa-with-SHA384"),
    ("1.2.840.10045.4.3.4", "ecdsa-with-SHA512"),
    ("1.2.840.113549.1.1.5", "sha1WithRSAEncryption"),
    ("1.2.840.113549.1.1.11", "sha256WithRSAEncryption"),
    ("1.2.840.113549.1.1.12", "sha384WithRSAEncryption"),
    ("1.2.840.113549.1.1.13", "sha512WithRSAEncryption"),
    ("2.5.4.3", "commonName"),
    ("2.5.4.4", "surname"),
    ("2.5.4.5", "serialNumber"),
    ("2.5.4.6", "countryName"),
    ("2.5.4.7", "localityName"),
    ("2.5.4.8", "stateOrProvinceName"),
    ("2.5.4.9", "streetAddress"),
    ("2.5.4.10", "organizationName"),
    ("2.5.4.11", "organizationalUnitName"),
    ("2.5.4.12", "title"),
    ("2.5.4.42", "givenName"),
    ("0.9.2342.19200300.100.1.1", "userId"),
    ("0.9.2342.19200300.100.1.25", "domainComponent"),
    ("1.2.840.113549.1.9.1", "emailAddress"),
    ("2.5.29.32.0", "anyPolicy"),
    ("2.23.140.1.1", "extended-validation"),
    ("2.23.140.1.2.1", "domain-validated"),
    ("2.23.140.1.2.2", "organization-validated"),
    ("1.3.6.1.5.5.7.2.1", "id-qt-cps"),
    ("1.3.6.1.5.5.7.2.2", "id-qt-unotice"),
    ("1.3.6.1.5.5.7.48.1", "OCSP"),
    ("1.3.6.1.5.5.7.48.2", "caIssuers"),
    ("1.3.6.1.5.5.7.48.5", "caRepository"),
    ("1.2.840.10045.3.1.7", "secp256r1"),
    ("1.3.132.0.34", "secp384r1"),
    ("1.3.132.0.35", "secp521r1"),
    ("1.2.840.113549.1.1.8", "id-mgf1"),
    ("1.3.14.3.2.26", "id-sha1"),
    ("2.16.840.1.101.3.4.2.1", "id-sha256"),
    ("2.16.840.1.101.3.4.2.2", "id-sha384"),
    ("2.16.840.1.101.3.4.2.3", "id-sha512"),
];
