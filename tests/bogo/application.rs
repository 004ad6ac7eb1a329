//! The application behind the connection: it answers the questions that are held.

use handfast::crypto::public_key::PublicKey;
use handfast::handshake::{Answer, Chain, Judgement, Question};
use handfast::path::{Anchors, Decisions, Evidence, Policy, Profile, validate};
use handfast::rule::{AlertDescription, Refusal as _, Rule, rfc7250, rfc9846};
use handfast::{Connection, Hooks, Progress, Role, State};
use rustls_pki_types::UnixTime;

use crate::failure::Failure;
use crate::options::Options;
use crate::setup;
use crate::witness::Witness;

/// How it answers.
#[derive(Debug)]
pub(crate) struct Application {
    anchors: Anchors,
    /// How often a question is asked again before it is answered.
    hesitates: u32,
    /// Every peer is unwelcome, for this reason.
    refuses: Option<Rule>,
    /// Whether one that is unwelcome may stay, unverified.
    lenient: bool,
    /// Whether it also refuses those that were welcome when their session was made.
    reconsiders: bool,
}

impl Application {
    pub(crate) fn new(options: &Options) -> Result<Self, Failure> {
        Ok(Self {
            anchors: setup::anchors(options)?,
            hesitates: if options.asynchronous { 2 } else { 0 },
            refuses: options.verify_fail.then(|| refusal(options)),
            lenient: !options.server && !options.verify_peer,
            reconsiders: options.reverify_on_resume,
        })
    }

    /// Answers the open question, after a while.
    pub(crate) fn answer(&self, connection: &mut Connection, witness: &mut Witness) -> Result<(), Failure> {
        let mut hooks = Hooks::observing(witness);
        for _ in 0..self.hesitates {
            if connection.run(&mut hooks)? != Progress::Asked {
                return Err(Failure::expectation("a question that nobody answered is no longer open"));
            }
        }
        let role = connection.role();
        let knows = connection.state() == State::JudgingSession && !self.reconsiders;
        let refuses = self.refuses.filter(|_| !knows);
        match connection.question() {
            Some(Question::Judge { chain, .. }) => {
                let answer = Answer::Judgement(self.judge(role.peer(), chain, refuses));
                connection.answer(answer, &mut hooks)?;
            }
            _ => drop(connection.answer_as_configured(&mut hooks)?),
        }
        Ok(())
    }

    /// The chain must lead to the root that the runner tells, whoever it is for.
    fn judge(&self, peer: Role, chain: &Chain, refuses: Option<Rule>) -> Judgement {
        if let Some(key) = chain.raw_public_key() {
            return self.judge_key(key, refuses);
        }
        let mut certificates = chain.certificates();
        let leaf = certificates.next().unwrap_or_default();
        let policy = match peer {
            Role::Server => Policy::tls_server(),
            Role::Client => Policy::tls_client(),
        };
        let (policy, now) = (policy.profile(Profile::LEGACY), UnixTime::now());
        let (evidence, mut decisions) = (Evidence::none(), Decisions::off());
        let path = validate(leaf, certificates, &self.anchors, &evidence, &policy, now, &mut decisions);
        match (path, refuses) {
            (Err(refusal), _) => Judgement::Refused(refusal.rule()),
            (Ok(path), None) => Judgement::Accepted(path.into_public_key()),
            (Ok(path), Some(rule)) if self.lenient => Judgement::Unverified(path.into_public_key(), rule),
            (Ok(_), Some(rule)) => Judgement::Refused(rule),
        }
    }

    /// Any key will do that can be read.
    fn judge_key(&self, spki: &[u8], refuses: Option<Rule>) -> Judgement {
        match (PublicKey::from_spki(spki), refuses) {
            (Ok(key), None) => Judgement::Accepted(key),
            (Ok(key), Some(rule)) if self.lenient => Judgement::Unverified(key, rule),
            (Ok(_), Some(rule)) => Judgement::Refused(rule),
            (Err(_), _) => Judgement::Refused(Rule::new(
                AlertDescription::DECODE_ERROR,
                rfc7250("3"),
                "the key cannot be read",
            )),
        }
    }
}

/// The runner knows two ways to say no, and which alert goes with which.
const fn refusal(options: &Options) -> Rule {
    let alert = if options.use_custom_verify_callback {
        AlertDescription::CERTIFICATE_UNKNOWN
    } else {
        AlertDescription::HANDSHAKE_FAILURE
    };
    Rule::new(alert, rfc9846("4.5.1"), "the application does not want this peer")
}
