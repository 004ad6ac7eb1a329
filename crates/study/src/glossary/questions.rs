//! What people ask of mutual authentication, each answered where the message stands that raises it.

use handfast::Version;
use handfast::rule::{Clause, rfc5246, rfc9846};
use handfast::wire::Kind;

/// A question with its answer, longer than a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The message at which it comes up.
    pub at: Kind,
    /// In which version, if it is not the same in both.
    pub version: Option<Version>,
    /// What people ask.
    pub asks: &'static str,
    /// The answer, a paragraph.
    pub answer: &'static str,
    /// Where the standard decides it.
    pub clause: Clause,
}

/// All of them, in the order of a handshake.
#[must_use]
pub const fn questions() -> &'static [Question] {
    QUESTIONS
}

const QUESTIONS: &[Question] = &[
    Question {
        at: Kind::CertificateRequest,
        version: None,
        asks: "Why does the request carry names of authorities?",
        answer: "A client may have several certificates, one for each company or network it deals with, and showing the wrong \
            one fails and tells a stranger who it is. The names say which issuers this server trusts, so that the client (or \
            the person before the browser) can pick one that will be accepted, or none. It is a hint: a server may leave it \
            out, a client may ignore it, and being issued under a name that is listed does not make a chain valid. A client \
            that finds no match often sends no certificate at all, without saying why: the commonest puzzle of mutual TLS.",
        clause: rfc9846("4.3.4"),
    },
    Question {
        at: Kind::Certificate,
        version: None,
        asks: "Who can read this certificate on the way?",
        answer: "In TLS 1.3 nobody but the two: keys exist from ServerHello on, and every Certificate is encrypted, the \
            client's under keys that a server which has already proved itself shares. An attacker who poses as the server \
            gets no client certificate, because the client first checks the server's signature and Finished. In TLS 1.2 \
            keys come only at the end, so both certificates pass in the clear, and everybody on the way learns who visits.",
        clause: rfc9846("4.5.1"),
    },
    Question {
        at: Kind::CertificateVerify,
        version: Some(Version::Tls13),
        asks: "What does this signature prove, and what does it bind?",
        answer: "It proves that the sender holds the private key of the certificate it has just shown, now. Signed are 64 \
            spaces, a text that names the role, a zero, and the hash of every message so far: both randoms, both key shares, \
            the negotiated suite, the certificate itself. So the signature is good for this connection only: it cannot be \
            replayed in another, moved to other keys, used in the other role, or kept while an attacker weakens what was \
            negotiated. The private key never leaves its owner, and nothing secret is signed.",
        clause: rfc9846("4.5.2"),
    },
    Question {
        at: Kind::Finished,
        version: Some(Version::Tls13),
        asks: "The client is connected now. Is it accepted?",
        answer: "Not yet. The client's last flight carries Certificate, CertificateVerify and Finished together, and the \
            client is connected as soon as it has sent them: it may even write its request. Only then does the server read \
            the certificate, judge it, and perhaps refuse it. The refusal is an alert that the client meets at its next \
            read, half a round trip or more after its handshake had \"succeeded\"; some servers just close. TLS 1.3 has no \
            message for \"accepted\": the first thing that the server says under application keys after reading the flight is \
            the earliest sign. In TLS 1.2 the server's Finished came last and was that sign.",
        clause: rfc9846("4.5.1.3"),
    },
    Question {
        at: Kind::ServerKeyExchange,
        version: Some(Version::Tls12),
        asks: "How does the server prove that it holds its key?",
        answer: "In TLS 1.2 the server sends no CertificateVerify: it signs its half of the key exchange, together with both \
            randoms, so that an old signature does not fit a new handshake. Version, cipher suite and certificates are not \
            under this signature; that nobody has changed them shows only in Finished, which is made from keys that were \
            negotiated meanwhile. TLS 1.3 signs everything that was said so far instead.",
        clause: rfc5246("7.4.3"),
    },
    Question {
        at: Kind::CertificateVerify,
        version: Some(Version::Tls12),
        asks: "What does this signature prove, and what does it bind?",
        answer: "It proves that the client holds the private key of the certificate it has just shown, now. Signed are all \
            messages of the handshake up to here, octet by octet: both randoms, the server's certificate and key share, the \
            client's own. So it cannot be replayed in another handshake. In TLS 1.2 only the client sends it, and it says \
            nothing of the role: TLS 1.3 adds a text that does.",
        clause: rfc5246("7.4.8"),
    },
    Question {
        at: Kind::Finished,
        version: Some(Version::Tls12),
        asks: "Does the client know that it is accepted?",
        answer: "Soon. In TLS 1.2 the client sends its Finished first, and the server answers with its own only after it has \
            judged the client's certificate and verified its signature. So whoever reads a server's Finished was let in, as \
            far as the handshake goes; in TLS 1.3 it is the other way round, and the client learns it later.",
        clause: rfc5246("7.4.9"),
    },
    Question {
        at: Kind::NewSessionTicket,
        version: None,
        asks: "What would coming back with this ticket skip?",
        answer: "Certificate, CertificateRequest and CertificateVerify of both sides: the ticket stands for the identities that \
            were proved today. Nobody signs anything, and no chain is checked again unless the server keeps it and does so \
            by itself. So a client certificate that has expired or was revoked since, or a rule that has changed, is \
            noticed only if the server looks at the stored chain at each resumption and limits how long tickets live.",
        clause: rfc9846("4.7.1"),
    },
];
