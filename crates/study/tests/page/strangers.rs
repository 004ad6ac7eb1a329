//! What strangers write stays text.

use handfast::{ClientAuth, Identity};
use handfast_pki::{Authority, Issued, KeyKind, Request};
use handfast_study::{Keep, Report};
use rustls_pki_types::UnixTime;

use crate::browser::Browser;
use crate::told;

/// As long as a common name may be: 64 characters.
const SUBJECT: &str = "<script>window.strange=1</script><img src=x onerror='strange=1'>";

#[test]
fn a_subject_that_is_markup_is_shown_as_text() {
    let people = handfast_tests::People::new(KeyKind::P256);
    let now = UnixTime::now();
    let root = Authority::root(&Request::authority("</script><script>window.strange=1</script>", now))
        .expect("made");
    let Issued { chain, key, .. } = root.issue(&Request::client(SUBJECT, now)).expect("made");
    let stranger = people.stranger().with_identity(Identity::new(&chain, &key).expect("an identity"));
    // The server does not know the authority, and names it in its refusal.
    let timeline = told::told(stranger, people.server(ClientAuth::Require).with_authorities([]), Keep::ALL);
    let report = Report::of(&timeline);
    let Some(browser) = Browser::open("strangers", &report.page()) else { return };
    assert_eq!(browser.run("return window.strange === undefined"), true);
    assert_eq!(browser.count("script"), 2);
    assert_eq!(browser.count("img"), 0);
    browser.go("#certificates");
    let shown = browser.text("#certificates .chain.client");
    // As RFC 4514 §2.4 writes it: with `<` and `>` escaped, which a page need not understand.
    assert!(shown.contains(r"\<script\>window.strange=1\</script\>"), "{shown}");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
