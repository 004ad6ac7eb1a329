//! The input as a script.

/// Choices and pieces of bytes, read from the front. Behind its end every choice is 0 and every piece empty: the honest
/// thing is always choice 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Script<'a>(&'a [u8]);

impl<'a> Script<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) const fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    pub(super) fn number(&mut self) -> u16 {
        u16::from_be_bytes([self.byte(), self.byte()])
    }

    pub(super) fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// Below `end`; 0 if there is nothing below it.
    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::from(self.number()).checked_rem(end).unwrap_or(0)
    }

    /// As many bytes as the first one says, or all that are left.
    pub(super) fn piece(&mut self) -> &'a [u8] {
        let length = usize::from(self.byte());
        self.take(length)
    }

    /// As many bytes as the first two say, or all that are left.
    pub(super) fn part(&mut self) -> &'a [u8] {
        let length = usize::from(self.number());
        self.take(length)
    }

    fn take(&mut self, length: usize) -> &'a [u8] {
        let (piece, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        piece
    }

    /// Writes over some bytes of `bytes`, takes some out, puts some in.
    pub(super) fn damage(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..1 + self.byte() % 4 {
            let at = self.below(bytes.len() + 1);
            match (self.byte() % 3, bytes.get_mut(at)) {
                (0, Some(byte)) => *byte ^= self.byte().max(1),
                (1, Some(_)) => drop(bytes.remove(at)),
                _ => drop(bytes.splice(at..at, self.piece().iter().copied())),
            }
        }
    }
}
