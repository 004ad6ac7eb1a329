//! Every name of a span is in [`FIELD_NAMES`], and every name there is met.

use std::collections::BTreeSet;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::strategies::message;
use crate::FIELD_NAMES;
use crate::alert::Alert;
use crate::code_points::ExtensionType;

fn met() -> BTreeSet<&'static str> {
    let (mut runner, mut out, mut spans) = (TestRunner::deterministic(), Vec::new(), Vec::new());
    for _ in 0..1000 {
        let message = message().new_tree(&mut runner).unwrap().current();
        out.clear();
        message.encode_spans(&mut out, &mut spans).unwrap();
    }
    Alert::decode(&[2, 40], Some(&mut spans)).unwrap();
    spans.iter().map(|span| span.name).collect()
}

#[test]
fn are_complete_and_all_in_use() {
    let extensions = ExtensionType::NAMED.iter().filter_map(|extension| extension.name());
    let extensions = extensions.chain(["GREASE"]).collect::<BTreeSet<_>>();
    // Some extensions are called as their only field; certificate_authorities is a field of TLS 1.2 and an extension of 1.3.
    let both = ["cookie", "certificate_authorities", "client_certificate_type", "server_certificate_type"];
    let met = met().into_iter().filter(|name| both.contains(name) || !extensions.contains(name));
    let met = met.collect::<Vec<_>>();
    assert_eq!(met, FIELD_NAMES);
}
