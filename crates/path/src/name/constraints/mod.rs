//! nameConstraints (RFC 5280 §4.2.1.10): the subtrees in which the names of all certificates below must lie, or must not.

mod directory;
mod dns;
mod email;
mod ip;
mod uri;

use crate::cert::{Element, Fault, GeneralName, Malformed, NameForm, Reader, Tag};

/// The constraints that one certificate imposes.
pub(crate) struct Constraints<'a> {
    permitted: Subtrees<'a>,
    excluded: Subtrees<'a>,
}

/// Some subtrees, and of which forms of name they are.
#[derive(Default)]
struct Subtrees<'a> {
    bases: Vec<Base<'a>>,
    forms: u16,
}

/// The root of a subtree.
#[derive(Debug, Clone, Copy)]
enum Base<'a> {
    /// A host and what is below it; empty, all hosts.
    Dns(&'a [u8]),
    /// An address and a mask, 4 or 16 bytes each.
    Ip(&'a [u8]),
    /// A mailbox; a host; or, after a dot, what is below a domain.
    Email(&'a [u8]),
    /// A host; or, after a dot, what is below a domain.
    Uri(&'a [u8]),
    /// The DER of a Name.
    Directory(&'a [u8]),
    /// A form that is not compared here.
    Other(NameForm),
}

/// What is wrong with the extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// It cannot be read.
    Malformed(Malformed),
    /// It constrains nothing, which no conforming authority issues.
    Empty,
    /// A subtree begins or ends below its base.
    Distance,
    /// A subtree whose base is none.
    Base(NameForm),
}

/// What constraints say against a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Against {
    NotPermitted,
    Excluded,
    /// The name is none, so that nobody can say where it lies.
    Malformed,
    /// Names of this form are constrained, and not compared here.
    Unsupported,
}

pub(crate) use directory::email_addresses;

impl From<Box<Malformed>> for Wrong {
    fn from(malformed: Box<Malformed>) -> Self {
        Self::Malformed(*malformed)
    }
}

impl<'a> Constraints<'a> {
    /// ```text
    /// NameConstraints ::= SEQUENCE { permittedSubtrees [0] GeneralSubtrees OPTIONAL,
    ///                                excludedSubtrees  [1] GeneralSubtrees OPTIONAL }
    /// ```
    ///
    /// From extnValue, which starts at byte `offset` of the certificate.
    pub(crate) fn decode(value: &'a [u8], offset: usize) -> Result<Self, Wrong> {
        let mut whole = Reader::new(value, offset);
        let list = whole.expect(Tag::SEQUENCE, "nameConstraints")?;
        whole.finish("nameConstraints")?;
        if list.value.is_empty() {
            return Err(Wrong::Empty);
        }
        let (permitted, excluded) = list.read(|fields| {
            let permitted = fields.optional(Tag::explicit(0), "permittedSubtrees")?;
            Ok((permitted, fields.optional(Tag::explicit(1), "excludedSubtrees")?))
        })?;
        let subtrees = |list: Option<Element<'a>>| list.map(|list| Subtrees::decode(&list)).transpose();
        Ok(Self {
            permitted: subtrees(permitted)?.unwrap_or_default(),
            excluded: subtrees(excluded)?.unwrap_or_default(),
        })
    }

    /// What is against this name, if anything. `spend` is told how many comparisons come next.
    pub(crate) fn judge<E>(
        &self,
        name: &GeneralName<'_>,
        mut spend: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<Option<Against>, E> {
        let form = name.form();
        let (permitted, excluded) = (self.permitted.has(form), self.excluded.has(form));
        if !permitted && !excluded {
            return Ok(None);
        }
        if let Some(against) = unfit(name) {
            return Ok(Some(against));
        }
        if excluded && self.excluded.any(form, &mut spend, |base| base.excludes(name))? {
            return Ok(Some(Against::Excluded));
        }
        if permitted && !self.permitted.any(form, &mut spend, |base| base.contains(name))? {
            return Ok(Some(Against::NotPermitted));
        }
        Ok(None)
    }
}

/// A name that cannot be placed in any subtree.
fn unfit(name: &GeneralName<'_>) -> Option<Against> {
    let fits = match name {
        GeneralName::Dns(name) => dns::is_name(name),
        GeneralName::Email(name) => email::is_mailbox(name),
        GeneralName::Uri(name) => uri::host(name).is_some(),
        GeneralName::Ip(_) | GeneralName::Directory(_) => true,
        GeneralName::Other(..) => return Some(Against::Unsupported),
    };
    (!fits).then_some(Against::Malformed)
}

impl<'a> Subtrees<'a> {
    /// `GeneralSubtrees ::= SEQUENCE SIZE (1..MAX) OF GeneralSubtree`
    fn decode(list: &Element<'a>) -> Result<Self, Wrong> {
        let mut reader = list.reader();
        let mut subtrees = Self::default();
        while !reader.is_empty() {
            let base = subtree(&reader.expect(Tag::SEQUENCE, "GeneralSubtree")?)?;
            subtrees.forms |= base.form().bit();
            subtrees.bases.push(base);
        }
        subtrees.bases.sort_by_key(|base| base.form().bit());
        if subtrees.bases.is_empty() { Err(Wrong::Empty) } else { Ok(subtrees) }
    }

    const fn has(&self, form: NameForm) -> bool {
        self.forms & form.bit() != 0
    }

    /// The bases of this form; the others are not walked over, for nobody pays for them.
    fn of(&self, form: NameForm) -> impl Iterator<Item = &Base<'a>> {
        let start = self.bases.partition_point(|base| base.form().bit() < form.bit());
        self.bases.iter().skip(start).take_while(move |base| base.form() == form)
    }

    /// Whether one of the bases of this form answers yes.
    fn any<E>(
        &self,
        form: NameForm,
        mut spend: impl FnMut(usize) -> Result<(), E>,
        mut test: impl FnMut(&Base<'a>) -> bool,
    ) -> Result<bool, E> {
        for base in self.of(form) {
            spend(base.cost())?;
            if test(base) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// ```text
/// GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] BaseDistance DEFAULT 0, maximum [1] BaseDistance OPTIONAL }
/// ```
/// Of which "minimum MUST be zero, and maximum MUST be absent".
fn subtree<'a>(subtree: &Element<'a>) -> Result<Base<'a>, Wrong> {
    let mut fields = subtree.reader();
    let base = Base::of(&fields.any("base")?)?;
    let minimum = fields.optional(Tag::implicit(0), "minimum")?;
    let maximum = fields.optional(Tag::implicit(1), "maximum")?;
    fields.finish("GeneralSubtree")?;
    let from_the_base = minimum.is_none_or(|minimum| minimum.value == [0]);
    if from_the_base && maximum.is_none() { Ok(base) } else { Err(Wrong::Distance) }
}

impl<'a> Base<'a> {
    fn of(element: &Element<'a>) -> Result<Self, Wrong> {
        let form = NameForm::of(element.tag).ok_or_else(|| element.fault(Fault::Type))?;
        let base = match form {
            NameForm::Dns => Self::Dns(element.value),
            NameForm::Email => Self::Email(element.value),
            NameForm::Uri => Self::Uri(element.value),
            NameForm::Ip => Self::Ip(element.value),
            NameForm::Directory => Self::Directory(directory::base(element)?),
            _ => Self::Other(form),
        };
        if base.is_sound() { Ok(base) } else { Err(Wrong::Base(form)) }
    }

    fn is_sound(&self) -> bool {
        match self {
            Self::Dns(base) => base.is_empty() || dns::is_host(base),
            Self::Email(base) => email::is_base(base),
            Self::Uri(base) => uri::is_base(base),
            Self::Ip(base) => ip::is_base(base),
            Self::Directory(_) | Self::Other(_) => true,
        }
    }

    const fn form(&self) -> NameForm {
        match self {
            Self::Dns(_) => NameForm::Dns,
            Self::Ip(_) => NameForm::Ip,
            Self::Email(_) => NameForm::Email,
            Self::Uri(_) => NameForm::Uri,
            Self::Directory(_) => NameForm::Directory,
            Self::Other(form) => *form,
        }
    }

    /// Comparisons: one, or one for each part of a name.
    fn cost(&self) -> usize {
        if let Self::Directory(base) = self { 1 + directory::parts(base) } else { 1 }
    }

    fn contains(&self, name: &GeneralName<'_>) -> bool {
        match (self, name) {
            (Self::Dns(base), GeneralName::Dns(name)) => dns::is_within(name, base),
            (Self::Ip(base), GeneralName::Ip(address)) => ip::is_within(address, base),
            (Self::Email(base), GeneralName::Email(name)) => email::is_within(name, base),
            (Self::Uri(base), GeneralName::Uri(name)) => uri::is_within(name, base),
            (Self::Directory(base), GeneralName::Directory(name)) => directory::is_within(name, base),
            _ => false,
        }
    }

    /// A wildcard may not stand for an excluded name either.
    fn excludes(&self, name: &GeneralName<'_>) -> bool {
        match (self, name) {
            (Self::Dns(base), GeneralName::Dns(name)) => dns::may_be_within(name, base),
            _ => self.contains(name),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
