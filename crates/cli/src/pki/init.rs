//! `handfast pki init`: a root, or an authority below it.

use std::path::PathBuf;

use handfast_pki::{Authority, Constraint, Existing, Folder, Request, Stem};
use rustls_pki_types::UnixTime;

use super::options::{Key, Term};
use super::{report, usage};
use crate::exit::Exit;

/// Make a root certificate, DIR/root.crt and DIR/root.key; or an authority below it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
With --intermediate, the root of DIR signs an authority that then issues in its
place: keep the root's key away. If there is no root yet, one is made.

Example:
  handfast pki init d --intermediate
  handfast pki issue d server --name localhost    # by the intermediate
  handfast pki issue d server --name localhost --by root --out direct")]
pub(super) struct Init {
    /// The folder; made if it is not there.
    dir: PathBuf,
    /// Make an authority below the root: DIR/STEM.crt, DIR/STEM.key.
    #[arg(long, value_name = "STEM", num_args = 0..=1, default_missing_value = "intermediate")]
    intermediate: Option<String>,
    /// The subject's common name; `handfast root` or `handfast intermediate` unless given.
    #[arg(long, value_name = "NAME")]
    cn: Option<String>,
    #[command(flatten)]
    key: Key,
    #[command(flatten)]
    term: Term,
}

impl Init {
    pub(super) fn run(&self, now: UnixTime) -> Result<(), Exit> {
        let folder = Folder::new(&self.dir);
        match &self.intermediate {
            None => {
                let request = self.request("handfast root", now)?;
                self.root(&folder, &request, self.term.existing()).map(|_| ())
            }
            Some(stem) => self.below(&folder, &Stem::of(stem).map_err(usage)?, now),
        }
    }

    fn root(&self, folder: &Folder, request: &Request, existing: Existing) -> Result<Authority, Exit> {
        let root = Authority::root(request).map_err(usage)?;
        report(&folder.init(&root, existing)?);
        Ok(root)
    }

    /// Nothing may stand between it and those it issues for.
    fn below(&self, folder: &Folder, stem: &Stem, now: UnixTime) -> Result<(), Exit> {
        let root = if folder.pair(&Stem::ROOT).certificate.exists() {
            folder.authority()?
        } else {
            let request = Request::authority("handfast root", now).key(self.key.kind());
            self.root(folder, &request, Existing::Keep)?
        };
        let request = self.request(&format!("handfast {stem}"), now)?;
        let request = request.constraint(Constraint::Authority { path_len: Some(0) });
        let authority = root.intermediate(&request).map_err(usage)?;
        report(&folder.init_below(stem, &authority, self.term.existing())?);
        Ok(folder.register(&Stem::ROOT).add(authority.certificate())?)
    }

    fn request(&self, otherwise: &str, now: UnixTime) -> Result<Request, Exit> {
        let request = Request::authority(self.cn.as_deref().unwrap_or(otherwise), now);
        let validity = self.term.apply(request.validity, now)?;
        Ok(request.key(self.key.kind()).validity(validity))
    }
}
