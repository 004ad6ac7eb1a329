//! Numbers of things.

/// `1 octet`, `2 octets`: a number before a noun whose plural ends in `s`.
#[must_use]
pub fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn one_is_not_many() {
        assert_eq!([0, 1, 2].map(|n| count(n, "octet")), ["0 octets", "1 octet", "2 octets"]);
    }
}
