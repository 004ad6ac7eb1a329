//! The steps of TLS 1.2: all by its PRF (RFC 5246 §5, §6.3, §8.1; RFC 7627 §4).

use handfast::Role;
use handfast::crypto::prf12::Prf;
use handfast::handshake::{Derivation, Epoch, SecretName};
use handfast::rule::{Clause, Standard, rfc5246};
use handfast::wire::Kind;

use super::schedule::{Schedule, sent_or_not, step};
use super::source::{title, transcript};
use super::{Input, Octets, Recipe, Step, records, whose};

/// The octets of verify_data (RFC 5246 §7.4.9).
const VERIFY_DATA_LEN: usize = 12;

/// The two random values.
const RANDOMS_LEN: usize = 64;

/// A secret that the PRF has made; key and IV are pieces of one key block.
pub(super) fn secret(
    schedule: &Schedule<'_>,
    derivation: &Derivation,
    from: Input,
    label: &'static str,
    seed: &[u8],
) -> Step {
    let Derivation { name, hash, value, .. } = derivation;
    let start = place(*name, schedule);
    let range = start..start + value.len();
    let covers = (seed.len() != RANDOMS_LEN).then(|| schedule.book.covered_by(*hash, seed)).flatten();
    let seed_name = match (covers, label) {
        (Some(_), _) => transcript(covers),
        (None, "key expansion") => "server random, client random".to_owned(),
        (None, _) => "client random, server random".to_owned(),
    };
    let function = format!("PRF(., \"{label}\", {seed_name})[{}..{}]", range.start, range.end);
    let inputs = vec![from, Input::new(seed_name, seed)];
    let step = step(title(*name), function, inputs, value.into(), Recipe::Prf(*hash, label, range));
    Step { covers, clause: clause(*name, label), ..step }
}

const fn clause(name: SecretName, label: &str) -> Clause {
    match name {
        SecretName::Main12 if label.len() == "master secret".len() => rfc5246("8.1"),
        SecretName::Main12 => Clause { standard: Standard::Rfc(7627), section: "4" },
        _ => rfc5246("6.3"),
    }
}

/// Where in the key block it lies: both keys, then both IVs.
fn place(name: SecretName, schedule: &Schedule<'_>) -> usize {
    let (key, iv) = schedule.aead.map_or((0, 0), |aead| (aead.key_len(), aead.fixed_iv_len()));
    match name {
        SecretName::ServerWriteKey => key,
        SecretName::ClientWriteIv => 2 * key,
        SecretName::ServerWriteIv => 2 * key + iv,
        _ => 0,
    }
}

/// What follows from the secrets of TLS 1.2: after the main secret both Finished, after the last IV the first records.
pub(super) fn after(schedule: &Schedule<'_>, derivation: &Derivation) -> Vec<Step> {
    const BOTH: [Role; 2] = [Role::Client, Role::Server];
    match derivation.name {
        SecretName::Main12 => BOTH.iter().filter_map(|role| finished(schedule, derivation, *role)).collect(),
        SecretName::ServerWriteIv => BOTH.iter().flat_map(|role| opened(schedule, *role)).collect(),
        _ => Vec::new(),
    }
}

fn finished(schedule: &Schedule<'_>, main: &Derivation, sender: Role) -> Option<Step> {
    let (number, message) = schedule.book.find(sender, Kind::Finished)?;
    let label = match sender {
        Role::Client => "client finished",
        Role::Server => "server finished",
    };
    let covers = Some(number - 1);
    let before = schedule.book.hash_through(main.hash, number - 1);
    let value =
        Octets::from(&Prf::new(main.hash, &main.value).expand(label, &[before.as_ref()], VERIFY_DATA_LEN));
    let function = format!("PRF(., \"{label}\", {})[0..{VERIFY_DATA_LEN}]", transcript(covers));
    let inputs =
        vec![Input::new(title(main.name), &main.value), Input::new(transcript(covers), before.as_ref())];
    let says = sent_or_not(message, value.reveal());
    let recipe = Recipe::Prf(main.hash, label, 0..VERIFY_DATA_LEN);
    let step =
        step(format!("verify_data of the {} Finished", whose(sender)), function, inputs, value, recipe);
    Some(Step { covers, says, clause: rfc5246("7.4.9"), ..step })
}

fn opened(schedule: &Schedule<'_>, sender: Role) -> Vec<Step> {
    let given = |wanted| {
        let found = schedule.derivations.iter().find(|(_, derivation)| derivation.name == wanted);
        found.map(|(_, derivation)| Input::new(title(wanted), &derivation.value))
    };
    let (key, iv) = match sender {
        Role::Client => (given(SecretName::ClientWriteKey), given(SecretName::ClientWriteIv)),
        Role::Server => (given(SecretName::ServerWriteKey), given(SecretName::ServerWriteIv)),
    };
    let (Some(key), Some(iv), Some(aead)) = (key, iv, schedule.aead) else { return Vec::new() };
    records::first12(sender, Epoch::Application(0), aead, [key, iv], schedule.timeline)
}
