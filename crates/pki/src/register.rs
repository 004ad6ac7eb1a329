//! What an authority issued and took back: `STEM.index`, in the format of `openssl ca` (index.txt), so that
//! `openssl ocsp -index` answers from it too. Any number of processes issue and take back: who changes it holds a lock on
//! `STEM.index.lock`.
//!
//! A line a certificate, six fields with tabs between: V or R, the end of its validity, when and why it was taken back,
//! its serial number, a file name (always `unknown`), its subject.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use rustls_pki_types::{CertificateDer, UnixTime};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::folder::{lock, write_public};
use crate::revocation::{CertificateStatus, Entry, Reason, reason_named};
use crate::{Error, Existing, FolderError};

/// The register of one authority.
#[derive(Debug, Clone)]
pub struct Register {
    path: PathBuf,
}

/// A line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    /// GeneralizedTime from 2050 on, else UTCTime.
    expires: String,
    revoked: Option<(UnixTime, Option<Reason>)>,
    /// Hexadecimal, two capital digits a byte.
    serial: String,
    subject: String,
}

impl Register {
    pub(crate) const fn new(path: PathBuf) -> Self {
        Self { path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a certificate that was issued.
    ///
    /// # Errors
    /// [`FolderError`] names the file.
    pub fn add(&self, certificate: &CertificateDer<'_>) -> Result<(), FolderError> {
        let line = Line::of(certificate)?;
        let _lock = lock(&self.path)?;
        let opened = File::options().append(true).create(true).open(&self.path);
        let written = opened.and_then(|mut file| file.write_all(line.text()?.as_bytes()));
        written.map_err(|error| FolderError::io(&self.path, error))
    }

    /// Notes that a certificate is taken back from a moment on; one that is not in the register yet is added.
    ///
    /// # Errors
    /// [`FolderError`]; among them that it was taken back before.
    pub fn revoke(
        &self,
        certificate: &CertificateDer<'_>,
        at: UnixTime,
        reason: Option<Reason>,
    ) -> Result<(), FolderError> {
        let wanted = Line::of(certificate)?;
        let _lock = lock(&self.path)?;
        let mut lines = self.lines()?;
        let place = lines.iter().position(|line| line.serial == wanted.serial).unwrap_or(lines.len());
        if place == lines.len() {
            lines.push(wanted);
        }
        if let Some(line) = lines.get_mut(place) {
            if line.revoked.is_some() {
                return Err(FolderError::RevokedAlready(line.subject.clone()));
            }
            line.revoked = Some((at, reason));
        }
        let text = lines.iter().map(Line::text).collect::<Result<String, _>>();
        let text = text.map_err(|error| FolderError::io(&self.path, error))?;
        write_public(&self.path, text.as_bytes(), Existing::Replace)
    }

    /// The certificates that were taken back, for a list.
    ///
    /// # Errors
    /// [`FolderError`] names the file and the line that cannot be read.
    pub fn revoked(&self) -> Result<Vec<Entry>, FolderError> {
        let entry = |line: Line| {
            let (at, reason) = line.revoked?;
            Some(Entry { serial: bytes(&line.serial)?, at, reason, issuer: None })
        };
        Ok(self.lines()?.into_iter().filter_map(entry).collect())
    }

    /// What is known of a certificate.
    ///
    /// # Errors
    /// As [`Register::revoked`].
    pub fn status(&self, certificate: &CertificateDer<'_>) -> Result<CertificateStatus, FolderError> {
        let wanted = Line::of(certificate)?.serial;
        let found = self.lines()?.into_iter().find(|line| line.serial == wanted);
        Ok(match found.map(|line| line.revoked) {
            None => CertificateStatus::Unknown,
            Some(None) => CertificateStatus::Good,
            Some(Some((at, reason))) => CertificateStatus::Revoked { at, reason },
        })
    }

    fn lines(&self) -> Result<Vec<Line>, FolderError> {
        if !self.path.exists() {
            return Ok(Vec::new());
        }
        let text = fs::read_to_string(&self.path).map_err(|error| FolderError::io(&self.path, error))?;
        let unreadable = |number| FolderError::Register { path: self.path.clone(), line: number };
        text.lines().zip(1..).map(|(line, number)| line.parse().map_err(|()| unreadable(number))).collect()
    }
}

const UTC_TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year repr:last_two][month][day][hour][minute][second]Z");
const GENERALIZED_TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year][month][day][hour][minute][second]Z");

impl Line {
    fn of(certificate: &CertificateDer<'_>) -> Result<Self, Error> {
        let (_, parsed) = X509Certificate::from_der(certificate).map_err(|_| Error::UnreadableCertificate)?;
        let expires = parsed.validity().not_after.to_datetime();
        Ok(Self {
            expires: written(expires).ok_or(Error::DateOutOfRange)?,
            revoked: None,
            serial: parsed.raw_serial().iter().map(|byte| format!("{byte:02X}")).collect(),
            subject: format!("/{}", parsed.subject()).replace(char::is_control, " "),
        })
    }

    fn text(&self) -> std::io::Result<String> {
        let Self { expires, serial, subject, .. } = self;
        let (letter, revoked) = match self.revoked {
            None => ('V', String::new()),
            Some((at, reason)) => {
                ('R', moment(at).ok_or(std::io::ErrorKind::InvalidData)? + &after_comma(reason))
            }
        };
        Ok(format!("{letter}\t{expires}\t{revoked}\t{serial}\tunknown\t{subject}\n"))
    }
}

fn after_comma(reason: Option<Reason>) -> String {
    reason.map(|reason| format!(",{reason}")).unwrap_or_default()
}

fn moment(at: UnixTime) -> Option<String> {
    written(OffsetDateTime::from_unix_timestamp(i64::try_from(at.as_secs()).ok()?).ok()?)
}

/// As RFC 5280 §4.1.2.5 writes times.
fn written(date: OffsetDateTime) -> Option<String> {
    let format = if date.year() < 2050 { UTC_TIME } else { GENERALIZED_TIME };
    date.format(format).ok()
}

/// Only times of a revocation are read, and those are not before 2000.
fn read(text: &str) -> Option<UnixTime> {
    let whole = if text.len() == 13 { format!("20{text}") } else { text.to_owned() };
    let date = PrimitiveDateTime::parse(&whole, GENERALIZED_TIME).ok()?.assume_utc();
    let seconds = u64::try_from(date.unix_timestamp()).ok()?;
    Some(UnixTime::since_unix_epoch(core::time::Duration::from_secs(seconds)))
}

/// `None` if a byte has but one digit: with it lost, this would be the serial number of another certificate.
fn bytes(hexadecimal: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, rest) = hexadecimal.as_bytes().as_chunks();
    let byte = |&[high, low]: &[u8; 2]| Some(16 * digit(high)? + digit(low)?);
    pairs.iter().map(byte).collect::<Option<_>>().filter(|_| rest.is_empty())
}

impl FromStr for Line {
    type Err = ();

    fn from_str(line: &str) -> Result<Self, ()> {
        let fields: Vec<&str> = line.splitn(6, '\t').collect();
        let [letter, expires, revoked, serial, _file, subject] = fields.as_slice() else { return Err(()) };
        let revoked = match *letter {
            // E is a V that `openssl ca -updatedb` found to be over.
            "V" | "E" => None,
            "R" => Some(revocation(revoked).ok_or(())?),
            _ => return Err(()),
        };
        bytes(serial).filter(|bytes| !bytes.is_empty()).ok_or(())?;
        let [expires, serial, subject] = [expires, serial, subject].map(|text| (*text).to_owned());
        Ok(Self { expires, revoked, serial, subject })
    }
}

/// `261122014928Z,keyCompromise`; a reason that we do not know is none.
fn revocation(text: &str) -> Option<(UnixTime, Option<Reason>)> {
    let (at, reason) = text.split_once(',').unwrap_or((text, ""));
    Some((read(at)?, reason_named(reason).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Authority, Request, Validity};

    fn at(seconds: u64) -> UnixTime {
        UnixTime::since_unix_epoch(core::time::Duration::from_secs(seconds))
    }

    fn certificates() -> [CertificateDer<'static>; 2] {
        let root = Authority::root(&Request::authority("register", at(1_800_000_000))).unwrap();
        let until_2060 = Validity { not_before: at(1_800_000_000), not_after: at(2_840_140_800) };
        ["alice", "bob\tthe\nbuilder"].map(|name| {
            let request = Request::client(name, at(1_800_000_000)).validity(until_2060);
            root.issue(&request).unwrap().chain.remove(0)
        })
    }

    #[test]
    fn what_is_noted_is_found() {
        let place = tempfile::tempdir().unwrap();
        let register = Register::new(place.path().join("root.index"));
        let [alice, bob] = certificates();
        assert_eq!(register.status(&alice).unwrap(), CertificateStatus::Unknown);
        register.add(&alice).unwrap();
        register.add(&bob).unwrap();
        let (when, reason) = (at(1_800_000_100), Some(Reason::Superseded));
        register.revoke(&bob, when, reason).unwrap();
        assert_eq!(register.status(&alice).unwrap(), CertificateStatus::Good);
        assert_eq!(register.status(&bob).unwrap(), CertificateStatus::Revoked { at: when, reason });
        let [entry] = <[Entry; 1]>::try_from(register.revoked().unwrap()).unwrap();
        assert_eq!((entry.serial, entry.at), (crate::authority::serial_of(&bob).unwrap(), when));
        assert_eq!(fs::read_to_string(register.path()).unwrap().lines().count(), 2);
        assert!(matches!(register.revoke(&bob, when, None), Err(FolderError::RevokedAlready(_))));
    }

    #[test]
    fn a_stranger_is_added_when_taken_back() {
        let place = tempfile::tempdir().unwrap();
        let register = Register::new(place.path().join("root.index"));
        let [alice, _] = certificates();
        register.revoke(&alice, at(1_800_000_000), None).unwrap();
        assert_eq!(register.revoked().unwrap().len(), 1);
    }

    /// Each opens the lock for itself, as processes do.
    #[test]
    fn of_those_who_come_at_once_none_is_lost() {
        let place = tempfile::tempdir().unwrap();
        let register = Register::new(place.path().join("root.index"));
        let root = Authority::root(&Request::authority("crowd", at(1_800_000_000))).unwrap();
        let issue =
            |n| root.issue(&Request::client(format!("{n}"), at(1_800_000_000))).unwrap().chain.remove(0);
        let crowd: Vec<_> = (0..16).map(issue).collect();
        std::thread::scope(|scope| {
            for certificate in &crowd {
                scope.spawn(|| {
                    register.add(certificate).unwrap();
                    register.revoke(certificate, at(1_800_000_000), None).unwrap();
                });
            }
        });
        assert_eq!(register.revoked().unwrap().len(), crowd.len());
        assert_eq!(fs::read_to_string(register.path()).unwrap().lines().count(), crowd.len());
    }

    #[test]
    fn lines_of_openssl_are_read() {
        let line: Line = "R\t270101000000Z\t261122014928Z,CACompromise\t0A\tunknown\t/CN=a".parse().unwrap();
        assert_eq!(line.revoked, Some((at(1_795_312_168), Some(Reason::CaCompromise))));
        let line: Line = "E\t200101000000Z\t\t0A\tunknown\t/CN=a".parse().unwrap();
        assert_eq!(line.revoked, None);
        for bad in [
            "",
            "V",
            "V\t\t\t\t\t",
            "X\t1\t\t0A\tunknown\t/",
            "R\t1\tsoon\t0A\tunknown\t/",
            "V\t1\t\tZZ\tu\t/",
            "V\t1\t\t0A1\tu\t/",
            "V\t1\t\t+1\tu\t/",
        ] {
            assert_eq!(bad.parse::<Line>(), Err(()), "{bad:?}");
        }
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let place = tempfile::tempdir().unwrap();
        let register = Register::new(place.path().join("root.index"));
        fs::write(register.path(), "V\t270101000000Z\t\t0A\tunknown\t/CN=a\nnonsense\n").unwrap();
        let error = register.revoked().unwrap_err().to_string();
        assert!(error.contains("root.index: line 2"), "{error}");
    }
}
