//! Key usages by the names that RFC 5280 §4.2.1.3 gives them.

use crate::words::listed;
use crate::{Error, KeyUsage};

/// Reads names separated by commas, in any case: `digitalSignature`, `nonRepudiation` (or `contentCommitment`),
/// `keyEncipherment`, `dataEncipherment`, `keyAgreement`. `none` is the empty list, which leaves the extension out. What
/// only authorities do, to sign certificates and lists, is not among them.
///
/// # Errors
/// [`Error::KeyUsage`] with the word that is none of these.
pub fn key_usages(text: &str) -> Result<Vec<KeyUsage>, Error> {
    listed(text, key_usage)
}

fn key_usage(word: &str) -> Result<KeyUsage, Error> {
    Ok(match word.to_ascii_lowercase().as_str() {
        "digitalsignature" => KeyUsage::DigitalSignature,
        "nonrepudiation" | "contentcommitment" => KeyUsage::ContentCommitment,
        "keyencipherment" => KeyUsage::KeyEncipherment,
        "dataencipherment" => KeyUsage::DataEncipherment,
        "keyagreement" => KeyUsage::KeyAgreement,
        _ => return Err(Error::KeyUsage(word.to_owned())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let both = vec![KeyUsage::DigitalSignature, KeyUsage::KeyEncipherment];
        assert_eq!(key_usages("digitalSignature,keyEncipherment"), Ok(both.clone()));
        assert_eq!(key_usages("DIGITALSIGNATURE, keyencipherment"), Ok(both));
        assert_eq!(key_usages("contentCommitment"), key_usages("nonRepudiation"));
        assert_eq!(
            key_usages("dataEncipherment,keyAgreement"),
            Ok(vec![KeyUsage::DataEncipherment, KeyUsage::KeyAgreement])
        );
        assert_eq!(key_usages("none"), Ok(Vec::new()));
    }

    #[test]
    fn words_that_are_none() {
        for bad in ["", "signature", "digitalSignature,", "keyCertSign", "cRLSign", "serverAuth"] {
            let error = key_usages(bad).unwrap_err();
            assert!(error.to_string().contains("keyEncipherment"), "{bad:?}: {error}");
        }
    }
}
