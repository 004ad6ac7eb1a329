//! START (RFC 9846 §A.1): the client sends its ClientHello (§4.2.2), or the second one after a HelloRetryRequest; before the
//! first it may ask for a session to go on from.

mod extensions;
mod greeting;
mod lists;
mod said;
mod second;

pub(crate) use self::greeting::{Greeting, Share};
use self::said::{Said, send};
pub(crate) use self::second::Retry;
use self::second::second_hello;
use super::finding_session::FindingSession;
use super::offers::Offers;
use super::starting_early_data::StartingEarlyData;
use super::wait_sh::WaitSh;
use crate::context::Fact;
use crate::question::Ask;
use crate::{Cx, Error, Local};

/// Nothing was sent yet, or the server wants another hello.
#[derive(Debug)]
pub(crate) struct Start {
    server_name: Option<String>,
    next: Next,
}

#[derive(Debug)]
enum Next {
    /// Nobody has looked for a session yet.
    Look,
    /// The first hello, with what it offers.
    First(Offers),
    Second(Retry),
}

/// Where START leads.
#[derive(Debug)]
pub(crate) enum AfterStart {
    Find(FindingSession),
    Said(WaitSh),
    /// Early data is announced.
    SaidEarly(StartingEarlyData),
}

impl Start {
    pub(crate) const fn new(server_name: Option<String>) -> Self {
        Self { server_name, next: Next::Look }
    }

    /// It is known what there is to go on from.
    pub(crate) const fn with(server_name: Option<String>, offers: Offers) -> Self {
        Self { server_name, next: Next::First(offers) }
    }

    pub(crate) const fn again(server_name: Option<String>, retry: Retry) -> Self {
        Self { server_name, next: Next::Second(retry) }
    }

    /// Looks for a session, or sends ClientHello.
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<AfterStart, Error> {
        let Self { server_name, next } = self;
        match next {
            Next::Look if cx.config.sessions || cx.config.shared_keys => {
                cx.ask(Ask::Session);
                Ok(AfterStart::Find(FindingSession { server_name }))
            }
            Next::Look => first_hello(server_name, Offers::default(), cx),
            Next::First(offers) => first_hello(server_name, offers, cx),
            Next::Second(retry) => second_hello(server_name, retry, cx).map(AfterStart::Said),
        }
    }
}

fn first_hello(server_name: Option<String>, offers: Offers, cx: &mut Cx<'_>) -> Result<AfterStart, Error> {
    // Without a scheme there is no certificate for us, and a key has to serve (RFC 9846 §9.2).
    let served = cx.config.takes_certificates() || offers.have_psk();
    if cx.config.versions().next().is_none() || cx.config.groups.is_empty() || !served {
        return Err(Local::EmptyConfiguration.into());
    }
    cx.config.check_protocols()?;
    let greeting = Greeting::new(&offers, cx)?;
    if let Some(name) = &server_name {
        cx.learned(Fact::ServerName(name.clone()));
    }
    let early_data = offers.early_data(cx.config);
    let said = Said { cookie: None, offers: &offers, early_data: early_data.is_some() };
    send(&greeting, server_name.as_deref(), &said, cx)?;
    let waiting = WaitSh { server_name, greeting, retried: None, offers, early_data: None };
    Ok(match early_data {
        None => AfterStart::Said(waiting),
        Some(offer) => AfterStart::SaidEarly(StartingEarlyData { waiting, offer }),
    })
}
