//! The key schedule, step by step: what goes in, what comes out, and a command that computes the same. Then the
//! signatures. Commands stand at the margin, so that they can be copied as they are.

use crate::count;
use crate::explain::{Octets, Signed, Step, signatures, steps};
use crate::story::{Ink, Page, Text};
use crate::timeline::Timeline;

/// Digits on a line.
const DIGITS: usize = 64;

pub(super) fn write(timeline: &Timeline, page: &mut Page) {
    page.line(Text::new());
    page.paragraph(&Text::new().strong("The key schedule").faint(" (RFC 9846 §7.1; RFC 5246 §8.1 and §6.3)"));
    for (number, step) in (1..).zip(steps(timeline)) {
        write_step(number, &step, page);
    }
    for signed in signatures(timeline) {
        signature(&signed, page);
    }
}

fn write_step(number: usize, step: &Step, page: &mut Page) {
    page.line(Text::new());
    let title = Text::new().faint(format!("{number} ")).ink(Ink::Handshake, &*step.name);
    page.paragraph(&title);
    page.paragraph(&Text::new().faint(format!("{} ({})", step.says, step.clause)));
    page.paragraph(&Text::new().plain(format!("= {}", step.function)));
    for input in &step.inputs {
        page.paragraph(&Text::new().faint(input.to_string()));
        digits(&input.value, Ink::Faint, page);
    }
    page.paragraph(&Text::new().faint(format!("gives {}", count(step.value.len(), "octet"))));
    digits(&step.value, Ink::Strong, page);
    command(&step.command(), page);
}

fn signature(signed: &Signed, page: &mut Page) {
    page.line(Text::new());
    let title = Text::new().strong(format!("What {} signs", signed.name()));
    page.paragraph(&title.faint(format!(" (message {}, {})", signed.number, signed.scheme)));
    for part in &signed.parts {
        page.paragraph(&Text::new().faint(format!("{} ({})", part.name, count(part.octets.len(), "octet"))));
        digits(&Octets::from(&part.octets[..]), Ink::Plain, page);
    }
    page.paragraph(&Text::new().faint("openssl verifies it by these commands, which write four files:"));
    command(&signed.command(), page);
}

fn digits(octets: &Octets, ink: Ink, page: &mut Page) {
    let digits: Vec<char> = octets.hex().chars().collect();
    for line in digits.chunks(DIGITS) {
        page.line(Text::new().plain("    ").ink(ink, line.iter().collect::<String>()));
    }
}

fn command(command: &str, page: &mut Page) {
    command.lines().for_each(|line| page.line(Text::new().faint(line)));
}
