//! Records, shown to those who watch. Nobody costs one branch.

use handfast_handshake::Side;
use handfast_record::Opened;

use crate::{Connection, Hooks, Observation};

impl Connection {
    /// Opens the next record; whoever watches sees it. Nobody costs one branch: that is all that a record pays.
    pub(crate) fn open_next(&mut self, hooks: &mut Hooks<'_>) -> Result<Opened, handfast_record::Refusal> {
        if self.is_watched(hooks) { self.open_watched(hooks) } else { self.rx.open_next() }
    }

    /// Whether somebody watches, or did until now.
    #[inline]
    const fn is_watched(&self, hooks: &Hooks<'_>) -> bool {
        hooks.is_watched() | self.keeps_records
    }

    #[cold]
    #[inline(never)]
    fn open_watched(&mut self, hooks: &mut Hooks<'_>) -> Result<Opened, handfast_record::Refusal> {
        self.watch_records(hooks);
        let opened = self.rx.open_next();
        self.see_opened(opened, hooks);
        opened
    }

    /// Copies of records are kept for an observer that wants them.
    pub(crate) fn watch_records(&mut self, hooks: &Hooks<'_>) {
        if !self.is_watched(hooks) {
            return;
        }
        let wanted = hooks.wish().records;
        if wanted != self.keeps_records {
            self.keeps_records = wanted;
            self.rx.keep_sealed(wanted);
            self.tx.keep_sealed(wanted);
        }
    }

    /// Shows the records that were sealed since the last time.
    pub(crate) fn see_sealed(&mut self, hooks: &mut Hooks<'_>) {
        if !self.keeps_records {
            return;
        }
        let epoch = self.write_epoch;
        self.tx.drain_records(|facts| hooks.see(|| Observation::Record { side: Side::Write, epoch, facts }));
    }

    /// Shows the record that was opened, or could not be.
    fn see_opened(&self, opened: Result<Opened, handfast_record::Refusal>, hooks: &mut Hooks<'_>) {
        if !self.keeps_records {
            return;
        }
        let Some(facts) = self.rx.last_record() else { return };
        let is_new = match opened {
            Ok(opened) => opened != Opened::NeedInput,
            Err(_) => facts.content.is_none(),
        };
        if is_new {
            hooks.see(|| Observation::Record { side: Side::Read, epoch: self.read_epoch, facts });
        }
    }
}
