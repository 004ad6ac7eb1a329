//! manifest.json: what is wrong with each specimen, where its files are, and what `handfast` answers.
//!
//! The names of the fields stay as they are; new ones may come. Paths are relative to the manifest.

use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::write::Files;
use super::{Answer, Exhibit, Form, Role, Specimen};
use crate::Error;

/// The whole manifest.
pub(super) fn whole(members: &[Value]) -> String {
    let manifest = json!({ "format": "handfast-zoo-1", "members": members });
    format!("{manifest:#}\n")
}

/// One specimen in one role.
pub(super) fn member(
    specimen: &Specimen,
    role: Role,
    exhibit: &Exhibit,
    files: &Files,
    now: rustls_pki_types::UnixTime,
) -> Result<Value, Error> {
    Ok(json!({
        "id": format!("{}/{}", role.name(), specimen.name),
        "specimen": specimen.name,
        "role": role.name(),
        "what": specimen.what,
        "failure": (!specimen.failure.is_empty()).then_some(specimen.failure),
        "clause": specimen.clause,
        "good": specimen.is_good(),
        "files": files.to_json(),
        "purpose": role.name(),
        "name": exhibit.demand.name,
        "profile": exhibit.demand.profile,
        "policies": exhibit.demand.policies,
        "revocation": exhibit.revocation().name(),
        "time": rfc3339(now)?,
        "password": password(exhibit.form),
        "answer": answer(specimen.answer),
    }))
}

/// The one that the owner of a PKCS#12 file gives.
const fn password(form: Form) -> Option<&'static str> {
    match form {
        Form::Pkcs12 { password, .. } => Some(password),
        Form::Plain | Form::Reversed | Form::EncryptedKey => None,
    }
}

/// `by` says who answers: the one who judges the certificate, or the one who loads it.
fn answer(answer: Answer) -> Value {
    match answer {
        Answer::Accepted { remark } => json!({ "verdict": "accepted", "remark": remark }),
        Answer::Refused { refusal, depth, alert, sentence } => json!({
            "verdict": "refused",
            "by": "peer",
            "refusal": refusal,
            "depth": depth,
            "alert": alert,
            "sentence": sentence,
        }),
        Answer::NotLoaded { fault, sentence } => {
            json!({ "verdict": "refused", "by": "owner", "refusal": fault, "sentence": sentence })
        }
    }
}

fn rfc3339(time: rustls_pki_types::UnixTime) -> Result<String, Error> {
    let seconds = i64::try_from(time.as_secs()).map_err(|_| Error::DateOutOfRange)?;
    let date = OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| Error::DateOutOfRange)?;
    date.format(&Rfc3339).map_err(|_| Error::DateOutOfRange)
}
