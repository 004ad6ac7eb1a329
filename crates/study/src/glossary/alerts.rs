//! Alerts: what the sender complains of, said to the one who receives it.

use super::{Table, entries};

pub(super) const ALERTS: Table = entries! {
    "close_notify", RFC 9846 "6.1": "The sender will send nothing more: a proper end, which an attacker cannot forge.";
    "unexpected_message", RFC 9846 "6.2": "A message came in a state that does not allow it.";
    "bad_record_mac", RFC 9846 "6.2": "A record could not be opened: the keys differ, or somebody changed it.";
    "decryption_failed", RFC 5246 "7.2.2": "Old form of bad_record_mac; it told attackers too much.";
    "record_overflow", RFC 9846 "6.2": "A record is longer than allowed.";
    "decompression_failure", RFC 5246 "7.2.2": "Compressed data could not be unpacked; nobody compresses any more.";
    "handshake_failure", RFC 9846 "6.2":
        "Nothing in common: no cipher suite, group or signature both accept. In TLS 1.2 also: a client certificate is wanted.";
    "no_certificate", RFC 5246 "7.2.2": "SSL 3.0's way to say that the client has no certificate.";
    "bad_certificate", RFC 9846 "6.2": "A certificate is broken: it cannot be read, or a signature on it is wrong.";
    "unsupported_certificate", RFC 9846 "6.2": "A certificate of a kind that does not serve: often one made for servers, shown by a client.";
    "certificate_revoked", RFC 9846 "6.2": "The authority has taken the certificate back.";
    "certificate_expired", RFC 9846 "6.2": "A certificate of the chain is over, or has not begun; or the clock of the one who checks is wrong.";
    "certificate_unknown", RFC 9846 "6.2": "The certificate is not accepted, for a reason that has no alert of its own.";
    "illegal_parameter", RFC 9846 "6.2": "A field has a value that it must not have, or that contradicts another.";
    "unknown_ca", RFC 9846 "6.2":
        "The sender of this alert cannot lead the peer's chain to an authority that it trusts: an intermediate is missing, or the root is not among its anchors.";
    "access_denied", RFC 9846 "6.2": "The certificate is good, but this peer may not come in.";
    "decode_error", RFC 9846 "6.2": "A message cannot be read: a length is wrong or something is missing.";
    "decrypt_error", RFC 9846 "6.2": "A signature or a Finished does not verify: the key is not that of the certificate, or the two saw different messages.";
    "export_restriction", RFC 5246 "7.2.2": "From the time when strong keys could not be exported.";
    "protocol_version", RFC 9846 "6.2": "The two have no version of TLS in common.";
    "insufficient_security", RFC 9846 "6.2": "All that is on offer is too weak for the sender.";
    "internal_error", RFC 9846 "6.2": "The sender failed for reasons of its own.";
    "inappropriate_fallback", RFC 7507 "3": "The client came back with a lower version although the server speaks a higher: somebody may be meddling.";
    "user_canceled", RFC 9846 "6.1": "The handshake is given up without anything being wrong; close_notify must follow.";
    "no_renegotiation", RFC 5246 "7.2.2": "A new handshake within an open connection of TLS 1.2 is refused.";
    "missing_extension", RFC 9846 "6.2": "An extension that must be there is not.";
    "unsupported_extension", RFC 9846 "6.2": "An extension came in an answer that had not been asked for.";
    "certificate_unobtainable", RFC 6066 "9": "A certificate could not be fetched from the address that was given.";
    "unrecognized_name", RFC 9846 "6.2": "No server of the name that the client wants lives here.";
    "bad_certificate_status_response", RFC 9846 "6.2": "The stapled OCSP response is not acceptable.";
    "bad_certificate_hash_value", RFC 6066 "9": "A fetched certificate is not the one that was announced.";
    "unknown_psk_identity", RFC 9846 "6.2": "The server knows none of the pre-shared keys.";
    "certificate_required", RFC 9846 "6.2": "The server insists on a client certificate and got an empty Certificate message.";
    "general_error", RFC 9846 "6.2": "Something is wrong that no other alert describes.";
    "no_application_protocol", RFC 7301 "3.2": "The two have no application protocol in common.";
};
