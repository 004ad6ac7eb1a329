//! The fields of messages, by the names of their spans.

use super::{Table, entries};

pub(super) const FIELDS: Table = entries! {
    "ASN.1Cert", RFC 5246 "7.4.2": "One certificate, in DER.";
    "ASN.1_subjectPublicKeyInfo", RFC 7250 "3": "A key without a certificate, in DER: who takes it has to know it beforehand.";
    "CertificateCompressionAlgorithm", RFC 8879 "3": "A way to compress certificates: zlib, brotli or zstd.";
    "CertificateEntry", RFC 9846 "4.5.1": "One certificate of the chain, with the extensions that belong to it.";
    "CertificateType", RFC 7250 "3": "One form in which a key can be shown: in a certificate, or alone.";
    "CipherSuite", RFC 9846 "4.2.2":
        "One combination of algorithms on offer: how records are protected, and which hash makes the keys.";
    "ClientCertificateType", RFC 5246 "7.4.4": "One kind of key with which the client may prove itself in TLS 1.2.";
    "DistinguishedName", RFC 9846 "4.3.4":
        "The name of one authority whose certificates are accepted, in DER as in the subject of its own certificate.";
    "EcPointFormat", RFC 8422 "5.1.2": "One way of writing a point of a curve; only `uncompressed` is left in use.";
    "Extension", RFC 9846 "4.3": "A type, a length and data: how TLS grows without a new message.";
    "HostName", RFC 6066 "3": "The DNS name of the server that the client wants, in ASCII.";
    "KeyShareEntry", RFC 9846 "4.3.8": "One half of a key exchange: a group, and a public value for it.";
    "MaxFragmentLength", RFC 6066 "4": "How long a fragment the client wants at most: 512, 1024, 2048 or 4096 octets.";
    "NamedGroup", RFC 9846 "4.3.7": "One group in which the sender can exchange keys.";
    "OCSPResponse", RFC 6066 "8": "What the authority says of the certificate today, signed by it.";
    "OIDFilter", RFC 9846 "4.3.5": "One certificate extension that the client's certificate must have, and its values.";
    "ProtocolName", RFC 7301 "3.1": "The name of one application protocol, such as http/1.1.";
    "ProtocolVersion", RFC 9846 "4.3.1": "One version of TLS that the sender speaks.";
    "PskBinderEntry", RFC 9846 "4.3.11.2": "Proof that the client holds the pre-shared key, over this very ClientHello.";
    "PskIdentity", RFC 9846 "4.3.11": "A label by which the server finds a pre-shared key: most often a ticket.";
    "PskKeyExchangeMode", RFC 9846 "4.3.9": "One way to use a pre-shared key: alone, or with a fresh key exchange.";
    "RecordSizeLimit", RFC 8449 "4": "The longest record that the sender is willing to receive, in octets.";
    "SerializedSCT", RFC 6962 "3.3": "A promise of a public log that it has recorded the certificate.";
    "ServerName", RFC 6066 "3": "One name of the server that the client wants, and of which kind the name is.";
    "SignatureScheme", RFC 9846 "4.3.3": "One signature algorithm, with its hash and the kind of key it needs.";
    "algorithm", RFC 9846 "4.5.2": "The algorithm of the signature: one of those that the peer has offered.";
    "algorithms", RFC 8879 "3": "The ways of compressing certificates that the sender can undo, the best first.";
    "authorities", RFC 9846 "4.3.4": "The authorities whose certificates are accepted, by name.";
    "binders", RFC 9846 "4.3.11": "One proof for each pre-shared key that is offered, in the same order.";
    "cert_data", RFC 9846 "4.5.1": "The certificate itself, in DER (RFC 5280).";
    "certificate_authorities", RFC 9846 "4.3.4":
        "The names of the authorities that the sender trusts, so that the peer can pick a certificate that will be accepted.";
    "certificate_extension_oid", RFC 9846 "4.3.5": "Which certificate extension is asked for.";
    "certificate_extension_values", RFC 9846 "4.3.5": "Which values that certificate extension must have.";
    "certificate_list", RFC 9846 "4.5.1":
        "The chain, the sender's own certificate first; a client that has none to show sends an empty list.";
    "certificate_request_context", RFC 9846 "4.5.1":
        "Ties a Certificate to the CertificateRequest it answers; empty during the handshake.";
    "certificate_types", RFC 5246 "7.4.4": "The kinds of keys with which the client may prove itself.";
    "cipher_suite", RFC 9846 "4.2.3": "The cipher suite that the server has chosen from those on offer.";
    "cipher_suites", RFC 9846 "4.2.2": "The cipher suites that the client speaks, the best first.";
    "client_certificate_type", RFC 7250 "3": "In which form the client is to show its key.";
    "client_certificate_types", RFC 7250 "3": "The forms in which the client could show its key, the preferred one first.";
    "client_shares", RFC 9846 "4.3.8": "The client's halves of key exchanges, so that the server can finish one of them at once.";
    "compressed_certificate_message", RFC 8879 "4": "The body of a Certificate message, compressed.";
    "cookie", RFC 9846 "4.3.2": "Octets that the server wants back in the second ClientHello, so that it need not remember the first.";
    "curve_type", RFC 8422 "5.4": "How the curve is described; only `named_curve` is left in use.";
    "description", RFC 9846 "6": "What the alert says.";
    "ec_point_format_list", RFC 8422 "5.1.2": "The ways of writing a point that the sender reads.";
    "ecdh_Yc", RFC 8422 "5.7": "The client's half of the key exchange.";
    "extension_data", RFC 9846 "4.3": "What the extension says, in a form of its own.";
    "extension_type", RFC 9846 "4.3": "Which extension this is.";
    "extensions", RFC 9846 "4.3": "The extensions of this message; the order has no meaning but for pre_shared_key, which comes last.";
    "filters", RFC 9846 "4.3.5": "What the client's certificate must contain.";
    "group", RFC 9846 "4.3.8": "The group that this key share is for.";
    "identities", RFC 9846 "4.3.11": "The pre-shared keys that the client offers, by label.";
    "identity", RFC 9846 "4.3.11": "The label of a pre-shared key.";
    "ke_modes", RFC 9846 "4.3.9": "The ways in which the client is willing to use a pre-shared key.";
    "key_exchange", RFC 9846 "4.3.8": "The public value itself; who sees it on the way cannot compute the secret from it.";
    "legacy_compression_method", RFC 9846 "4.2.3": "Always 0: TLS 1.3 does not compress, because lengths would betray the content.";
    "legacy_compression_methods", RFC 9846 "4.2.2": "Always the one method 0, `null`: compression betrays content by its length.";
    "legacy_session_id", RFC 9846 "4.2.2":
        "Named a session in TLS 1.2; in TLS 1.3 random octets that make the handshake look like one, for middleboxes.";
    "legacy_session_id_echo", RFC 9846 "4.2.3": "What the client sent as legacy_session_id, sent back unchanged.";
    "legacy_version", RFC 9846 "4.2.2": "Always says TLS 1.2, for old middleboxes; supported_versions says the truth.";
    "length", RFC 9846 "3.4": "How many octets follow.";
    "level", RFC 9846 "6": "warning or fatal; in TLS 1.3 the description alone decides.";
    "max_early_data_size", RFC 9846 "4.7.1": "How many octets of early data the server would take with this ticket.";
    "msg_type", RFC 9846 "4": "Which handshake message this is.";
    "name_type", RFC 6066 "3": "Of which kind the name is; there is only `host_name`.";
    "named_group_list", RFC 9846 "4.3.7": "The groups that the sender can exchange keys in, the best first.";
    "namedcurve", RFC 8422 "5.4": "The curve of this key exchange.";
    "obfuscated_ticket_age", RFC 9846 "4.3.11.1": "How old the ticket is in milliseconds, with ticket_age_add added to hide it.";
    "params", RFC 5246 "7.4.3": "The server's half of the key exchange, as it goes under the signature.";
    "pre_master_secret", RFC 5246 "7.4.7.1": "The secret that the client has made up, encrypted with the server's RSA key.";
    "protocol_name_list", RFC 7301 "3.1": "Application protocols: a client's offers with the best first, a server's one choice.";
    "public", RFC 8422 "5.4": "The server's public value for the key exchange.";
    "random", RFC 9846 "4.2.2":
        "32 octets that nobody could foresee: they make every handshake, and all that is signed in it, different.";
    "renegotiated_connection", RFC 5746 "3.2": "Empty in a first handshake; it would tie a renegotiation to the handshake before.";
    "request_extensions", RFC 6066 "8": "Extensions of the request for an OCSP response.";
    "request_update", RFC 9846 "4.7.3": "Whether the peer should update its keys, too.";
    "responder_id_list", RFC 6066 "8": "OCSP responders that the client trusts; empty if it leaves that to the certificate.";
    "sct_list", RFC 6962 "3.3": "Promises of public logs, one after the other.";
    "selected_group", RFC 9846 "4.3.8": "The group for which the server wants a key share.";
    "selected_identity", RFC 9846 "4.3.11": "Which of the pre-shared keys on offer the server has taken, counted from 0.";
    "selected_version", RFC 9846 "4.3.1": "The version that the server has chosen.";
    "server_certificate_type", RFC 7250 "3": "In which form the server shows its key.";
    "server_certificate_types", RFC 7250 "3": "The forms in which the client takes the server's key, the preferred one first.";
    "server_name_list", RFC 6066 "3": "The names of the server that the client wants; in practice one.";
    "server_share", RFC 9846 "4.3.8": "The server's half of the key exchange, in the group that it has chosen.";
    "signature", RFC 9846 "4.5.2":
        "Made with the private key that belongs to the sender's certificate: whoever verifies it knows that the sender holds that key.";
    "status_type", RFC 6066 "8": "Which kind of certificate status this is; in practice `ocsp`.";
    "supported_signature_algorithms", RFC 9846 "4.3.3": "The signature schemes that the sender can verify, the best first.";
    "ticket", RFC 9846 "4.7.1": "Opaque to the client, which sends it back when it returns; the server finds the session by it.";
    "ticket_age_add", RFC 9846 "4.7.1": "Added to the age of the ticket, so that nobody can link two connections by it.";
    "ticket_lifetime", RFC 9846 "4.7.1": "For how many seconds the ticket is good, a week at most.";
    "ticket_lifetime_hint", RFC 5077 "3.3": "For how many seconds the server means to honour the ticket.";
    "ticket_nonce", RFC 9846 "4.7.1": "Makes the keys of several tickets of one connection differ.";
    "uncompressed_length", RFC 8879 "4": "How many octets the Certificate takes; it must be exactly that, and not too many.";
    "value", RFC 9846 "3.4": "The octets that the length before them counts.";
    "verify_data", RFC 9846 "4.5.3":
        "A MAC over the whole handshake so far: it is right only if both sides hold the same keys and saw the same messages.";
    "versions", RFC 9846 "4.3.1": "The versions of TLS that the client speaks, the best first.";
};
