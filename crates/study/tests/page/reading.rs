//! Reading the page: by keyboard, by pointer, by link.

use crate::browser::{DOWN, END, LEFT, RIGHT};
use crate::opened;

#[test]
fn it_opens_without_complaint_and_asks_nobody_for_anything() {
    let Some(browser) = opened("opens") else { return };
    assert_eq!(browser.complaints(), Vec::<String>::new());
    assert_eq!(browser.text("h1"), "A mutual TLS 1.3 handshake, byte by byte");
    let asked =
        "return performance.getEntriesByType('resource').filter(r => !r.name.startsWith('data:')).length";
    assert_eq!(browser.run(asked), 0);
    // The facts are in it, and are JSON.
    let schema = browser.run("return JSON.parse(document.getElementById('report').textContent).schema");
    assert_eq!(schema, "handfast-report/1");
}

/// A script that is not ours is not run, even if somebody got it into the page.
#[test]
fn its_policy_allows_no_other_script() {
    let Some(browser) = opened("policy") else { return };
    browser.run(
        "const s = document.createElement('script'); s.textContent = 'window.strange = 1';
         document.body.append(s);
         const i = new Image(); i.src = 'http://127.0.0.1:9/'; document.body.append(i);",
    );
    assert_eq!(browser.run("return window.strange === undefined"), true);
    let complaints = browser.complaints();
    assert!(complaints.iter().any(|line| line.contains("script-src")), "{complaints:?}");
}

#[test]
fn the_keyboard_steps_through_time() {
    let Some(browser) = opened("steps") else { return };
    let here = || browser.text("article.moment:not([hidden]) h3");
    assert_eq!(here(), "The client sends 1 ClientHello");
    let client_state = || browser.text(".side.client dd .state-name:not([hidden])");
    assert_eq!(client_state(), "WAIT_SH");
    browser.press(RIGHT);
    assert_eq!(here(), "The server reads 1 ClientHello");
    browser.press(LEFT);
    assert_eq!(here(), "The client sends 1 ClientHello");
    browser.press(LEFT);
    assert_eq!(here(), "The client sends 1 ClientHello");
    let known = || browser.count(".side.client .knows li:not([hidden])");
    let (before, steps) = (known(), browser.count(".ladder li"));
    (0..steps).for_each(|_| browser.press(RIGHT));
    assert_eq!(browser.text("#clock"), format!("{steps} of {steps}"));
    assert!(known() > before + 10, "{} then {}", before, known());
    assert_eq!(client_state(), "CONNECTED");
    assert_eq!(browser.count(".ladder li.future"), 0);
    let state = "return document.querySelector('#diagram .client .node.current .name').textContent";
    assert_eq!(browser.run(state), "CONNECTED");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn octets_and_fields_light_each_other_up() {
    let Some(browser) = opened("lights") else { return };
    // The random: 32 octets after type, length and version.
    browser.hover("#message-1 [id$='/field/random'] .name");
    assert_eq!(browser.count("#message-1 .octets .lit"), 1);
    let lit = browser.text("#message-1 .octets .lit");
    assert_eq!(lit.split_whitespace().count(), 32, "{lit}");
    // A list lights up with all it consists of.
    browser.hover("#message-1 [id$='/field/cipher_suites'] .name");
    assert!(browser.count("#message-1 .octets .lit") > 3);
    // And the other way round: the first octet is the type.
    browser.hover("#message-1 .octets [data-leaf='0']");
    assert_eq!(browser.text("#message-1 .fields .lit .name"), "msg_type");
}

#[test]
fn the_last_field_of_the_last_message_can_be_reached_by_keyboard() {
    let Some(browser) = opened("last") else { return };
    let last = browser.run("return Array.from(document.querySelectorAll('article.message')).pop().id");
    let last = last.as_str().expect("an identifier");
    browser.go(&format!("#{last}"));
    browser.run(&format!("document.querySelector('#{last} [role=treeitem]').focus()"));
    browser.press(END);
    let focused = || browser.run("return document.activeElement.id");
    assert_eq!(focused(), format!("{last}/field/verify_data"));
    assert_eq!(browser.count(&format!("#{last} .octets .lit")), 1);
    // Nothing is below it.
    browser.press(DOWN);
    assert_eq!(focused(), format!("{last}/field/verify_data"));
    // The window's height is rounded to whole pixels, and places are not.
    let is_seen = "const r = document.activeElement.getBoundingClientRect();
        return r.height > 0 && r.top >= 0 && r.bottom <= innerHeight + 1";
    let place = "const r = document.activeElement.getBoundingClientRect();
        return `${r.top} to ${r.bottom} of ${innerHeight}, scrolled by ${scrollY}`";
    assert_eq!(browser.run(is_seen), true, "{}", browser.run(place));
}

#[test]
fn links_lead_to_a_field_a_step_and_a_view() {
    let Some(browser) = opened("links") else { return };
    browser.go("#message-6/field/signature");
    assert_eq!(browser.text("article.message:not([hidden]) h3"), "6 CertificateVerify");
    assert_eq!(browser.run("return document.activeElement.id"), "message-6/field/signature");
    assert!(browser.count("#message-6 .octets .lit") > 0);
    browser.go("#message-1/field/extensions/key_share/extension_data/client_shares/KeyShareEntry[1]/group");
    assert_eq!(browser.text(".fields li.lit .value"), "x25519 (29)".split(' ').next().unwrap_or_default());
    browser.go("#keys");
    assert!(browser.text("#keys").contains("Main Secret"));
    assert_eq!(browser.text("[role=tab][aria-selected=true]"), "Key schedule");
    browser.go("#step-3");
    assert_eq!(browser.text("[role=tab][aria-selected=true]"), "Key schedule");
    // Out of the key schedule, back to a message.
    browser.run("document.querySelector('#keys .covers a').click()");
    assert_eq!(browser.text("[role=tab][aria-selected=true]"), "Messages");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
