//! What we wrote, read back: the same messages, records and words as the client saw.

use std::io::Cursor;

use handfast::handshake::Epoch;
use handfast::wire::Kind;
use handfast::wire::code_points::ContentType;
use handfast::{Role, Version};
use handfast_study::explain::{signatures, steps};
use handfast_study::follow::{Damage, Keys, Missing, Overheard, follow};
use handfast_study::timeline::{Message, What};
use handfast_study::{Detail, Report, Timeline, Trace};

use crate::talk::{Plan, talk};

/// What is told of a connection: who sends which message under which keys, and what is said in which records.
pub(crate) type Heard = (Role, Epoch, Option<Kind>, Vec<u8>);

pub(crate) fn heard(timeline: &Timeline) -> Vec<Heard> {
    let heard = timeline.events().iter().filter_map(|event| match &event.what {
        What::Message(Message { side, epoch, kind, bytes, .. }) => {
            Some((event.sender(*side), *epoch, *kind, bytes.clone()))
        }
        What::Record(record) => {
            let content =
                record.content.filter(|content| content.content_type == ContentType::APPLICATION_DATA);
            content.map(|_| (event.sender(record.side), record.epoch, None, record.plaintext.clone()))
        }
        _ => None,
    });
    heard.collect()
}

pub(crate) fn missing(timeline: &Timeline) -> Vec<Missing> {
    let missing = timeline.events().iter().filter_map(|event| match event.what {
        What::Missing(missing) => Some(missing),
        _ => None,
    });
    missing.collect()
}

pub(crate) fn read(file: &[u8], keys: Keys) -> Overheard {
    follow(Cursor::new(file), keys).expect("a capture")
}

/// The only connection in a file.
pub(crate) fn only(file: &[u8], keys: Keys) -> Timeline {
    let mut overheard = read(file, keys);
    assert_eq!((overheard.connections.len(), overheard.damage), (1, None));
    overheard.connections.remove(0).timeline
}

pub(crate) fn plans() -> [Plan; 4] {
    let [one, other] = [Version::Tls13, Version::Tls12].map(Plan::of);
    [one, other, Plan { retry: true, ..one }, Plan { ipv6: true, much: 150_000, ..one }]
}

#[test]
fn the_same_as_was_seen() {
    for plan in plans() {
        let seen = talk(plan);
        let followed = only(&seen.file, Keys::new());
        assert_eq!(heard(&followed), heard(&seen.timeline), "{plan:?}");
        assert_eq!(missing(&followed), [], "{plan:?}");
    }
}

/// From the secrets of the log on, all is computed as it was, and nothing before it is claimed.
#[test]
fn its_keys_are_explained_from_the_log_on() {
    for plan in plans() {
        let followed = only(&talk(plan).file, Keys::new());
        let steps = steps(&followed);
        let finished: Vec<_> = steps.iter().filter(|step| step.name.starts_with("verify_data")).collect();
        assert_eq!(finished.len(), 2, "{plan:?}");
        for step in finished {
            assert_eq!(step.says, "What stands in the Finished that was sent.", "{plan:?}: {}", step.name);
        }
        assert!(steps.iter().all(|step| !step.function.starts_with("HKDF-Extract")), "{plan:?}");
        assert!(!signatures(&followed).is_empty(), "{plan:?}");
        let opened = steps.iter().filter(|step| step.name.ends_with(", opened")).count();
        assert_eq!(opened, if plan.version == Version::Tls13 { 4 } else { 2 }, "{plan:?}");
    }
}

/// A trace of it fits a terminal and says whose view it is.
#[test]
fn it_can_be_shown() {
    for plan in plans() {
        let followed = only(&talk(plan).file, Keys::new());
        let trace = Trace::of(&followed).with_detail(Detail::Octets).with_secrets(true).to_string();
        let trace = anstream::adapter::strip_str(&trace).to_string();
        assert!(trace.contains("as the network saw it") && trace.contains("from the key log: "), "{trace}");
        // What goes on inside the two is not seen.
        let page = Report::of(&followed).page();
        for inside in ["learns: ", "<li>derives ", ">START<"] {
            assert!(!trace.contains(inside) && !page.contains(inside), "{inside}");
        }
        assert!(!trace.contains('✗'), "{trace}");
    }
}

/// Without secrets what goes before the keys is shown, and of the rest, that it cannot be decrypted, once of each side.
#[test]
fn without_secrets() {
    for plan in plans() {
        let seen = talk(plan);
        let followed = only(&without_secrets_inside(&seen.file), Keys::new());
        let plain: Vec<_> =
            heard(&seen.timeline).into_iter().filter(|(_, epoch, ..)| *epoch == Epoch::Plaintext).collect();
        assert_eq!(heard(&followed), plain, "{plan:?}");
        assert_eq!(missing(&followed), [Missing::Secrets; 2], "{plan:?}");
    }
}

/// They may be in a file beside it.
#[test]
fn with_secrets_beside_it() {
    for plan in plans() {
        let seen = talk(plan);
        let (bare, mut keys) = (without_secrets_inside(&seen.file), Keys::new());
        keys.add(b"# a comment\nCLIENT_RANDOM zz zz\n\n");
        keys.add(&secrets_inside(&seen.file));
        assert_eq!(heard(&only(&bare, keys)), heard(&seen.timeline), "{plan:?}");
    }
}

/// Those of another connection do not matter, wrong ones do not open anything.
#[test]
fn with_the_wrong_secrets() {
    let (seen, other) = (talk(Plan::of(Version::Tls13)), talk(Plan::of(Version::Tls13)));
    let bare = without_secrets_inside(&seen.file);
    let mut keys = Keys::new();
    keys.add(&secrets_inside(&other.file));
    assert_eq!(missing(&only(&bare, keys)), [Missing::Secrets; 2]);
    let mut keys = Keys::new();
    keys.add(&spoilt(&secrets_inside(&seen.file)));
    assert_eq!(missing(&only(&bare, keys)), [Missing::RightSecrets; 2]);
}

/// Only what comes after the handshake has keys: the records of the handshake stay closed, and those behind it open.
#[test]
fn with_half_of_the_secrets() {
    let seen = talk(Plan::of(Version::Tls13));
    let secrets = String::from_utf8(secrets_inside(&seen.file)).expect("text");
    let half: String =
        secrets.lines().filter(|line| !line.contains("HANDSHAKE")).map(|line| format!("{line}\n")).collect();
    let mut keys = Keys::new();
    keys.add(half.as_bytes());
    let followed = only(&without_secrets_inside(&seen.file), keys);
    let opened = heard(&followed);
    let expected: Vec<_> =
        heard(&seen.timeline).into_iter().filter(|(_, epoch, ..)| *epoch != Epoch::Handshake).collect();
    assert_eq!(opened, expected);
}

/// Several in one file, one after the other, each with its own secrets.
#[test]
fn several() {
    let (one, other) =
        (talk(Plan::of(Version::Tls13)), talk(Plan { ipv6: true, ..Plan::of(Version::Tls12) }));
    let overheard = read(&[one.file, other.file].concat(), Keys::new());
    let versions: Vec<_> = overheard.connections.iter().map(|one| heard(&one.timeline)).collect();
    assert_eq!(versions, [heard(&one.timeline), heard(&other.timeline)]);
}

/// What comes before the damage is shown.
#[test]
fn a_file_that_is_cut_off() {
    let seen = talk(Plan::of(Version::Tls13));
    let overheard = read(&seen.file[..seen.file.len() / 2], Keys::new());
    assert_eq!(overheard.damage, Some(Damage::CutOff));
    let (part, whole) = (heard(&overheard.connections[0].timeline), heard(&seen.timeline));
    assert!(!part.is_empty() && whole.starts_with(&part));
    for no_capture in [&b""[..], b"GET / HTTP/1.1\r\n", &[0; 100]] {
        assert_eq!(follow(Cursor::new(no_capture), Keys::new()).err(), Some(Damage::NoCapture));
    }
}

/// The blocks of a file of ours: type and octets.
pub(crate) fn blocks(file: &[u8]) -> Vec<(u32, Vec<u8>)> {
    let number = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().expect("four"));
    let (mut at, mut blocks) = (0, Vec::new());
    while at < file.len() {
        let length = usize::try_from(number(at + 4)).expect("small");
        blocks.push((number(at), file[at..at + length].to_vec()));
        at += length;
    }
    blocks
}

/// The Decryption Secrets Block.
const SECRETS: u32 = 10;

fn without_secrets_inside(file: &[u8]) -> Vec<u8> {
    blocks(file).into_iter().filter(|(kind, _)| *kind != SECRETS).flat_map(|(_, block)| block).collect()
}

/// Behind four numbers; the padding is no line.
fn secrets_inside(file: &[u8]) -> Vec<u8> {
    let secrets = blocks(file).into_iter().filter(|(kind, _)| *kind == SECRETS);
    secrets.flat_map(|(_, block)| block[16..block.len() - 4].to_vec()).filter(|octet| *octet != 0).collect()
}

/// Each secret with other digits.
fn spoilt(lines: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(lines.to_vec()).expect("text");
    let spoil = |line: &str| {
        let (head, secret) = line.rsplit_once(' ').expect("three words");
        format!("{head} {}\n", secret.replace('0', "1"))
    };
    text.lines().map(spoil).collect::<String>().into_bytes()
}
