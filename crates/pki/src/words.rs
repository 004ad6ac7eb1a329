//! Lists of words, as options take them.

use crate::Error;

/// What stands between commas, each read by `word`; `none` is the empty list.
pub(crate) fn listed<T>(text: &str, word: fn(&str) -> Result<T, Error>) -> Result<Vec<T>, Error> {
    if text.eq_ignore_ascii_case("none") {
        return Ok(Vec::new());
    }
    text.split(',').map(str::trim).map(word).collect()
}
