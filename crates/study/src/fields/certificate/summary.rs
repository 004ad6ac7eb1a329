//! An extension in a few words, from the fields of its extnValue.

use super::super::Field;

/// `None` if nothing in it says anything.
pub(super) fn of(extension: &str, value: &Field) -> Option<String> {
    let said = |name: &str| {
        value.fields.iter().find(|field| field.name == name).and_then(|field| field.value.as_deref())
    };
    match extension {
        "basicConstraints" => Some(authority(said("cA"), said("pathLenConstraint"))),
        "authorityKeyIdentifier" => {
            Some(said("keyIdentifier").unwrap_or("by issuer and serial number").to_owned())
        }
        _ => listed(value.fields.iter().filter_map(one), ", "),
    }
}

/// What is left out means that it is none.
fn authority(is_one: Option<&str>, below: Option<&str>) -> String {
    match (is_one, below) {
        (Some("true"), None) => "an authority".to_owned(),
        (Some("true"), Some("0")) => "an authority, with none below it".to_owned(),
        (Some("true"), Some(most)) => format!("an authority, with {most} below it at most"),
        _ => "no authority".to_owned(),
    }
}

/// A field, where its name matters with that.
fn one(field: &Field) -> Option<String> {
    let before = match &*field.name {
        "permittedSubtrees" => "only ",
        "excludedSubtrees" => "nothing in ",
        "requireExplicitPolicy" => "a policy after ",
        "inhibitPolicyMapping" => "no mapping after ",
        _ => "",
    };
    let says = match &field.fields[..] {
        [] => field.value.clone(),
        fields if before.is_empty() => listed(fields.iter().filter_map(one), " "),
        fields => listed(fields.iter().filter_map(one), " or "),
    };
    Some(format!("{before}{}", says?))
}

fn listed(names: impl Iterator<Item = String>, between: &str) -> Option<String> {
    let names: Vec<_> = names.collect();
    (!names.is_empty()).then(|| names.join(between))
}
