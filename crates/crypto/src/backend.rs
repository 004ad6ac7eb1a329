//! The live primitives. The only module that names *ring*, so that a second backend with the same interface is one
//! `cfg` here and nothing else.
//!
//! What this crate itself holds of a secret is erased ([`Secret`](crate::secret::Secret)); *ring* does not erase the
//! keys made ready inside it, nor its intermediate results.

pub(crate) use ring::{aead, agreement, digest, hmac, rand, rsa, signature};

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    fn sources(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
    }

    #[test]
    fn nobody_else_names_the_backend() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let names_it = |path: &PathBuf| {
            let code = fs::read_to_string(path).unwrap();
            code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
                .any(|word| word.starts_with("ring::"))
        };
        let naming: Vec<PathBuf> = sources(&folder).into_iter().filter(names_it).collect();
        assert_eq!(naming, [folder.join("backend.rs")]);
    }
}
