//! Measurements in turns, and the median of how far each lies above the floor of its round.

use std::time::{Duration, Instant};

#[derive(Default)]
pub(crate) struct Turns {
    floors: Vec<Duration>,
    /// By name, one per round.
    measured: Vec<(&'static str, Vec<Duration>)>,
}

/// Several in a row, so that the clock does not decide.
const BATCH: u32 = 8;

impl Turns {
    pub(crate) fn floor(&mut self, work: impl Fn()) {
        self.floors.push(time(work));
    }

    pub(crate) fn measure(&mut self, name: &'static str, work: impl Fn()) {
        let time = time(work);
        match self.measured.iter_mut().find(|(other, _)| *other == name) {
            Some((_, times)) => times.push(time),
            None => self.measured.push((name, vec![time])),
        }
    }

    pub(crate) fn report(&self, what: &str) {
        let floor = median(self.floors.iter().map(|time| micros(*time)).collect());
        println!("{what}: two signatures take {floor:.1} us");
        for (name, times) in &self.measured {
            let rounds = || times.iter().zip(&self.floors);
            let above = median(rounds().map(|(time, floor)| micros(*time) - micros(*floor)).collect());
            let ratio = median(rounds().map(|(time, floor)| micros(*time) / micros(*floor)).collect());
            println!("{what}: {name:<28} {above:>+8.2} us, {ratio:.3} x");
        }
    }
}

fn time(work: impl Fn()) -> Duration {
    let start = Instant::now();
    (0..BATCH).for_each(|_| work());
    start.elapsed() / BATCH
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// The middle of many numbers.
fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
