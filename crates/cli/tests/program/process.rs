//! Programs that a test runs, and what became of them.

use std::process::{Command, Output, Stdio};

/// The program `handfast` with these words, where nothing in the environment asks for colours.
pub(crate) fn handfast(words: &str) -> Command {
    let mut command = program(env!("CARGO_BIN_EXE_handfast"), words);
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    command
}

pub(crate) fn openssl(words: &str) -> Command {
    program("openssl", words)
}

fn program(name: &str, words: &str) -> Command {
    let mut command = Command::new(name);
    command.args(words.split_whitespace()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// In CI it must be; elsewhere a test says that it was not run.
pub(crate) fn openssl_is_here() -> bool {
    let here = openssl("version").output().is_ok();
    if !here {
        println!("not run: openssl is not installed");
        assert!(std::env::var_os("CI").is_none(), "in CI openssl must be installed");
    }
    here
}

/// A program that has ended: its exit code, and what it wrote.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    pub(crate) fn of(command: &mut Command) -> Self {
        command.output().expect("it starts").into()
    }

    /// Both streams.
    pub(crate) fn said(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// Every line fits a terminal, and nothing in it is an escape code, for nobody reads a pipe in colours.
pub(crate) fn is_readable(text: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "too wide: {line}");
        assert_eq!(line.trim_end(), line, "blanks at the end");
        assert!(!line.contains('\u{1b}'), "an escape code: {line:?}");
    }
}
