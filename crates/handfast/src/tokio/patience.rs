//! A wait that ends.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;

use ::tokio::time::{Instant, Sleep, sleep};

/// How long we wait for a peer with whom all is over.
const PATIENCE: Duration = Duration::from_secs(1);

/// Begins when it is first needed.
#[derive(Debug, Default)]
pub(super) struct Patience(Option<Pin<Box<Sleep>>>);

impl Patience {
    /// Ready when it is at its end.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.0.get_or_insert_with(|| Box::pin(sleep(PATIENCE))).as_mut().poll(cx)
    }

    /// Begins anew, if it has begun.
    pub(super) fn renew(&mut self) {
        if let Some(sleep) = &mut self.0 {
            sleep.as_mut().reset(Instant::now() + PATIENCE);
        }
    }
}
