//! Screens of the demonstration that repeats itself, compared with files to the last character. After a change that is
//! meant, `GOLDEN=write cargo test -p handfast-cli step` writes them anew; look at the difference.

use std::path::PathBuf;

use clap::Parser;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::{Color, Modifier};

use super::desk::Desk;
use super::live::{Live, Next, Told};
use super::play::Play;
use super::screen::{self, Palette};
use super::{demo, keyboard};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: demo::Args,
}

fn play(words: &str) -> Play {
    let args = Line::parse_from(["demo", "--deterministic"].into_iter().chain(words.split_whitespace())).args;
    Play::new(demo::conversation(&args).unwrap(), demo::title(&args))
}

/// What somebody sees who presses these keys: `>` and `<` go on and back, `v` and `^` down and up.
fn pressed(desk: &mut Desk<'_>, keys: &str) {
    for key in keys.chars() {
        let code = match key {
            '>' => KeyCode::Right,
            '<' => KeyCode::Left,
            'v' => KeyCode::Down,
            '^' => KeyCode::Up,
            '.' => KeyCode::PageDown,
            '\t' => KeyCode::Tab,
            '$' => KeyCode::End,
            '0' => KeyCode::Home,
            other => KeyCode::Char(other),
        };
        let wish = keyboard::wish(KeyEvent::new(code, KeyModifiers::NONE), desk.is_among_octets());
        desk.grant(wish.unwrap());
        shown(desk);
    }
}

fn shown(desk: &mut Desk<'_>) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal.draw(|frame| screen::draw(desk, frame.buffer_mut())).unwrap();
    terminal.backend().buffer().clone()
}

fn text(buffer: &Buffer) -> String {
    let rows = buffer.content.chunks(usize::from(buffer.area.width));
    rows.map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>().trim_end().to_owned() + "\n")
        .collect()
}

fn screen(desk: &mut Desk<'_>) -> String {
    text(&shown(desk))
}

/// Goes on until this stands in the line of the moment.
fn until(desk: &mut Desk<'_>, what: &str) {
    for _ in 0..100 {
        if screen(desk).lines().nth(2).unwrap().contains(what) {
            return;
        }
        pressed(desk, ">");
    }
    panic!("{what:?} never happens");
}

fn assert_golden(name: &str, text: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/step/golden").join(name);
    if std::env::var_os("GOLDEN").is_some_and(|what| what == "write") {
        std::fs::write(&file, text).unwrap();
    }
    let golden = std::fs::read_to_string(&file).unwrap();
    for (number, (now, then)) in (1..).zip(text.lines().zip(golden.lines())) {
        assert_eq!(now, then, "{name}, line {number}");
    }
    assert_eq!(text.lines().count(), golden.lines().count(), "{name}");
}

#[test]
fn every_view_of_a_mutual_handshake() {
    let mut play = play("");
    let mut desk = Desk::new(&mut play, Palette::Plain);
    assert_golden("start.txt", &screen(&mut desk));
    until(&mut desk, "the server sends 6 CertificateVerify");
    for (keys, name) in [
        ("1", "ladder.txt"),
        ("2vvvvv", "message.txt"),
        ("4", "signatures.txt"),
        ("6", "diagram.txt"),
        ("7", "doctor-of-the-healthy.txt"),
        ("?", "help.txt"),
    ] {
        pressed(&mut desk, keys);
        assert_golden(name, &screen(&mut desk));
    }
    until(&mut desk, "the server accepts the certificates of the client");
    pressed(&mut desk, "5");
    assert_golden("certificates.txt", &screen(&mut desk));
}

#[test]
fn a_handshake_of_tls12() {
    let mut play = play("--tls 1.2");
    let mut desk = Desk::new(&mut play, Palette::Plain);
    until(&mut desk, "the client sends 10 Finished");
    pressed(&mut desk, "3");
    assert_golden("tls12-keys.txt", &screen(&mut desk));
}

/// The doctor is there when it has failed, for both sides, and not before.
#[test]
fn why_it_failed() {
    let mut play = play("--client nobody");
    let mut desk = Desk::new(&mut play, Palette::Plain);
    until(&mut desk, "the server refuses 8 Certificate: alert certificate_required (116)");
    pressed(&mut desk, "7");
    assert_golden("doctor-of-the-server.txt", &screen(&mut desk));
    pressed(&mut desk, ">7o");
    assert!(screen(&mut desk).contains("What the server makes of it"));
    pressed(&mut desk, "o");
    assert!(screen(&mut desk).contains("What the client makes of it") && screen(&mut desk).contains("F01"));
    pressed(&mut desk, "<<");
    assert!(screen(&mut desk).contains("Nothing has failed so far"));
}

/// Back, forth, and on again: each moment looks the same whenever one comes to it.
#[test]
fn the_past_stays_as_it_was() {
    let mut play = play("");
    let mut desk = Desk::new(&mut play, Palette::Plain);
    let mut seen = Vec::new();
    for _ in 0..12 {
        pressed(&mut desk, ">");
        seen.push(without_title(&screen(&mut desk)));
    }
    for then in seen.iter().rev() {
        assert_eq!(&without_title(&screen(&mut desk)), then);
        pressed(&mut desk, "<");
    }
    pressed(&mut desk, ">>>");
    assert_eq!(without_title(&screen(&mut desk)), seen[2]);
    assert!(screen(&mut desk).contains("moment 3 of 12 · the past"));
    pressed(&mut desk, "$");
    assert!(screen(&mut desk).contains("moment 12 of 12 · live"));
}

fn without_title(screen: &str) -> String {
    screen.lines().skip(1).map(|line| line.to_owned() + "\n").collect()
}

/// The octets that stand out are those of the field that stands out, and so the other way round.
#[test]
fn a_field_and_its_octets_stand_out_together() {
    let mut play = play("");
    let mut desk = Desk::new(&mut play, Palette::Plain);
    until(&mut desk, "the client sends 1 ClientHello");
    pressed(&mut desk, "2vvv");
    let buffer = shown(&mut desk);
    let (tree, octets) = reversed(&buffer);
    assert!(tree.contains("random"), "{tree}");
    let counted: Vec<_> = (0..32).map(|octet| format!("{octet:02x}")).collect();
    assert_eq!(octets.split_whitespace().filter(|digits| digits.len() == 2).collect::<Vec<_>>(), counted);
    pressed(&mut desk, "\t");
    for _ in 0..32 {
        pressed(&mut desk, ">");
    }
    let (tree, _) = reversed(&shown(&mut desk));
    assert!(
        tree.contains("length: 32"),
        "the octet behind the random is the length of the session id: {tree}"
    );
}

/// What stands out between the rule and the next: in the tree, and among the octets.
fn reversed(buffer: &Buffer) -> (String, String) {
    let (mut tree, mut octets) = (String::new(), String::new());
    for y in 5..17 {
        for x in 0..80 {
            let cell = &buffer[(x, y)];
            let shown = if cell.modifier.contains(Modifier::REVERSED) { cell.symbol() } else { " " };
            if x < 41 { &mut tree } else { &mut octets }.push_str(shown);
        }
    }
    (tree, octets)
}

/// No secret is shown until it is asked for.
#[test]
fn secrets_are_asked_for() {
    let mut play = play("");
    let mut desk = Desk::new(&mut play, Palette::Plain);
    until(&mut desk, "the server sends 6 CertificateVerify");
    pressed(&mut desk, "3");
    let secret = |desk: &Desk<'_>| desk.report().keys.last().unwrap().value.as_ref().unwrap().to_string();
    let shows = |desk: &mut Desk<'_>| screen(desk).contains(&secret(desk)[..64]);
    assert!(!shows(&mut desk) && !screen(&mut desk).contains("SECRETS"));
    pressed(&mut desk, "s");
    assert!(shows(&mut desk) && screen(&mut desk).contains("SECRETS SHOWN"));
    pressed(&mut desk, "s");
    assert!(!shows(&mut desk));
}

#[test]
fn without_colours_there_are_none() {
    let mut play = play("");
    let mut desk = Desk::new(&mut play, Palette::Plain);
    until(&mut desk, "the server sends 6 CertificateVerify");
    let is_plain = |buffer: &Buffer| {
        buffer.content.iter().all(|cell| (cell.fg, cell.bg) == (Color::Reset, Color::Reset))
    };
    for view in "1234567?".chars() {
        pressed(&mut desk, &view.to_string());
        assert!(is_plain(&shown(&mut desk)), "view {view}");
    }
    pressed(&mut desk, "1");
    desk.palette = Palette::Coloured;
    assert!(!is_plain(&shown(&mut desk)));
}

/// In a window that is too small it says so; in no size does it end in a panic.
#[test]
fn in_windows_of_every_size() {
    let mut play = play("");
    let mut desk = Desk::new(&mut play, Palette::Coloured);
    until(&mut desk, "the server sends 5 Certificate");
    for view in "1234567?".chars() {
        pressed(&mut desk, &view.to_string());
        for (width, height) in [(0, 0), (1, 1), (59, 24), (80, 15), (60, 16), (80, 24), (200, 60)] {
            let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
            terminal.draw(|frame| screen::draw(&mut desk, frame.buffer_mut())).unwrap();
        }
    }
}

/// Of a peer that says nothing for a while.
struct Slow {
    play: Play,
    silent: usize,
}

impl Live for Slow {
    fn name(&self) -> String {
        "slow".into()
    }

    fn next(&mut self) -> Next {
        match self.silent.checked_sub(1) {
            Some(less) => {
                self.silent = less;
                Next::Waiting
            }
            None => self.play.next(),
        }
    }

    fn told(&self) -> Told {
        self.play.told()
    }
}

/// While it waits one can look around; and what then happens comes into view only for those who wait for it.
#[test]
fn waiting_does_not_freeze() {
    let mut slow = Slow { play: play(""), silent: 0 };
    let mut desk = Desk::new(&mut slow, Palette::Plain);
    pressed(&mut desk, ">>");
    drop(desk);
    slow.silent = 3;
    let mut desk = Desk::new(&mut slow, Palette::Plain);
    pressed(&mut desk, ">");
    assert!(desk.is_waiting() && screen(&mut desk).contains("waiting for the peer"));
    pressed(&mut desk, "3");
    assert!(screen(&mut desk).contains("There are none yet"));
    desk.wait();
    desk.wait();
    assert!(desk.is_waiting());
    desk.wait();
    assert!(!desk.is_waiting() && screen(&mut desk).contains("moment 1 of 1 · live"));
}
