//! Key exchange as it was recorded.

use crate::kx::{Agreed, BadShare, Group, KeyExchange, KxFailed, Offered};
use crate::rng::Rng;
use crate::secret::Secret;

/// Plays back recorded key exchanges: for a session whose private keys are gone. The peer's shares are not looked at.
#[derive(Debug, Clone, Default)]
pub struct Scripted {
    recorded: Vec<Recorded>,
}

#[derive(Debug, Clone)]
struct Recorded {
    group: Group,
    share: Vec<u8>,
    secret: Secret,
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
        self.recorded.push(Recorded { group, share: share.to_vec(), secret: secret.clone() });
        self
    }

    fn find(&self, group: Group) -> Result<Recorded, KxFailed> {
        self.recorded
            .iter()
            .find(|recorded| recorded.group == group)
            .cloned()
            .ok_or(KxFailed::NotRecorded(group))
    }
}

impl KeyExchange for Scripted {
    fn start(&self, group: Group, _: &mut dyn Rng) -> Result<Box<dyn Offered>, KxFailed> {
        Ok(Box::new(self.find(group)?))
    }

    fn respond(&self, group: Group, _: &[u8], _: &mut dyn Rng) -> Result<Agreed, BadShare> {
        let Recorded { share, secret, .. } = self.find(group)?;
        Ok(Agreed { share, secret })
    }
}

impl Offered for Recorded {
    fn share(&self) -> &[u8] {
        &self.share
    }

    fn agree(self: Box<Self>, _: &[u8]) -> Result<Secret, BadShare> {
        Ok(self.secret)
    }
}
