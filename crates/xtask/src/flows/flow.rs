//! A recorded session, as text and back.

use core::fmt;
use std::error::Error;

use super::Scene;

/// How many octets stand in a line.
const OCTETS: usize = 40;

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// What is needed to play our side again.
    pub head: Vec<(String, String)>,
    /// What was said.
    pub turns: Vec<Turn>,
}

/// What one side said before the other spoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// We.
    Ours(Vec<u8>),
    /// The peer, as it was read from the socket.
    Theirs(Vec<u8>),
}

impl Flow {
    pub(super) fn of(scene: &Scene, turns: Vec<Turn>) -> Self {
        Self { head: scene.head(), turns }
    }

    /// Reads the text.
    ///
    /// # Errors
    /// A line is neither head, nor a sign, nor octets.
    pub fn read(text: &str) -> Result<Self, Box<dyn Error>> {
        let (head, turns) = text.split_once("\n\n").ok_or("no empty line after the head")?;
        let entry =
            |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        let head = head.lines().map(entry).collect::<Option<_>>().ok_or("a head without a colon")?;
        Ok(Self { head, turns: read_turns(turns)? })
    }
}

fn read_turns(text: &str) -> Result<Vec<Turn>, Box<dyn Error>> {
    let mut turns = Vec::new();
    for line in text.lines() {
        match (line, turns.last_mut()) {
            (">", _) => turns.push(Turn::Ours(Vec::new())),
            ("<", _) => turns.push(Turn::Theirs(Vec::new())),
            (line, Some(Turn::Ours(octets) | Turn::Theirs(octets))) => octets.extend(read_octets(line)?),
            (line, None) => return Err(format!("{line:?} belongs to nobody").into()),
        }
    }
    Ok(turns)
}

fn read_octets(line: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let digits: Vec<_> =
        line.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>().ok_or("no digit")?;
    let octet = |pair: &[u32]| pair.iter().fold(0, |octet, digit| octet << 4 | digit);
    digits.chunks(2).map(|pair| Ok(u8::try_from(octet(pair))?)).collect()
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.head.iter().try_for_each(|(name, value)| writeln!(f, "{name}: {value}"))?;
        writeln!(f)?;
        for turn in &self.turns {
            let (sign, octets) = match turn {
                Turn::Ours(octets) => ('>', octets),
                Turn::Theirs(octets) => ('<', octets),
            };
            writeln!(f, "{sign}")?;
            for line in octets.chunks(OCTETS) {
                line.iter().try_for_each(|octet| write!(f, "{octet:02x}"))?;
                writeln!(f)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Flow, Turn};

    #[test]
    fn comes_back() {
        let turns = vec![Turn::Ours((0..=99).collect()), Turn::Theirs(vec![0xab])];
        let flow = Flow { head: vec![("role".into(), "client".into())], turns };
        assert_eq!(Flow::read(&flow.to_string()).unwrap(), flow);
        assert!(Flow::read("role: client\n\nab\n").is_err());
        assert!(Flow::read("role: client\n\n>\nxy\n").is_err());
    }
}
