//! Who is woken when something happens.

use core::task::{Context, Poll, Waker};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Wake;

/// Wakes a reader and a writer that wait in two tasks, as after `tokio::io::split`. Reading also writes and writing may
/// read, and a transport remembers only one waker for each direction: what wakes one of the two can be what the other
/// waits for.
#[derive(Debug, Default)]
pub(super) struct Bell {
    waiting: Mutex<[Option<Waker>; 2]>,
}

/// Who waits.
#[derive(Debug, Clone, Copy)]
pub(super) enum By {
    Reader,
    Writer,
}

impl Bell {
    /// Polls in such a way that this task is woken, and the other one too if it waits.
    pub(super) fn poll<T>(
        self: &Arc<Self>,
        by: By,
        cx: &Context<'_>,
        poll: impl FnOnce(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        self.set(by, Some(cx.waker().clone()));
        let waker = Waker::from(Arc::clone(self));
        let done = poll(&mut Context::from_waker(&waker));
        if done.is_ready() {
            self.set(by, None);
        }
        done
    }

    fn set(&self, by: By, waker: Option<Waker>) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let [reader, writer] = &mut *waiting;
        match by {
            By::Reader => *reader = waker,
            By::Writer => *writer = waker,
        }
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let waiting = core::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        waiting.into_iter().flatten().for_each(Waker::wake);
    }
}
