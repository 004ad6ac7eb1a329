//! The values of a file under their fixed names; those are of RFC 8446, which calls the main secret "master secret".

use std::collections::BTreeMap;

use handfast::Role;
use handfast::handshake::{SecretName, auth};
use handfast::wire::ext::{EarlyData, Extension};
use handfast::wire::handshake::NewSessionTicket;
use handfast::wire::{Kind, Message};

use super::schedule::{Keys, finished_key, reveal, ticket_key};
use super::{BOTH, Run};
use crate::hex::hex;
use crate::log::With;
use crate::trace::Mismatch;

type Values = BTreeMap<String, String>;

impl Run<'_> {
    pub(super) fn values(&self) -> Result<Values, Mismatch> {
        let mut values = Values::new();
        self.secrets(&mut values)?;
        self.transcripts(&mut values)?;
        for sender in BOTH {
            self.traffic(sender, &mut values)?;
            self.authentication(sender, &mut values)?;
        }
        if let Some(Message::NewSessionTicket(ticket)) = self.message(Role::Server, Kind::NewSessionTicket) {
            self.ticket(&ticket, &mut values)?;
        }
        Ok(values)
    }

    fn secrets(&self, values: &mut Values) -> Result<(), Mismatch> {
        let named = [
            ("early_secret", SecretName::Early),
            ("derived_secret_for_handshake", SecretName::EarlyDerived),
            ("handshake_secret", SecretName::Handshake),
            ("derived_secret_for_master", SecretName::HandshakeDerived),
            ("master_secret", SecretName::Main),
            ("exporter_master_secret", SecretName::Exporter),
        ];
        for (name, secret) in named {
            values.insert(name.into(), reveal(self.secret(secret)?));
        }
        if let With::Keying(shared) = &self.log.secret(SecretName::Handshake)?.with {
            values.insert("shared_secret".into(), reveal(shared));
        }
        values.insert("resumption_master_secret".into(), reveal(&self.resumption()?));
        Ok(())
    }

    fn transcripts(&self, values: &mut Values) -> Result<(), Mismatch> {
        let (client, server, finished) = (Role::Client, Role::Server, Kind::Finished);
        let named = [
            ("client_hello_to_server_hello", self.hashes.including(server, Kind::ServerHello)?),
            ("before_server_finished", self.hashes.before(server, finished)?),
            ("client_hello_to_server_finished", self.hashes.including(server, finished)?),
            ("before_client_finished", self.hashes.before(client, finished)?),
            ("client_hello_to_client_finished", self.hashes.including(client, finished)?),
        ];
        for (name, hash) in named {
            values.insert(format!("transcript_hash_{name}"), hex(hash));
        }
        if let Ok(first) = self.hashes.before(server, Kind::HelloRetryRequest) {
            values.insert("client_hello_1_hash".into(), hex(first));
        }
        Ok(())
    }

    fn traffic(&self, sender: Role, values: &mut Values) -> Result<(), Mismatch> {
        let (handshake, application) = (self.handshake_traffic(sender)?, self.application_traffic(sender)?);
        let mut put = |name: &str, value| values.insert(format!("{}_{name}", sender.name()), value);
        put("handshake_traffic_secret", reveal(handshake));
        put("application_traffic_secret_0", reveal(application));
        for (epoch, secret) in [("handshake", handshake), ("application", application)] {
            let Keys { key, iv } = Keys::of(secret);
            put(&format!("{epoch}_key"), reveal(&key));
            put(&format!("{epoch}_iv"), reveal(&iv));
        }
        put("finished_key", reveal(&finished_key(handshake)));
        if let Some(Message::Finished(finished)) = self.message(sender, Kind::Finished) {
            put("verify_data", hex(finished.verify_data));
        }
        Ok(())
    }

    /// Certificate and CertificateVerify, of those who send them.
    fn authentication(&self, sender: Role, values: &mut Values) -> Result<(), Mismatch> {
        let mut put = |name: &str, value| values.insert(format!("{}_{name}", sender.name()), value);
        if let Some(Message::Certificate(certificate)) = self.message(sender, Kind::Certificate) {
            for entry in &certificate.certificate_list {
                put("certificate_der", hex(entry.cert_data));
            }
        }
        if let Some(Message::CertificateVerify(verify)) = self.message(sender, Kind::CertificateVerify) {
            let transcript = self.hashes.before(sender, Kind::CertificateVerify)?;
            put("certificate_verify_content", hex(auth::content(sender, &transcript)));
            put("signature", hex(verify.signature));
        }
        Ok(())
    }

    fn ticket(&self, ticket: &NewSessionTicket<'_>, values: &mut Values) -> Result<(), Mismatch> {
        let key = ticket_key(&self.resumption()?, ticket.ticket_nonce);
        values.insert("psk_of_ticket".into(), reveal(&key));
        let mut put = |name: &str, octets: &[u8]| values.insert(format!("ticket{name}"), hex(octets));
        put("", ticket.ticket);
        put("_nonce", ticket.ticket_nonce);
        put("_lifetime", &ticket.ticket_lifetime.to_be_bytes());
        put("_age_add", &ticket.ticket_age_add.to_be_bytes());
        for extension in ticket.extensions.iter() {
            if let Extension::EarlyData(EarlyData::MaxSize(size)) = extension {
                put("_max_early_data_size", &size.to_be_bytes());
            }
        }
        Ok(())
    }
}
