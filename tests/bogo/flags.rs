//! The command line, by a table: one row a flag.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::path::PathBuf;
use std::str::FromStr;

use data_encoding::BASE64;
use handfast::crypto::hash::Hash;

use crate::compression;
use crate::failure::Failure;
use crate::options::{Credential, Options, Run};

/// What the runner wants.
#[derive(Debug)]
pub(crate) enum Command {
    /// Whether there is a handshaker in a process of its own.
    IsHandshakerSupported,
    /// Connect, and come back.
    Connect(Box<Run>),
}

/// What a flag sets, and with it whether a value follows.
enum Flag {
    Switch(fn(&mut Options) -> &mut bool),
    /// True of us anyway.
    Nothing,
    Act(fn(&mut Options)),
    Port(fn(&mut Options) -> &mut u16),
    Id(fn(&mut Options) -> &mut u64),
    Code(fn(&mut Options) -> &mut Option<u16>),
    Codes(fn(&mut Options) -> &mut Vec<u16>),
    Index(fn(&mut Options) -> &mut Option<i32>),
    Size(fn(&mut Options) -> &mut Option<u32>),
    Text(fn(&mut Options) -> &mut Option<Vec<u8>>),
    Bytes(fn(&mut Options) -> &mut Option<Vec<u8>>),
    Label(fn(&mut Options) -> &mut Vec<u8>),
    File(fn(&mut Options) -> &mut Option<PathBuf>),
}

use Flag::{Act, Bytes, Code, Codes, File, Id, Index, Label, Nothing, Port, Size, Switch, Text};

const FLAGS: &[(&str, Flag)] = &[
    ("-port", Port(|o| &mut o.port)),
    ("-shim-id", Id(|o| &mut o.shim_id)),
    ("-ipv6", Switch(|o| &mut o.ipv6)),
    ("-server", Switch(|o| &mut o.server)),
    ("-async", Switch(|o| &mut o.asynchronous)),
    ("-implicit-handshake", Switch(|o| &mut o.implicit_handshake)),
    // The protocol.
    ("-min-version", Code(|o| &mut o.min_version)),
    ("-max-version", Code(|o| &mut o.max_version)),
    // Older versions are never spoken.
    ("-no-tls1", Nothing),
    ("-no-tls11", Nothing),
    ("-no-tls12", Switch(|o| &mut o.no_tls12)),
    ("-no-tls13", Switch(|o| &mut o.no_tls13)),
    ("-curves", Codes(|o| &mut o.curves)),
    ("-key-shares", Codes(|o| &mut o.key_shares)),
    ("-no-key-shares", Switch(|o| &mut o.no_key_shares)),
    ("-verify-prefs", Codes(|o| &mut o.verify_prefs)),
    ("-install-cert-compression-algs", Act(|o| o.compression = compression::ALL.to_vec())),
    ("-install-one-cert-compression-alg", Codes(|o| &mut o.compression)),
    ("-enable-grease", Switch(|o| &mut o.enable_grease)),
    ("-max-cert-list", Size(|o| &mut o.max_cert_list)),
    ("-max-send-fragment", Size(|o| &mut o.max_send_fragment)),
    ("-host-name", Text(|o| &mut o.host_name)),
    ("-advertise-alpn", Text(|o| &mut o.advertise_alpn)),
    ("-select-alpn", Text(|o| &mut o.select_alpn)),
    ("-decline-alpn", Switch(|o| &mut o.decline_alpn)),
    ("-reject-alpn", Switch(|o| &mut o.reject_alpn)),
    // Renegotiation is answered, but never done; and whoever might do it insecurely is refused.
    ("-no-legacy-server-connect", Nothing),
    ("-renegotiate-ignore", Nothing),
    ("-permute-extensions", Switch(|o| &mut o.permute_extensions)),
    ("-select-empty-alpn", Switch(|o| &mut o.select_empty_alpn)),
    // A server goes by its own order.
    ("-server-preference", Nothing),
    ("-no-server-name-ack", Switch(|o| &mut o.no_server_name_ack)),
    ("-cipher", Text(|o| &mut o.cipher)),
    ("-server-supported-groups-hint", Codes(|o| &mut o.server_supported_groups_hint)),
    // Who we are, and whom we trust.
    ("-new-x509-credential", Act(|o| o.credentials.push(Credential::default()))),
    (
        "-new-rpk-credential",
        Act(|o| o.credentials.push(Credential { is_raw: true, ..Credential::default() })),
    ),
    ("-new-psk-credential", Act(|o| o.credentials.push(Credential::default()))),
    ("-psk-importer-key", Bytes(|o| &mut o.current_credential().psk_key)),
    ("-psk-importer-identity", Bytes(|o| &mut o.current_credential().psk_identity)),
    ("-psk-importer-context", Bytes(|o| &mut o.current_credential().psk_context)),
    ("-psk-importer-sha256", Act(|o| o.current_credential().psk_hash = Some(Hash::Sha256))),
    ("-psk-importer-sha384", Act(|o| o.current_credential().psk_hash = Some(Hash::Sha384))),
    ("-available-client-cert-types", Codes(|o| &mut o.available_client_cert_types)),
    ("-accepted-peer-cert-types", Codes(|o| &mut o.accepted_peer_cert_types)),
    ("-cert-file", File(|o| &mut o.current_credential().cert_file)),
    ("-key-file", File(|o| &mut o.current_credential().key_file)),
    ("-signing-prefs", Codes(|o| &mut o.current_credential().signing_prefs)),
    ("-must-match-issuer", Switch(|o| &mut o.current_credential().must_match_issuer)),
    ("-ocsp-response", Bytes(|o| &mut o.current_credential().ocsp_response)),
    ("-signed-cert-timestamps", Bytes(|o| &mut o.current_credential().signed_cert_timestamps)),
    ("-trust-cert", File(|o| &mut o.trust_cert)),
    ("-verify-peer", Switch(|o| &mut o.verify_peer)),
    ("-require-any-client-certificate", Switch(|o| &mut o.require_any_client_certificate)),
    ("-verify-fail", Switch(|o| &mut o.verify_fail)),
    ("-use-custom-verify-callback", Switch(|o| &mut o.use_custom_verify_callback)),
    ("-use-client-ca-list", Text(|o| &mut o.use_client_ca_list)),
    ("-use-early-callback", Switch(|o| &mut o.chooses_identity)),
    ("-use-old-client-cert-callback", Switch(|o| &mut o.chooses_identity)),
    // What comes beside certificates.
    ("-enable-ocsp-stapling", Switch(|o| &mut o.enable_ocsp_stapling)),
    ("-enable-signed-cert-timestamps", Switch(|o| &mut o.enable_signed_cert_timestamps)),
    ("-use-ocsp-callback", Switch(|o| &mut o.use_ocsp_callback)),
    ("-set-ocsp-in-callback", Switch(|o| &mut o.set_ocsp_in_callback)),
    ("-decline-ocsp-callback", Switch(|o| &mut o.decline_ocsp_callback)),
    ("-fail-ocsp-callback", Switch(|o| &mut o.fail_ocsp_callback)),
    // What is said on the connection.
    ("-shim-writes-first", Switch(|o| &mut o.shim_writes_first)),
    ("-shim-initial-write", Text(|o| &mut o.shim_initial_write)),
    ("-repeat-shim-initial-write", Size(|o| &mut o.repeat_shim_initial_write)),
    ("-read-with-unfinished-write", Switch(|o| &mut o.read_with_unfinished_write)),
    ("-read-size", Size(|o| &mut o.read_size)),
    ("-shim-shuts-down", Switch(|o| &mut o.shim_shuts_down)),
    ("-check-close-notify", Switch(|o| &mut o.check_close_notify)),
    ("-key-update", Switch(|o| &mut o.key_update)),
    ("-key-update-before-read", Switch(|o| &mut o.key_update_before_read)),
    ("-no-op-extra-handshake", Switch(|o| &mut o.no_op_extra_handshake)),
    ("-export-keying-material", Size(|o| &mut o.export_keying_material)),
    ("-export-label", Label(|o| &mut o.export_label)),
    ("-export-context", Label(|o| &mut o.export_context)),
    ("-use-export-context", Switch(|o| &mut o.use_export_context)),
    ("-tls-unique", Switch(|o| &mut o.tls_unique)),
    ("-export-traffic-secrets", Switch(|o| &mut o.export_traffic_secrets)),
    ("-send-alert", Switch(|o| &mut o.send_alert)),
    // Coming back.
    ("-resumption-delay", Size(|o| &mut o.resumption_delay)),
    ("-reverify-on-resume", Switch(|o| &mut o.reverify_on_resume)),
    ("-no-ticket", Switch(|o| &mut o.no_ticket)),
    ("-ticket-key", Bytes(|o| &mut o.ticket_key)),
    ("-use-ticket-callback", Switch(|o| &mut o.use_ticket_callback)),
    ("-use-ticket-aead-callback", Switch(|o| &mut o.use_ticket_callback)),
    ("-skip-ticket", Switch(|o| &mut o.skip_ticket)),
    // Whoever comes back with a ticket is given another.
    ("-renew-ticket", Nothing),
    ("-expect-session-miss", Switch(|o| &mut o.expect_session_miss)),
    ("-expect-session-id", Switch(|o| &mut o.expect_session_id)),
    ("-expect-no-session-id", Switch(|o| &mut o.expect_no_session_id)),
    ("-expect-ticket-age-skew", Index(|o| &mut o.expect_ticket_age_skew)),
    ("-enable-early-data", Switch(|o| &mut o.enable_early_data)),
    ("-early-write-after-message", Size(|o| &mut o.early_write_after_message)),
    ("-expect-accept-early-data", Switch(|o| &mut o.expect_accept_early_data)),
    ("-expect-reject-early-data", Switch(|o| &mut o.expect_reject_early_data)),
    ("-expect-no-offer-early-data", Switch(|o| &mut o.expect_no_offer_early_data)),
    ("-expect-ticket-supports-early-data", Switch(|o| &mut o.expect_ticket_supports_early_data)),
    ("-expect-early-data-reason", Text(|o| &mut o.expect_early_data_reason)),
    ("-expect-no-session", Switch(|o| &mut o.expect_no_session)),
    ("-expect-ticket-renewal", Switch(|o| &mut o.expect_ticket_renewal)),
    // What is to be expected.
    ("-expect-version", Code(|o| &mut o.expect_version)),
    ("-expect-cipher", Code(|o| &mut o.expect_cipher)),
    ("-expect-cipher-aes", Code(|o| &mut o.expect_cipher_aes)),
    ("-expect-cipher-no-aes", Code(|o| &mut o.expect_cipher_no_aes)),
    ("-expect-secure-renegotiation", Switch(|o| &mut o.expect_secure_renegotiation)),
    ("-expect-curve-id", Code(|o| &mut o.expect_curve_id)),
    ("-expect-hrr", Switch(|o| &mut o.expect_hrr)),
    ("-expect-no-hrr", Switch(|o| &mut o.expect_no_hrr)),
    ("-expect-alpn", Text(|o| &mut o.expect_alpn)),
    ("-expect-advertised-alpn", Text(|o| &mut o.expect_advertised_alpn)),
    ("-expect-server-name", Text(|o| &mut o.expect_server_name)),
    ("-expect-extended-master-secret", Switch(|o| &mut o.expect_extended_master_secret)),
    ("-expect-peer-signature-algorithm", Code(|o| &mut o.expect_peer_signature_algorithm)),
    ("-expect-peer-verify-pref", Codes(|o| &mut o.expect_peer_verify_pref)),
    ("-expect-certificate-types", Bytes(|o| &mut o.expect_certificate_types)),
    ("-expect-client-ca-list", Text(|o| &mut o.expect_client_ca_list)),
    ("-expect-peer-cert-file", File(|o| &mut o.expect_peer_cert_file)),
    ("-expect-peer-certificate-type", Code(|o| &mut o.expect_peer_certificate_type)),
    ("-expect-peer-rpk-sha256", Bytes(|o| &mut o.expect_peer_rpk_sha256)),
    ("-expect-ocsp-response", Bytes(|o| &mut o.expect_ocsp_response)),
    ("-expect-signed-cert-timestamps", Bytes(|o| &mut o.expect_signed_cert_timestamps)),
    ("-expect-no-peer-cert", Switch(|o| &mut o.expect_no_peer_cert)),
    ("-expect-selected-credential", Index(|o| &mut o.expect_selected_credential)),
    ("-expect-verify-result", Switch(|o| &mut o.expect_verify_result)),
    ("-expect-total-renegotiations", Size(|o| &mut o.expect_total_renegotiations)),
    ("-expect-msg-callback", Text(|o| &mut o.expect_msg_callback)),
];

/// Reads the command line.
pub(crate) fn read(arguments: impl Iterator<Item = OsString>) -> Result<Command, Failure> {
    let mut arguments = arguments.map(OsString::into_vec);
    let mut run = Run::default();
    while let Some(argument) = arguments.next() {
        let name = String::from_utf8_lossy(&argument).into_owned();
        match &*name {
            "-is-handshaker-supported" => return Ok(Command::IsHandshakerSupported),
            "-resume-count" => run.resume_count = arguments.next().and_then(|n| number(&n)).unwrap_or(0),
            _ => set(&mut run, &name, &mut arguments).ok_or_else(|| Failure::unimplemented(name))?,
        }
    }
    Ok(Command::Connect(Box::new(run)))
}

/// A flag can be meant for one connection only. `None` if nobody knows it, or its value cannot be read.
fn set(run: &mut Run, name: &str, arguments: &mut impl Iterator<Item = Vec<u8>>) -> Option<()> {
    let (name, connections) = meant_for(run, name.strip_prefix("-on-shim").unwrap_or(name));
    let (_, flag) = FLAGS.iter().find(|(known, _)| *known == name)?;
    let value = if flag.has_value() { arguments.next()? } else { Vec::new() };
    connections.into_iter().try_for_each(|options| flag.set(options, value.clone()))
}

fn meant_for<'r, 'n>(run: &'r mut Run, name: &'n str) -> (&'n str, Vec<&'r mut Options>) {
    let Run { initial, resume, retry, .. } = run;
    if let Some(name) = name.strip_prefix("-on-initial") {
        (name, vec![initial])
    } else if let Some(name) = name.strip_prefix("-on-resume") {
        (name, vec![resume])
    } else if let Some(name) = name.strip_prefix("-on-retry") {
        (name, vec![retry])
    } else {
        (name, vec![initial, resume, retry])
    }
}

impl Flag {
    const fn has_value(&self) -> bool {
        !matches!(self, Switch(_) | Act(_) | Nothing)
    }

    /// `None` if the value cannot be read.
    fn set(&self, options: &mut Options, value: Vec<u8>) -> Option<()> {
        match self {
            Nothing => {}
            Switch(place) => *place(options) = true,
            Act(act) => act(options),
            Port(place) => *place(options) = number(&value)?,
            Id(place) => *place(options) = number(&value)?,
            Code(place) => *place(options) = Some(number(&value)?),
            Codes(place) => place(options).push(number(&value)?),
            Index(place) => *place(options) = Some(number(&value)?),
            Size(place) => *place(options) = Some(number(&value)?),
            Text(place) => *place(options) = Some(value),
            Bytes(place) => *place(options) = Some(BASE64.decode(&value).ok()?),
            Label(place) => *place(options) = value,
            File(place) => *place(options) = Some(OsString::from_vec(value).into()),
        }
        Some(())
    }
}

fn number<N: FromStr>(value: &[u8]) -> Option<N> {
    str::from_utf8(value).ok()?.parse().ok()
}
