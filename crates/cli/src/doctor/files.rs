//! What the doctor says of files that cannot be used: no handshake comes to that.

use handfast_pki::load::{Fault, LoadError};
use handfast_study::doctor::{Certainty, Diagnosis, Direction, Evidence, Failure};

/// What the doctor says of a file that cannot be used, if the catalogue has it.
pub(crate) fn of_file(error: &LoadError) -> Option<Diagnosis> {
    let (cause, remedy, commands) = treated(&error.fault)?;
    let file = &error.file;
    Some(Diagnosis {
        direction: Direction::OurSide,
        headline: format!("We could not begin: {file} cannot be used."),
        cause: Some(cause),
        certainty: Certainty::Certain,
        says: error.fault.to_string(),
        evidence: vec![Evidence { what: "the file", says: file.clone() }],
        remedy: remedy.to_owned(),
        commands: commands.iter().map(|command| command.replace("FILE", file)).collect(),
    })
}

/// The cause, what mends it, and commands that narrow or mend it.
fn treated(fault: &Fault) -> Option<(Failure, &'static str, &'static [&'static str])> {
    Some(match fault {
        Fault::KeyMismatch { .. } => (
            Failure::F17,
            "find the key that was made for this certificate, or have a certificate made for this key: these two \
             commands print the same if they belong together",
            &["openssl pkey -in FILE -pubout", "openssl x509 -in CERTIFICATE -noout -pubkey"],
        ),
        Fault::WrongPassword => (
            Failure::F20,
            "give the password that the file was exported with",
            &["openssl pkcs12 -in FILE -info -noout"],
        ),
        Fault::UnsupportedProtection(_) | Fault::Pkcs12NotDer | Fault::CostlyPassword { .. } => (
            Failure::F20,
            "open it with what can read it, and export it again",
            &[
                "openssl pkcs12 -legacy -in FILE -nodes -out plain.pem",
                "openssl pkcs12 -export -in plain.pem -out new.p12",
            ],
        ),
        Fault::EncryptedKey | Fault::OldEncryptedKey => (
            Failure::F21,
            "write the key in plain, for its owner alone to read",
            &["openssl pkey -in FILE -out plain.key"],
        ),
        _ => return None,
    })
}
