//! How it looks: pictures for people, and what can be measured of them.

use handfast::ClientAuth;
use handfast_pki::KeyKind;
use handfast_study::{Keep, Report};
use handfast_tests::People;
use serde_json::json;

use crate::browser::{Browser, TAB};
use crate::{opened, told};

const DESKTOP: (u32, u32) = (1440, 1000);
const PHONE: (u32, u32) = (390, 844);

const PLACES: [(&str, &str); 7] = [
    ("start", ""),
    ("signed", "#message-6"),
    ("field", "#message-8/field/certificate_list/CertificateEntry/cert_data/tbsCertificate/subject"),
    ("signatures", "#signatures"),
    ("keys", "#keys"),
    ("certificates", "#certificates"),
    ("diagram", "#diagram"),
];

#[test]
fn pictures_of_every_view() {
    let Some(browser) = opened("looks") else { return };
    for (screen, size, scheme) in
        [("desktop", DESKTOP, "light"), ("dark", DESKTOP, "dark"), ("phone", PHONE, "light")]
    {
        browser.on_screen(size, scheme);
        for (name, place) in PLACES {
            browser.go(place);
            browser.picture(&format!("{screen}-{name}"));
            // Nobody has to move the page sideways.
            let too_wide =
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
            assert_eq!(browser.run(too_wide), 0, "{screen} {name}");
        }
    }
}

#[test]
fn a_failure_shows_where_the_path_broke_off() {
    let (people, others) = (People::new(KeyKind::P256), People::new(KeyKind::P256));
    let timeline = told::told(others.client(), people.server(ClientAuth::Require), Keep::ALL);
    let Some(browser) = Browser::open("broken", &Report::of(&timeline).page()) else { return };
    browser.on_screen(DESKTOP, "light");
    browser.go("#diagram");
    assert_eq!(browser.count(".missing"), 2);
    browser.run("for (let i = 0; i < 99; i++) document.getElementById('on').click()");
    browser.run("document.getElementById('tab-diagram').click()");
    browser.picture("desktop-broken");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

/// On paper there is no time and there are no keys: everything stands there, in black on white, and nothing over
/// something else.
#[test]
fn on_paper() {
    let Some(browser) = opened("paper") else { return };
    browser.on_paper();
    browser.picture("paper");
    let missing = "return Array.from(document.querySelectorAll('article, section.keys, [role=tabpanel]'))
        .filter(e => !e.checkVisibility()).map(e => e.id)";
    assert_eq!(browser.run(missing), json!([]));
    assert_eq!(browser.run("return document.getElementById('now').checkVisibility()"), false);
    assert_eq!(browser.run(OVERLAPS), json!([]));
    assert_eq!(browser.run("return getComputedStyle(document.body).color"), "rgb(28, 30, 33)");
    browser.prints("paper");
}

/// Words of a line that lie over other words.
const OVERLAPS: &str = r"
    const over = [];
    for (const line of document.querySelectorAll('dd, li, p, h3, h4')) {
        const boxes = Array.from(line.children).filter(e => e.checkVisibility() && !e.matches('svg *'))
            .map(e => e.getBoundingClientRect()).filter(box => box.width > 0);
        const paper = document.documentElement.clientWidth;
        for (const box of boxes) if (box.right > paper + 1) over.push(line.textContent.slice(0, 60));
    }
    return over;
";

/// Text and what lies below it differ enough to be read (WCAG 2.2 §1.4.3): 4.5 to 1, light and dark.
#[test]
fn text_can_be_read() {
    let Some(browser) = opened("contrast") else { return };
    for scheme in ["light", "dark"] {
        browser.on_screen(DESKTOP, scheme);
        for (name, place) in PLACES {
            browser.go(place);
            let faint = browser.run(CONTRAST);
            assert_eq!(faint, json!([]), "{scheme} {name}");
        }
    }
}

/// Of each element with text of its own: its colour against the first background below it. What has not happened yet
/// is faint on purpose.
const CONTRAST: &str = r"
    const channels = colour => colour.match(/[\d.]+/g).map(Number);
    const luminance = colour => channels(colour).slice(0, 3).map(c => c / 255)
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const below = element => {
        for (let at = element; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if ((channels(colour)[3] ?? 1) === 1) return colour;
        }
        return 'rgb(255, 255, 255)';
    };
    const faint = new Set();
    for (const element of document.querySelectorAll('body *:not(script):not(svg *)')) {
        const own = Array.from(element.childNodes).some(node => node.nodeType === 3 && node.data.trim());
        if (!own || !element.checkVisibility() || element.closest('.future, :disabled')) continue;
        const pair = [getComputedStyle(element).color, below(element)].map(luminance).sort((a, b) => b - a);
        const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
        if (contrast < 4.5) faint.add(element.tagName + '.' + element.className + ' ' + contrast.toFixed(2));
    }
    return Array.from(faint);
";

#[test]
fn whoever_uses_a_keyboard_sees_where_they_are() {
    let Some(browser) = opened("focus") else { return };
    let mut seen = 0;
    for _ in 0..12 {
        browser.press(TAB);
        let outlined = "const s = getComputedStyle(document.activeElement);
            return document.activeElement === document.body || s.outlineStyle !== 'none'";
        assert_eq!(browser.run(outlined), true);
        seen += 1;
    }
    assert_eq!(seen, 12);
    // Roles and names for whoever hears the page.
    assert_eq!(browser.count("[role=tab]"), browser.count("[role=tabpanel]"));
    let nameless = "return Array.from(document.querySelectorAll('button, input, [role=tree], nav'))
        .filter(e => !e.getAttribute('aria-label')).length";
    assert_eq!(browser.run(nameless), 0);
}
