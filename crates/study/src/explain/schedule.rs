//! The steps of the key schedule of TLS 1.3 (RFC 9846 §7.1), from what was reported of each derivation.

use handfast::Role;
use handfast::crypto::aead::Aead;
use handfast::crypto::hash::Digest;
use handfast::crypto::{hkdf, hmac};
use handfast::handshake::{Derivation, Epoch, Fact, How, SecretName};
use handfast::rule::rfc9846;
use handfast::wire::Kind;

use super::source::{source, title, transcript};
use super::{Input, Octets, Recipe, Step, answer, records, schedule12, since, whose};
use crate::glossary;
use crate::story::Book;
use crate::timeline::{Message, Timeline, What};

/// What the steps are read from.
pub(super) struct Schedule<'t> {
    pub(super) timeline: &'t Timeline,
    pub(super) book: Book<'t>,
    /// Those of both sides, each secret once.
    pub(super) derivations: Vec<(Role, &'t Derivation)>,
    /// That of the cipher suite.
    pub(super) aead: Option<Aead>,
}

impl<'t> Schedule<'t> {
    pub(super) fn of(timeline: &'t Timeline) -> Self {
        let aead = timeline.events().iter().find_map(|event| match &event.what {
            What::Learned(Fact::Suite(suite)) => Some(suite.aead),
            _ => None,
        });
        Self { timeline, book: Book::of(timeline), derivations: derivations(timeline), aead }
    }

    /// The secret itself, and what is made of it for records and for Finished.
    pub(super) fn steps(&self, role: Role, derivation: &Derivation) -> Vec<Step> {
        let mut steps = Vec::from_iter(self.secret(derivation, role));
        if let (Some((sender, epoch)), Some(aead)) = (protects(derivation.name), self.aead) {
            let keys = keys(derivation, aead);
            let opened = records::first(sender, epoch, aead, &keys, self.timeline);
            steps.extend(keys);
            steps.extend(self.finished(derivation, sender, epoch));
            steps.extend(self.answered(derivation, sender, epoch));
            steps.extend(opened);
        }
        steps.extend(schedule12::after(self, derivation));
        let since = |step: Step| Step { since: since::each(&step, derivation.name, self), ..step };
        steps.into_iter().map(since).collect()
    }

    /// `None` for what nobody derived here, but a key log had.
    fn secret(&self, derivation: &Derivation, role: Role) -> Option<Step> {
        let Derivation { name, hash, from, how, value } = derivation;
        let from = Input::new(source(from, derivation, role, self.timeline), from);
        let made = |function, inputs, recipe| step(title(*name), function, inputs, value.into(), recipe);
        let step = match how {
            How::Extract(ikm) => {
                let ikm = Input::new(source(ikm, derivation, role, self.timeline), ikm);
                made("HKDF-Extract(salt, IKM)".to_owned(), vec![from, ikm], Recipe::Hmac(*hash))
            }
            How::ExpandLabel(label, context) => {
                let covers =
                    context.as_ref().and_then(|context| self.book.covered_by(*hash, context.as_ref()));
                let (length, context) = (hash.output_len(), context.as_ref());
                let context_name = context.map_or_else(|| NOTHING.to_owned(), |_| transcript(covers));
                let inputs = [from].into_iter().chain(context.map(|context| seed(context, covers)));
                let recipe = Recipe::ExpandLabel(*hash, label, length);
                Step { covers, ..made(expand(label, &context_name, length), inputs.collect(), recipe) }
            }
            How::ExpandNonce(label, nonce) => {
                let length = hash.output_len();
                let inputs = vec![from, Input::new("ticket_nonce", &nonce[..])];
                made(expand(label, "ticket_nonce", length), inputs, Recipe::ExpandLabel(*hash, label, length))
            }
            How::Kept => {
                made("kept with the session that is gone on from".to_owned(), vec![from], Recipe::Join)
            }
            How::Prf(label, seed) => schedule12::secret(self, derivation, from, label, seed),
            How::Logged => return None,
        };
        Some(Step { says: glossary::secret(*name).map_or("", |entry| entry.says), ..step })
    }

    /// The sender's Finished: its key, and the MAC over all before it (RFC 9846 §4.5.3).
    fn finished(&self, traffic: &Derivation, sender: Role, epoch: Epoch) -> Vec<Step> {
        let Some((number, message)) =
            self.book.find(sender, Kind::Finished).filter(|_| epoch == Epoch::Handshake)
        else {
            return Vec::new();
        };
        let key = Step { name: format!("finished_key of the {}", sender.name()), ..finished_key(traffic) };
        let name = format!("verify_data of the {} Finished", whose(sender));
        let mac = self.verify_data(name, traffic, &key, message, (1..number).collect());
        vec![key, Step { covers: Some(number - 1), ..mac }]
    }

    /// Those of answers after the handshake: from the secret that their records are under (RFC 9846 §4.5.3).
    fn answered(&self, traffic: &Derivation, sender: Role, epoch: Epoch) -> Vec<Step> {
        let later =
            self.book.all(sender, Kind::Finished).skip(1).filter(|(_, message)| message.epoch == epoch);
        let key = finished_key(traffic);
        let macs = later.filter_map(|(number, message)| {
            let covers = answer::covered(&self.book, sender, number)?;
            let name = format!("verify_data of the {} Finished, message {number}", whose(sender));
            let mac = self.verify_data(name, traffic, &key, message, covers);
            Some(Step { last: Some(number - 1), ..mac })
        });
        let macs: Vec<_> = macs.collect();
        let last = macs.first().and_then(|first| first.last);
        let key = last.map(|_| Step { last, ..key.clone() });
        key.into_iter().chain(macs).collect()
    }

    fn verify_data(
        &self,
        name: String,
        traffic: &Derivation,
        key: &Step,
        finished: &Message,
        covers: Vec<usize>,
    ) -> Step {
        let hash = traffic.hash;
        let secret = hkdf::expand_label(hash, &traffic.value, "finished", &[], hash.output_len());
        let transcript = format!("hash of {}", answer::named(&covers));
        let before = self.book.hash_of(hash, covers);
        let value = hmac::hmac(hash, &secret, &[before.as_ref()]);
        let inputs =
            vec![Input::new("finished_key", key.value.clone()), Input::new(transcript, before.as_ref())];
        let function = "HMAC(finished_key, transcript hash)".to_owned();
        let step = step(name, function, inputs, value.as_ref().into(), Recipe::Hmac(hash));
        Step { says: sent_or_not(finished, value.as_ref()), clause: rfc9846("4.5.3"), ..step }
    }
}

/// The key of a Finished. Its name says whose secret it comes from.
fn finished_key(traffic: &Derivation) -> Step {
    Step {
        name: format!("finished_key of {}", title(traffic.name)),
        says: "With this key the sender's Finished is made.",
        clause: rfc9846("4.5.3"),
        ..expanded(traffic, "finished", traffic.hash.output_len())
    }
}

/// Whether that stands in this Finished.
pub(super) fn sent_or_not(finished: &Message, verify_data: &[u8]) -> &'static str {
    match finished.bytes.get(HEADER..) == Some(verify_data) {
        true => "What stands in the Finished that was sent.",
        false => "What should stand in Finished; something else was sent.",
    }
}

/// The type of a message, and its length in three octets.
const HEADER: usize = 4;

const NOTHING: &str = "\"\"";

fn derivations(timeline: &Timeline) -> Vec<(Role, &Derivation)> {
    let mut all: Vec<(Role, &Derivation)> = Vec::new();
    for event in timeline.events() {
        if let What::Derived(derivation) = &event.what
            && !all.iter().any(|(_, known)| known.name == derivation.name && known.value == derivation.value)
        {
            all.push((event.role, derivation));
        }
    }
    all
}

fn seed(digest: &Digest, covers: Option<usize>) -> Input {
    Input::new(transcript(covers), digest.as_ref())
}

/// A step of which neither sentence nor transcript is known yet.
pub(super) fn step(
    name: impl Into<String>,
    function: String,
    inputs: Vec<Input>,
    value: Octets,
    recipe: Recipe,
) -> Step {
    Step {
        name: name.into(),
        says: "",
        function,
        inputs,
        covers: None,
        last: None,
        value,
        clause: rfc9846("7.1"),
        since: Vec::new(),
        recipe,
        opens: None,
    }
}

fn expand(label: &str, context: &str, length: usize) -> String {
    format!("HKDF-Expand-Label(., \"{label}\", {context}, {length})")
}

/// Whose records a traffic secret protects, and which.
const fn protects(name: SecretName) -> Option<(Role, Epoch)> {
    match name {
        SecretName::ClientEarlyTraffic => Some((Role::Client, Epoch::EarlyData)),
        SecretName::ClientHandshakeTraffic => Some((Role::Client, Epoch::Handshake)),
        SecretName::ServerHandshakeTraffic => Some((Role::Server, Epoch::Handshake)),
        SecretName::ClientTraffic(n) => Some((Role::Client, Epoch::Application(n))),
        SecretName::ServerTraffic(n) => Some((Role::Server, Epoch::Application(n))),
        _ => None,
    }
}

/// The octets of a nonce (RFC 9846 §5.3).
const NONCE_LEN: usize = 12;

/// Key and initialization vector (RFC 9846 §7.3).
fn keys(traffic: &Derivation, aead: Aead) -> [Step; 2] {
    let secret = title(traffic.name);
    let made = |what: &str, says, label, length| Step {
        name: format!("{what} of {secret}"),
        says,
        clause: rfc9846("7.3"),
        ..expanded(traffic, label, length)
    };
    [
        made("write key", "The key that encrypts the records.", "key", aead.key_len()),
        made("write IV", "Where the nonces of the records start from.", "iv", NONCE_LEN),
    ]
}

fn expanded(traffic: &Derivation, label: &'static str, length: usize) -> Step {
    let value = hkdf::expand_label(traffic.hash, &traffic.value, label, &[], length);
    let inputs = vec![Input::new(title(traffic.name), &traffic.value)];
    let recipe = Recipe::ExpandLabel(traffic.hash, label, length);
    step(label, expand(label, NOTHING, length), inputs, (&value).into(), recipe)
}
