use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use rustls_pki_types::UnixTime;
use serde_json::Value;
use tempfile::TempDir;

use super::*;
use crate::Existing;
use crate::load::{Fault, Identity, Input, LoadError, Remark};

/// A zoo in a folder, and its manifest: written once, for keys take their time.
static ZOO: LazyLock<(TempDir, Vec<Value>)> = LazyLock::new(|| {
    let place = tempfile::tempdir().unwrap();
    let count = Zoo::open(UnixTime::now()).unwrap().write(place.path(), Existing::Keep).unwrap();
    let manifest: Value =
        serde_json::from_slice(&fs::read(place.path().join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["format"], "handfast-zoo-1");
    let members = manifest["members"].as_array().unwrap().clone();
    assert_eq!(members.len(), count);
    (place, members)
});

fn load(place: &Path, member: &Value) -> Result<Identity, LoadError> {
    let file = |name: &str| member["files"][name].as_str().map(|path| place.join(path));
    match (file("pkcs12"), file("chain"), file("key")) {
        (Some(container), ..) => {
            Identity::from_pkcs12(&Input::read(&container).unwrap(), member["password"].as_str().unwrap())
        }
        (None, Some(chain), Some(key)) => Identity::from_files(&chain, &key),
        _ => panic!("{} has no files", member["id"]),
    }
}

/// Those that cannot be loaded say why; the others can, unless the certificate itself is spoilt.
#[test]
fn owners_are_told_what_is_wrong_with_their_files() {
    let (place, members) = &*ZOO;
    for member in members {
        let (id, loaded) = (&member["id"], load(place.path(), member));
        if member["answer"]["by"] == "owner" {
            let error = loaded.unwrap_err();
            let (name, sentence) = (&member["answer"]["refusal"], &member["answer"]["sentence"]);
            assert!(format!("{:?}", error.fault).starts_with(name.as_str().unwrap()), "{id}: {error:?}");
            assert!(error.to_string().contains(sentence.as_str().unwrap()), "{id}: {error}");
        } else if member["specimen"] == "small-rsa-key" {
            assert!(matches!(loaded.unwrap_err().fault, Fault::Key(_)), "nobody here signs with it either");
        } else if member["answer"]["refusal"] != "Malformed" {
            let remarks = loaded.unwrap_or_else(|error| panic!("{id}: {error}")).remarks;
            let reordered = remarks.iter().any(|remark| matches!(remark, Remark::Reordered { .. }));
            let expected = ["wrong-order", "good-clutter"].map(Value::from).contains(&member["specimen"]);
            assert_eq!(reordered, expected, "{id}: {remarks:?}");
        }
    }
}

#[test]
fn every_file_of_the_manifest_is_there() {
    let (place, members) = &*ZOO;
    for member in members {
        let files = member["files"].as_object().unwrap().values();
        let paths = files.flat_map(|value| match value {
            Value::Array(several) => several.clone(),
            other => vec![other.clone()],
        });
        for path in paths.filter_map(|path| path.as_str().map(str::to_owned)) {
            assert!(place.path().join(&path).is_file(), "{}: {path}", member["id"]);
        }
    }
}

#[test]
fn a_zoo_is_not_overwritten_unasked() {
    let error = Zoo::open(UnixTime::now()).unwrap().write(ZOO.0.path(), Existing::Keep).unwrap_err();
    assert!(error.to_string().contains("root.crt: is there already"), "{error}");
}

#[test]
fn the_zoo_is_large_enough() {
    let broken = Specimen::all().filter(|specimen| !specimen.is_good()).count();
    assert!(broken >= 70, "{broken}");
    let ids: Vec<&str> = Specimen::all().map(|specimen| specimen.failure).collect();
    for id in [
        "F02", "F03", "F06", "F07", "F08", "F09", "F10", "F11", "F12", "F13", "F14", "F15", "F17", "F19",
        "F20", "F21", "F22", "F24", "F33", "F34",
    ] {
        assert!(ids.contains(&id), "nothing shows {id}");
    }
}

#[test]
fn rows_are_whole_and_distinct() {
    for role in Role::ALL {
        let mut names: Vec<_> = Specimen::all().filter(|s| s.exists_for(role)).map(|s| s.name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
    for specimen in Specimen::all() {
        let Specimen { name, what, clause, .. } = specimen;
        assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{name}");
        assert!(what.ends_with('.') && clause.contains(" §"), "{name}");
    }
}
