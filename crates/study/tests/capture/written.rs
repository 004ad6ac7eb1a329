//! A capture is whole, and all of it can be read.

use handfast::Version;
use handfast_study::timeline::What;

use crate::talk::{Plan, talk};
use crate::tshark::{self, Opened};

/// More than a window of TCP, from both sides, over both kinds of addresses.
fn plans() -> Vec<Plan> {
    let long = |plan: Plan| Plan { much: 150_000, ..plan };
    let versions = [Version::Tls13, Version::Tls12].map(|version| long(Plan::of(version)));
    versions.into_iter().flat_map(|plan| [plan, Plan { ipv6: true, ..plan }]).collect()
}

#[test]
fn nothing_to_complain_of() {
    if !tshark::is_installed() {
        return;
    }
    for plan in plans() {
        let opened = Opened::new(&talk(plan).file);
        assert_eq!(opened.complaints(), [""; 0], "{plan:?}");
        let checked = opened.values("tcp.checksum.status");
        assert!(!checked.is_empty() && checked.iter().all(|status| status == "1"), "{checked:?}");
        let ended = opened.values("tcp.completeness");
        // SYN, SYN-ACK, ACK, data, FIN.
        assert_eq!(ended.last().map(String::as_str), Some("31"), "{plan:?}");
    }
}

/// Every message, what the applications say, and the alerts.
#[test]
fn everything_decrypts() {
    if !tshark::is_installed() {
        return;
    }
    for plan in plans() {
        let seen = talk(plan);
        let opened = Opened::new(&seen.file);
        let is_message = |what: &What| matches!(what, What::Message(_));
        let messages = seen.timeline.events().iter().filter(|event| is_message(&event.what)).count();
        assert_eq!(opened.values("tls.handshake.type").len(), messages, "{plan:?}");
        assert_eq!(opened.values("tls.alert_message.desc"), ["0", "0"], "{plan:?}");
        let said = opened.lines(&["-q", "-z", "follow,tls,raw,0"]).concat();
        assert_eq!(said.matches("21212121").count() * 4, 2 * plan.much, "{plan:?}");
    }
}

/// So whoever passes it on sees what is in it.
#[test]
fn its_head_says_that_secrets_are_inside() {
    let head = handfast_study::capture::head().expect("a head");
    assert!(String::from_utf8_lossy(&head).contains("The secrets of the connections are inside"));
}
