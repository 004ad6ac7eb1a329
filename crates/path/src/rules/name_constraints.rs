//! nameConstraints (RFC 5280 §4.2.1.10, §6.1.3 (b) and (c), §6.1.4 (g)).
//!
//! Each certificate's constraints are applied to all names below them. That is the intersection of the permitted and the
//! union of the excluded subtrees that §6.1.4 (g) keeps, without computing either.

use handfast_rule::{Clause, rfc5280};

use super::Step;
use crate::budget::Budget;
use crate::cert::{Cert, GeneralName};
use crate::name::constraints::{Against, Constraints, Wrong, email_addresses};
use crate::name::{self, mailbox};
use crate::policy::Policy;
use crate::refusal::{At, Purpose, Refusal};

pub(crate) const CLAUSE: Clause = rfc5280("6.1.3");

/// Every name below lies where the constraints want it. They bind whether or not they are critical.
pub(crate) fn check<'c>(
    path: impl Iterator<Item = Step<'c, 'c>> + Clone,
    policy: &Policy,
    budget: &mut Budget,
) -> Result<(), Refusal> {
    let mut below = path;
    while let Some(step) = below.next() {
        if let Some(value) = step.cert.extensions.name_constraints.filter(|_| step.at.depth > 0) {
            bind(&step, value, below.clone(), policy, budget)?;
        }
    }
    Ok(())
}

/// Few authorities are constrained: the code for it does not lie in the way of the others.
#[inline(never)]
fn bind<'c>(
    step: &Step<'c, 'c>,
    value: &'c [u8],
    below: impl Iterator<Item = Step<'c, 'c>>,
    policy: &Policy,
    budget: &mut Budget,
) -> Result<(), Refusal> {
    let constraints = Constraints::decode(value, step.cert.offset_of(value));
    let constraints = constraints.map_err(|wrong| unreadable(wrong, step.at))?;
    below.filter(is_bound).try_for_each(|below| {
        let bound = Bound { constraints: &constraints, policy, by: step.at, at: below.at };
        bound.check(below.cert, budget)
    })
}

const fn unreadable(wrong: Wrong, at: At) -> Refusal {
    match wrong {
        Wrong::Malformed(malformed) => Refusal::Malformed { at, malformed },
        Wrong::Empty => Refusal::EmptyNameConstraints { at },
        Wrong::Distance => Refusal::ConstraintDistance { at },
        Wrong::Base(form) => Refusal::MalformedConstraint { at, form },
    }
}

/// "Name constraints are not applied to self-issued certificates (unless the certificate is the final certificate in the
/// path)."
fn is_bound(step: &Step<'_, '_>) -> bool {
    step.at.depth == 0 || !step.cert.is_self_issued()
}

/// The constraints of one certificate on the names of one below it.
struct Bound<'b, 'a> {
    constraints: &'b Constraints<'a>,
    policy: &'b Policy,
    by: At,
    at: At,
}

impl Bound<'_, '_> {
    fn check(&self, cert: &Cert<'_>, budget: &mut Budget) -> Result<(), Refusal> {
        if !cert.has_empty_subject() {
            self.name(&GeneralName::Directory(cert.subject), None, budget)?;
        }
        if let Some(host) = self.host_by_common_name(cert) {
            self.name(&GeneralName::Dns(host.as_bytes()), None, budget)?;
        }
        let names = cert.extensions.subject_alt_name;
        let has_email =
            names.is_some_and(|names| names.iter().any(|name| matches!(name, GeneralName::Email(_))));
        if !has_email {
            email_addresses(cert.subject)
                .try_for_each(|email| self.name(&GeneralName::Email(email), None, budget))?;
        }
        let mut names = names.into_iter().flat_map(|names| names.iter()).enumerate();
        names.try_for_each(|(index, name)| {
            // The constraints of rfc822Names bind SmtpUTF8Mailboxes too (RFC 9598 §6).
            if let (Some(mailbox), GeneralName::Other(..)) = (mailbox(name), name) {
                self.name(&GeneralName::Email(mailbox.as_bytes()), Some(index), budget)?;
            }
            self.name(&name, Some(index), budget)
        })
    }

    /// Where a common name counts as the name of a host, it is bound like one.
    fn host_by_common_name(&self, cert: &Cert<'_>) -> Option<String> {
        let counts = self.at.depth == 0
            && self.policy.purpose == Purpose::ServerAuth
            && self.policy.named_profile().common_name_as_host();
        if counts { name::host_by_common_name(cert) } else { None }
    }

    /// `index` is the place in subjectAltName; `None` is the subject.
    fn name(&self, name: &GeneralName<'_>, index: Option<usize>, budget: &mut Budget) -> Result<(), Refusal> {
        let Self { at, by, .. } = *self;
        let form = name.form();
        match self.constraints.judge(name, |count| budget.comparisons(count))? {
            None => Ok(()),
            Some(Against::NotPermitted) => Err(Refusal::NameNotPermitted { at, by, form, index }),
            Some(Against::Excluded) => Err(Refusal::NameExcluded { at, by, form, index }),
            Some(Against::Malformed) => Err(Refusal::NameNotPlaced { at, by, form, index }),
            Some(Against::Unsupported) => Err(Refusal::UnsupportedConstraint { at, by, form, index }),
        }
    }
}
