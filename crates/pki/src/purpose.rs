//! Extended key usages by the names that openssl knows them by (RFC 5280 §4.2.1.12).

use crate::words::listed;
use crate::{Error, Purpose};

/// Reads names separated by commas: `serverAuth`, `clientAuth`, `codeSigning`, `emailProtection`, `timeStamping`,
/// `OCSPSigning`, `anyExtendedKeyUsage`, in any case, or dotted numbers. `none` is the empty list, which leaves the
/// extension out.
///
/// # Errors
/// [`Error::Purpose`] with the word that is none of these.
pub fn purposes(text: &str) -> Result<Vec<Purpose>, Error> {
    listed(text, purpose)
}

fn purpose(word: &str) -> Result<Purpose, Error> {
    Ok(match word.to_ascii_lowercase().as_str() {
        "serverauth" => Purpose::ServerAuth,
        "clientauth" => Purpose::ClientAuth,
        "codesigning" => Purpose::CodeSigning,
        "emailprotection" => Purpose::EmailProtection,
        "timestamping" => Purpose::TimeStamping,
        "ocspsigning" => Purpose::OcspSigning,
        "any" | "anyextendedkeyusage" => Purpose::Any,
        dotted => Purpose::Other(arcs(dotted).ok_or_else(|| Error::Purpose(word.to_owned()))?),
    })
}

/// A dotted object identifier.
fn arcs(text: &str) -> Option<Vec<u64>> {
    let arcs: Vec<u64> = text.split('.').map(|arc| arc.parse().ok()).collect::<Option<_>>()?;
    is_object_identifier(&arcs).then_some(arcs)
}

/// X.660 §7.6: the first arc is 0, 1 or 2, and below 0 and 1 the second is at most 39. Larger arcs than 32 bits exist
/// on paper only.
pub(crate) fn is_object_identifier(arcs: &[u64]) -> bool {
    match arcs {
        [first @ 0..=1, second, ..] => *first <= 1 && *second <= 39 && arcs.iter().all(is_small),
        [2, _, ..] => arcs.iter().all(is_small),
        _ => false,
    }
}

fn is_small(arc: &u64) -> bool {
    u32::try_from(*arc).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers() {
        let both = vec![Purpose::ServerAuth, Purpose::ClientAuth];
        assert_eq!(purposes("serverAuth,clientAuth"), Ok(both.clone()));
        assert_eq!(purposes("SERVERAUTH, clientauth"), Ok(both));
        assert_eq!(purposes("anyExtendedKeyUsage"), Ok(vec![Purpose::Any]));
        assert_eq!(
            purposes("1.3.6.1.4.1.311.20.2.2"),
            Ok(vec![Purpose::Other(vec![1, 3, 6, 1, 4, 1, 311, 20, 2, 2])])
        );
        assert_eq!(purposes("none"), Ok(Vec::new()));
    }

    #[test]
    fn words_that_are_neither() {
        for bad in ["", "server", "serverAuth,", "1", "3.1", "1.40", "1..2", "2.4294967296", "1.-1"] {
            let error = purposes(bad).unwrap_err();
            assert!(error.to_string().contains("serverAuth"), "{bad:?}: {error}");
        }
    }
}
