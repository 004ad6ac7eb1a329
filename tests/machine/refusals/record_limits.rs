//! What is wrong with an agreement on shorter records.

use handfast::Role::{Client, Server};
use handfast::handshake::Refusal;
use handfast::wire::Kind;
use handfast::wire::code_points::MaxFragmentLength;
use handfast::wire::ext::Extension;
use handfast_tests::Meddler;

use super::stage::{Provocation, Stage};

const LENGTH: MaxFragmentLength = MaxFragmentLength::OF_1024;

pub(super) fn provocations() -> Vec<Provocation> {
    let asks = || {
        Stage::new().client(|client| {
            client.protocol.record_size_limit = Some(1000);
            client.protocol.max_fragment_length = Some(LENGTH);
        })
    };
    let answers = |change: fn(&mut Vec<Extension<'_>>)| {
        asks().lies(Server, Meddler::extend(Kind::EncryptedExtensions, change))
    };
    let (none, other) = (MaxFragmentLength(9), MaxFragmentLength::OF_512);
    vec![
        Stage::new()
            .lies(
                Client,
                Meddler::extend(Kind::ClientHello, move |list| {
                    list.push(Extension::MaxFragmentLength(none));
                }),
            )
            .refused_by(Server, Refusal::MaxFragmentLength { length: none }),
        answers(|list| {
            list.retain(|known| !matches!(known, Extension::RecordSizeLimit(_)));
            list.push(Extension::MaxFragmentLength(MaxFragmentLength::OF_512));
        })
        .refused_by(Client, Refusal::MaxFragmentLength { length: other }),
        answers(|list| list.push(Extension::MaxFragmentLength(LENGTH)))
            .refused_by(Client, Refusal::TwoRecordLimits),
    ]
}
