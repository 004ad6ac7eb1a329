//! What was observed, event by event, for a terminal of 80 columns: a ladder of both sides, or of the one that was
//! watched; on demand under each message its fields and its octets, and at the end the key schedule.

mod detail;
mod keys;
mod ladder;
pub(crate) mod words;

use core::fmt;

use handfast::Role;

use self::ladder::Ladder;
use crate::story::{Ink, Page, Text};
use crate::timeline::Timeline;

/// How much of each message is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Detail {
    /// That it was sent.
    #[default]
    Messages,
    /// Its fields: place, name, value, and what each is for.
    Fields,
    /// Its fields with all their octets.
    Octets,
}

/// The trace of a connection. Like [`Story`](crate::Story) it is written with the escape codes of colours, for a stream
/// that strips them if it goes to no terminal, and no line is wider than 80 columns.
#[derive(Debug)]
pub struct Trace<'t> {
    timeline: &'t Timeline,
    detail: Detail,
    secrets: bool,
}

impl<'t> Trace<'t> {
    /// The trace of what is in this timeline, which has kept all that [`Trace::with_detail`] and
    /// [`Trace::with_secrets`] ask for.
    #[must_use]
    pub const fn of(timeline: &'t Timeline) -> Self {
        Self { timeline, detail: Detail::Messages, secrets: false }
    }

    /// With this much of each message.
    #[must_use]
    pub const fn with_detail(self, detail: Detail) -> Self {
        Self { detail, ..self }
    }

    /// With the key schedule and all secrets, or without.
    #[must_use]
    pub const fn with_secrets(self, secrets: bool) -> Self {
        Self { secrets, ..self }
    }

    /// The ladder alone, without what stands above and below it: each line with the event that it tells of, or that comes
    /// first if it tells of none. So whoever shows the past shows the lines of the events until then.
    #[must_use]
    pub fn rungs(&self) -> Vec<(usize, Text)> {
        let mut page = Page::default();
        let tells_of = Ladder::new(self.timeline, self.detail).draw(&mut page);
        tells_of.into_iter().zip(page.into_lines()).collect()
    }
}

impl fmt::Display for Trace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut page = Page::default();
        head(self, &mut page);
        let _ = Ladder::new(self.timeline, self.detail).draw(&mut page);
        if self.secrets {
            keys::write(self.timeline, &mut page);
        }
        page.into_lines().iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// Whoever passes a trace on must see in its first line whether it holds secrets.
fn head(trace: &Trace<'_>, page: &mut Page) {
    let secrets = match trace.secrets {
        true => Text::new().ink(Ink::Bad, "SECRETS ARE SHOWN: who has this can read the connection"),
        false => Text::new().faint("secrets are not shown"),
    };
    let watched = match [Role::Client, Role::Server].map(|role| trace.timeline.watches(role)) {
        [true, false] if !trace.timeline.is_overheard() => "as the client saw it",
        [false, true] if !trace.timeline.is_overheard() => "as the server saw it",
        _ if trace.timeline.is_overheard() => "as the network saw it",
        _ => "both sides",
    };
    page.paragraph(&Text::new().strong("trace").plain(format!(" · {watched} · ")).then(secrets));
    page.line(Text::new());
}
