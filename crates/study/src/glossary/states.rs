//! States of the machines, by name: those of RFC 9846 appendix A and ours.

use super::{Table, entries};

pub(super) const STATES: Table = entries! {
    "START", RFC 9846 "A": "Nothing was said yet, or a HelloRetryRequest sent the client back to the beginning.";
    "WAIT_SH", RFC 9846 "A.1": "The client has offered and waits for the server's choice.";
    "WAIT_EE", RFC 9846 "A.1": "The client has the handshake keys and waits for the server's first encrypted message.";
    "WAIT_CERT_CR", RFC 9846 "A.1": "Either the server asks for a certificate now, or it shows its own at once: then the client stays nobody.";
    "WAIT_CERT", RFC 9846 "A": "Waits for the peer to say who it is.";
    "JUDGING_CERTIFICATE", RFC 9846 "4.5.1.3": "Ours: the peer's chain is being judged (RFC 5280 §6); nothing else is read meanwhile.";
    "FINDING_SESSION", RFC 9846 "4.3.11": "Ours: asks whether there is a session to go on from, instead of proving everything anew.";
    "JUDGING_SESSION", RFC 9846 "4.7.1": "Ours: the certificates that were shown when the session was made are judged by what holds today.";
    "JUDGING_EARLY_DATA", RFC 9846 "8.2": "Ours: asks whether this ClientHello came before; if it did, its early data is a replay.";
    "STARTING_EARLY_DATA", RFC 9846 "4.3.10": "Ours: the hello is out, and of it the keys for early data are made.";
    "WAIT_CV", RFC 9846 "A": "The chain is judged; now the peer must prove that it holds the key.";
    "WAIT_FINISHED", RFC 9846 "A": "Waits for the MAC over the whole handshake.";
    "CHOOSING_IDENTITY", RFC 9846 "4.5.1.2": "Ours: we choose with which certificate to answer, if any will do.";
    "SIGNING", RFC 9846 "4.5.2": "Ours: our private key signs the transcript; it may live in a device.";
    "REPLYING", RFC 9846 "A.1": "Ours: the client sends its last flight, message by message.";
    "RECVD_CH", RFC 9846 "A.2": "The server has a ClientHello and selects the parameters.";
    "NEGOTIATED", RFC 9846 "A.2": "The server has chosen and sends its flight, message by message.";
    "WAIT_EOED", RFC 9846 "A.2": "The server takes early data until the client says that it ends.";
    "WAIT_FLIGHT2", RFC 9846 "A.2": "The server's flight is out: it has proved itself and waits for the client to do so.";
    "WAIT_SKE", RFC 5246 "7.3": "TLS 1.2: the client waits for the server's half of the key exchange.";
    "WAIT_CR_SHD", RFC 5246 "7.3": "TLS 1.2: either the server asks for a certificate, or its hello is over: then the client stays nobody.";
    "WAIT_SHD", RFC 5246 "7.3": "TLS 1.2: the client was asked for a certificate and waits for its turn.";
    "WAIT_CKE", RFC 5246 "7.3": "TLS 1.2: the server waits for the client's half of the key exchange.";
    "DECRYPTING_PREMASTER", RFC 5246 "7.4.7.1": "TLS 1.2: the server's RSA key decrypts the secret that the client made up.";
    "WAIT_CCS", RFC 5246 "7.1": "TLS 1.2: waits for the peer to say that it encrypts from now on.";
    "ISSUING_TICKETS", RFC 9846 "4.7.1": "Ours: the handshake is complete, and the server gives the client something to come back with.";
    "CONNECTED", RFC 9846 "A": "The handshake is complete on this side. A client does not know yet whether the server accepted its certificate.";
    "ASKED", RFC 9846 "4.7.2": "Ours: the server wants to know after the handshake who the client is; the connection goes on while the client makes up its mind.";
    "ANSWERING", RFC 9846 "4.7.2": "Ours: the client answers, message by message; nothing of its own may stand between them.";
    "SIGNING_ANSWER", RFC 9846 "4.5.2": "Ours: our private key signs handshake, request and certificate; the server may go on talking.";
    "ASKING", RFC 9846 "4.7.2": "Ours: the server has asked after the handshake who the client is, and waits without insisting when it is told.";
    "JUDGING_ANSWER", RFC 9846 "4.5.1.3": "Ours: the chain that the client showed after the handshake is being judged; the rest of its answer waits.";
    "WAIT_ANSWER_CV", RFC 9846 "4.7.2": "Ours: the chain is judged; the client must prove that it holds the key.";
    "WAIT_ANSWER_END", RFC 9846 "4.7.2": "Ours: waits for the MAC over handshake, request and answer; then the client is known.";
    "FAILED", RFC 9846 "6.2": "Ours: the handshake was refused, by us or by the peer, and nothing more is said.";
};
