//! A zoo as a folder: a folder for each specimen in each role, one root for all, and a manifest.

use std::path::Path;

use serde_json::{Value, json};

use super::exhibit::PASSWORD;
use super::{Exhibit, Form, Role, Specimen, Zoo, manifest};
use crate::folder::{make_folder, write_public};
use crate::{Existing, FolderError, pem, write_secret};

const ROOT: &str = "root.crt";

/// Where the files of a specimen are, relative to the folder of the zoo.
#[derive(Debug, Default)]
pub(super) struct Files {
    leaf: String,
    intermediates: Option<String>,
    chain: Option<String>,
    key: Option<String>,
    pkcs12: Option<String>,
    anchors: String,
    crls: Vec<String>,
    ocsp: Option<String>,
}

impl Zoo {
    /// Writes every specimen that exists for a role, and `manifest.json`, and says how many there are. Makes the
    /// folder if need be.
    ///
    /// # Errors
    /// [`FolderError`] names the path.
    pub fn write(&self, folder: &Path, existing: Existing) -> Result<usize, FolderError> {
        make_folder(folder)?;
        let root = pem::certificates(&[self.root().certificate().clone()])?;
        write_public(&folder.join(ROOT), root.as_bytes(), existing)?;
        let all =
            Role::ALL.into_iter().flat_map(|role| Specimen::all().map(move |specimen| (specimen, role)));
        let members = all
            .filter(|(specimen, role)| specimen.exists_for(*role))
            .map(|(specimen, role)| self.write_one(specimen, role, &Pen { folder, existing }))
            .collect::<Result<Vec<_>, _>>()?;
        let manifest = manifest::whole(&members);
        write_public(&folder.join("manifest.json"), manifest.as_bytes(), existing)?;
        Ok(members.len())
    }

    fn write_one(&self, specimen: &Specimen, role: Role, pen: &Pen<'_>) -> Result<Value, FolderError> {
        let exhibit = self.show(specimen, role)?;
        let own = format!("{}/{}", role.name(), specimen.name);
        make_folder(&pen.folder.join(&own))?;
        let mut files = Files::default();
        files.certificates(&exhibit, &own, self.root().certificate(), pen)?;
        files.identity(&exhibit, &own, pen)?;
        files.evidence(&exhibit, &own, pen)?;
        Ok(manifest::member(specimen, role, &exhibit, &files, self.now())?)
    }
}

/// Where to write, and whether over what is there.
struct Pen<'a> {
    folder: &'a Path,
    existing: Existing,
}

impl Pen<'_> {
    /// Gives the path back, for the manifest.
    fn public(&self, path: String, content: &[u8]) -> Result<String, FolderError> {
        write_public(&self.folder.join(&path), content, self.existing)?;
        Ok(path)
    }

    fn secret(&self, path: String, content: &[u8]) -> Result<String, FolderError> {
        write_secret(&self.folder.join(&path), content, self.existing)?;
        Ok(path)
    }
}

impl Files {
    /// What is judged: the certificate, what is sent along, and the anchor if it is not that of the zoo.
    fn certificates(
        &mut self,
        exhibit: &Exhibit,
        own: &str,
        root: &rustls_pki_types::CertificateDer<'_>,
        pen: &Pen<'_>,
    ) -> Result<(), FolderError> {
        let (leaf, above) = exhibit.issued.chain.split_at_checked(1).unwrap_or_default();
        self.leaf = pen.public(format!("{own}/leaf.crt"), pem::certificates(leaf)?.as_bytes())?;
        if !above.is_empty() {
            let above = pem::certificates(above)?;
            self.intermediates = Some(pen.public(format!("{own}/intermediates.crt"), above.as_bytes())?);
        }
        self.anchors = ROOT.to_owned();
        if exhibit.anchor != *root {
            let anchor = pem::certificates(core::slice::from_ref(&exhibit.anchor))?;
            self.anchors = pen.public(format!("{own}/anchors.crt"), anchor.as_bytes())?;
        }
        Ok(())
    }

    /// What its owner has.
    fn identity(&mut self, exhibit: &Exhibit, own: &str, pen: &Pen<'_>) -> Result<(), FolderError> {
        let issued = &exhibit.issued;
        if let Form::Pkcs12 { protection, .. } = exhibit.form {
            let content = issued.pkcs12("zoo", PASSWORD, protection)?;
            self.pkcs12 = Some(pen.secret(format!("{own}/identity.p12"), &content)?);
            return Ok(());
        }
        let mut chain = issued.chain.clone();
        if exhibit.form == Form::Reversed {
            chain.reverse();
        }
        self.chain = Some(pen.public(format!("{own}/chain.crt"), pem::certificates(&chain)?.as_bytes())?);
        let key = match exhibit.form {
            Form::EncryptedKey => issued.encrypted_key_pem(PASSWORD)?,
            _ => issued.key_pem()?,
        };
        self.key = Some(pen.secret(format!("{own}/leaf.key"), key.as_bytes())?);
        Ok(())
    }

    /// What the verifier knows of revocation.
    fn evidence(&mut self, exhibit: &Exhibit, own: &str, pen: &Pen<'_>) -> Result<(), FolderError> {
        for (list, number) in exhibit.lists.iter().zip(1..) {
            let content = pem::revocation_list(list)?;
            self.crls.push(pen.public(format!("{own}/crl-{number}.pem"), content.as_bytes())?);
        }
        if let Some(response) = &exhibit.response {
            self.ocsp = Some(pen.public(format!("{own}/ocsp.der"), response)?);
        }
        Ok(())
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "leaf": self.leaf,
            "intermediates": self.intermediates,
            "chain": self.chain,
            "key": self.key,
            "pkcs12": self.pkcs12,
            "anchors": self.anchors,
            "crls": self.crls,
            "ocsp": self.ocsp,
        })
    }
}
