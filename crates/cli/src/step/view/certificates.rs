//! The certificates that were shown, and how they were judged, decision by decision.

use handfast_study::report::{Certificate, Chain, Decision, Report, Verdict};
use handfast_study::{Ink, Text, count};

use super::{Item, known, labelled, said};

/// The chains that were shown, or judged again, by this event, each with the verdict if there is one by then.
pub(crate) fn certificates(report: &Report, until: usize) -> Vec<Item> {
    let is_shown = |chain: &&Chain| match chain.message {
        Some(id) => known(report, until).any(|message| message.id == id),
        None => chain.verdict.as_ref().is_some_and(|verdict| verdict.event < until),
    };
    report.chains.iter().filter(is_shown).map(|chain| item(chain, until)).collect()
}

fn item(chain: &Chain, until: usize) -> Item {
    let verdict = chain.verdict.as_ref().filter(|verdict| verdict.event < until);
    let place = chain.message.map_or_else(|| "the session".to_owned(), |id| format!("message {id}"));
    let title = Text::new().plain(format!("{place}, of the {}  ", chain.of.name()));
    let title = match verdict {
        Some(verdict) if verdict.accepted => title.ink(Ink::Good, "✓ accepted"),
        Some(_) => title.ink(Ink::Bad, "✗ refused"),
        None => title.faint("not judged yet"),
    };
    let mut detail: Vec<_> = verdict.into_iter().flat_map(judged).collect();
    detail.extend((0..).zip(&chain.certificates).flat_map(|(depth, certificate)| one(depth, certificate)));
    detail.extend(verdict.into_iter().flat_map(|verdict| verdict.decisions.iter().flat_map(decision)));
    Item { title, detail }
}

fn judged(verdict: &Verdict) -> Vec<Text> {
    let (mark, ink) = if verdict.accepted { ("✓ ", Ink::Good) } else { ("✗ ", Ink::Bad) };
    let mut lines = Text::new().ink(ink, mark).plain(verdict.path.clone()).wrapped(80);
    if let Some(why) = &verdict.why {
        lines.extend(said(why, verdict.clause.as_deref()).wrapped(80));
    }
    lines.extend(verdict.remedy.into_iter().flat_map(|remedy| labelled("to mend it,", remedy)));
    lines
}

fn one(depth: usize, certificate: &Certificate) -> Vec<Text> {
    let name = Text::new().strong(format!("certificate {depth}"));
    let name = name.faint(format!(" · {} from {}", count(certificate.length, "octet"), certificate.offset));
    let mut lines = vec![name];
    let Some(says) = &certificate.says else {
        lines.push(Text::new().ink(Ink::Bad, "It cannot be read."));
        return lines;
    };
    let key = says.key.as_deref().unwrap_or("of a kind that is not known");
    for (label, value) in [
        ("subject", says.subject.as_str()),
        ("issuer", says.issuer.as_str()),
        ("serial", says.serial.as_str()),
        ("names", says.names.join(", ").as_str()),
        ("valid", format!("from {} until {}", says.not_before, says.not_after).as_str()),
        ("key", key),
    ] {
        lines.extend(labelled(label, value));
    }
    lines
}

fn decision(decision: &Decision) -> Vec<Text> {
    let blanks = "  ".repeat(usize::from(decision.depth));
    let text = match decision.answer {
        "considered" => {
            let place = format!(" ({} {})", decision.source, decision.index);
            Text::new().plain(blanks).strong(decision.subject.clone()).faint(place)
        }
        answer => {
            let (mark, ink) = match answer {
                "holds" | "not_revoked" => ("✓", Ink::Good),
                "warned" => ("!", Ink::Warning),
                _ => ("✗", Ink::Bad),
            };
            let says = decision.says.as_deref().map(|says| format!(": {says}")).unwrap_or_default();
            let rule = Text::new()
                .plain(format!("{blanks}  "))
                .ink(ink, mark)
                .plain(format!(" {}{says}", decision.rule));
            rule.faint(format!(" ({})", decision.clause))
        }
    };
    text.wrapped(80)
}
