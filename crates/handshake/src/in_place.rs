//! How a machine goes on where it lies.

use core::mem;

use crate::Error;

/// The next state takes the place of this one. Where there is none, FAILED stays: the default of every machine.
pub(crate) fn in_place<S: Default>(
    state: &mut S,
    next: impl FnOnce(S) -> Result<S, Error>,
) -> Result<(), Error> {
    *state = next(mem::take(state))?;
    Ok(())
}
