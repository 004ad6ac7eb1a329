//! The terminal: taken for as long as somebody looks, and given back as it was, however that ends.

use core::time::Duration;
use std::io;

use ratatui::crossterm::event::{self, Event};
use ratatui::{DefaultTerminal, Terminal};

use super::desk::Desk;
use super::{keyboard, screen};

/// How often a connection that waits for its peer is looked after.
const TICK: Duration = Duration::from_millis(50);

/// Takes the terminal and gives it back when it is dropped; if something panics, before the panic is told.
struct Taken(DefaultTerminal);

impl Taken {
    fn take() -> io::Result<Self> {
        ratatui::try_init().map(Self)
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        ratatui::restore();
    }
}

/// Shows the desk until whoever sits there leaves.
pub(super) fn open(desk: &mut Desk<'_>) -> io::Result<()> {
    let mut taken = Taken::take()?;
    while !desk.is_left {
        draw(&mut taken.0, desk)?;
        if desk.is_waiting() && !event::poll(TICK)? {
            desk.wait();
            continue;
        }
        if let Event::Key(key) = event::read()?
            && let Some(wish) = keyboard::wish(key, desk.is_among_octets())
        {
            desk.grant(wish);
        }
    }
    Ok(())
}

fn draw(terminal: &mut DefaultTerminal, desk: &mut Desk<'_>) -> io::Result<()> {
    Terminal::draw(terminal, |frame| screen::draw(desk, frame.buffer_mut())).map(drop)
}

#[cfg(test)]
#[cfg(unix)]
#[expect(dead_code, reason = "the tests of the program use all of it")]
#[path = "../../tests/program/pseudo_terminal.rs"]
mod pseudo_terminal;

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::env;
    use std::process::Command;

    use super::Taken;
    use super::pseudo_terminal::Session;

    const PANICS: &str = "PANICS_IN_THE_TERMINAL";

    /// The test runs itself once more, in a terminal, and there it panics: what is told of that is told on the screen that
    /// was there before.
    #[test]
    fn is_given_back_before_a_panic_is_told() {
        if env::var_os(PANICS).is_some() {
            let _taken = Taken::take().unwrap();
            panic!("as it must");
        }
        let this = "step::terminal::tests::is_given_back_before_a_panic_is_told";
        let mut command = Command::new(env::current_exe().unwrap());
        let left = Session::of(command.args(["--exact", this, "--nocapture"]).env(PANICS, "1")).end();
        let at = |what: &str| left.written.find(what);
        assert!(left.is_restored() && left.code != Some(0), "{left:?}");
        assert!(at("\x1b[?1049h") < at("\x1b[?1049l") && at("\x1b[?1049l") < at("as it must"), "{left:?}");
    }
}
