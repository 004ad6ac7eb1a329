//! What a handshake pays for the certificates of its peer.

use std::hint::black_box;

use handfast_path::cert::Cert;
use handfast_path::{Anchors, Decisions, Evidence, Policy, validate};
use handfast_pki::zoo::{self, Role};
use rustls_pki_types::UnixTime;

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_800_000_000))
}

/// Root, intermediate, leaf; leaf and intermediate sent. The list of intermediates is the only allocation, whatever the
/// certificates say.
#[test]
fn a_path_of_three_certificates() {
    let exhibit = zoo::healthy(Role::Client, now()).unwrap();
    let chain: Vec<&[u8]> = exhibit.issued.chain.iter().map(AsRef::as_ref).collect();
    let anchors = Anchors::from_certificates([exhibit.anchor.as_ref()]).unwrap();
    let policy = Policy::tls_client();
    let validated = || {
        let intermediates = chain[1..].iter().copied();
        let path = validate(
            chain[0],
            intermediates,
            &anchors,
            &Evidence::none(),
            &policy,
            now(),
            &mut Decisions::off(),
        );
        black_box(path.unwrap());
    };
    validated();
    let counted = allocation_counter::measure(validated);
    assert_eq!(counted.count_total, 1, "{counted:?}");
    let read = allocation_counter::measure(|| drop(black_box(Cert::parse(chain[0]))));
    assert_eq!(read.count_total, 0, "{read:?}");
}
