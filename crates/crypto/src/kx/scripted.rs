//! Key exchange as it was recorded.

use crate::kx::{Agreed, BadShare, Group, KeyExchange, KxFailed, Offered};
use crate::rng::Rng;
use crate::secret::Secret;

/// Plays back recorded key exchanges: for a session whose private keys are gone. The peer's shares are not looked at.
#[derive(Debug, Clone, Default)]
pub struct Scripted {
    recorded: Vec<(Group, Vec<u8>, Secret)>,
}

impl Scripted {
    /// Nothing recorded yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { recorded: Vec::new() }
    }

    /// For this group: our share, and the secret that came of it.
    #[must_use]
    pub fn with(mut self, group: Group, share: &[u8], secret: &Secret) -> Self {
        self.recorded.push((group, share.to_vec(), secret.clone()));
        self
    }

    fn find(&self, group: Group) -> Result<Agreed, KxFailed> {
        let found = self.recorded.iter().find(|(of, ..)| *of == group);
        let (_, share, secret) = found.ok_or(KxFailed::NotRecorded(group))?;
        Ok(Agreed { share: share.clone(), secret: secret.clone() })
    }
}

impl KeyExchange for Scripted {
    fn start(&self, group: Group, _: &mut dyn Rng) -> Result<Box<dyn Offered>, KxFailed> {
        Ok(Box::new(self.find(group)?))
    }

    fn respond(&self, group: Group, _: &[u8], _: &mut dyn Rng) -> Result<Agreed, BadShare> {
        Ok(self.find(group)?)
    }
}

impl Offered for Agreed {
    fn share(&self) -> &[u8] {
        &self.share
    }

    fn agree(self: Box<Self>, _: &[u8]) -> Result<Secret, BadShare> {
        Ok(self.secret)
    }
}
