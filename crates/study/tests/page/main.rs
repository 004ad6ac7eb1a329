//! The page in a real browser: headless Chromium, driven by chromedriver. Pages and screenshots stay in `target/page`.

#![cfg(test)]
#![cfg(unix)]

mod browser;
mod driver;
mod looks;
mod reading;
mod strangers;
#[path = "../observed/told.rs"]
#[expect(dead_code, reason = "the tests of observations use more of it")]
mod told;

use handfast::ClientAuth;
use handfast_pki::KeyKind;
use handfast_study::{Keep, Report};
use handfast_tests::People;

use crate::browser::Browser;

fn report() -> Report {
    let people = People::new(KeyKind::P256);
    Report::of(&told::told(people.client(), people.server(ClientAuth::Require), Keep::ALL))
}

/// A mutual handshake in a browser, unless there is no browser here.
fn opened(name: &str) -> Option<Browser> {
    Browser::open(name, &report().page())
}
