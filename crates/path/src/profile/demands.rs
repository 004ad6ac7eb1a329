//! Which extensions must, may and must not be on a certificate.

use crate::cert::{Kind, Kinds};

/// How an extension is treated on a certificate of one kind.
#[derive(Clone, Copy)]
pub(super) struct Row {
    extension: Kind,
    presence: Presence,
    criticality: Criticality,
}

#[derive(Clone, Copy)]
pub(super) enum Presence {
    May,
    Required,
    /// Required, unless the certificate is self-issued.
    Expected,
    Forbidden,
    /// Forbidden on trust anchors that are self-issued.
    ForbiddenOnRoots,
}

#[derive(Clone, Copy)]
pub(super) enum Criticality {
    /// What the standard says here is not kept in practice, or it leaves the choice.
    Either,
    Must,
    /// "Conforming CAs MUST mark this extension as non-critical."
    MustNot,
}

pub(super) const fn row(extension: Kind, presence: Presence, criticality: Criticality) -> Row {
    Row { extension, presence, criticality }
}

/// The rows of a table as sets, so that a certificate is compared with all of them at once.
#[derive(Clone, Copy, Default)]
pub(crate) struct Demands {
    /// Listed: a rule reads it, or it takes nothing away from a path.
    pub(crate) known: Kinds,
    pub(crate) required: Kinds,
    pub(crate) expected: Kinds,
    pub(crate) forbidden: Kinds,
    pub(crate) forbidden_on_roots: Kinds,
    pub(crate) critical: Kinds,
    pub(crate) not_critical: Kinds,
}

impl Demands {
    /// Of several tables; what is listed in a later one is demanded beside what the earlier ones say.
    pub(super) const fn of(tables: &[&[Row]]) -> Self {
        let mut demands = Self::NONE;
        let mut rest = tables;
        while let [table, others @ ..] = rest {
            demands.add(table);
            rest = others;
        }
        demands
    }

    const NONE: Self = Self {
        known: Kinds::NONE,
        required: Kinds::NONE,
        expected: Kinds::NONE,
        forbidden: Kinds::NONE,
        forbidden_on_roots: Kinds::NONE,
        critical: Kinds::NONE,
        not_critical: Kinds::NONE,
    };

    const fn add(&mut self, table: &[Row]) {
        let mut rest = table;
        while let [row, others @ ..] = rest {
            self.add_row(*row);
            rest = others;
        }
    }

    const fn add_row(&mut self, row: Row) {
        let Row { extension, presence, criticality } = row;
        self.known.insert(extension);
        match presence {
            Presence::May => {}
            Presence::Required => self.required.insert(extension),
            Presence::Expected => self.expected.insert(extension),
            Presence::Forbidden => self.forbidden.insert(extension),
            Presence::ForbiddenOnRoots => self.forbidden_on_roots.insert(extension),
        }
        match criticality {
            Criticality::Either => {}
            Criticality::Must => self.critical.insert(extension),
            Criticality::MustNot => self.not_critical.insert(extension),
        }
    }
}
