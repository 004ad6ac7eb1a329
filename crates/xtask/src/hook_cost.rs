//! `cargo xtask hook-cost`: what the hooks of an observer cost when nobody watches, in instructions, counted by callgrind:
//! this program is built twice, from the sources and from a copy of them without the places that ask for an observer.

mod scratch;
mod workload;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use handfast::Version::{self, Tls12, Tls13};

use self::workload::Workload;

/// Above this many parts in ten thousand the chore fails.
const MOST: u64 = 100;

/// A handshake, the smallest record and the largest, of each version; and how often, to begin with and then, so that what
/// it takes to begin does not count.
const WORKLOADS: [(Version, Option<usize>, [usize; 2]); 6] = [
    (Tls13, None, [5, 25]),
    (Tls12, None, [5, 25]),
    (Tls13, Some(16), [100, 1100]),
    (Tls12, Some(16), [100, 1100]),
    (Tls13, Some(16384), [10, 60]),
    (Tls12, Some(16384), [10, 60]),
];

/// Counts both, prints them, and fails if the difference is too much.
pub(crate) fn run(root: &Path) -> Result<(), Box<dyn Error>> {
    let folder = root.join("target/hook-cost");
    let with = build(root, &folder, "with")?;
    let without = build(&scratch::copy(root, &folder.join("sources"))?, &folder, "without")?;
    let mut most = 0;
    for (version, record, times) in WORKLOADS {
        let [more, less] = [&with, &without].map(|program| count(program, version, record, times));
        let (more, less) = (more?, less?);
        let cost = more.saturating_sub(less).saturating_mul(10_000) / less.max(1);
        let what = record.map_or("a handshake".to_owned(), |octets| format!("a record of {octets} octets"));
        println!(
            "{}, {what}: {more} instructions, {less} without hooks: {}.{:02} %",
            version.code(),
            cost / 100,
            cost % 100
        );
        most = most.max(cost);
    }
    if most < MOST { Ok(()) } else { Err("the hooks cost one percent or more".into()) }
}

/// The program that is counted: version, octets of a record or `handshake`, times.
pub(crate) fn work(words: &[String]) -> Result<(), Box<dyn Error>> {
    let [version, record, times] = words else { return Err("version, octets, times".into()) };
    let version = if version == "1.2" { Tls12 } else { Tls13 };
    Workload { version, record: record.parse().ok(), times: times.parse()? }.run()
}

/// Builds this program from these sources, and puts it aside.
fn build(sources: &Path, folder: &Path, name: &str) -> Result<PathBuf, Box<dyn Error>> {
    let target = folder.join("build");
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(sources)
        .args(["build", "--release", "--package", "xtask", "--target-dir"])
        .arg(&target);
    if !cargo.status()?.success() {
        return Err(format!("the program {name} hooks does not build").into());
    }
    let program = folder.join(name);
    std::fs::copy(target.join("release/xtask"), &program)?;
    Ok(program)
}

/// Instructions of doing it once.
fn count(
    program: &Path,
    version: Version,
    record: Option<usize>,
    [few, many]: [usize; 2],
) -> Result<u64, Box<dyn Error>> {
    let record = record.map_or("handshake".to_owned(), |octets| octets.to_string());
    let number = if version == Tls12 { "1.2" } else { "1.3" };
    let of = |times: usize| instructions(program, &["hook-work", number, &record, &times.to_string()]);
    let difference = of(many)?.saturating_sub(of(few)?);
    Ok(difference / u64::try_from(many - few)?.max(1))
}

fn instructions(program: &Path, words: &[&str]) -> Result<u64, Box<dyn Error>> {
    let mut valgrind = Command::new("valgrind");
    let output = valgrind
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(words)
        .output()
        .map_err(|why| format!("valgrind: {why}"))?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let counted = said.lines().find_map(|line| line.split("Collected :").nth(1)?.trim().parse().ok());
    counted
        .filter(|_| output.status.success())
        .ok_or_else(|| format!("valgrind counts nothing: {said}").into())
}
