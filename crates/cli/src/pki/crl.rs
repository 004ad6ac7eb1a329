//! `handfast pki crl`: what the authorities of a folder took back.

use std::path::PathBuf;

use handfast_pki::revocation::List;
use handfast_pki::{Existing, Folder, Stem, Validity, revocation_list_pem};
use rustls_pki_types::UnixTime;

use super::options::time;
use super::usage;
use crate::exit::Exit;

/// Make a list of what each authority in DIR took back: DIR/STEM.crl.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Who judges a chain by lists needs one of every authority in it. Each list is
complete, and its number is one more than that of the list before.

Example:
  handfast pki crl d --days 7
  cat d/*.crl > crls.pem")]
pub(super) struct Crl {
    /// The folder that `handfast pki init` made.
    dir: PathBuf,
    /// Only this authority: root, intermediate, …; unless given, all of them.
    #[arg(long, value_name = "STEM")]
    by: Option<String>,
    /// The next list is there after so many days.
    #[arg(long, value_name = "N", default_value_t = 30, conflicts_with = "next_update")]
    days: u32,
    /// When the next list is there: 2026-11-21, 2026-11-21T22:45:00Z, +2h.
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    next_update: Option<String>,
}

impl Crl {
    pub(super) fn run(&self, now: UnixTime) -> Result<(), Exit> {
        let folder = Folder::new(&self.dir);
        let authorities = match &self.by {
            Some(by) => vec![Stem::of(by).map_err(usage)?],
            None => folder.authorities()?,
        };
        authorities.iter().try_for_each(|stem| self.write(&folder, stem, now))
    }

    /// The list begins to hold a little early, as certificates do: clocks differ.
    fn write(&self, folder: &Folder, stem: &Stem, now: UnixTime) -> Result<(), Exit> {
        let authority = folder.authority_of(stem)?;
        let Validity { not_before, not_after } = Validity::days(now, self.days);
        let next_update = self.next_update.as_deref().map_or(Ok(not_after), |text| time(text, now))?;
        let mut list = List::complete(folder.next_list_number(stem)?, not_before, next_update);
        list.entries = folder.register(stem).revoked()?;
        let signed = authority.revocation_list(&list).map_err(usage)?;
        let text = revocation_list_pem(&signed).map_err(usage)?;
        let path = folder.publish(&format!("{stem}.crl"), text.as_bytes(), Existing::Replace)?;
        println!("{} ({} revoked)", path.display(), list.entries.len());
        Ok(())
    }
}
