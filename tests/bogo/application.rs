//! The application behind the connection: it answers the questions that are held.

use std::cell::Cell;

use handfast::crypto::public_key::PublicKey;
use handfast::handshake::{Answer, Chain, Judgement, Question};
use handfast::path::cert::Cert;
use handfast::path::{Anchors, Decisions, Evidence, KeyUse, Policy, Profile, validate};
use handfast::rule::{AlertDescription, Refusal as _, Rule, rfc6066, rfc7250, rfc9846};
use handfast::{Connection, EarlyData, Hooks, Progress, Role, Staple, State};
use rustls_pki_types::UnixTime;

use crate::failure::Failure;
use crate::foreign_tickets::ForeignTickets;
use crate::options::Options;
use crate::setup;
use crate::witness::Witness;

/// How it answers.
#[derive(Debug)]
pub(crate) struct Application {
    /// How often a question is asked again before it is answered.
    hesitates: u32,
    stance: Stance,
    /// Towards a server that rejected early data: what comes then is another connection to the runner.
    stance_after_rejection: Stance,
    /// What a server staples.
    staple: Staple,
    /// What it seals tickets with, if the runner wants to read them.
    tickets: Option<ForeignTickets>,
    /// It gives none.
    skips_tickets: bool,
    /// Where it is the one who opens them: whether it was asked to.
    opened: Option<Cell<bool>>,
}

/// How it judges its peers.
#[derive(Debug)]
struct Stance {
    anchors: Anchors,
    /// Every peer is unwelcome, for this reason.
    refuses: Option<Rule>,
    /// Whether one that is unwelcome may stay, unverified.
    lenient: bool,
    /// Whether it also refuses those that were welcome when their session was made.
    reconsiders: bool,
    /// What the callback for OCSP does, if there is one.
    callback: Option<Callback>,
}

/// What a callback for OCSP does.
#[derive(Debug)]
enum Callback {
    Nothing,
    Set(Vec<u8>),
    Decline,
    Fail,
}

impl Application {
    pub(crate) fn new(options: &Options, retry: &Options, staple: Staple) -> Result<Self, Failure> {
        let hesitates = if options.asynchronous { 2 } else { 0 };
        let (stance, stance_after_rejection) = (Stance::of(options)?, Stance::of(retry)?);
        let unimplemented = || Failure::unimplemented("such keys for tickets");
        let keys = options.ticket_key.as_deref();
        let tickets = keys.map(|keys| ForeignTickets::of(keys).ok_or_else(unimplemented)).transpose()?;
        let skips_tickets = options.skip_ticket;
        let opened = options.use_ticket_callback.then(Cell::default);
        Ok(Self { hesitates, stance, stance_after_rejection, staple, tickets, skips_tickets, opened })
    }

    /// Answers the open question, after a while.
    pub(crate) fn answer(&self, connection: &mut Connection, witness: &mut Witness) -> Result<(), Failure> {
        let mut hooks = Hooks::observing(witness);
        for _ in 0..self.hesitates {
            if connection.run(&mut hooks)? != Progress::Asked {
                return Err(Failure::expectation("a question that nobody answered is no longer open"));
            }
        }
        let stance = self.stance(connection);
        let knows = connection.state() == State::JudgingSession && !stance.reconsiders;
        match connection.question() {
            Some(Question::Judge { chain, decrypts, .. }) => {
                let policy = policy(connection.role().peer(), decrypts);
                let judgement = stance.judge(&policy, chain, stance.refusal(knows));
                connection.answer(Answer::Judgement(judgement), &mut hooks)?;
            }
            Some(Question::ServerIdentity(hello)) if hello.accepts.status => {
                if !self.sets_staple() {
                    return Err(connection.abandon(&mut hooks)).map_err(|_| Failure::Discontent(CALLBACK));
                }
                connection.answer_as_configured(&mut hooks)?;
            }
            Some(Question::Ticket(_)) if self.skips_tickets => {
                connection.answer(Answer::Ticket(None), &mut hooks)?;
            }
            Some(Question::Session(_)) if self.opened.as_ref().is_some_and(|opened| opened.replace(true)) => {
                return Err(Failure::expectation("a ticket is to be opened a second time"));
            }
            question => match self.tickets.as_ref().zip(question).and_then(answer_with_tickets) {
                Some(answer) => drop(connection.answer(answer, &mut hooks)?),
                None => drop(connection.answer_as_configured(&mut hooks)?),
            },
        }
        Ok(())
    }

    /// Judges the server once more that went on from a session, and rejected early data.
    pub(crate) fn reconsider(
        &self,
        connection: &mut Connection,
        witness: &mut Witness,
    ) -> Result<(), Failure> {
        let stance = self.stance(connection);
        let Some(peer) = connection.peer().filter(|_| stance.reconsiders) else { return Ok(()) };
        match stance.judge(&policy(Role::Server, false), peer.chain(), stance.refuses) {
            Judgement::Refused(rule) => {
                connection.refuse(rule.alert, &mut Hooks::observing(witness));
                Err(Failure::Discontent(UNWELCOME))
            }
            Judgement::Accepted(_) | Judgement::Unverified(..) => Ok(()),
        }
    }

    fn stance(&self, connection: &Connection) -> &Stance {
        let rejected = matches!(connection.negotiated().early_data, Some(EarlyData::Rejected(_)));
        let is_client = connection.role() == Role::Client;
        if rejected && is_client { &self.stance_after_rejection } else { &self.stance }
    }

    /// Whether the callback of a server, if there is one, has nothing against the connection.
    fn sets_staple(&self) -> bool {
        match &self.stance.callback {
            None | Some(Callback::Nothing) => true,
            Some(Callback::Set(response)) => {
                self.staple.replace(Some(response.clone()));
                true
            }
            Some(Callback::Decline) => {
                self.staple.replace(None);
                true
            }
            Some(Callback::Fail) => false,
        }
    }
}

impl Stance {
    fn of(options: &Options) -> Result<Self, Failure> {
        Ok(Self {
            anchors: setup::anchors(options)?,
            refuses: options.verify_fail.then(|| refusal(options)),
            lenient: !options.server && !options.verify_peer,
            reconsiders: options.reverify_on_resume,
            callback: options.use_ocsp_callback.then(|| Callback::of(options)),
        })
    }

    /// Who was welcome when the session was made is not asked again; who was not, and stayed, is not more welcome now.
    fn refusal(&self, knows: bool) -> Option<Rule> {
        self.refuses.filter(|_| !knows || self.lenient)
    }

    /// The chain must lead to the root that the runner tells, whoever it is for.
    fn judge(&self, policy: &Policy, chain: &Chain, refuses: Option<Rule>) -> Judgement {
        if let Some(key) = chain.raw_public_key() {
            return self.judge_key(key, refuses);
        }
        let mut certificates = chain.certificates();
        let leaf = certificates.next().unwrap_or_default();
        let (evidence, now, mut decisions) = (Evidence::none(), UnixTime::now(), Decisions::off());
        let path = validate(leaf, certificates, &self.anchors, &evidence, policy, now, &mut decisions);
        match (path, refuses) {
            (Err(refusal), _) if self.lenient && refusal.rule().alert == AlertDescription::UNKNOWN_CA => {
                Self::stranger(leaf, refusal.rule())
            }
            (Err(refusal), _) => refused(refusal.rule()),
            (Ok(_), _) if matches!(self.callback, Some(Callback::Fail)) => {
                let alert = AlertDescription::BAD_CERTIFICATE_STATUS_RESPONSE;
                refused(Rule::new(alert, rfc6066("8"), CALLBACK))
            }
            (Ok(path), None) => Judgement::Accepted(path.public_key().to_owned()),
            (Ok(path), Some(rule)) if self.lenient => {
                Judgement::Unverified(path.public_key().to_owned(), Box::new(rule))
            }
            (Ok(_), Some(rule)) => refused(rule),
        }
    }

    /// A client of BoringSSL that is not told to verify goes on with a server that it does not know.
    fn stranger(leaf: &[u8], rule: Rule) -> Judgement {
        let key = Cert::parse(leaf).ok().and_then(|cert| cert.public_key().ok().map(|key| key.to_owned()));
        key.map_or(refused(rule), |key| Judgement::Unverified(key, Box::new(rule)))
    }

    /// Any key will do that can be read. Where one is unwelcome it may not stay, either, as a certificate may that nobody
    /// is told to verify.
    fn judge_key(&self, spki: &[u8], refuses: Option<Rule>) -> Judgement {
        match (PublicKey::from_spki(spki), refuses) {
            (Ok(key), None) => Judgement::Accepted(key),
            (Ok(_), Some(rule)) => refused(rule),
            (Err(_), _) => {
                refused(Rule::new(AlertDescription::DECODE_ERROR, rfc7250("3"), "the key cannot be read"))
            }
        }
    }
}

fn refused(rule: Rule) -> Judgement {
    Judgement::Refused(Box::new(rule))
}

/// What a chain must fulfil of a peer of this role, whose key decrypts or else signs.
const fn policy(peer: Role, decrypts: bool) -> Policy {
    let policy = match peer {
        Role::Server => Policy::tls_server(),
        Role::Client => Policy::tls_client(),
    };
    policy.profile(Profile::LEGACY).key_use(if decrypts { KeyUse::Decrypts } else { KeyUse::Signs })
}

/// Of tickets in a form of their own.
fn answer_with_tickets((tickets, question): (&ForeignTickets, Question<'_>)) -> Option<Answer> {
    match question {
        Question::Ticket(session) => Some(Answer::Ticket(tickets.seal(session))),
        Question::Session(names) => Some(Answer::Session(tickets.find(names).into_iter().collect())),
        _ => None,
    }
}

const UNWELCOME: &str = "the application does not want this peer";
const CALLBACK: &str = "the callback for OCSP does not want this";

impl Callback {
    fn of(options: &Options) -> Self {
        let response = &options.credential.ocsp_response;
        match (options.fail_ocsp_callback, options.decline_ocsp_callback, response) {
            (true, ..) => Self::Fail,
            (_, true, _) => Self::Decline,
            (_, _, Some(response)) if options.set_ocsp_in_callback => Self::Set(response.clone()),
            _ => Self::Nothing,
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
    Rule::new(alert, rfc9846("4.5.1"), UNWELCOME)
}
