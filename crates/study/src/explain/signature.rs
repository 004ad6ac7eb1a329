//! What is signed in a handshake, octet by octet, and how anybody can verify it: CertificateVerify (RFC 9846 §4.5.2, RFC
//! 5246 §7.4.8) and, in TLS 1.2, ServerKeyExchange (RFC 5246 §7.4.3).

use handfast::Role;
use handfast::crypto::hash::Hash;
use handfast::crypto::public_key::PublicKey;
use handfast::handshake::auth::context_string;
use handfast::handshake::{Fact, Version};
use handfast::wire::Kind;
use handfast::wire::code_points::SignatureScheme;

use super::{answer, command, whose};
use crate::fields::{Field, fields};
use crate::hex;
use crate::story::Book;
use crate::timeline::{Message, Timeline, What};

/// A signature with all that is needed to verify it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Who signed.
    pub signer: Role,
    /// The message that carries it.
    pub kind: Kind,
    /// The number of this message in the transcript.
    pub number: usize,
    /// The numbers of the messages that are signed, by themselves or by their hash; in ServerKeyExchange none.
    pub covers: Vec<usize>,
    /// How.
    pub scheme: SignatureScheme,
    /// What is signed, in order.
    pub parts: Vec<Part>,
    /// The signature.
    pub signature: Vec<u8>,
    /// The signer's certificate, in DER; or its key, if it showed that alone (RFC 7250).
    pub certificate: Vec<u8>,
}

/// A part of what is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub name: String,
    /// Why it is there, in a sentence.
    pub says: &'static str,
    /// Its octets.
    pub octets: Vec<u8>,
}

/// The signatures that are in this timeline, the server's first, those after the handshake last. It must have kept
/// messages and fields.
#[must_use]
pub fn signatures(timeline: &Timeline) -> Vec<Signed> {
    let Some(signing) = Signing::of(timeline) else { return Vec::new() };
    let of_server = match signing.version {
        Version::Tls12 => Kind::ServerKeyExchange,
        Version::Tls13 => Kind::CertificateVerify,
    };
    let by = |signer, kind| signing.book.all(signer, kind).map(move |at| (signer, kind, at));
    let all = by(Role::Server, of_server).chain(by(Role::Client, Kind::CertificateVerify));
    all.filter_map(|(signer, kind, at)| signing.signed(signer, kind, at)).collect()
}

struct Signing<'t> {
    book: Book<'t>,
    version: Version,
    hash: Hash,
}

impl<'t> Signing<'t> {
    fn of(timeline: &'t Timeline) -> Option<Self> {
        let facts = || {
            timeline.events().iter().filter_map(|event| match &event.what {
                What::Learned(fact) => Some(fact),
                _ => None,
            })
        };
        let hash = facts().find_map(|fact| match fact {
            Fact::Suite(suite) => Some(suite.hash),
            _ => None,
        });
        let old = facts().any(|fact| *fact == Fact::Version(Version::Tls12));
        let version = if old { Version::Tls12 } else { Version::Tls13 };
        Some(Self { book: Book::of(timeline), version, hash: hash? })
    }

    fn signed(&self, signer: Role, kind: Kind, (number, message): (usize, &Message)) -> Option<Signed> {
        let (_, chain) = answer::shown(&self.book, signer, number)?;
        let covers = match kind {
            Kind::CertificateVerify => answer::covered(&self.book, signer, number)?,
            _ => Vec::new(),
        };
        let [high, low] = octets(message, &["algorithm"])?.try_into().ok()?;
        Some(Signed {
            signer,
            kind,
            number,
            scheme: SignatureScheme(u16::from_be_bytes([high, low])),
            parts: self.parts(signer, kind, &covers, message)?,
            covers,
            signature: octets(message, &["signature"])?.get(2..)?.to_vec(),
            certificate: octets(&chain, &["cert_data", "ASN.1Cert", "ASN.1_subjectPublicKeyInfo"])?
                .get(3..)?
                .to_vec(),
        })
    }

    fn parts(&self, signer: Role, kind: Kind, covers: &[usize], message: &Message) -> Option<Vec<Part>> {
        let part =
            |name: &str, says, octets: &[u8]| Part { name: name.to_owned(), says, octets: octets.to_vec() };
        let random = |role, kind| octets(self.book.find(role, kind)?.1, &["random"]);
        Some(match (self.version, kind) {
            (Version::Tls13, _) => vec![
                part(SPACES, WHY_SPACES, &[b' '; 64]),
                part("the context string of the role, in ASCII", WHY_ROLE, context_string(signer)),
                part("a zero", "It ends the text.", &[0]),
                part(
                    &format!("hash of {}", answer::named(covers)),
                    WHY_HASH,
                    self.book.hash_of(self.hash, covers.iter().copied()).as_ref(),
                ),
            ],
            (Version::Tls12, Kind::ServerKeyExchange) => vec![
                part("the client's random", WHY_RANDOM, random(Role::Client, Kind::ClientHello)?),
                part("the server's random", WHY_RANDOM, random(Role::Server, Kind::ServerHello)?),
                part("params", WHY_PARAMS, octets(message, &["params"])?),
            ],
            (Version::Tls12, _) => {
                let before = self.book.octets_through(covers.len());
                vec![part(&answer::named(covers), WHY_MESSAGES, &before)]
            }
        })
    }
}

/// The first field of one of these names, with the length before it.
pub(super) fn octets<'m>(message: &'m Message, names: &[&str]) -> Option<&'m [u8]> {
    let fields = fields(message);
    let field = fields.iter().flat_map(Field::walk).find(|field| names.contains(&&*field.name))?;
    message.bytes.get(field.bytes.clone())
}

const SPACES: &str = "64 spaces";
const WHY_SPACES: &str =
    "No signature of TLS 1.2, which begins with a random that the client may choose, can pass for this one.";
const WHY_ROLE: &str =
    "It names the role, so that a server's signature is never a client's, nor one of another protocol.";
const WHY_HASH: &str = "It stands for every octet of these messages: if one of them was changed on the way, it differs, and the \
    signature does not fit.";
const WHY_RANDOM: &str = "It is new in every connection, so that an old signature does not fit.";
const WHY_PARAMS: &str = "The server's half of the key exchange: who signs it will know the keys.";
const WHY_MESSAGES: &str = "Every octet of these messages, so that nobody can have changed one, and the signature fits no \
    other handshake.";

impl Signed {
    /// `the server's CertificateVerify`
    #[must_use]
    pub fn name(&self) -> String {
        format!("the {} {}", whose(self.signer), self.kind)
    }

    /// All that is signed.
    #[must_use]
    pub fn content(&self) -> Vec<u8> {
        self.parts.iter().flat_map(|part| part.octets.iter().copied()).collect()
    }

    /// Commands for a shell that verify the signature with openssl; they write four files where they are called.
    #[must_use]
    pub fn command(&self) -> String {
        let parts: String = self.parts.iter().map(Part::in_python).collect();
        let [signature, certificate] = [&self.signature, &self.certificate].map(|octets| digits(octets));
        format!(
            "python3 - <<'END'\n\
             content = b''\n{parts}\
             open('content', 'wb').write(content)\n\
             open('signature', 'wb').write(bytes.fromhex('''\n{signature}'''))\n\
             open('certificate', 'wb').write(bytes.fromhex('''\n{certificate}'''))\n\
             END\n\
             {} > key\n{}",
            self.key(),
            verification(self.scheme)
        )
    }
}

impl Signed {
    /// What takes the key out of the file.
    fn key(&self) -> &'static str {
        match PublicKey::from_spki(&self.certificate) {
            Ok(_) => "openssl pkey -pubin -inform der -in certificate",
            Err(_) => "openssl x509 -inform der -in certificate -noout -pubkey",
        }
    }
}

impl Part {
    fn in_python(&self) -> String {
        if self.name == SPACES {
            return "content += b' ' * 64\n".to_owned();
        }
        format!("# {}\ncontent += bytes.fromhex('''\n{}''')\n", self.name, digits(&self.octets))
    }
}

/// Whoever signs with PSS takes a salt as long as the hash (RFC 9846 §4.3.3).
fn verification(scheme: SignatureScheme) -> String {
    let name = scheme.to_string();
    let hash = ["sha512", "sha384"].into_iter().find(|hash| name.ends_with(hash)).unwrap_or("sha256");
    let pss = match name.starts_with("rsa_pss") {
        true => " -sigopt rsa_padding_mode:pss \\\n  -sigopt rsa_pss_saltlen:digest",
        false => "",
    };
    match scheme {
        SignatureScheme::ED25519 => {
            "openssl pkeyutl -verify -pubin -inkey key -rawin -in content \\\n  -sigfile signature".to_owned()
        }
        _ => format!("openssl dgst -{hash}{pss} \\\n  -verify key -signature signature content"),
    }
}

fn digits(octets: &[u8]) -> String {
    command::lines(&hex::text(octets))
}
