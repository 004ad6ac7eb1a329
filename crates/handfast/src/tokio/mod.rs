//! TLS over any asynchronous byte stream of tokio.
//!
//! [`TlsAcceptor`] and [`TlsConnector`] run the handshake and give a [`TlsStream`], which reads and writes what the
//! application says. What the protocol needs to say in between (alerts, answers to KeyUpdate) is said by the way, also
//! while reading. Dropping a future of this module loses nothing: all state is in the stream.
//!
//! A refusal arrives: an error is returned only after its alert was sent, our side of the transport closed, and what the
//! peer was still sending was read and thrown away. A socket that is closed with unread bytes in it would reset the
//! connection and destroy the alert on its way. This waits at most a second, for which the runtime's timer must be
//! enabled (`enable_time` or `enable_all`, as `#[tokio::main]` does).
//!
//! ```no_run
//! use std::sync::Arc;
//! use handfast::{ClientAuth, Config, Identity, path::Anchors, tokio::TlsAcceptor};
//! use tokio::{io::AsyncWriteExt, net::TcpListener};
//!
//! # async fn serve(server: Identity, roots: Anchors) -> std::io::Result<()> {
//! let config = Config::new().with_identity(server).with_anchors(roots).with_client_auth(ClientAuth::Require);
//! let acceptor = TlsAcceptor::from(Arc::new(config));
//! let port = TcpListener::bind("127.0.0.1:8443").await?;
//! loop {
//!     let (socket, address) = port.accept().await?;
//!     let handshake = acceptor.accept(socket);
//!     tokio::spawn(async move {
//!         match handshake.await {
//!             Ok(mut stream) => {
//!                 let peer = stream.connection().peer().expect("a client that proved who it is");
//!                 println!("{address} showed {} certificates", peer.chain().certificates().count());
//!                 stream.write_all(b"well met\n").await?;
//!                 stream.close().await;
//!                 Ok(())
//!             }
//!             Err(why) => Err(why),
//!         }
//!     });
//! }
//! # }
//! ```

mod acceptor;
mod answers;
mod bell;
mod drive;
mod farewell;
mod outbox;
mod patience;
mod stream;

pub use acceptor::{Accept, Connect, Handshake, TlsAcceptor, TlsConnector};
pub use answers::{Answering, Answers, Reply};
pub use stream::TlsStream;
