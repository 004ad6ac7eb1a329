//! The table of RFC 9846 §4.3, as the RFC prints it.

use crate::Kind;
use crate::code_points::ExtensionType;
use crate::ext::{is_recognised, messages, messages12};

const TABLE: &str = "
    server_name                            |  CH, EE, CR
    status_request                         |  CH, CR, CT
    supported_groups                       |      CH, EE
    signature_algorithms                   |      CH, CR
    use_srtp                               |      CH, EE
    heartbeat                              |      CH, EE
    application_layer_protocol_negotiation |      CH, EE
    client_certificate_type                |      CH, EE
    server_certificate_type                |      CH, EE
    padding                                |          CH
    compress_certificate                   |      CH, CR
    record_size_limit                      |      CH, EE
    delegated_credential                   |  CH, CR, CT
    supported_ekt_ciphers                  |      CH, EE
    pre_shared_key                         |      CH, SH
    early_data                             | CH, EE, NST
    supported_versions                     | CH, SH, HRR
    cookie                                 |     CH, HRR
    psk_key_exchange_modes                 |          CH
    certificate_authorities                |      CH, CR
    oid_filters                            |          CR
    post_handshake_auth                    |          CH
    signature_algorithms_cert              |      CH, CR
    key_share                              | CH, SH, HRR
    transparency_info                      |  CH, CR, CT
    external_id_hash                       |      CH, EE
    external_session_id                    |      CH, EE
    quic_transport_parameters              |      CH, EE
    ticket_request                         |      CH, EE
    ech_outer_extensions                   |          CH
    encrypted_client_hello                 | CH, HRR, EE
";

fn kind(abbreviation: &str) -> Kind {
    match abbreviation.trim() {
        "CH" => Kind::ClientHello,
        "SH" => Kind::ServerHello,
        "EE" => Kind::EncryptedExtensions,
        "CT" => Kind::Certificate,
        "CR" => Kind::CertificateRequest,
        "NST" => Kind::NewSessionTicket,
        "HRR" => Kind::HelloRetryRequest,
        other => panic!("{other} is no message of the table"),
    }
}

#[test]
fn is_that_of_the_rfc() {
    let mut rows = TABLE.lines().filter_map(|line| line.split_once('|')).collect::<Vec<_>>();
    // IANA's registry has one more that is met in practice and that RFC 9846 §4.5.1.1 describes, and RFC 8446 had another.
    rows.push(("signed_certificate_timestamp", "CH, CR, CT"));
    rows.push(("max_fragment_length", "CH, EE"));
    for &extension in ExtensionType::NAMED {
        let row = rows.iter().find(|(name, _)| Some(name.trim()) == extension.name());
        let allowed = row.map(|(_, kinds)| kinds.split(',').map(kind).collect::<Vec<_>>());
        assert_eq!(messages(extension).map(<[_]>::to_vec), allowed, "{extension}");
        let listed = row.is_some() || messages12(extension).is_some();
        assert!(listed || !is_recognised(extension), "{extension} is recognised and in no table");
        assert!(messages12(extension).is_none() || is_recognised(extension), "{extension} has no form");
    }
    assert_eq!(rows.len(), 33);
}
