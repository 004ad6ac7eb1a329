//! An application that answers every question by itself.

use handfast::ClientAuth;
use handfast::crypto::sign::{DeterministicP256, Signer};
use handfast::handshake::{
    Answer, CertificateType, Identity, Judgement, NoEarlyData, OwnIdentity, Question, ServerIdentity,
    algorithm_of, curve_of_key, negotiate, schemes_for,
};
use handfast::path::{Anchors, Cert, Decisions, Evidence, Policy, Refusal, validate};
use handfast::rule::Refusal as _;
use handfast_pki::Issued;
use rustls_pki_types::{ServerName, UnixTime};

use crate::fixed;

/// Knows what a configuration would know.
#[derive(Debug)]
pub struct Oracle {
    identity: Option<Identity>,
    signer: Option<DeterministicP256>,
    anchors: Anchors,
    client_auth: ClientAuth,
    now: UnixTime,
}

impl Oracle {
    /// Somebody with this certificate, or none, who trusts these anchors.
    #[must_use]
    pub fn new(person: Option<&Issued>, anchors: Anchors, client_auth: ClientAuth, now: UnixTime) -> Self {
        let signer = person.map(fixed::signer);
        let identity = person.zip(signer.as_ref()).map(|(person, signer)| {
            let chain = person.chain.iter().map(|der| der.to_vec()).collect();
            Identity::new(OwnIdentity {
                certificate_type: CertificateType::X509,
                chain,
                schemes: schemes_for(signer),
                curve: curve_of_key(signer.public_key()),
                decrypts: false,
                index: 0,
            })
        });
        Self { identity, signer, anchors, client_auth, now }
    }

    /// The answer.
    ///
    /// # Panics
    /// If a server is asked who it is and has no certificate.
    #[must_use]
    pub fn answer(&self, question: Question<'_>) -> Answer {
        match question {
            Question::ClientIdentity(accepts) => {
                let signs = |identity: &Identity| negotiate::scheme(accepts, identity).is_some();
                Answer::Identity(Ok(self.identity.clone().filter(signs)))
            }
            Question::ServerIdentity(_) => Answer::ServerIdentity(Ok(ServerIdentity {
                identity: Ok(self.identity.clone().expect("a server has a certificate")),
                client_auth: self.client_auth,
                authorities: self.anchors.names().map(<[u8]>::to_vec).collect(),
                trust: [0; 32],
            })),
            Question::Judge { chain, server_name, policy, .. } => {
                let mut chain = chain.certificates();
                let leaf = chain.next().expect("never asked about an empty chain");
                Answer::Judgement(self.judge(leaf, chain, server_name, policy))
            }
            Question::DecryptPremaster { .. } => unreachable!("no key here decrypts"),
            Question::OwnSession { .. } => Answer::OwnSessions(Vec::new()),
            Question::Session(_) => Answer::Session(Vec::new()),
            Question::EarlyData(_) => Answer::EarlyData(Err(NoEarlyData::NotRecorded)),
            Question::Ticket(_) => Answer::Ticket(None),
            Question::Sign { scheme, content, .. } => {
                let signer = self.signer.as_ref().expect("who presents a certificate can sign");
                let algorithm = algorithm_of(scheme, signer.public_key()).expect("a scheme of this key");
                Answer::Signature(signer.sign(algorithm, content).expect("a signature"))
            }
        }
    }

    fn judge<'c>(
        &self,
        leaf: &'c [u8],
        others: impl Iterator<Item = &'c [u8]>,
        server_name: Option<&str>,
        client_auth: ClientAuth,
    ) -> Judgement {
        let policy = if server_name.is_some() { Policy::tls_server() } else { Policy::tls_client() };
        let path = validate(
            leaf,
            others,
            &self.anchors,
            &Evidence::none(),
            &policy,
            self.now,
            &mut Decisions::off(),
        );
        let name = server_name.and_then(|name| ServerName::try_from(name).ok());
        let judged = path.and_then(|mut path| {
            name.map_or(Ok(()), |name| path.verify_server_name(&name, &policy, &mut Decisions::off()))?;
            Ok(path.public_key().to_owned())
        });
        match judged {
            Ok(key) => Judgement::Accepted(key),
            Err(why) if client_auth == ClientAuth::Optional => Judgement::Unverified(key_of(leaf), rule(why)),
            Err(why) => Judgement::Refused(rule(why)),
        }
    }
}

fn key_of(leaf: &[u8]) -> handfast::crypto::public_key::PublicKey {
    Cert::parse(leaf).expect("a certificate").public_key().expect("a key").to_owned()
}

fn rule(refusal: Refusal) -> Box<handfast::rule::Rule> {
    Box::new(refusal.rule())
}
