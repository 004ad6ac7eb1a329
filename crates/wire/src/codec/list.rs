//! Lists that stay where they lie.

use core::fmt;
use core::iter::FusedIterator;

use super::{Reader, Refused, Writer};

/// What a [`List`] can hold.
pub trait Item<'a>: Copy + PartialEq + fmt::Debug {
    /// How long each item is in bytes, if all are alike.
    const LEN: Option<usize> = None;

    /// Reads one item.
    ///
    /// # Errors
    /// What the item's fields refuse.
    fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused>;

    /// Writes one item.
    fn write(self, w: &mut Writer<'_>);
}

/// A list that lies in a message, checked when it was read and decoded as it is iterated, or in a slice of ours.
///
/// Two lists are equal if their items are.
#[derive(Clone, Copy)]
pub struct List<'a, T>(Place<'a, T>);

#[derive(Clone, Copy)]
enum Place<'a, T> {
    Message(&'a [u8]),
    Ours(&'a [T]),
}

impl<'a, T: Item<'a>> List<'a, T> {
    /// Of bytes in which every item was read once without an error.
    pub(super) fn checked(bytes: &'a [u8]) -> Self {
        Self(Place::Message(bytes))
    }

    /// The items, in the order of the list.
    #[must_use]
    pub fn iter(&self) -> Items<'a, T> {
        Items(self.0)
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        match self.0 {
            Place::Ours(items) => items.iter().for_each(|item| item.write(w)),
            Place::Message(_) => self.iter().for_each(|item| item.write(w)),
        }
    }

    /// The first item.
    #[must_use]
    pub fn first(&self) -> Option<T> {
        self.iter().next()
    }

    /// Whether one of the items is `wanted`.
    #[must_use]
    pub fn contains(&self, wanted: T) -> bool {
        self.iter().any(|item| item == wanted)
    }

    /// How many items there are; walks the list.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there is no item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self.0 {
            Place::Message(bytes) => bytes.is_empty(),
            Place::Ours(items) => items.is_empty(),
        }
    }
}

impl<T> Default for List<'_, T> {
    fn default() -> Self {
        Self(Place::Ours(&[]))
    }
}

impl<'a, T> From<&'a [T]> for List<'a, T> {
    fn from(items: &'a [T]) -> Self {
        Self(Place::Ours(items))
    }
}

impl<'a, T, const N: usize> From<&'a [T; N]> for List<'a, T> {
    fn from(items: &'a [T; N]) -> Self {
        Self(Place::Ours(items))
    }
}

impl<'a, T> From<&'a Vec<T>> for List<'a, T> {
    fn from(items: &'a Vec<T>) -> Self {
        Self(Place::Ours(items))
    }
}

impl<'a, T: Item<'a>> PartialEq for List<'a, T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<'a, T: Item<'a> + Eq> Eq for List<'a, T> {}

impl<'a, T: Item<'a>> fmt::Debug for List<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a, T: Item<'a>> IntoIterator for List<'a, T> {
    type Item = T;
    type IntoIter = Items<'a, T>;

    fn into_iter(self) -> Items<'a, T> {
        self.iter()
    }
}

impl<'a, T: Item<'a>> IntoIterator for &List<'a, T> {
    type Item = T;
    type IntoIter = Items<'a, T>;

    fn into_iter(self) -> Items<'a, T> {
        self.iter()
    }
}

/// Iterates over the items of a [`List`].
#[derive(Clone)]
pub struct Items<'a, T>(Place<'a, T>);

impl<'a, T: Item<'a>> Iterator for Items<'a, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        match &mut self.0 {
            Place::Ours(items) => items.split_off_first().copied(),
            Place::Message([]) => None,
            Place::Message(bytes) => {
                let (item, rest) = Reader::first(bytes)?;
                *bytes = rest;
                Some(item)
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match (self.0, T::LEN) {
            (Place::Ours(items), _) => (items.len(), Some(items.len())),
            (Place::Message(bytes), Some(len)) => (bytes.len() / len, Some(bytes.len() / len)),
            (Place::Message(bytes), None) => (usize::from(!bytes.is_empty()), Some(bytes.len())),
        }
    }
}

impl<'a, T: Item<'a>> FusedIterator for Items<'a, T> {}

impl<'a, T: Item<'a>> fmt::Debug for Items<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code_points::NamedGroup;
    use crate::codec::Len;

    #[test]
    fn lists_of_a_message_and_of_ours_are_alike() {
        let ours = [NamedGroup::X25519, NamedGroup(0x0a0a), NamedGroup::SECP256R1];
        let bytes = [0, 6, 0, 29, 10, 10, 0, 23];
        let read = Reader::read_all("groups", &bytes, None, |r| {
            r.list::<NamedGroup>("groups", Len::U16, 2..=0xffff)
        });
        let read = read.unwrap();
        assert_eq!(read, List::from(&ours));
        assert_eq!(
            (read.iter().size_hint(), List::from(&ours).iter().size_hint()),
            ((3, Some(3)), (3, Some(3)))
        );
        assert_eq!(read.iter().collect::<Vec<_>>(), ours);
        assert_eq!((read.len(), read.first(), read.is_empty()), (3, Some(NamedGroup::X25519), false));
        assert!(read.contains(NamedGroup::SECP256R1) && !read.contains(NamedGroup::SECP384R1));
        assert_eq!(format!("{read:?}"), "[x25519, GREASE 0x0a0a, secp256r1]");
        assert_ne!(read, List::from(&ours[..2]));
        assert!(List::<NamedGroup>::default().is_empty());
    }
}
