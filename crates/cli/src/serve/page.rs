//! The page: what was negotiated, and who the client is.

mod facts;
mod html;
mod text;

use handfast::path::{Identity, spki_sha256};
use handfast::{ClientAuth, Connection, Version};
use handfast_study::doctor::cannot_be_asked;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::{Response, StatusCode};

use facts::Section;

use crate::doctor::Shown;

/// What is said to one client, however often it asks.
#[derive(Debug)]
pub(super) struct Page {
    standing: Standing,
    entrance: Entrance,
    sections: Vec<Section>,
}

/// Where a client is asked who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entrance {
    /// In the handshake, or not at all.
    Handshake,
    /// Not for this path, but for others.
    Open,
    /// For this path.
    Protected,
}

/// What we make of the client.
#[derive(Debug)]
enum Standing {
    /// It was not asked who it is.
    NotAsked,
    /// It proved who it is.
    Known,
    /// It was asked, and showed nothing.
    NoCertificate,
    /// It was to be asked after the handshake, and cannot be.
    CannotBeAsked {
        /// Why.
        why: &'static str,
    },
    /// It proved who it is, and may not come in.
    NotAllowed,
    /// What it showed is not accepted.
    BadCertificate {
        /// Why.
        why: String,
    },
}

impl Page {
    /// For the client at the other end of this connection, whose handshake is complete.
    pub(super) fn of(connection: &Connection, shown: Option<&Shown>, entrance: Entrance) -> Self {
        let standing = Standing::of(connection, entrance);
        let remembered = remembered(connection);
        let mut sections = Vec::new();
        if let Some(shown) = shown.or(remembered.as_ref()) {
            sections.push(facts::client(shown, connection));
        }
        sections.push(facts::connection(connection));
        Self { standing, entrance, sections }
    }

    /// The status of the answer.
    pub(super) const fn status(&self) -> StatusCode {
        match self.standing {
            Standing::NotAsked | Standing::Known => StatusCode::OK,
            Standing::NotAllowed | Standing::CannotBeAsked { .. } => StatusCode::FORBIDDEN,
            Standing::NoCertificate | Standing::BadCertificate { .. } => match self.entrance {
                Entrance::Handshake | Entrance::Open => StatusCode::BAD_REQUEST,
                Entrance::Protected => StatusCode::FORBIDDEN,
            },
        }
    }

    /// Why the client does not get what it asks for.
    pub(super) fn refusal(&self) -> Option<String> {
        let why = self.standing.why()?;
        Some(format!("{}: {why}", self.standing.headline()))
    }

    /// The answer to a request with these headers: HTML for who asks for it, as browsers do, and text for all others.
    pub(super) fn answer(&self, request: &HeaderMap) -> Response<Full<Bytes>> {
        let (content_type, body) = if wants_html(request) {
            ("text/html; charset=utf-8", html::render(self))
        } else {
            ("text/plain; charset=utf-8", text::render(self))
        };
        let mut response = Response::new(Full::from(body));
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status().is_client_error() {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

impl Standing {
    fn of(connection: &Connection, entrance: Entrance) -> Self {
        let negotiated = connection.negotiated();
        if negotiated.shared_key.is_some() && connection.peer().is_none() && entrance == Entrance::Handshake {
            return Self::Known;
        }
        let Some(peer) = connection.peer() else {
            return match (entrance, negotiated.client_auth) {
                (Entrance::Protected, _) if !negotiated.post_handshake_auth => {
                    let version = negotiated.version.unwrap_or(Version::Tls13);
                    Self::CannotBeAsked { why: cannot_be_asked(version) }
                }
                (Entrance::Open, _) | (Entrance::Handshake, ClientAuth::None) => Self::NotAsked,
                (Entrance::Protected | Entrance::Handshake, _) => Self::NoCertificate,
            };
        };
        if entrance == Entrance::Open && !peer.verdict().is_accepted() {
            return Self::NotAsked;
        }
        match (peer.verdict().unverified(), connection.path_refusal()) {
            (None, _) => Self::Known,
            (Some(_), Some(handfast::path::Refusal::NotAllowed { .. })) => Self::NotAllowed,
            (Some(_), Some(refusal)) => Self::BadCertificate { why: refusal.to_string() },
            (Some(rule), None) => Self::BadCertificate { why: rule.sentence.to_owned() },
        }
    }

    /// Refusals are worded as nginx words them, for those who know it or match it.
    const fn headline(&self) -> &'static str {
        match self {
            Self::NotAsked => "Well met, whoever you are",
            Self::Known => "Well met",
            Self::NoCertificate | Self::CannotBeAsked { .. } => "No required SSL certificate was sent",
            Self::NotAllowed => "Not allowed",
            Self::BadCertificate { .. } => "The SSL certificate error",
        }
    }

    fn why(&self) -> Option<&str> {
        match self {
            Self::NotAsked | Self::Known => None,
            Self::NoCertificate => Some("the server asked for a certificate, and the client has sent none"),
            Self::CannotBeAsked { why } => Some(why),
            // Which rules there are is not for strangers; the log has them.
            Self::NotAllowed => Some("the certificate is good, and no rule lets its holder in"),
            Self::BadCertificate { why } => Some(why),
        }
    }
}

/// Who comes back with a session shows nothing: what it showed then is in the session, and was judged again.
pub(super) fn remembered(connection: &Connection) -> Option<Shown> {
    let chain = connection.peer().filter(|_| connection.negotiated().resumed)?.chain();
    match chain.raw_public_key() {
        Some(spki) => Some(Shown::Key { sha256: spki_sha256(spki) }),
        None => Identity::read(chain.certificates().next()?).ok().map(Box::new).map(Shown::Certificate),
    }
}

fn wants_html(request: &HeaderMap) -> bool {
    let accepts = request.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepts.flat_map(|value| value.split(',')).any(|range| range.trim_start().starts_with("text/html"))
}
