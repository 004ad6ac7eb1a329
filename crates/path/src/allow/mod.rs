//! Who of those that proved who they are may come in: rules on an [`Identity`].

mod pattern;
mod rule;

use core::fmt;

use crate::Identity;
pub use pattern::UriPattern;
pub use rule::{AllowError, AllowRule};

/// Rules, of which any one lets a peer in. Without rules everybody may come who has proved who they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allow {
    rules: Vec<AllowRule>,
}

/// No rule fits: each with the reason. The text is safe to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAllowed {
    /// The rules, as text, and what stands against each.
    pub rules: Vec<(String, String)>,
}

impl Allow {
    /// No rules.
    #[must_use]
    pub const fn new() -> Self {
        Self { rules: Vec::new() }
    }

    /// With this rule besides.
    #[must_use]
    pub fn or(mut self, rule: AllowRule) -> Self {
        self.rules.push(rule);
        self
    }

    /// The rules, in the order in which they were added.
    #[must_use]
    pub fn rules(&self) -> &[AllowRule] {
        &self.rules
    }

    /// Whether there are no rules.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The first rule that lets this identity in; `None` if there are no rules. The identity must have been proved:
    /// a certificate can say anything of itself.
    ///
    /// # Errors
    /// There are rules, and none of them fits; with what stands against each.
    pub fn judge(&self, identity: &Identity) -> Result<Option<&AllowRule>, NotAllowed> {
        let fitting = self.rules.iter().find(|rule| rule.fits(identity));
        if fitting.is_some() || self.is_empty() {
            return Ok(fitting);
        }
        let against = |rule: &AllowRule| (rule.to_string(), rule.against(identity));
        Err(NotAllowed { rules: self.rules.iter().map(against).collect() })
    }
}

impl Allow {
    /// The same of a peer that showed a key alone (RFC 7250), whose SubjectPublicKeyInfo has this SHA-256 in lower-case
    /// hexadecimal: it has no names.
    ///
    /// # Errors
    /// As [`judge`](Self::judge).
    pub fn judge_key(&self, spki_sha256: &str) -> Result<(), NotAllowed> {
        if self.is_empty() || self.rules.iter().any(|rule| rule.fits_key(spki_sha256)) {
            return Ok(());
        }
        let against = |rule: &AllowRule| (rule.to_string(), rule.against_key(spki_sha256));
        Err(NotAllowed { rules: self.rules.iter().map(against).collect() })
    }
}

impl FromIterator<AllowRule> for Allow {
    fn from_iter<I: IntoIterator<Item = AllowRule>>(rules: I) -> Self {
        Self { rules: rules.into_iter().collect() }
    }
}

/// `no rule fits: cn:alice, but the common name is mallory; uri:spiffe://example.org/*, but …`
impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no rule fits")?;
        self.rules.iter().enumerate().try_for_each(|(place, (rule, against))| {
            let mark = if place == 0 { ':' } else { ';' };
            write!(f, "{mark} {rule}, but {against}")
        })
    }
}

impl core::error::Error for NotAllowed {}
