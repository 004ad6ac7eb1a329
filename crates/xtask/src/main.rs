//! The project's own chores: `cargo xtask layers`, `cargo xtask vectors`, `cargo xtask ci`.

mod ci;
mod hook_cost;
mod layers;
mod measure;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, io};

const USAGE: &str = "\
usage: cargo xtask <chore>

  layers     check which crate may use which, and list the longest functions and files
  limbo      judge an x509-limbo suite: `cargo xtask limbo < limbo.json > results.json`
  hook-cost  count the instructions that an observer costs who is not there (needs valgrind; takes minutes)
  vectors    record vectors/flows again, with the `openssl` of this machine
  ci         all that .ci/run does after installing: fmt, clippy, doc, layers, test, fuzz build";

fn main() -> ExitCode {
    let chore = env::args().nth(1);
    let done = match chore.as_deref() {
        Some("layers") => check_layers(&root()),
        Some("limbo") => xtask::limbo::run(io::stdin().lock(), io::stdout().lock()),
        Some("hook-cost") => hook_cost::run(&root()),
        Some("hook-work") => hook_cost::work(&env::args().skip(2).collect::<Vec<_>>()),
        Some("vectors") => xtask::flows::record(&root().join("vectors/flows")),
        Some("ci") => ci::run(&root()),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn check_layers(root: &Path) -> Result<(), Box<dyn Error>> {
    println!("{}", layers::check(root)?);
    print!("{}", measure::Measures::of(root)?);
    Ok(())
}

/// The workspace: two folders above this crate.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}
