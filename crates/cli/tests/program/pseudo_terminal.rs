//! A program in a terminal that the test holds the other end of.

use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZero;
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(20);

const HEIGHT: NonZero<u16> = NonZero::new(24).unwrap();
const WIDTH: NonZero<u16> = NonZero::new(80).unwrap();

/// A program, its terminal, and what it has written there.
pub(crate) struct Session {
    child: Child,
    keyboard: File,
    /// Kept open, so that what the terminal is set to can be asked for after the program is gone.
    terminal: OwnedFd,
    modes: LocalModes,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    written: String,
}

/// What is left when the program has ended.
#[derive(Debug)]
pub(crate) struct Left {
    pub(crate) code: Option<i32>,
    pub(crate) screen: String,
    pub(crate) written: String,
    modes: (LocalModes, LocalModes),
    is_alternate: bool,
    is_cursor_hidden: bool,
}

impl Left {
    /// Whether the terminal is as it was: its lines are edited and echoed, and its own screen and cursor are seen.
    pub(crate) fn is_restored(&self) -> bool {
        self.modes.0 == self.modes.1 && !self.is_alternate && !self.is_cursor_hidden
    }
}

impl Session {
    pub(crate) fn of(command: &mut Command) -> Self {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&ours).unwrap();
        unlockpt(&ours).unwrap();
        let name = ptsname(&ours, Vec::new()).unwrap();
        let theirs = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
        tcsetwinsize(
            &theirs,
            Winsize { ws_row: HEIGHT.get(), ws_col: WIDTH.get(), ws_xpixel: 0, ws_ypixel: 0 },
        )
        .unwrap();
        let modes = tcgetattr(&theirs).unwrap().local_modes;
        let end = || Stdio::from(theirs.try_clone().unwrap());
        let child = command.env("TERM", "xterm-256color").stdin(end()).stdout(end()).stderr(end()).spawn();
        let keyboard = File::from(ours);
        let output = output_of(keyboard.try_clone().unwrap());
        let screen = vt100::Parser::new(HEIGHT, WIDTH, 0);
        Self {
            child: child.unwrap(),
            keyboard,
            terminal: theirs,
            modes,
            output,
            screen,
            written: String::new(),
        }
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    /// Until this is on the screen.
    pub(crate) fn waits_for(&mut self, text: &str) {
        assert!(self.comes(text, PATIENCE), "{text:?} is not on\n{}", self.screen.screen().contents());
    }

    /// Presses this until that is on the screen.
    pub(crate) fn press_until(&mut self, keys: &str, text: &str) {
        for _ in 0..200 {
            self.press(keys);
            if self.comes(text, Duration::from_millis(100)) {
                return;
            }
        }
        panic!("{text:?} is not on\n{}", self.screen.screen().contents());
    }

    fn comes(&mut self, text: &str, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        while !self.screen.screen().contents().contains(text) {
            match self.output.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(_) => return false,
            }
        }
        true
    }

    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.written.push_str(&String::from_utf8_lossy(bytes));
    }

    /// Waits for its end, and looks at what is left.
    pub(crate) fn end(mut self) -> Left {
        let code = self.child.wait().unwrap().code();
        // The test itself holds the terminal open, so that its end is not told: what there is has come in a moment.
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(300)) {
            self.take(&bytes);
        }
        let screen = self.screen.screen();
        Left {
            code,
            screen: screen.contents(),
            modes: (self.modes, tcgetattr(&self.terminal).unwrap().local_modes),
            is_alternate: screen.alternate_screen(),
            is_cursor_hidden: screen.hide_cursor(),
            written: core::mem::take(&mut self.written),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// All that is written, as it comes.
fn output_of(mut terminal: File) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(n) = terminal.read(&mut buffer) {
            if n == 0 || sender.send(buffer[..n].to_vec()).is_err() {
                return;
            }
        }
    });
    receiver
}
