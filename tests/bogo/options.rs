//! What one connection is to do, and what is to be expected of it: the flags, read.

use std::path::PathBuf;

use handfast::crypto::hash::Hash;

/// All connections of one run, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Run {
    /// The first connection.
    pub(crate) initial: Options,
    /// Those that come back.
    pub(crate) resume: Options,
    /// The second part of a connection whose early data was rejected.
    pub(crate) retry: Options,
    /// How often the client comes back.
    pub(crate) resume_count: u32,
}

/// Names follow the flags. What is absent is not expected.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    pub(crate) port: u16,
    pub(crate) shim_id: u64,
    pub(crate) ipv6: bool,
    pub(crate) server: bool,
    pub(crate) asynchronous: bool,
    pub(crate) implicit_handshake: bool,

    pub(crate) min_version: Option<u16>,
    pub(crate) max_version: Option<u16>,
    pub(crate) no_tls12: bool,
    pub(crate) no_tls13: bool,
    pub(crate) curves: Vec<u16>,
    pub(crate) key_shares: Vec<u16>,
    pub(crate) no_key_shares: bool,
    pub(crate) verify_prefs: Vec<u16>,
    pub(crate) compression: Vec<u16>,
    pub(crate) enable_grease: bool,
    pub(crate) max_cert_list: Option<u32>,
    pub(crate) max_send_fragment: Option<u32>,
    pub(crate) host_name: Option<Vec<u8>>,
    pub(crate) advertise_alpn: Option<Vec<u8>>,
    pub(crate) select_alpn: Option<Vec<u8>>,
    pub(crate) decline_alpn: bool,
    pub(crate) select_empty_alpn: bool,
    pub(crate) permute_extensions: bool,
    pub(crate) no_server_name_ack: bool,
    pub(crate) cipher: Option<Vec<u8>>,
    pub(crate) server_supported_groups_hint: Vec<u16>,
    pub(crate) reject_alpn: bool,

    /// Without `-new-x509-credential`.
    pub(crate) credential: Credential,
    /// With it, in its order.
    pub(crate) credentials: Vec<Credential>,
    pub(crate) available_client_cert_types: Vec<u16>,
    pub(crate) accepted_peer_cert_types: Vec<u16>,
    pub(crate) trust_cert: Option<PathBuf>,
    pub(crate) verify_peer: bool,
    pub(crate) require_any_client_certificate: bool,
    pub(crate) verify_fail: bool,
    pub(crate) use_custom_verify_callback: bool,
    pub(crate) use_client_ca_list: Option<Vec<u8>>,
    /// The identity is chosen by the application.
    pub(crate) chooses_identity: bool,
    pub(crate) enable_ocsp_stapling: bool,
    pub(crate) enable_signed_cert_timestamps: bool,
    pub(crate) use_ocsp_callback: bool,
    pub(crate) set_ocsp_in_callback: bool,
    pub(crate) decline_ocsp_callback: bool,
    pub(crate) fail_ocsp_callback: bool,

    pub(crate) shim_writes_first: bool,
    pub(crate) shim_initial_write: Option<Vec<u8>>,
    pub(crate) repeat_shim_initial_write: Option<u32>,
    pub(crate) read_with_unfinished_write: bool,
    pub(crate) read_size: Option<u32>,
    pub(crate) shim_shuts_down: bool,
    pub(crate) check_close_notify: bool,
    pub(crate) key_update: bool,
    pub(crate) key_update_before_read: bool,
    pub(crate) no_op_extra_handshake: bool,
    pub(crate) export_keying_material: Option<u32>,
    pub(crate) export_label: Vec<u8>,
    pub(crate) export_context: Vec<u8>,
    pub(crate) use_export_context: bool,
    pub(crate) tls_unique: bool,
    pub(crate) export_traffic_secrets: bool,
    pub(crate) send_alert: bool,

    /// After this connection so many seconds pass.
    pub(crate) resumption_delay: Option<u32>,
    pub(crate) reverify_on_resume: bool,
    pub(crate) no_ticket: bool,
    pub(crate) ticket_key: Option<Vec<u8>>,
    /// The application opens and seals tickets.
    pub(crate) use_ticket_callback: bool,
    pub(crate) skip_ticket: bool,
    pub(crate) expect_session_id: bool,
    pub(crate) expect_no_session_id: bool,
    pub(crate) expect_ticket_age_skew: Option<i32>,
    pub(crate) expect_session_miss: bool,
    pub(crate) expect_no_session: bool,
    pub(crate) expect_ticket_renewal: bool,

    pub(crate) enable_early_data: bool,
    pub(crate) early_write_after_message: Option<u32>,
    pub(crate) expect_accept_early_data: bool,
    pub(crate) expect_reject_early_data: bool,
    pub(crate) expect_no_offer_early_data: bool,
    pub(crate) expect_ticket_supports_early_data: bool,
    pub(crate) expect_early_data_reason: Option<Vec<u8>>,

    pub(crate) expect_version: Option<u16>,
    pub(crate) expect_cipher: Option<u16>,
    pub(crate) expect_cipher_aes: Option<u16>,
    pub(crate) expect_cipher_no_aes: Option<u16>,
    pub(crate) expect_secure_renegotiation: bool,
    pub(crate) expect_curve_id: Option<u16>,
    pub(crate) expect_hrr: bool,
    pub(crate) expect_no_hrr: bool,
    pub(crate) expect_alpn: Option<Vec<u8>>,
    pub(crate) expect_advertised_alpn: Option<Vec<u8>>,
    pub(crate) expect_server_name: Option<Vec<u8>>,
    pub(crate) expect_extended_master_secret: bool,
    pub(crate) expect_peer_signature_algorithm: Option<u16>,
    pub(crate) expect_peer_verify_pref: Vec<u16>,
    pub(crate) expect_certificate_types: Option<Vec<u8>>,
    pub(crate) expect_client_ca_list: Option<Vec<u8>>,
    pub(crate) expect_peer_cert_file: Option<PathBuf>,
    pub(crate) expect_peer_certificate_type: Option<u16>,
    pub(crate) expect_peer_rpk_sha256: Option<Vec<u8>>,
    pub(crate) expect_no_peer_cert: bool,
    pub(crate) expect_ocsp_response: Option<Vec<u8>>,
    pub(crate) expect_signed_cert_timestamps: Option<Vec<u8>>,
    pub(crate) expect_verify_result: bool,
    pub(crate) expect_selected_credential: Option<i32>,
    pub(crate) expect_total_renegotiations: Option<u32>,
    pub(crate) expect_msg_callback: Option<Vec<u8>>,
}

/// Certificates and their key, a key alone, or a key that both sides share.
#[derive(Debug, Clone, Default)]
pub(crate) struct Credential {
    pub(crate) is_raw: bool,
    pub(crate) cert_file: Option<PathBuf>,
    pub(crate) key_file: Option<PathBuf>,
    pub(crate) signing_prefs: Vec<u16>,
    pub(crate) must_match_issuer: bool,
    pub(crate) ocsp_response: Option<Vec<u8>>,
    pub(crate) signed_cert_timestamps: Option<Vec<u8>>,
    /// A key that both sides share, to be imported (RFC 9258).
    pub(crate) psk_key: Option<Vec<u8>>,
    pub(crate) psk_identity: Option<Vec<u8>>,
    pub(crate) psk_context: Option<Vec<u8>>,
    pub(crate) psk_hash: Option<Hash>,
}

impl Options {
    /// The credential that the flags on the command line speak of at this point.
    pub(crate) fn current_credential(&mut self) -> &mut Credential {
        self.credentials.last_mut().unwrap_or(&mut self.credential)
    }

    /// Those that are shown, each with its number among all.
    pub(crate) fn shown_credentials(&self) -> impl Iterator<Item = (usize, &Credential)> {
        self.credentials.iter().enumerate().filter(|(_, credential)| credential.psk_key.is_none())
    }

    /// Those that both sides share, likewise.
    pub(crate) fn shared_credentials(&self) -> impl Iterator<Item = (usize, &Credential)> {
        self.credentials.iter().enumerate().filter(|(_, credential)| credential.psk_key.is_some())
    }

    /// What the shim says first.
    pub(crate) fn first_write(&self) -> &[u8] {
        self.shim_initial_write.as_deref().unwrap_or(b"hello")
    }
}
