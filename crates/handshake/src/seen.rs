//! Where the key schedules report what they derive.

use std::collections::VecDeque;

use handfast_crypto::hash::Hash;
use handfast_crypto::secret::Secret;

use crate::context::{Derivation, Effect, How, SecretName};

/// Where derivations are reported: nowhere, or to the effects of this turn. Without an observer that wants secrets it
/// costs one branch and copies nothing.
#[derive(Debug)]
pub struct Seen<'e>(Option<&'e mut VecDeque<Effect>>);

impl<'e> Seen<'e> {
    /// Reports to these effects.
    #[must_use]
    pub const fn new(effects: Option<&'e mut VecDeque<Effect>>) -> Self {
        Self(effects)
    }

    /// Reports to nobody.
    #[must_use]
    pub const fn nobody() -> Self {
        Self(None)
    }

    pub(crate) fn report(
        &mut self,
        name: SecretName,
        hash: Hash,
        from: &Secret,
        how: impl FnOnce() -> How,
        value: &Secret,
    ) {
        if let Some(effects) = &mut self.0 {
            let derivation = Derivation { name, hash, from: from.clone(), how: how(), value: value.clone() };
            effects.push_back(Effect::Derived(Box::new(derivation)));
        }
    }

    pub(crate) fn is_nobody(&self) -> bool {
        self.0.is_none()
    }
}
