//! Sessions with a real peer, recorded as text and replayed byte for byte: see `vectors/flows/README.md`.

mod flow;
mod ours;
mod peer;
mod scene;

use std::error::Error;
use std::fs;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

pub use self::flow::{Flow, Turn};
pub use self::ours::Ours;
pub use self::scene::{People, Scene};

/// Records every scene into this folder, which holds its people.
///
/// # Errors
/// A session with the peer does not succeed, or a file cannot be written.
pub fn record(folder: &Path) -> Result<(), Box<dyn Error>> {
    let people = People::read(folder)?;
    for scene in Scene::all() {
        let flow = record_one(&scene, &people, folder).map_err(|why| format!("{}: {why}", scene.name()))?;
        fs::write(folder.join(scene.name()).with_extension("flow"), flow.to_string())?;
        println!("{}: {} turns", scene.name(), flow.turns.len());
    }
    Ok(())
}

fn record_one(scene: &Scene, people: &People, folder: &Path) -> Result<Flow, Box<dyn Error>> {
    let mut ours = Ours::new(scene, people)?;
    let (mut peer, mut socket) = peer::meet(scene, folder)?;
    let turns = converse(&mut ours, &mut socket);
    peer.end();
    let (turns, is_done) = (turns?, ours.is_done());
    if is_done { Ok(Flow::of(scene, turns)) } else { Err(ours.complaint().into()) }
}

/// Until both sides have closed.
fn converse(ours: &mut Ours, socket: &mut TcpStream) -> io::Result<Vec<Turn>> {
    socket.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut turns = Vec::new();
    let mut buffer = vec![0; 1 << 16];
    let mut heard: Vec<u8> = Vec::new();
    loop {
        let said = ours.react(&heard);
        if !said.is_empty() {
            socket.write_all(&said)?;
            turns.push(Turn::Ours(said));
        }
        if ours.is_over() {
            return Ok(turns);
        }
        let read = socket.read(&mut buffer)?;
        heard = buffer.get(..read).unwrap_or_default().to_vec();
        if heard.is_empty() {
            return Ok(turns);
        }
        turns.push(Turn::Theirs(heard.clone()));
    }
}

/// Plays our side against what the peer said in a flow.
///
/// # Errors
/// The first turn in which our side says something else, or how it failed.
pub fn replay(flow: &Flow, people: &People) -> Result<(), Box<dyn Error>> {
    let scene = Scene::all().into_iter().find(|scene| *flow == Flow::of(scene, flow.turns.clone()));
    let scene = scene.ok_or("no scene has such a head")?;
    let mut ours = Ours::new(&scene, people)?;
    let mut said = ours.react(&[]);
    for (number, turn) in flow.turns.iter().enumerate() {
        match turn {
            Turn::Theirs(heard) if said.is_empty() => said = ours.react(heard),
            Turn::Ours(recorded) if *recorded == said => said.clear(),
            _ => {
                return Err(
                    format!("turn {}: we say something else; {}", number + 1, ours.complaint()).into()
                );
            }
        }
    }
    if ours.is_done() && said.is_empty() { Ok(()) } else { Err(ours.complaint().into()) }
}
