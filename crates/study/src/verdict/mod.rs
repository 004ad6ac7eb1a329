//! A verdict on a chain of certificates, for a reader: the tree of decisions, and the answer in one sentence.

mod answer;
mod candidates;
mod json;
mod rails;
mod recipe;
mod tree;

use core::fmt;

use handfast::path::name::text;
use handfast::path::{
    Anchors, At, Decisions, Evidence, Identity, Policy, Profile, Reference, Refusal, Source, Warning,
    validate,
};
use rustls_pki_types::UnixTime;

pub(crate) use self::json::{answer_in_words, place};
pub(crate) use self::tree::what;

/// The width of a terminal.
const WIDTH: usize = 80;

/// What is to be judged.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// The end entity, in DER.
    pub leaf: &'a [u8],
    /// What came with it or lies ready, in DER, in any order.
    pub intermediates: Vec<&'a [u8]>,
    /// Whom to trust.
    pub anchors: &'a Anchors,
    /// What is known of revocation.
    pub evidence: &'a Evidence<'a>,
    /// What is demanded.
    pub policy: &'a Policy,
    /// Who the end entity is wanted to be; without it, it may be anybody.
    pub wanted: Option<Reference<'a>>,
    /// The time to judge at.
    pub now: UnixTime,
}

/// What came of it. Its text is the tree of all decisions and then the answer, in at most 80 columns, with the escape
/// codes of colours: a stream that goes to no terminal must strip them, as those of the crate anstream do.
#[derive(Debug)]
pub struct Verdict<'a> {
    case: &'a Case<'a>,
    decisions: Decisions,
    refusal: Option<Refusal>,
    warnings: Vec<(At, Warning)>,
    /// From the end entity to the anchor; empty if there is none.
    path: Vec<Source>,
    /// The lenient profile would accept what this one refuses.
    legacy_accepts: bool,
}

/// A path that holds.
struct Found {
    path: Vec<Source>,
    warnings: Vec<(At, Warning)>,
}

impl<'a> Case<'a> {
    /// Judges it, and keeps the record.
    #[must_use]
    pub fn judge(&'a self) -> Verdict<'a> {
        let mut decisions = Decisions::on();
        let judged = self.validate(self.policy, &mut decisions);
        let (path, warnings, refusal) = match judged {
            Ok(Found { path, warnings }) => (path, warnings, None),
            Err(refusal) => (Vec::new(), Vec::new(), Some(refusal)),
        };
        let legacy_accepts = refusal.is_some() && self.is_accepted_by_legacy();
        Verdict { case: self, decisions, refusal, warnings, path, legacy_accepts }
    }

    /// What was decided elsewhere, to be told here.
    pub(crate) fn recorded(&'a self, decisions: Decisions, refusal: Refusal) -> Verdict<'a> {
        let (warnings, path) = (Vec::new(), Vec::new());
        Verdict { case: self, decisions, refusal: Some(refusal), warnings, path, legacy_accepts: false }
    }

    fn validate(&self, policy: &Policy, decisions: &mut Decisions) -> Result<Found, Refusal> {
        let intermediates = self.intermediates.iter().copied();
        let mut path =
            validate(self.leaf, intermediates, self.anchors, self.evidence, policy, self.now, decisions)?;
        if let Some(wanted) = &self.wanted {
            path.verify_name(wanted, policy, decisions)?;
        }
        let between = path.intermediates().iter().map(|index| Source::Intermediate(*index));
        let sources = [Source::Leaf].into_iter().chain(between).chain([Source::Anchor(path.anchor())]);
        Ok(Found { path: sources.collect(), warnings: path.warnings().to_vec() })
    }

    fn is_accepted_by_legacy(&self) -> bool {
        let lenient = self.policy.clone().profile(Profile::LEGACY);
        self.validate(&lenient, &mut Decisions::off()).is_ok()
    }

    /// The certificate from there; none for an anchor that is but a name and a key.
    fn certificate(&self, source: Source) -> Option<&[u8]> {
        match source {
            Source::Leaf => Some(self.leaf),
            Source::Intermediate(index) => self.intermediates.get(index).copied(),
            Source::Anchor(index) => {
                let mut certificates = self.anchors.certificates();
                let all = self.anchors.certificates().count() == self.anchors.len();
                all.then(|| certificates.nth(index)).flatten()
            }
            Source::Responder(_) => None,
        }
    }

    fn identity(&self, source: Source) -> Option<Identity> {
        Identity::read(self.certificate(source)?).ok()
    }

    /// What a certificate without a subject is called: SPIRE makes such, and public authorities.
    fn first_name(&self, source: Source) -> String {
        let name = self.identity(source).and_then(|identity| identity.alternative_names().next());
        name.unwrap_or_else(|| "(no subject)".to_owned())
    }

    /// The subject, as people call the certificate.
    fn subject(&self, source: Source) -> String {
        let known = self.identity(source).map(|identity| identity.subject);
        let named = || match source {
            Source::Anchor(index) => self.anchors.names().nth(index).map(text),
            Source::Leaf | Source::Intermediate(_) | Source::Responder(_) => None,
        };
        match known.or_else(named) {
            Some(subject) if !subject.is_empty() => subject,
            Some(_) => self.first_name(source),
            None => "(unreadable)".to_owned(),
        }
    }
}

/// What a verdict comes down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The chain is accepted.
    Accepted,
    /// The chain is refused.
    Refused,
    /// Nothing is wrong with the chain, and nothing that was handed in tells whether it is revoked. Who insists on
    /// knowing refuses it.
    Unknown,
}

impl Verdict<'_> {
    /// What it comes down to.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        match self.refusal {
            None => Outcome::Accepted,
            Some(Refusal::NoRevocationInformation { .. }) => Outcome::Unknown,
            Some(_) => Outcome::Refused,
        }
    }

    /// Why the chain is refused, if it is.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_ref()
    }

    /// Every decision that led to it.
    #[must_use]
    pub const fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// What was accepted only because the profile is lenient.
    #[must_use]
    pub fn warnings(&self) -> &[(At, Warning)] {
        &self.warnings
    }

    /// The answer alone: whether the chain is accepted, and if not, which certificate is refused, why, and what would
    /// mend it. In colours, like the whole.
    #[must_use]
    pub fn answer(&self) -> String {
        self.lines(answer::answer(self))
    }

    /// The same without colours and line breaks: one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        answer::sentence(self)
    }

    /// Everything as JSON, for programs. The field names are stable:
    ///
    /// | field | what it holds |
    /// |---|---|
    /// | `verdict` | `"accepted"`, `"refused"`, or `"unknown"` if nothing tells whether it is revoked |
    /// | `answer` | the sentence for people |
    /// | `profile`, `purpose`, `at` | what was demanded: `"rfc5280"`, `"serverAuth"`, the time (RFC 3339) |
    /// | `wanted` | the name that was wanted, with its form in front: `"dns:localhost"`; or null |
    /// | `certificate` | of the end entity: `subject`, `issuer`, `serial`, `names`, `spiffe_id`, `not_before`, `not_after`, `sha256`, `spki_sha256`; null if it cannot be read |
    /// | `path` | if accepted, the certificates from the end entity to the anchor: `source`, `index`, `subject`, `issuer`, `serial` |
    /// | `refusal` | if refused: `code` (a stable name), `sentence`, `details`, `clause`, `alert` (`number`, `name`), `depth`, `source`, `index`, `subject`, `issuer`, `serial`, `remedy`, `commands` (lines for a shell), `legacy_accepts` |
    /// | `candidates` | if no issuer was found: each anchor and intermediate with `source`, `index`, `subject`, `why` it is not the issuer |
    /// | `warnings` | each with `depth`, `source`, `index`, `sentence`, `clause` |
    /// | `decisions` | each with `depth`, `source`, `index`, `subject`, `rule`, `clause`, `answer` (`"considered"`, `"holds"`, `"not_revoked"`, `"warned"`, `"refused"`, `"in_path_already"`), `sentence` if there is one, `wanted` and `presented` if names were compared, `signatures_left`, `candidates_left` |
    ///
    /// `source` is `"leaf"`, `"intermediate"`, `"anchor"` or `"responder"` (of an OCSP response), `index` its place among them; `depth` is 0 at the end entity.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        json::json(self)
    }

    /// Which certificate, what is wrong with it, and the clause.
    pub(crate) fn complaint(&self, refusal: &Refusal) -> String {
        answer::complaint(self, refusal)
    }

    /// What mends it, to stand behind "to mend it,".
    pub(crate) fn remedy(&self, refusal: &Refusal) -> String {
        answer::remedy(self, refusal)
    }

    /// The commands that do, if there are such.
    pub(crate) fn commands(&self, refusal: &Refusal) -> Vec<String> {
        recipe::commands(self, refusal)
    }

    fn lines(&self, lines: Vec<crate::story::Text>) -> String {
        lines.into_iter().map(|line| format!("{line}\n")).collect()
    }
}

impl fmt::Display for Verdict<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tree::tree(self).iter().try_for_each(|line| writeln!(f, "{line}"))?;
        writeln!(f)?;
        answer::answer(self).iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}
