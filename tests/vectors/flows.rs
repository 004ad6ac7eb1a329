//! Sessions with OpenSSL, recorded in `vectors/flows`, through our client and through our server again.

use std::fs;
use std::path::{Path, PathBuf};

use xtask::flows::{Flow, People, Scene, Turn, replay};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors/flows")
}

fn flow(scene: &Scene) -> Flow {
    let path = folder().join(scene.name()).with_extension("flow");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Flow::read(&text).unwrap()
}

#[test]
fn are_replayed_byte_for_byte() {
    let people = People::read(&folder()).unwrap();
    for scene in Scene::all() {
        replay(&flow(&scene), &people).unwrap_or_else(|why| panic!("{}: {why}", scene.name()));
    }
}

/// Another octet of the peer, or of ours, and the replay fails.
#[test]
fn are_not_replayed_if_they_were_others() {
    let people = People::read(&folder()).unwrap();
    for scene in Scene::all().iter().step_by(5) {
        let flow = flow(scene);
        for number in 0..flow.turns.len() {
            let mut other = flow.clone();
            let (Turn::Ours(octets) | Turn::Theirs(octets)) = &mut other.turns[number];
            let middle = octets.len() / 2;
            octets[middle] ^= 1;
            assert!(replay(&other, &people).is_err(), "{}: turn {}", scene.name(), number + 1);
        }
    }
}

/// No file that no scene reads.
#[test]
fn are_all_there_is() {
    let names: Vec<_> = Scene::all().iter().map(|scene| format!("{}.flow", scene.name())).collect();
    let files = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let flows: Vec<_> = files.filter(|file| file.ends_with(".flow")).collect();
    assert_eq!(flows.len(), names.len());
    assert!(flows.iter().all(|file| names.contains(file)), "{flows:?}");
}
