//! dNSName subtrees: "any DNS name that can be constructed by simply adding zero or more labels to the left-hand side of
//! the name satisfies the name constraint".

/// Labels of 1 to 63 letters, digits, hyphens and underscores. No dot at either end: a base with a leading dot means
/// different things to different readers.
pub(super) fn is_host(name: &[u8]) -> bool {
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_label = |label: &[u8]| matches!(label.len(), 1..=63) && label.iter().all(allowed);
    name.len() <= 253 && name.split(|byte| *byte == b'.').all(is_label)
}

/// A host, or all hosts one label below a domain.
pub(super) fn is_name(name: &[u8]) -> bool {
    is_host(name.strip_prefix(b"*.").unwrap_or(name))
}

pub(super) fn is_within(name: &[u8], base: &[u8]) -> bool {
    let Some((rest, end)) = name.len().checked_sub(base.len()).and_then(|at| name.split_at_checked(at))
    else {
        return false;
    };
    end.eq_ignore_ascii_case(base) && (base.is_empty() || rest.is_empty() || rest.ends_with(b"."))
}

/// `*.example.com` may stand for `a.example.com`, though it is not below it (CVE-2025-61727).
pub(super) fn may_be_within(name: &[u8], base: &[u8]) -> bool {
    is_within(name, base)
        || name.strip_prefix(b"*.").is_some_and(|domain| parent(base).eq_ignore_ascii_case(domain))
}

fn parent(name: &[u8]) -> &[u8] {
    let dot = name.iter().position(|byte| *byte == b'.');
    dot.and_then(|dot| name.get(dot + 1..)).unwrap_or_default()
}

/// The host of a mailbox or URI: this one, or any below the domain that follows a dot.
pub(super) fn host_matches(host: &[u8], base: &[u8]) -> bool {
    match base.strip_prefix(b".") {
        Some(domain) => host.len() > domain.len() && is_within(host, domain),
        None => host.eq_ignore_ascii_case(base),
    }
}

/// A host, or what is below a domain that follows a dot.
pub(super) fn is_host_or_domain(base: &[u8]) -> bool {
    is_host(base.strip_prefix(b".").unwrap_or(base))
}
