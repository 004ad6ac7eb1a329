//! Tickets that are none.

use handfast::handshake::Refusal;
use handfast::rule::AlertDescription as Alert;
use handfast::wire::ext::{Extension, OfferedPsks, PreSharedKey, PskBinder, PskIdentity};
use handfast::wire::handshake::ClientHello;
use handfast::wire::{Kind, Message};
use handfast::{Error, Hooks, NotResumed};
use handfast_tests::{Meddler, Pair, Regulars};

use super::{mutual, reasons, succeeds};

/// The visit of somebody who does this to its hello.
fn lying(regulars: &Regulars, mut lie: Meddler) -> Pair {
    let pair = regulars.visit_with(&mut Hooks::tampering(&mut lie), &mut Hooks::none()).0;
    assert!(lie.has_meddled());
    pair
}

/// The hello with other identities and binders.
fn with_psk(change: impl Fn(&mut Vec<Vec<u8>>, &mut Vec<Vec<u8>>) + 'static) -> Meddler {
    Meddler::rewrite(Kind::ClientHello, move |message| {
        let Message::ClientHello(hello) = message else { return };
        let offered = hello.extensions().offered_psks().unwrap();
        let mut names: Vec<_> = offered.identities.iter().map(|psk| psk.identity.to_vec()).collect();
        let mut binders: Vec<_> = offered.binders.iter().map(|binder| binder.0.to_vec()).collect();
        change(&mut names, &mut binders);
        put(hello, names, binders);
    })
}

/// What is put in lives as long as the tests.
fn put(hello: &mut ClientHello<'_>, names: Vec<Vec<u8>>, binders: Vec<Vec<u8>>) {
    let identity = |name: Vec<u8>| PskIdentity { identity: name.leak(), obfuscated_ticket_age: 0 };
    let identities: &'static [_] = names.into_iter().map(identity).collect::<Vec<_>>().leak();
    let binders: &'static [_] =
        binders.into_iter().map(|binder| PskBinder(binder.leak())).collect::<Vec<_>>().leak();
    let offered = OfferedPsks { identities: identities.into(), binders: binders.into() };
    let others = hello.extensions().iter().copied();
    let others = others.filter(|extension| !matches!(extension, Extension::PreSharedKey(_)));
    let psk = Extension::PreSharedKey(PreSharedKey::Offered(offered));
    hello.extensions = Some(others.chain([psk]).collect());
}

/// Whatever is done to a ticket, it opens nothing, and the client is asked who it is.
#[test]
fn are_not_known() {
    let regulars = mutual();
    succeeds(&regulars.visit(), false);
    let lies: [fn(&mut Vec<u8>); 7] = [
        |ticket| ticket[0] ^= 1,
        |ticket| ticket[20] ^= 1,
        |ticket| ticket[60] ^= 0x80,
        |ticket| ticket.last_mut().into_iter().for_each(|last| *last ^= 1),
        |ticket| ticket.truncate(1),
        |ticket| ticket.truncate(ticket.len() - 1),
        |ticket| ticket.push(0),
    ];
    for lie in lies {
        let pair = lying(&regulars, with_psk(move |names, _| names.iter_mut().for_each(lie)));
        // The hello is not the one that the client believes it sent; that is another story.
        assert_eq!(reasons(&pair).1, Some(NotResumed::Unknown));
        assert!(!pair.server.negotiated().resumed);
    }
}

#[test]
fn bring_a_binder_of_their_own() {
    for byte in [0, 17, 31] {
        let regulars = mutual();
        succeeds(&regulars.visit(), false);
        let pair = lying(&regulars, with_psk(move |_, binders| binders[0][byte] ^= 1));
        assert_eq!(pair.server.failure(), Some(Error::from(Refusal::BadBinder)));
        assert_eq!(pair.client.failure(), Some(Error::RefusedByPeer(Alert::DECRYPT_ERROR)));
    }
}

/// The binder of the hello stands for all of it: who changes anything else is found out.
#[test]
fn stand_in_another_hello() {
    let regulars = mutual();
    succeeds(&regulars.visit(), false);
    let lie = Meddler::edit(Kind::ClientHello, |hello| hello[10] ^= 1);
    let pair = lying(&regulars, lie);
    assert_eq!(pair.server.failure(), Some(Error::from(Refusal::BadBinder)));
}

#[test]
fn come_with_too_few_binders() {
    let regulars = mutual();
    succeeds(&regulars.visit(), false);
    let pair = lying(&regulars, with_psk(|names, _| names.push(b"another".to_vec())));
    assert_eq!(pair.server.failure().and_then(|error| error.alert()), Some(Alert::ILLEGAL_PARAMETER));
}

/// An old ticket among others, and only the binder of the one that is known is looked at.
#[test]
fn stand_beside_a_real_one() {
    let regulars = mutual();
    succeeds(&regulars.visit(), false);
    let pair = lying(
        &regulars,
        with_psk(|names, binders| {
            names.insert(0, b"nobody knows it".to_vec());
            binders.insert(0, vec![0; 32]);
        }),
    );
    // The binder covers the identities, and there is one more: so it is not the client's.
    assert_eq!(pair.server.failure(), Some(Error::from(Refusal::BadBinder)));
}

/// Thousands of them cost the server little, and are not looked at.
#[test]
fn come_in_crowds() {
    let regulars = mutual();
    succeeds(&regulars.visit(), false);
    let pair = lying(
        &regulars,
        with_psk(|names, binders| {
            let real = core::mem::take(&mut names[0]);
            *names = vec![b"x".to_vec(); 500];
            *binders = vec![vec![0; 32]; 501];
            names.push(real);
        }),
    );
    assert_eq!(reasons(&pair).1, Some(NotResumed::Unknown));
}
