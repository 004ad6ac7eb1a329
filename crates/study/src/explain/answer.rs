//! What a signature or a Finished is made over: in the handshake all messages before it, in an answer after the handshake
//! (RFC 9846 §4.7.2) those of the handshake and of the answer.

use std::borrow::Cow;

use handfast::Role;
use handfast::wire::Kind;

use super::signature::octets;
use crate::inflate;
use crate::story::Book;
use crate::timeline::Message;

/// The last Certificate of this sender before the message of this number, and its own number.
pub(super) fn shown<'t>(book: &Book<'t>, sender: Role, number: usize) -> Option<(usize, Cow<'t, Message>)> {
    let last = |kind| book.all(sender, kind).rfind(|(shown, _)| *shown < number);
    let compressed = || {
        let (shown, message) = last(Kind::CompressedCertificate)?;
        inflate::message(message).map(|inflated| (shown, Cow::Owned(inflated)))
    };
    last(Kind::Certificate).map(|(shown, message)| (shown, Cow::Borrowed(message))).or_else(compressed)
}

/// The numbers of the messages that come before the message of this number, which its sender made. Of an answer after the
/// handshake: the handshake, the request that is answered, the Certificate, and the CertificateVerify if there is one,
/// whatever else was said meanwhile (RFC 9846 §4.5).
pub(super) fn covered(book: &Book<'_>, sender: Role, number: usize) -> Option<Vec<usize>> {
    let complete = book.find(Role::Client, Kind::Finished).map(|(complete, _)| complete);
    let Some(complete) = complete.filter(|complete| *complete < number) else {
        return Some((1..number).collect());
    };
    let (shown, chain) = shown(book, sender, number)?;
    let context = |message| octets(message, &["certificate_request_context"]);
    let mut requests = book.all(sender.peer(), Kind::CertificateRequest);
    let (asked, _) =
        requests.find(|(asked, request)| *asked > complete && context(request) == context(&chain))?;
    let proof = book.all(sender, Kind::CertificateVerify).map(|(proof, _)| proof);
    let proof = proof.filter(|proof| (shown..number).contains(proof));
    Some((1..=complete).chain([asked, shown]).chain(proof).collect())
}

/// `messages 1–8`, `messages 1–10, 12, 16`: a run from the first on, and what stands alone.
pub(super) fn named(covers: &[usize]) -> String {
    let run = covers.iter().zip(1..).take_while(|(number, place)| **number == *place).count();
    let alone = covers.iter().skip(run).map(|number| format!(", {number}"));
    format!("messages 1–{run}{}", alone.collect::<String>())
}
