//! What an opened record holds, judged by its true type.

use handfast_rule::AlertDescription;
use handfast_wire::alert::Alert;
use handfast_wire::code_points::{AlertLevel, ContentType};

use crate::{Content, Opened, Receive, Refusal};

impl Receive {
    /// Only a handshake record may follow an unfinished message (RFC 9846 §5.1); a type that is not defined has no place
    /// at all (§5).
    pub(super) fn accept(&mut self, content: Content, protected: bool) -> Result<Opened, Refusal> {
        let Content { content_type, length, .. } = content;
        self.holds = content_type;
        match content_type {
            ContentType::CHANGE_CIPHER_SPEC => self.accept_change_cipher_spec(protected),
            ContentType::HANDSHAKE | ContentType::ALERT if length == 0 => {
                Err(Refusal::EmptyFragment { content_type })
            }
            ContentType::HANDSHAKE => {
                self.patience.progress();
                Ok(Opened::Handshake)
            }
            _ if self.joined.is_partial() => Err(Refusal::Interleaved { content_type }),
            ContentType::ALERT => self.accept_alert(),
            ContentType::APPLICATION_DATA => self.accept_application_data(length),
            _ => Err(Refusal::UnexpectedContentType { content_type }),
        }
    }

    /// It is dropped wherever it comes (RFC 9846 §5), so it may stand between the pieces of a message.
    fn accept_change_cipher_spec(&mut self, protected: bool) -> Result<Opened, Refusal> {
        if protected {
            return Err(Refusal::ChangeCipherSpecProtected);
        }
        if self.incoming.held() != [1] {
            return Err(Refusal::ChangeCipherSpecValue);
        }
        self.incoming.take(1);
        self.patience.empty()?;
        Ok(Opened::ChangeCipherSpec)
    }

    /// Exactly one in each record, and never in pieces (RFC 9846 §5.1).
    fn accept_alert(&mut self) -> Result<Opened, Refusal> {
        let [level, description] = *self.incoming.held() else {
            return Err(Refusal::AlertLength { length: self.incoming.held().len() });
        };
        self.incoming.take(Alert::LEN);
        self.patience.alert()?;
        Ok(Opened::Alert(Alert { level: AlertLevel(level), description: AlertDescription(description) }))
    }

    fn accept_application_data(&mut self, length: usize) -> Result<Opened, Refusal> {
        if length == 0 {
            self.patience.empty()?;
        } else {
            self.patience.progress();
        }
        Ok(Opened::ApplicationData)
    }
}
