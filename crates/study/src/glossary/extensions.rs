//! Extensions, by their registered names: all that can be met, spoken here or not.

use super::{Table, entries};

pub(super) const EXTENSIONS: Table = entries! {
    "GREASE", RFC 8701 "2": "Means nothing: it keeps peers in the habit of ignoring what they do not know.";
    "server_name", RFC 6066 "3": "Which server the client wants, since many live at one address; readable by everybody on the way.";
    "max_fragment_length", RFC 6066 "4": "Asks for shorter records; record_size_limit has replaced it.";
    "client_certificate_url", RFC 6066 "5": "The client would send the address of its certificate instead of the certificate.";
    "trusted_ca_keys", RFC 6066 "6": "Which root keys a client of TLS 1.2 trusts; certificate_authorities has replaced it.";
    "truncated_hmac", RFC 6066 "7": "Asks for shorter MACs on records; broken, not to be used.";
    "status_request", RFC 6066 "8": "Asks the peer for a fresh OCSP response beside its certificate (stapling).";
    "user_mapping", RFC 4681 "2": "Offers hints for mapping a client to a user account.";
    "client_authz", RFC 5878 "2": "Offers statements on what the client is allowed to do.";
    "server_authz", RFC 5878 "2": "Asks for statements on what the server is allowed to do.";
    "cert_type", RFC 6091 "3": "Offers OpenPGP keys in place of certificates; obsolete.";
    "supported_groups", RFC 9846 "4.3.7": "The groups in which the sender can exchange keys, the best first.";
    "ec_point_formats", RFC 8422 "5.1.2": "How points of curves may be written in TLS 1.2; TLS 1.3 leaves no choice.";
    "srp", RFC 5054 "2": "Offers to log in by password within TLS 1.2.";
    "signature_algorithms", RFC 9846 "4.3.3":
        "The signatures that the sender can verify: in a CertificateRequest this decides which client keys will do.";
    "use_srtp", RFC 5764 "4.1": "Makes the keys of SRTP, for calls, from a DTLS handshake.";
    "heartbeat", RFC 6520 "2": "Offers to answer pings; known for the flaw Heartbleed.";
    "application_layer_protocol_negotiation", RFC 7301 "3.1": "Which application protocol is to be spoken (ALPN), such as h2 or http/1.1.";
    "status_request_v2", RFC 6961 "2.2": "Asks for OCSP responses of the whole chain; abandoned.";
    "signed_certificate_timestamp", RFC 6962 "3.3.1": "Proof that the certificate was published in logs that everybody can read.";
    "client_certificate_type", RFC 7250 "3": "In which form the client could show its key: a certificate, or the bare key.";
    "server_certificate_type", RFC 7250 "3": "In which form the client takes the server's key: a certificate, or the bare key.";
    "padding", RFC 7685 "3": "Zeros that bring the ClientHello to a length that old servers can bear.";
    "encrypt_then_mac", RFC 7366 "2": "Repairs the CBC suites of TLS 1.2, which we do not speak.";
    "extended_main_secret", RFC 7627 "5.1":
        "TLS 1.2 binds the keys to the whole handshake, so that nobody can splice two connections; TLS 1.3 always does.";
    "token_binding", RFC 8472 "2": "Offers to tie cookies to a key of the client.";
    "cached_info", RFC 7924 "3": "The client knows the server's certificate already and wants only its hash.";
    "tls_lts", RFC 9846 "4.3": "A proposal to harden TLS 1.2 that did not become a standard.";
    "compress_certificate", RFC 8879 "3": "Which compression of Certificate messages the sender can undo.";
    "record_size_limit", RFC 8449 "4": "The longest record that the sender is willing to receive.";
    "pwd_protect", RFC 8492 "4": "A login by password whose user name is encrypted.";
    "pwd_clear", RFC 8492 "4": "A login by password with the user name in the clear.";
    "password_salt", RFC 8492 "4": "The salt of a login by password.";
    "ticket_pinning", RFC 8672 "3": "Lets a client recognise a server by a secret from an earlier visit.";
    "tls_cert_with_extern_psk", RFC 8773 "4": "Certificates and a pre-shared key together, against future quantum computers.";
    "delegated_credential", RFC 9345 "4": "Lets a server prove itself with a short-lived key that its certificate's key has signed.";
    "session_ticket", RFC 5077 "3.2": "Offers or returns a ticket for resumption in TLS 1.2.";
    "TLMSP", RFC 9846 "4.3": "ETSI's middlebox protocol; unknown to us and ignored.";
    "TLMSP_proxying", RFC 9846 "4.3": "Part of ETSI's middlebox protocol; unknown to us and ignored.";
    "TLMSP_delegate", RFC 9846 "4.3": "Part of ETSI's middlebox protocol; unknown to us and ignored.";
    "supported_ekt_ciphers", RFC 8870 "5": "Ciphers that protect the keys of conference calls.";
    "pre_shared_key", RFC 9846 "4.3.11":
        "The client comes back with a key it already shares: a handshake that takes it shows no certificate of either side.";
    "early_data", RFC 9846 "4.3.10": "Data comes with the first flight, before the server has proved anything; it can be replayed.";
    "supported_versions", RFC 9846 "4.3.1": "The versions of TLS that are spoken, and in the answer the one that is chosen.";
    "cookie", RFC 9846 "4.3.2": "What the server's HelloRetryRequest asked the client to send back.";
    "psk_key_exchange_modes", RFC 9846 "4.3.9": "Whether a pre-shared key may be used alone or only beside a fresh key exchange.";
    "certificate_authorities", RFC 9846 "4.3.4":
        "The names of the authorities that the sender trusts: a hint by which the peer picks its certificate, not the check itself.";
    "oid_filters", RFC 9846 "4.3.5": "Which certificate extensions, with which values, the client's certificate must have.";
    "post_handshake_auth", RFC 9846 "4.3.6": "The client is willing to be asked for a certificate after the handshake, too.";
    "signature_algorithms_cert", RFC 9846 "4.3.3": "The signatures that the sender can verify inside certificates, if others than in the handshake.";
    "key_share", RFC 9846 "4.3.8": "The sender's half of the key exchange; from both halves each side computes the same secret.";
    "transparency_info", RFC 9162 "6": "Proofs of the second version of Certificate Transparency.";
    "connection_id (deprecated)", RFC 9146 "3": "A draft of connection_id under another number.";
    "connection_id", RFC 9146 "3": "Lets DTLS go on when an address changes.";
    "external_id_hash", RFC 8844 "3.2": "Ties a call to the identity that its signalling has asserted.";
    "external_session_id", RFC 8844 "4.3": "Ties a call to the session of its signalling.";
    "quic_transport_parameters", RFC 9001 "8.2": "What QUIC negotiates within TLS.";
    "ticket_request", RFC 9149 "3": "How many tickets the client would like.";
    "dnssec_chain", RFC 9102 "2": "Asks for proof by DNSSEC of the server's key.";
    "sequence_number_encryption_algorithms", RFC 9846 "4.3": "A proposal for DTLS; unknown to us and ignored.";
    "rrc", RFC 9146 "6": "Checks a new address of the peer before DTLS goes on with it.";
    "tls_flags", RFC 9846 "4.3": "A proposal: many yes-or-no extensions in one bit each.";
    "next_protocol_negotiation", RFC 7301 "3.1": "The forerunner of ALPN, never a standard.";
    "application_settings (old)", RFC 9846 "4.3": "A browser's settings of HTTP, under the number of an early draft.";
    "application_settings", RFC 9846 "4.3": "A browser's settings of HTTP within the handshake; a draft.";
    "ech_outer_extensions", RFC 9849 "5": "Inside an encrypted ClientHello: copy these extensions from the outer one.";
    "encrypted_client_hello", RFC 9849 "5": "The true ClientHello, encrypted, so that nobody on the way reads which server is wanted.";
    "renegotiation_info", RFC 5746 "3.2": "Ties a renegotiation of TLS 1.2 to the handshake before; empty in a first handshake.";
};
