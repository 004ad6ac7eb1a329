//! `handfast verify` explains every specimen of the zoo.

use handfast_pki::Existing;
use handfast_pki::zoo::Zoo;
use rustls_pki_types::UnixTime;
use serde_json::Value;

use crate::folder::Folder;
use crate::process::Ended;

/// Every specimen of the zoo is answered as its manifest says.
#[test]
fn the_zoo() {
    let folder = Folder::empty();
    let count = Zoo::open(UnixTime::now()).unwrap().write(folder.path(), Existing::Keep).unwrap();
    let manifest = folder.read("manifest.json");
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let members = manifest["members"].as_array().unwrap();
    assert_eq!(members.len(), count);
    let wrong: Vec<String> = members.iter().filter_map(|member| complaint(&folder, member)).collect();
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is wrong with the answer to one specimen.
fn complaint(folder: &Folder, member: &Value) -> Option<String> {
    let (text, expected) = (|name: &str| member[name].as_str(), &member["answer"]);
    let by_owner = expected["by"] == "owner";
    let mut arguments = vec!["--anchors", member["files"]["anchors"].as_str()?];
    for (option, value) in [
        ("--purpose", text("purpose")),
        ("--name", text("name")),
        ("--profile", text("profile")),
        ("--at", text("time")),
        ("--intermediates", member["files"]["intermediates"].as_str()),
        ("--ocsp", member["files"]["ocsp"].as_str()),
        ("--key", member["files"]["key"].as_str().filter(|_| by_owner)),
        ("--password", text("password").filter(|_| by_owner)),
    ] {
        arguments.extend(value.into_iter().flat_map(|value| [option, value]));
    }
    for (option, values) in [("--policy", &member["policies"]), ("--crl", &member["files"]["crls"])] {
        arguments
            .extend(values.as_array()?.iter().filter_map(Value::as_str).flat_map(|value| [option, value]));
    }
    let files = &member["files"];
    let subject =
        if by_owner { files["pkcs12"].as_str().or(files["chain"].as_str()) } else { files["leaf"].as_str() };
    arguments.push(subject.or(files["leaf"].as_str())?);
    let Ended { code, out, err } = Ended::of(folder.handfast("verify --json").args(arguments));
    let verdict: Value = serde_json::from_str(&out).unwrap_or_default();
    let (id, sentence) = (text("id")?, expected["sentence"].as_str().unwrap_or_default());
    let fits = match (expected["verdict"].as_str()?, by_owner) {
        ("accepted", _) => code == Some(0) && verdict["verdict"] == "accepted",
        (_, true) => code == Some(1) && err.contains(sentence),
        (_, false) => {
            let refusal = &verdict["refusal"];
            let details = refusal["details"].as_str().unwrap_or_default();
            let unknown = expected["refusal"] == "NoRevocationInformation";
            code == Some(if unknown { 2 } else { 1 })
                && (&refusal["code"], &refusal["depth"]) == (&expected["refusal"], &expected["depth"])
                && refusal["alert"]["number"] == expected["alert"]
                && details.contains(sentence)
        }
    };
    let told = format!("{id}: wanted {expected}; exit {code:?}: {}{err}", verdict["answer"]);
    (!fits).then_some(told)
}
