use crate::kx::{FixedScalars, Group, KeyExchange, Live};
use crate::rng::{CountingRng, SystemRng};

#[test]
fn both_sides_agree() {
    let exchanges: [&dyn KeyExchange; 2] = [&Live, &FixedScalars::new()];
    for (client, server) in exchanges.iter().flat_map(|c| exchanges.map(|s| (c, s))) {
        for &group in Group::ALL {
            let offered = client.start(group, &mut SystemRng).unwrap();
            assert_eq!(offered.share().len(), group.client_share_len());
            let agreed = server.respond(group, offered.share(), &mut CountingRng::new()).unwrap();
            assert_eq!(agreed.share.len(), group.server_share_len());
            assert_eq!(offered.agree(&agreed.share).unwrap(), agreed.secret);
        }
    }
}
