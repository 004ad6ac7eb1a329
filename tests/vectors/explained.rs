//! The key schedule as a reader is shown it, against the values that the RFC prints: what goes in, and what comes out.

use handfast::Role;
use handfast_study::explain::{Step, steps};
use handfast_study::{Report, Trace as Shown};

use crate::play::{Manner, play};
use crate::script::Script;
use crate::trace::{Field, File, Trace};

/// Ten secrets, the first derived one for both sides; key and initialization vector of four traffic secrets; both Finished,
/// each with its key.
const VALUES: usize = 10 + 1 + 2 * 4 + 2 * 2;

/// What the RFC says of a value.
struct Wanted<'f> {
    name: String,
    /// In the order in which they go in; a value that the RFC does not print is left out at the end.
    inputs: Vec<&'f str>,
    value: &'f str,
}

fn explains(file: File, role: Role) {
    let content = file.load();
    let trace = Trace::read(file, &content).expect("a trace");
    let script = Script::new(&trace, role).expect("a script");
    let log = play(&script, Manner::Plain).expect("played");
    let steps = steps(&log.timeline);
    let shown = Shown::of(&log.timeline).with_secrets(true).to_string();
    let shown = anstream::adapter::strip_str(&shown).to_string();
    let report = Report::of(&log.timeline);
    let (json, page) = (report.json(), report.page().replace(' ', ""));
    let printed = trace.steps.iter().filter(|step| step.same_as.is_none());
    let wanted: Vec<_> = printed.flat_map(|step| wanted(step.actor, step.operation, &step.fields)).collect();
    assert_eq!(wanted.len(), VALUES, "of section {}", file.section());
    for wanted in wanted {
        let what = format!("section {} by our {}: {}", file.section(), role.name(), wanted.name);
        let step = steps.iter().find(|step| step.name == wanted.name).unwrap_or_else(|| panic!("{what}"));
        assert_is(step, &wanted, &what);
        assert!(shown.contains(wanted.value), "{what} is not in the trace");
        assert!(json.contains(&format!("\"value\": \"{}\"", wanted.value)), "{what} is not in the report");
        // Digits in pairs; and they stand in the facts that are embedded, too.
        assert!(page.matches(wanted.value).count() >= 2, "{what} is not on the page");
    }
}

fn assert_is(step: &Step, wanted: &Wanted<'_>, what: &str) {
    assert_eq!(step.value.hex(), wanted.value, "{what}");
    assert!(step.inputs.len() >= wanted.inputs.len(), "{what}");
    for (input, wanted) in step.inputs.iter().zip(&wanted.inputs) {
        assert_eq!(input.value.hex(), *wanted, "{what}: {}", input.name);
    }
}

/// The values of a step of the RFC, under the names that RFC 9846 gives them.
fn wanted<'f>(actor: Role, operation: &str, fields: &[Field<'f>]) -> Vec<Wanted<'f>> {
    let field = |wanted: &str| {
        let found = fields.iter().find(|(name, _)| *name == wanted);
        found.unwrap_or_else(|| panic!("{operation}: {wanted}")).1
    };
    let value = |name: String, inputs: &[&str], value| {
        vec![Wanted { name, inputs: inputs.iter().map(|name| field(name)).collect(), value: field(value) }]
    };
    if let Some(name) = extracted(operation) {
        return value(name.to_owned(), &["salt", "IKM"], "secret");
    }
    if let Some(name) = expanded(operation) {
        return value(name.to_owned(), &["PRK", "hash"], "expanded");
    }
    if let Some(secret) = protecting(actor, operation) {
        let key = value(format!("write key of {secret}"), &["PRK"], "key expanded");
        return [key, value(format!("write IV of {secret}"), &["PRK"], "iv expanded")]
            .into_iter()
            .flatten()
            .collect();
    }
    if operation.starts_with("calculate finished") {
        let actor = actor.name();
        let key = value(format!("finished_key of the {actor}"), &["PRK"], "expanded");
        let mac = value(format!("verify_data of the {actor}'s Finished"), &["expanded"], "finished");
        return [key, mac].into_iter().flatten().collect();
    }
    Vec::new()
}

fn extracted(operation: &str) -> Option<&'static str> {
    Some(match operation {
        "extract secret \"early\"" => "Early Secret",
        "extract secret \"handshake\"" => "Handshake Secret",
        "extract secret \"master\"" => "Main Secret",
        _ => return None,
    })
}

/// What tickets are made of ("res master") is not part of every connection.
fn expanded(operation: &str) -> Option<&'static str> {
    Some(match operation {
        "derive secret for handshake \"tls13 derived\"" => "Derive-Secret(Early Secret, \"derived\", \"\")",
        "derive secret for master \"tls13 derived\"" => "Derive-Secret(Handshake Secret, \"derived\", \"\")",
        "derive secret \"tls13 c hs traffic\"" => "client_handshake_traffic_secret",
        "derive secret \"tls13 s hs traffic\"" => "server_handshake_traffic_secret",
        "derive secret \"tls13 c ap traffic\"" => "client_application_traffic_secret_0",
        "derive secret \"tls13 s ap traffic\"" => "server_application_traffic_secret_0",
        "derive secret \"tls13 exp master\"" => "exporter_secret",
        _ => return None,
    })
}

/// The secret whose keys are derived; who reads uses that of the other side.
fn protecting(actor: Role, operation: &str) -> Option<String> {
    let (way, epoch) = operation.strip_prefix("derive ")?.split_once(" traffic keys for ")?;
    let sender = if way == "write" { actor } else { actor.peer() };
    Some(match epoch {
        "handshake data" => format!("{}_handshake_traffic_secret", sender.name()),
        _ => format!("{}_application_traffic_secret_0", sender.name()),
    })
}

#[test]
fn as_the_rfc_has_it() {
    for file in File::ALL {
        for role in [Role::Client, Role::Server] {
            explains(file, role);
        }
    }
}
