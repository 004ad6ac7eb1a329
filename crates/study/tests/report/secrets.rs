//! What a report shows to whom.

use handfast_study::Report;
use handfast_study::explain::steps;
use handfast_study::timeline::What;

use crate::{mutual, report, told};

#[test]
fn a_redacted_report_holds_no_secret() {
    let timeline = mutual(|_| ());
    let (whole, redacted) = (Report::of(&timeline), Report::of(&timeline).redacted());
    let (page, json) = (redacted.page(), redacted.json());
    assert!(whole.secrets && !redacted.secrets);
    let spaced = |hex: &str| {
        hex.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair)).collect::<Vec<_>>().join(" ")
    };
    let mut secrets = 0;
    for event in timeline.events() {
        let What::Derived(derivation) = &event.what else { continue };
        let value = handfast_study::explain::Octets::from(&derivation.value).hex();
        assert!(
            whole.json().contains(&value) && whole.page().contains(&spaced(&value)),
            "{:?}",
            derivation.name
        );
        assert!(!json.contains(&value), "{:?}", derivation.name);
        assert!(!page.contains(&value) && !page.contains(&spaced(&value)), "{:?}", derivation.name);
        secrets += 1;
    }
    assert!(secrets >= 20, "{secrets}");
    // What is made of secrets: keys, IVs, the key of Finished, what a record holds.
    for step in steps(&timeline).iter().filter(|step| !step.name.starts_with("verify_data")) {
        let value = step.value.hex();
        let is_public = redacted.messages.iter().any(|message| message.octets.to_string().contains(&value));
        assert!(is_public || !json.contains(&value), "{}", step.name);
    }
    assert_eq!(redacted.keys.len(), whole.keys.len());
}

#[test]
fn whoever_opens_a_file_reads_first_whether_it_holds_secrets() {
    let head = |page: &str| page.lines().next().unwrap_or_default().to_owned();
    assert!(head(&report().page()).contains("THIS FILE HOLDS SECRETS"));
    assert!(head(&report().redacted().page()).contains("This file was redacted"));
}

/// Without secrets in the timeline there are none in the report.
#[test]
fn what_was_not_kept_is_not_told() {
    let people = handfast_tests::People::new(handfast_pki::KeyKind::P256);
    let keep = handfast_study::Keep { secrets: false, ..handfast_study::Keep::ALL };
    let report = Report::of(&told::told(people.client(), people.server(handfast::ClientAuth::Require), keep));
    assert!(!report.secrets && report.keys.is_empty());
    assert!(report.page().lines().next().unwrap_or_default().contains("no secrets"));
}

#[test]
fn debug_shows_no_secret() {
    let timeline = mutual(|_| ());
    let shown = format!("{:?}", Report::of(&timeline));
    for step in steps(&timeline) {
        let is_public = step.name.starts_with("verify_data");
        assert!(is_public || !shown.contains(&step.value.hex()), "{}", step.name);
    }
}
