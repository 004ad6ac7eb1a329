//! The page: what was negotiated, and who the client is.

mod facts;
mod html;
mod text;

use handfast::path::Identity;
use handfast::{ClientAuth, Connection};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::{Response, StatusCode};

use facts::Section;

/// What is said to one client, however often it asks.
#[derive(Debug)]
pub(super) struct Page {
    standing: Standing,
    sections: Vec<Section>,
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
    pub(super) fn of(connection: &Connection, identity: Option<&Identity>) -> Self {
        let standing = Standing::of(connection);
        let mut sections = Vec::new();
        if let Some(identity) = identity {
            sections.push(facts::client(identity, connection));
        }
        sections.push(facts::connection(connection));
        Self { standing, sections }
    }

    /// The status of the answer.
    pub(super) const fn status(&self) -> u16 {
        self.standing.status().as_u16()
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
        *response.status_mut() = self.standing.status();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.standing.status().is_client_error() {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

impl Standing {
    fn of(connection: &Connection) -> Self {
        let Some(peer) = connection.peer() else {
            return match connection.negotiated().client_auth {
                ClientAuth::None => Self::NotAsked,
                ClientAuth::Optional | ClientAuth::Require => Self::NoCertificate,
            };
        };
        match (peer.verdict().unverified(), connection.path_refusal()) {
            (None, _) => Self::Known,
            (Some(_), Some(handfast::path::Refusal::NotAllowed { .. })) => Self::NotAllowed,
            (Some(_), Some(refusal)) => Self::BadCertificate { why: refusal.to_string() },
            (Some(rule), None) => Self::BadCertificate { why: rule.sentence.to_owned() },
        }
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::NotAsked | Self::Known => StatusCode::OK,
            Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::NoCertificate | Self::BadCertificate { .. } => StatusCode::BAD_REQUEST,
        }
    }

    /// Refusals are worded as nginx words them, for those who know it or match it.
    const fn headline(&self) -> &'static str {
        match self {
            Self::NotAsked => "Well met, whoever you are",
            Self::Known => "Well met",
            Self::NoCertificate => "No required SSL certificate was sent",
            Self::NotAllowed => "Not allowed",
            Self::BadCertificate { .. } => "The SSL certificate error",
        }
    }

    fn why(&self) -> Option<&str> {
        match self {
            Self::NotAsked | Self::Known => None,
            Self::NoCertificate => Some("the server asked for a certificate, and the client has sent none"),
            // Which rules there are is not for strangers; the log has them.
            Self::NotAllowed => Some("the certificate is good, and no rule lets its holder in"),
            Self::BadCertificate { why } => Some(why),
        }
    }
}

fn wants_html(request: &HeaderMap) -> bool {
    let accepts = request.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepts.flat_map(|value| value.split(',')).any(|range| range.trim_start().starts_with("text/html"))
}
