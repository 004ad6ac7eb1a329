//! The key schedule, as far as one side or the other could compute it by then.

use handfast_study::report::{Hex, Input, Step};
use handfast_study::{Text, count};

use super::{Item, labelled, said};

/// The steps that are known by this event, the oldest first; with their values, or without.
pub(crate) fn keys(steps: &[Step], until: usize, secrets: bool) -> Vec<Item> {
    let known = steps.iter().filter(|step| step.since.iter().any(|since| since.event < until));
    known.map(|step| Item { title: title(step, until), detail: detail(step, secrets) }).collect()
}

fn title(step: &Step, until: usize) -> Text {
    let knows = step.since.iter().filter(|since| since.event < until).map(|since| since.side.name());
    let who: Vec<_> = knows.collect();
    let covers = match step.covers {
        None => String::new(),
        Some(1) => " · over message 1".to_owned(),
        Some(last) => format!(" · over messages 1–{last}"),
    };
    Text::new().plain(step.name.clone()).faint(format!("  {}{covers}", who.join(", ")))
}

fn detail(step: &Step, secrets: bool) -> Vec<Text> {
    let mut lines = said(step.says, Some(&step.clause)).wrapped(80);
    lines.extend(labelled("function", &step.function));
    lines.extend(step.inputs.iter().flat_map(|input| given(input, secrets)));
    lines.extend(labelled("value", &octets(step.value.as_ref(), step.length, secrets)));
    match step.command.as_ref().filter(|_| secrets) {
        Some(command) => {
            lines.push(Text::new().faint("The same, by other tools:"));
            lines.extend(command.as_str().lines().flat_map(|line| Text::new().plain(line).wrapped(80)));
        }
        None => lines.push(Text::new().faint("s shows the values, and a command that computes them.")),
    }
    lines
}

fn given(input: &Input, secrets: bool) -> Vec<Text> {
    labelled(&input.name, &octets(input.value.as_ref(), input.length, secrets))
}

fn octets(value: Option<&Hex>, length: usize, secrets: bool) -> String {
    match value.filter(|_| secrets) {
        Some(value) => value.to_string(),
        None => count(length, "octet"),
    }
}
