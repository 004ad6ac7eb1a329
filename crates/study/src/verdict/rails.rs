//! The lines that connect a certificate with the candidates for its issuer.

use handfast::path::{Answer, Decision};

use crate::story::Text;

/// No path that is found is deeper; what is, is drawn at the same place.
const DEEPEST: usize = 10;

/// In front of a certificate: a branch of the one below it.
pub(super) fn branch(decisions: &[Decision], index: usize, depth: usize) -> Text {
    let depth = depth.min(DEEPEST);
    let Some(above) = depth.checked_sub(1) else { return Text::new() };
    let joint = if goes_on(decisions, index, depth) { "├─ " } else { "└─ " };
    rails(decisions, index, above).faint(joint)
}

/// In front of what is said of a certificate: the branches that go on beside it, and its own.
pub(super) fn beside(decisions: &[Decision], index: usize, depth: usize) -> Text {
    let depth = depth.min(DEEPEST);
    let own = if goes_on(decisions, index, depth + 1) { "│  " } else { "   " };
    rails(decisions, index, depth).faint(own)
}

fn rails(decisions: &[Decision], index: usize, depth: usize) -> Text {
    (1..=depth).fold(Text::new(), |text, level| {
        text.faint(if goes_on(decisions, index, level) { "│  " } else { "   " })
    })
}

/// Whether a candidate for this depth comes later, before the search turns back below it.
fn goes_on(decisions: &[Decision], index: usize, level: usize) -> bool {
    let later = decisions.iter().skip(index + 1);
    let considered = later.filter(|decision| matches!(decision.answer, Answer::Considered(_)));
    considered
        .map_while(|decision| Some(usize::from(decision.at.depth)).filter(|depth| *depth >= level))
        .any(|depth| depth == level)
}
