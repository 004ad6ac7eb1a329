//! Messages leave in records, several to one: which left in what.

use handfast::handshake::Epoch;

use crate::count;
use crate::story::ink::Text;
use crate::timeline::Record;

/// Messages that were sent and not yet told to have left, and those that left.
#[derive(Debug, Default)]
pub(super) struct Parcels {
    packed: Vec<Option<usize>>,
    left: Vec<Parcel>,
}

#[derive(Debug)]
struct Parcel {
    messages: Vec<Option<usize>>,
    epoch: Epoch,
    records: usize,
    octets: usize,
}

impl Parcels {
    /// A message waits to leave.
    pub(super) fn pack(&mut self, number: Option<usize>) {
        self.packed.push(number);
    }

    /// A record left; all that waited is in it and in those that follow it at once.
    pub(super) fn leaves(&mut self, record: &Record) {
        let messages = core::mem::take(&mut self.packed);
        if !messages.is_empty() {
            self.left.push(Parcel { messages, epoch: record.epoch, records: 0, octets: 0 });
        }
        if let Some(parcel) = self.left.last_mut() {
            parcel.records += 1;
            parcel.octets += record.header.len() + record.sealed.len();
        }
    }

    /// A note for each parcel that left since the last time and is more than its message.
    pub(super) fn notes(&mut self) -> Vec<Text> {
        let told = self.left.drain(..).filter(|parcel| !parcel.is_bare());
        told.map(|parcel| Text::new().faint(parcel.sentence())).collect()
    }
}

impl Parcel {
    /// One message in one record.
    fn is_bare(&self) -> bool {
        self.messages.len() == 1 && self.records == 1
    }

    fn sentence(&self) -> String {
        let numbers: Vec<usize> = self.messages.iter().flatten().copied().collect();
        let subject = match numbers[..] {
            [] => "it goes".into(),
            [one] => format!("{one} goes"),
            [first, .., last] => format!("{first}–{last} go"),
        };
        let keys = match self.epoch {
            Epoch::Plaintext => "in the clear",
            Epoch::EarlyData => "under early traffic keys",
            Epoch::Handshake => "under handshake keys",
            Epoch::Application(_) => "under application keys",
        };
        format!(
            "{subject} out in {} of {}, {keys}",
            count(self.records, "record"),
            count(self.octets, "octet")
        )
    }
}
