//! One reader and one writer. Both name every field; neither can forget a length.

mod list;
mod reader;
mod span;
mod writer;

pub use list::{Item, Items, List};
pub use reader::{Reader, Refused};
pub use span::Span;
pub use writer::{TooLong, Writer};

/// The width of a vector's length prefix (RFC 9846 §3.4: as many bytes as its ceiling needs).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Len {
    /// One byte: at most 2^8-1 bytes follow.
    U8,
    /// Two bytes: at most 2^16-1 bytes follow.
    U16,
    /// Three bytes: at most 2^24-1 bytes follow.
    U24,
}

impl Len {
    /// How many bytes the prefix takes.
    #[must_use]
    pub const fn width(self) -> usize {
        match self {
            Self::U8 => 1,
            Self::U16 => 2,
            Self::U24 => 3,
        }
    }

    /// The most bytes that the prefix can announce.
    #[must_use]
    pub const fn max(self) -> usize {
        match self {
            Self::U8 => 0xff,
            Self::U16 => 0xffff,
            Self::U24 => 0xff_ffff,
        }
    }
}
