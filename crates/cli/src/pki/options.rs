//! What several of the commands ask for.

use std::path::Path;

use handfast_pki::load::{self, Input};
use handfast_pki::{
    Existing, Folder, KeyKind, Purpose, Request, Stem, Validity, instant, key_usages, purposes,
};
use rustls_pki_types::{CertificateDer, UnixTime};

use super::usage;
use crate::exit::Exit;

/// When a certificate holds, and whether its files may replace others.
#[derive(Debug, clap::Args)]
pub(super) struct Term {
    /// Valid for so many days from now.
    #[arg(long, value_name = "N", conflicts_with = "not_after")]
    days: Option<u32>,
    /// Valid from: 2026-11-21, 2026-11-21T22:45:00Z, now, -1h, +2d.
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    not_before: Option<String>,
    /// Valid until, in the same forms.
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    not_after: Option<String>,
    #[command(flatten)]
    force: Force,
}

/// Whether files may replace others.
#[derive(Debug, clap::Args)]
pub(super) struct Force {
    /// Replace files that are there already.
    #[arg(long)]
    force: bool,
}

/// The kind of a key that is to be made.
#[derive(Debug, clap::Args)]
pub(super) struct Key {
    /// The kind of key: p256, p384, p521, ed25519, rsa2048, rsa3072, rsa4096.
    #[arg(long, default_value_t = KeyKind::P256)]
    key: KeyKind,
}

/// What the certificate of a server or client is for.
#[derive(Debug, clap::Args)]
pub(super) struct Usages {
    /// Extended key usages, with commas between: serverAuth, clientAuth, …, or none.
    #[arg(long, value_name = "USAGES")]
    eku: Option<String>,
}

/// What the key of a server or client may do.
#[derive(Debug, clap::Args)]
pub(super) struct KeyUsages {
    /// Key usages, with commas between: digitalSignature, keyEncipherment (for RSA key transport), …, or none.
    #[arg(long, value_name = "USAGES")]
    ku: Option<String>,
}

/// Which authority of the folder is meant.
#[derive(Debug, clap::Args)]
pub(super) struct By {
    /// The authority: root, intermediate, …; unless given, the intermediate if there is one, else the root.
    #[arg(long, value_name = "STEM")]
    by: Option<String>,
}

impl Force {
    pub(super) const fn existing(&self) -> Existing {
        if self.force { Existing::Replace } else { Existing::Keep }
    }
}

impl Term {
    pub(super) const fn existing(&self) -> Existing {
        self.force.existing()
    }

    /// What was said of it, and the rest as it is.
    pub(super) fn apply(&self, validity: Validity, now: UnixTime) -> Result<Validity, Exit> {
        let mut validity = self.days.map_or(validity, |days| Validity::days(now, days));
        if let Some(from) = &self.not_before {
            validity.not_before = time(from, now)?;
        }
        if let Some(until) = &self.not_after {
            validity.not_after = time(until, now)?;
        }
        Ok(validity)
    }
}

impl Key {
    pub(super) const fn kind(&self) -> KeyKind {
        self.key
    }
}

impl Usages {
    pub(super) fn purposes(&self) -> Result<Option<Vec<Purpose>>, Exit> {
        self.eku.as_deref().map(purposes).transpose().map_err(usage)
    }

    pub(super) fn apply(&self, request: Request) -> Result<Request, Exit> {
        Ok(match self.purposes()? {
            Some(purposes) => request.purposes(purposes),
            None => request,
        })
    }
}

impl KeyUsages {
    pub(super) fn apply(&self, request: Request) -> Result<Request, Exit> {
        Ok(match self.ku.as_deref().map(key_usages).transpose().map_err(usage)? {
            Some(usages) => request.key_usages(usages),
            None => request,
        })
    }
}

impl By {
    pub(super) fn stem(&self, folder: &Folder) -> Result<Stem, Exit> {
        self.by.as_deref().map_or_else(|| Ok(folder.issuer()), |by| Stem::of(by).map_err(usage))
    }
}

/// The stem of a file that the user named, or the stem itself.
pub(super) fn stem_of(file: &Path) -> Result<Stem, Exit> {
    let name = match file.extension() {
        Some(extension) if extension == "crt" || extension == "csr" || extension == "pem" => file.file_stem(),
        _ => file.file_name(),
    };
    Stem::of(&name.unwrap_or_default().to_string_lossy()).map_err(usage)
}

/// A stem that the user chose, or another.
pub(super) fn stem(
    chosen: Option<&str>,
    otherwise: impl FnOnce() -> Result<Stem, Exit>,
) -> Result<Stem, Exit> {
    chosen.map_or_else(otherwise, |out| Stem::of(out).map_err(usage))
}

pub(super) fn time(text: &str, now: UnixTime) -> Result<UnixTime, Exit> {
    instant(text, now).map_err(|why| Exit::Usage(format!("{text}: {why}")))
}

/// The certificate of a file, or of this stem in the folder; and who of the folder issued it.
pub(super) fn issued(folder: &Folder, which: &str) -> Result<(CertificateDer<'static>, Stem), Exit> {
    let in_folder = Stem::of(which).map(|stem| folder.pair(&stem).certificate).ok();
    let path = in_folder.filter(|path| path.exists()).unwrap_or_else(|| Path::new(which).to_owned());
    let mut chain = load::certificates(&Input::read(&path)?)?;
    let certificate = chain.swap_remove(0);
    match folder.issuer_of(&certificate)? {
        Some(stem) => Ok((certificate, stem)),
        None => Err(Exit::Usage(format!("{}: no authority of this folder issued it", path.display()))),
    }
}
