use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use rustls_pki_types::UnixTime;
use tempfile::TempDir;

use super::*;
use crate::load::Identity;
use crate::{KeyKind, Request};

fn root() -> Authority {
    Authority::root(&Request::authority("folder root", UnixTime::now())).unwrap()
}

fn alice(of: &Authority) -> Issued {
    of.issue(&Request::client("alice", UnixTime::now()).key(KeyKind::Ed25519)).unwrap()
}

fn folder() -> (TempDir, Folder) {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::new(place.path().join("new/d"));
    (place, folder)
}

fn stem(name: &str) -> Stem {
    Stem::of(name).unwrap()
}

#[test]
fn what_is_written_is_read_again() {
    let (_place, folder) = folder();
    let made = root();
    let pair = folder.init(&made, Existing::Keep).unwrap();
    assert!(pair.certificate.ends_with("new/d/root.crt") && pair.key.ends_with("new/d/root.key"));
    let read = folder.authority().unwrap();
    assert_eq!(read.certificate(), made.certificate());
    let pair = folder.store(&stem("alice"), &alice(&read), Existing::Keep).unwrap();
    assert_eq!(Identity::from_files(&pair.certificate, &pair.key).unwrap().chain.len(), 1);
}

#[test]
fn keys_are_for_their_owner_alone() {
    let (_place, folder) = folder();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let pair = folder.init(&root(), Existing::Keep).unwrap();
    assert_eq!(mode(&pair.key), 0o600);
    fs::set_permissions(&pair.key, fs::Permissions::from_mode(0o644)).unwrap();
    folder.init(&root(), Existing::Replace).unwrap();
    assert_eq!(mode(&pair.key), 0o600);
    let container = pair.key.with_extension("p12");
    write_secret(&container, b"secret", Existing::Keep).unwrap();
    assert_eq!(mode(&container), 0o600);
    assert!(matches!(write_secret(&container, b"other", Existing::Keep), Err(FolderError::Exists(_))));
    assert_eq!(fs::read(&container).unwrap(), b"secret");
}

#[test]
fn nothing_is_overwritten_unasked() {
    let (_place, folder) = folder();
    let first = root();
    let pair = folder.init(&first, Existing::Keep).unwrap();
    for missing in [&pair.certificate, &pair.key] {
        let kept = fs::read(missing).unwrap();
        fs::remove_file(missing).unwrap();
        let error = folder.init(&root(), Existing::Keep).unwrap_err().to_string();
        assert!(error.contains("is there already; nothing was written"), "{error}");
        assert!(!missing.exists(), "half a pair was written");
        fs::write(missing, kept).unwrap();
    }
    assert_eq!(folder.authority().unwrap().certificate(), first.certificate());
}

#[test]
fn replacing_leaves_nothing_behind() {
    let (_place, folder) = folder();
    folder.init(&root(), Existing::Keep).unwrap();
    let second = root();
    let pair = folder.init(&second, Existing::Replace).unwrap();
    assert_eq!(folder.authority().unwrap().certificate(), second.certificate());
    assert_eq!(
        fs::read_dir(pair.key.parent().unwrap()).unwrap().count(),
        3,
        "root.crt, root.key, root.index"
    );
}

/// A link that somebody laid for us is neither followed nor, unasked, replaced.
#[test]
fn links_are_not_followed() {
    let (place, folder) = folder();
    let authority = root();
    folder.init(&authority, Existing::Keep).unwrap();
    let target = place.path().join("target");
    let pair = folder.pair(&stem("alice"));
    symlink(&target, &pair.key).unwrap();
    let issued = alice(&authority);
    assert!(matches!(folder.store(&stem("alice"), &issued, Existing::Keep), Err(FolderError::Exists(_))));
    folder.store(&stem("alice"), &issued, Existing::Replace).unwrap();
    assert!(!target.exists());
    assert!(pair.key.symlink_metadata().unwrap().is_file());
}

#[test]
fn a_folder_without_authority_says_how_to_make_one() {
    let (_place, folder) = folder();
    let error = folder.authority().unwrap_err().to_string();
    assert!(error.contains("make one with `handfast pki init"), "{error}");
}

#[test]
fn a_spoilt_authority_is_named() {
    let (_place, folder) = folder();
    let pair = folder.init(&root(), Existing::Keep).unwrap();
    fs::write(&pair.key, &*root().key_pem().unwrap()).unwrap();
    let error = folder.authority().unwrap_err().to_string();
    assert!(error.contains("root.crt: the private key does not belong"), "{error}");
    fs::remove_file(&pair.key).unwrap();
    assert!(folder.authority().unwrap_err().to_string().contains("root.key: there is no such file"));
}

#[test]
fn the_name_of_the_root_is_taken() {
    let (_place, folder) = folder();
    let authority = root();
    folder.init(&authority, Existing::Keep).unwrap();
    for name in ["root", "ROOT", "./root"] {
        let stored = folder.store(&stem(name), &alice(&authority), Existing::Replace);
        assert!(matches!(stored, Err(FolderError::Reserved(_))), "{name}");
    }
}

#[test]
fn what_the_system_refuses_is_said() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("file");
    fs::write(&file, "").unwrap();
    let error = Folder::new(&file).init(&root(), Existing::Keep).unwrap_err();
    assert!(error.to_string().starts_with(&file.display().to_string()), "{error}");
    let (_place, folder) = folder();
    let authority = root();
    folder.init(&authority, Existing::Keep).unwrap();
    fs::create_dir(folder.pair(&stem("alice")).key).unwrap();
    let error = folder.store(&stem("alice"), &alice(&authority), Existing::Replace).unwrap_err();
    assert!(matches!(error, FolderError::Io(..)), "{error}");
}

#[test]
fn no_two_lists_have_the_same_number() {
    let (_place, folder) = folder();
    folder.make().unwrap();
    let next = || folder.next_list_number(&Stem::ROOT).unwrap();
    let mut numbers: Vec<_> = std::thread::scope(|scope| {
        let asking: Vec<_> = (0..4).map(|_| scope.spawn(|| [next(), next(), next(), next()])).collect();
        asking.into_iter().flat_map(|asking| asking.join().unwrap()).collect()
    });
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=16).collect::<Vec<_>>());
}
