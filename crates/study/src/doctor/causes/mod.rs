//! The causes: a table, and a function for each that looks whether it is there.

mod absent;
mod chains;
mod keys;
mod later;
mod offers;
mod others;
mod revocation;
mod sessions;
mod shared_keys;
mod trust;

use super::{Exam, Failure, Finding};
pub use later::cannot_be_asked;
pub(super) use others::unknown;
pub(super) use sessions::with_session;

/// Whether a cause is there.
type Cause = fn(&Exam<'_>) -> Option<Finding>;

/// In the order in which they count if they are equally sure: what is wrong with a certificate by itself before whom it
/// is not trusted by, for nobody trusts a certificate that is broken.
pub(super) const CAUSES: &[(Failure, Cause)] = &[
    (Failure::F32, others::not_tls),
    (Failure::F30, sessions::made_under_other_rules),
    (Failure::F01, absent::none_configured),
    (Failure::F03, absent::withheld_for_want_of_an_intermediate),
    (Failure::F04, absent::of_other_authorities),
    (Failure::F05, absent::of_other_values),
    (Failure::F05, absent::no_common_scheme),
    (Failure::F19, chains::in_the_wrong_order),
    (Failure::F34, |exam| chains::flawed(exam, Failure::F34)),
    (Failure::F06, |exam| chains::flawed(exam, Failure::F06)),
    (Failure::F09, |exam| chains::flawed(exam, Failure::F09)),
    (Failure::F07, |exam| chains::flawed(exam, Failure::F07)),
    (Failure::F08, |exam| chains::flawed(exam, Failure::F08)),
    (Failure::F14, |exam| chains::flawed(exam, Failure::F14)),
    (Failure::F15, |exam| chains::flawed(exam, Failure::F15)),
    (Failure::F33, |exam| chains::flawed(exam, Failure::F33)),
    (Failure::F22, |exam| chains::flawed(exam, Failure::F22)),
    (Failure::F10, revocation::revoked),
    (Failure::F11, revocation::status_unknown),
    (Failure::F13, revocation::response_refused),
    (Failure::F06, chains::expired_for_a_clock_ahead),
    (Failure::F09, chains::not_yet_valid_for_a_clock_behind),
    (Failure::F12, revocation::list_expired),
    (Failure::F03, trust::intermediate_of_the_client_missing),
    (Failure::F24, trust::intermediate_of_the_server_missing),
    (Failure::F02, keys::client_unknown),
    (Failure::F23, keys::server_unknown),
    (Failure::F02, trust::client_of_another_authority),
    (Failure::F23, trust::server_not_trusted),
    (Failure::F18, others::bad_signature),
    (Failure::F25, others::unknown_name),
    (Failure::F27, later::asked_too_late),
    (Failure::F31, others::not_allowed),
    (Failure::F16, offers::no_common_scheme),
    (Failure::F28, keys::no_common_type),
    (Failure::F28, offers::nothing_in_common),
    (Failure::F29, offers::large_hello_lost),
];

/// What the catalogue has no number for: before those that it has, if they are equally sure.
pub(super) const UNNUMBERED: &[Cause] =
    &[shared_keys::another, shared_keys::unknown, shared_keys::not_sufficient];
