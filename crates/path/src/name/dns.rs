//! DNS names (RFC 9525 §6.3), internationalised ones as A-labels on both sides.

/// Whether a dNSName, perhaps with a wildcard, is the name that is wanted.
pub(crate) fn matches(presented: &[u8], wanted: &[u8]) -> bool {
    let wanted = wanted.strip_suffix(b".").unwrap_or(wanted);
    if !is_host_name(wanted) {
        return false;
    }
    // What is the same as a host name is one.
    match presented.strip_prefix(b"*.") {
        Some(domain) => is_below_top_level(domain) && parent(wanted).is_some_and(|p| same(p, domain)),
        None => same(presented, wanted),
    }
}

/// Whether this is a name that a certificate may present, perhaps with a wildcard.
pub(crate) fn is_presentable(presented: &[u8]) -> bool {
    presented.strip_prefix(b"*.").map_or_else(|| is_host_name(presented), is_domain_of_wildcard)
}

fn same(one: &[u8], other: &[u8]) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// The name without its left-most label.
fn parent(name: &[u8]) -> Option<&[u8]> {
    let dot = name.iter().position(|byte| *byte == b'.')?;
    name.get(dot + 1..)
}

fn is_domain_of_wildcard(domain: &[u8]) -> bool {
    is_host_name(domain) && is_below_top_level(domain)
}

/// A wildcard for all of a top-level domain is taken by nobody (OpenSSL, NSS and webpki agree; RFC 9525 §7.1 warns).
fn is_below_top_level(domain: &[u8]) -> bool {
    domain.contains(&b'.')
}

/// Labels of 1 to 63 letters, digits, hyphens and underscores, 253 in all; no dot at the end (RFC 5280 §4.2.1.6:
/// "preferred name syntax"), and a last label that is no number, for that would be an address.
pub(crate) fn is_host_name(name: &[u8]) -> bool {
    let mut last = name;
    for label in name.split(|byte| *byte == b'.') {
        if !is_label(label) {
            return false;
        }
        last = label;
    }
    name.len() <= 253 && !is_number(last)
}

fn is_label(label: &[u8]) -> bool {
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    matches!(label.len(), 1..=63)
        && label.iter().all(allowed)
        && !label.starts_with(b"-")
        && !label.ends_with(b"-")
}

fn is_number(label: &[u8]) -> bool {
    label.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn the_table_of_rfc_9525() {
        let table: &[(&str, &str, bool)] = &[
            ("example.com", "example.com", true),
            ("EXAMPLE.com", "example.COM", true),
            ("example.com", "example.com.", true),
            ("example.com.", "example.com", false),
            ("example.com", "www.example.com", false),
            ("www.example.com", "example.com", false),
            ("localhost", "localhost", true),
            ("a_b.example.com", "a_b.example.com", true),
            // Wildcards: the whole left-most label, one label.
            ("*.example.com", "www.example.com", true),
            ("*.example.com", "WWW.EXAMPLE.com.", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "a.b.example.com", false),
            ("*.b.example.com", "a.b.example.com", true),
            ("w*.example.com", "www.example.com", false),
            ("*w.example.com", "www.example.com", false),
            ("w*w.example.com", "www.example.com", false),
            ("www.*.com", "www.example.com", false),
            ("*.*.example.com", "a.b.example.com", false),
            ("*", "localhost", false),
            ("*.", "localhost", false),
            ("*.com", "example.com", false),
            ("*.example.com.", "www.example.com", false),
            ("**.example.com", "www.example.com", false),
            ("*.example.com", "*.example.com", false),
            // A-labels are compared as they are, and a wildcard may stand for one.
            ("xn--bcher-kva.example", "xn--bcher-kva.example", true),
            ("*.example.com", "xn--bcher-kva.example.com", true),
            ("xn--*.example.com", "xn--bcher-kva.example.com", false),
            ("bücher.example", "xn--bcher-kva.example", false),
            // What is no host name.
            ("", "example.com", false),
            (".example.com", "example.com", false),
            (".example.com", "www.example.com", false),
            ("example..com", "example..com", false),
            ("-a.example.com", "-a.example.com", false),
            ("a-.example.com", "a-.example.com", false),
            ("a b.example.com", "a b.example.com", false),
            ("192.0.2.1", "192.0.2.1", false),
            ("example.com\0.evil.test", "example.com", false),
        ];
        for (presented, wanted, expected) in table {
            assert_eq!(
                matches(presented.as_bytes(), wanted.as_bytes()),
                *expected,
                "{presented} for {wanted}"
            );
        }
    }

    #[test]
    fn lengths() {
        let label = |len: usize| "a".repeat(len);
        let long = format!("{}.com", label(64));
        assert!(!matches(long.as_bytes(), long.as_bytes()));
        let most = format!("{}.{}.{}.{}", label(63), label(63), label(63), label(61));
        assert!(matches(most.as_bytes(), most.as_bytes()), "253 bytes are allowed");
        let more = format!("{}.{}.{}.{}", label(63), label(63), label(63), label(62));
        assert!(!matches(more.as_bytes(), more.as_bytes()));
    }
}
