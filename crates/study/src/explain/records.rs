//! How a record is opened: its nonce, what is authenticated beside it, and what is inside (RFC 9846 §5.2, §5.3; RFC 5246
//! §6.2.3.3).

use handfast::Role;
use handfast::crypto::aead::Aead;
use handfast::handshake::Epoch;
use handfast::rule::{Clause, Standard, rfc5246, rfc9846};

use super::{Input, Keystream, Octets, Recipe, Step, whose};
use crate::count;
use crate::timeline::{Record, Timeline, What};

/// As much of a record as is decrypted for a reader.
const SHOWN: usize = 64;

/// Nonce and content of the first record under these keys, if one was recorded.
pub(super) fn first(
    sender: Role,
    epoch: Epoch,
    aead: Aead,
    [key, iv]: &[Step; 2],
    timeline: &Timeline,
) -> Vec<Step> {
    let Some(record) = find(sender, epoch, timeline) else { return Vec::new() };
    let nonce = counted(sender, record, Input::new("write IV", iv.value.clone()), rfc9846("5.3"));
    let says =
        "The content, then its true type, then zeros if it was padded; the header is authenticated with it.";
    let with = [
        Input::new("write key", key.value.clone()),
        Input::new("nonce", nonce.value.clone()),
        Input::new("additional_data: the header", &record.header[..]),
    ];
    let opened = opened(sender, record, &inner(record), (0, aead), with);
    vec![nonce, Step { says, clause: rfc9846("5.2"), ..opened }]
}

/// Likewise in TLS 1.2.
pub(super) fn first12(
    sender: Role,
    epoch: Epoch,
    aead: Aead,
    [key, iv]: [Input; 2],
    timeline: &Timeline,
) -> Vec<Step> {
    let Some(record) = find(sender, epoch, timeline) else { return Vec::new() };
    let explicit = aead.explicit_nonce_len();
    let nonce = match record.sealed.get(..explicit) {
        Some(sent) if explicit > 0 => joined(sender, record, iv, sent),
        _ => counted(sender, record, iv, Clause { standard: Standard::Rfc(7905), section: "2" }),
    };
    let says = "The content. Number, type, version and length are authenticated with it: a record that was moved does \
                not open.";
    let beside = Input::new("additional_data: sequence number, type, version, length", &beside(record)[..]);
    let with = [key, Input::new("nonce", nonce.value.clone()), beside];
    let opened = opened(sender, record, &record.plaintext, (explicit, aead), with);
    vec![nonce, Step { says, clause: rfc5246("6.2.3.3"), ..opened }]
}

/// `additional_data = seq_num + type + version + length`, that of the content.
fn beside(record: &Record) -> Vec<u8> {
    let sequence = record.sequence.unwrap_or_default().to_be_bytes();
    let type_and_version = record.header.get(..3).unwrap_or_default();
    let length = u16::try_from(record.plaintext.len()).unwrap_or(u16::MAX).to_be_bytes();
    [&sequence, type_and_version, &length].concat()
}

fn find(sender: Role, epoch: Epoch, timeline: &Timeline) -> Option<&Record> {
    timeline.events().iter().find_map(|event| match &event.what {
        What::Record(record) if event.sender(record.side) == sender && record.epoch == epoch => {
            Some(record).filter(|record| record.sequence.is_some() && record.content.is_some())
        }
        _ => None,
    })
}

/// The sequence number is added to the IV.
fn counted(sender: Role, record: &Record, iv: Input, clause: Clause) -> Step {
    let sequence = record.sequence.unwrap_or_default();
    let mut octets = iv.value.reveal().to_vec();
    for (octet, count) in octets.iter_mut().rev().zip(sequence.to_be_bytes().iter().rev()) {
        *octet ^= count;
    }
    Step {
        name: format!("nonce of the {} record {sequence}", whose(sender)),
        says: "The sequence number of the record makes every nonce different; it is never sent.",
        function: format!("{} XOR sequence number {sequence}", iv.name),
        inputs: vec![iv],
        covers: None,
        last: None,
        value: Octets::from(&octets[..]),
        clause,
        since: Vec::new(),
        recipe: Recipe::Nonce(sequence),
        opens: Some((sender, record.epoch)),
    }
}

/// The first octets of the record are added behind the IV, which is never sent.
fn joined(sender: Role, record: &Record, iv: Input, sent: &[u8]) -> Step {
    Step {
        name: format!("nonce of the {} record {}", whose(sender), record.sequence.unwrap_or_default()),
        says: "The second part makes every nonce different, and goes before the encrypted content.",
        function: format!(
            "{}, then nonce_explicit: the first {} of the record",
            iv.name,
            count(sent.len(), "octet")
        ),
        value: Octets::from(&[iv.value.reveal(), sent].concat()[..]),
        inputs: vec![iv, Input::new("nonce_explicit", sent)],
        covers: None,
        last: None,
        clause: Clause { standard: Standard::Rfc(5288), section: "3" },
        since: Vec::new(),
        recipe: Recipe::Join,
        opens: Some((sender, record.epoch)),
    }
}

/// The tag at the end is left out: openssl's command line does not check it.
fn opened(
    sender: Role,
    record: &Record,
    content: &[u8],
    (before, aead): (usize, Aead),
    [key, nonce, beside]: [Input; 3],
) -> Step {
    let shown = content.get(..SHOWN).unwrap_or(content);
    let sealed = record.sealed.get(before..before + shown.len()).unwrap_or_default();
    let start = if shown.len() < content.len() { "the start of the" } else { "the" };
    Step {
        name: format!("{start} {} record {}, opened", whose(sender), record.sequence.unwrap_or_default()),
        says: "",
        function: "AEAD-Decrypt(key, nonce, additional_data, encrypted_record)".to_owned(),
        inputs: vec![key, nonce, beside, Input::new("encrypted_record", sealed)],
        covers: None,
        last: None,
        value: Octets::from(shown),
        clause: rfc9846("5.2"),
        since: Vec::new(),
        recipe: Recipe::Decrypt(keystream(aead)),
        opens: Some((sender, record.epoch)),
    }
}

/// TLSInnerPlaintext.
fn inner(record: &Record) -> Vec<u8> {
    let mut inner = record.plaintext.clone();
    if let Some(content) = record.content {
        inner.push(content.content_type.0);
        inner.resize(inner.len() + content.padding, 0);
    }
    inner
}

const fn keystream(aead: Aead) -> Keystream {
    match aead {
        Aead::Aes128Gcm => Keystream::Aes128,
        Aead::Aes256Gcm => Keystream::Aes256,
        Aead::ChaCha20Poly1305 => Keystream::ChaCha20,
    }
}
