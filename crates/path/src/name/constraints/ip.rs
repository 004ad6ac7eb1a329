//! iPAddress subtrees: an address and a mask, "encoded in the style of RFC 4632 (CIDR)".

/// Eight bytes or 32, whose second half is ones and then zeros.
pub(super) fn is_base(base: &[u8]) -> bool {
    let Some((_, mask)) = base.split_at_checked(base.len() / 2) else { return false };
    matches!(base.len(), 8 | 32) && is_prefix(mask)
}

fn is_prefix(mask: &[u8]) -> bool {
    let ones: u32 = mask.iter().map(|byte| byte.count_ones()).sum();
    let bits = mask.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
    bits.take_while(|bit| *bit == 1).count() == ones as usize
}

/// Addresses of the other family lie outside.
pub(super) fn is_within(address: &[u8], base: &[u8]) -> bool {
    let Some((network, mask)) = base.split_at_checked(address.len()) else { return false };
    let differs = |((one, other), mask): ((&u8, &u8), &u8)| (one ^ other) & mask != 0;
    mask.len() == address.len() && !address.iter().zip(network).zip(mask).any(differs)
}
