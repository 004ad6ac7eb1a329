//! A file that may hold a key, read so that no copy of it stays in memory: wherever it was kept is wiped.

use std::fs::File;
use std::io::{self, ErrorKind, Read};

use zeroize::Zeroizing;

/// What is set aside for a file that does not know its length, as a pipe does not.
const UNKNOWN: u64 = 16 << 10;

/// All of a file, or as much of it.
pub(super) fn whole(file: File, most: u64) -> io::Result<Zeroizing<Vec<u8>>> {
    // One byte more than there are, so that the end is found without larger room.
    let length = file.metadata()?.len().max(UNKNOWN).min(most) + 1;
    read(file.take(most), usize::try_from(length).unwrap_or(usize::MAX))
}

/// Where the room does not do, all is moved to larger room: a vector that grows by itself would not wipe the old one.
fn read(mut file: impl Read, room: usize) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(vec![0; room]);
    let mut end = 0;
    loop {
        match file.read(bytes.get_mut(end..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(read) => end += read,
            Err(why) if why.kind() == ErrorKind::Interrupted => {}
            Err(why) => return Err(why),
        }
        if end == bytes.len() {
            bytes = twice_as_large(&bytes);
        }
    }
    bytes.truncate(end);
    Ok(bytes)
}

fn twice_as_large(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut larger = Zeroizing::new(Vec::with_capacity(2 * bytes.len()));
    larger.extend_from_slice(bytes);
    larger.resize(2 * bytes.len(), 0);
    larger
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gets_its_room_at_once() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("key.pem");
        let content: Vec<u8> = (0..=u8::MAX).cycle().take(50_000).collect();
        std::fs::write(&path, &content).unwrap();
        let bytes = whole(File::open(&path).unwrap(), 1 << 20).unwrap();
        assert_eq!((bytes.as_slice(), bytes.capacity()), (content.as_slice(), 50_001));
        assert_eq!(whole(File::open(&path).unwrap(), 20_000).unwrap().as_slice(), &content[..20_000]);
    }

    #[test]
    fn what_is_longer_than_it_said_is_read_to_its_end() {
        let content: Vec<u8> = (0..=u8::MAX).cycle().take(1000).collect();
        for room in [1, 10, 999, 1000, 1001] {
            assert_eq!(read(content.as_slice(), room).unwrap().as_slice(), content, "{room}");
        }
        assert!(read([].as_slice(), 1).unwrap().is_empty());
    }
}
