//! `handfast pki`: authorities in a folder, what they issue, and what they take back.

mod crl;
mod csr;
mod init;
mod issue;
mod ocsp;
mod options;
mod public_key;
mod revoke;
mod sign;
mod subject;
mod zoo;

use clap::Subcommand;
use handfast_pki::{FolderError, Pair};
use rustls_pki_types::UnixTime;

use crate::exit::Exit;

/// Make certificates: authorities, and the servers and clients that they vouch for; and take them back.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  handfast pki init d
  handfast pki issue d server --name localhost --ip 127.0.0.1
  handfast pki issue d client --cn alice --uri spiffe://example.org/alice
  handfast pki revoke d alice --reason keyCompromise
  handfast pki crl d

Keys are written without a password, readable by their owner alone. For tests, not for production.")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    Issue(issue::Issue),
    Csr(csr::Csr),
    PublicKey(public_key::PublicKey),
    Sign(sign::Sign),
    Revoke(revoke::Revoke),
    Crl(crl::Crl),
    Ocsp(ocsp::Ocsp),
    Zoo(zoo::Zoo),
}

pub(crate) fn run(args: &Args) -> Exit {
    let now = UnixTime::now();
    let done = match &args.command {
        Command::Init(init) => init.run(now),
        Command::Issue(issue) => issue.run(now),
        Command::Csr(csr) => csr.run(now),
        Command::PublicKey(key) => key.run(),
        Command::Sign(sign) => sign.run(now),
        Command::Revoke(revoke) => revoke.run(now),
        Command::Crl(crl) => crl.run(now),
        Command::Ocsp(ocsp) => ocsp.run(now),
        Command::Zoo(zoo) => zoo.run(now),
    };
    done.err().unwrap_or(Exit::Done)
}

fn report(written: &Pair) {
    println!("{}\n{}", written.certificate.display(), written.key.display());
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn usage(why: impl ToString) -> Exit {
    Exit::Usage(why.to_string())
}

impl From<FolderError> for Exit {
    fn from(error: FolderError) -> Self {
        Self::File(error.to_string())
    }
}
