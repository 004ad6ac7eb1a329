//! The demonstration, live.

use handfast_study::Timeline;

use super::live::{Live, Next, Told, are_news};
use crate::demo::Conversation;
use crate::exit::Exit;

/// Both sides, driven by whoever watches them.
pub(super) struct Play {
    conversation: Conversation,
    name: String,
    /// So many events were told.
    told: usize,
    outcome: Option<Result<(), Exit>>,
}

impl Play {
    pub(super) const fn new(conversation: Conversation, name: String) -> Self {
        Self { conversation, name, told: 0, outcome: None }
    }

    /// As it was left: what happened, and how it ended. Whoever leaves in the middle has seen enough.
    pub(super) fn leave(self) -> (Conversation, Result<(), Exit>) {
        (self.conversation, self.outcome.unwrap_or(Ok(())))
    }

    fn timeline(&self) -> &Timeline {
        self.conversation.timeline()
    }

    /// Takes note of all that happened; whether there was anything.
    fn take_note(&mut self) -> bool {
        let (before, now) = (self.told, self.timeline().events().len());
        self.told = now;
        before < now
    }
}

impl Live for Play {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn next(&mut self) -> Next {
        while self.outcome.is_none() {
            self.outcome = match self.conversation.step() {
                Ok(true) => None,
                Ok(false) => Some(Ok(())),
                Err(why) => Some(Err(why)),
            };
            let news = self.timeline().events().get(self.told..).unwrap_or_default();
            if are_news(news) {
                self.take_note();
                return Next::Happened;
            }
        }
        if self.take_note() { Next::Happened } else { Next::Over }
    }

    fn told(&self) -> Told {
        Told::of(self.timeline(), self.conversation.report())
    }
}
