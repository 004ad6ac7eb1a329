//! Texts that a person has looked at.

/// To change one: `HANDFAST_FIGURES=write cargo test -p handfast-tests --test machine`, and look at the difference.
pub(crate) fn holds(file: &str, text: &str, checked_in: &str) {
    if std::env::var_os("HANDFAST_FIGURES").is_some_and(|what| what == "write") {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("machine/figures").join(file);
        std::fs::write(path, text).unwrap();
        return;
    }
    assert_eq!(text, checked_in, "does machine/figures/{file} still say what is meant?");
}
