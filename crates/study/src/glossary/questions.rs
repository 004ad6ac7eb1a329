//! What people ask of mutual authentication, each answered where the message stands that raises it.

use handfast::rule::{Clause, rfc9846};
use handfast::wire::Kind;

/// A question with its answer, longer than a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The message at which it comes up.
    pub at: Kind,
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
        asks: "Who can read this certificate on the way?",
        answer: "In TLS 1.3 nobody but the two: keys exist from ServerHello on, and every Certificate is encrypted, the \
            client's under keys that a server which has already proved itself shares. An attacker who poses as the server \
            gets no client certificate, because the client first checks the server's signature and Finished. In TLS 1.2 \
            keys come only at the end, so both certificates pass in the clear, and everybody on the way learns who visits.",
        clause: rfc9846("4.5.1"),
    },
    Question {
        at: Kind::CertificateVerify,
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
        at: Kind::NewSessionTicket,
        asks: "What would coming back with this ticket skip?",
        answer: "Certificate, CertificateRequest and CertificateVerify of both sides: the ticket stands for the identities that \
            were proved today. Nobody signs anything, and no chain is checked again unless the server keeps it and does so \
            by itself. So a client certificate that has expired or was revoked since, or a rule that has changed, is \
            noticed only if the server looks at the stored chain at each resumption and limits how long tickets live.",
        clause: rfc9846("4.7.1"),
    },
];
