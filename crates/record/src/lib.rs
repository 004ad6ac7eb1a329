//! The record layer (RFC 9846 §5, RFC 5246 §6.2): bytes of a connection in, content out, and back.
//!
//! [`Receive`] cuts the incoming bytes into records, opens each in place, and lends what it held: application data,
//! an alert, or whole handshake messages. [`Transmit`] gathers handshake messages, cuts everything that is to be
//! sent into records, and seals each where it will be sent from. Both know nothing of a handshake: keys are handed in.
//!
//! [`Direction`] is the protection of one direction and can be used alone, to open a recorded session from a traffic
//! secret.
//!
//! ```
//! use handfast_crypto::{aead::Aead, hash::Hash, secret::Secret};
//! use handfast_record::{Opened, Receive, RecordKeys, Transmit};
//!
//! let secret = Secret::from_slice(&[7; 32]);
//! let keys = || RecordKeys::tls13(Aead::Aes128Gcm, Hash::Sha256, &secret);
//!
//! let mut transmit = Transmit::new();
//! transmit.install(keys())?;
//! transmit.data(b"hello")?;
//!
//! let mut receive = Receive::new();
//! receive.install(keys())?;
//! receive.receive(transmit.outgoing());
//! assert_eq!(receive.open_next()?, Opened::ApplicationData);
//! assert_eq!(receive.plaintext(), b"hello");
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

mod coalesce;
mod deframe;
mod direction;
mod facts;
mod incoming;
mod limits;
mod not_tls;
mod outgoing;
mod protect12;
mod protect13;
mod receive;
mod refusal;
mod transmit;

pub use direction::{CannotSeal, Content, Direction, RecordKeys};
pub use facts::RecordFacts;
pub use limits::{MAX_ALERTS, MAX_EMPTY, MAX_MESSAGE, UsageLimit};
pub use protect12::Tls12;
pub use protect13::Tls13;
pub use receive::{Opened, Place, Receive};
pub use refusal::Refusal;
pub use transmit::Transmit;
