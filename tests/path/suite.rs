//! The suites are too large for the repository: they are read from the folder that `HANDFAST_SUITES` names.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use data_encoding::BASE64;
use flate2::read::GzDecoder;
use serde_json::Value;

/// The suite in the file of this name, compressed JSON. Without the folder the test that asks says so in one line and
/// is over; in CI that is a failure.
pub(crate) fn load(name: &str) -> Option<Value> {
    let Some(folder) = std::env::var_os("HANDFAST_SUITES").map(PathBuf::from) else {
        let in_ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
        assert!(!in_ci, "{name} is missing: HANDFAST_SUITES names no folder");
        println!("{name} was not run: HANDFAST_SUITES names no folder");
        return None;
    };
    let file = folder.join(name);
    let opened = File::open(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let json = GzDecoder::new(BufReader::new(opened));
    Some(serde_json::from_reader(json).unwrap_or_else(|error| panic!("{}: {error}", file.display())))
}

/// The strings in a list.
pub(crate) fn strings(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item.as_str().unwrap()).collect()
}

/// The bytes of a string in base 64.
pub(crate) fn decode(base64: &Value) -> Vec<u8> {
    BASE64.decode(base64.as_str().unwrap().as_bytes()).unwrap()
}
