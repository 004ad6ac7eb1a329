//! What is read, and what is malformed.

use proptest::prelude::*;

use super::forge::{
    ENUMERATED, List, Response, Single, at_uri, base, entry, number, reason, scope, successful,
};
use crate::cert::Fault;
use crate::revocation::{CertStatus, CertificateList, OcspResponse, Reason, ResponderId};
use crate::tests::forge::{INTEGER, SEQUENCE, der, dn, extension, utc};
use crate::{Evidence, Malformed};

fn read(list: &List) -> Option<Fault> {
    CertificateList::parse(&list.signed_by(1)).err().map(|malformed| malformed.fault)
}

fn list() -> List {
    List::of("root")
}

#[test]
fn a_list_in_full() {
    let der = list().with(number(5)).with(base(3)).with(scope(&[&at_uri("http://a")]));
    let der = der.listing(entry(7, &[reason(1)])).listing(entry(8, &[])).signed_by(1);
    let list = CertificateList::parse(&der).unwrap();
    assert_eq!((list.version, list.issuer, list.number()), (2, &dn("root")[..], Some(&[5][..])));
    assert_eq!((list.this_update, list.next_update), (super::MAY, Some(super::JULY)));
    assert!(list.is_delta() && !list.is_indirect());
    let revoked: Vec<_> = list.revoked().map(|entry| (entry.serial, entry.reason)).collect();
    assert_eq!(revoked, [(&[7][..], Reason::KeyCompromise), (&[8], Reason::Unspecified)]);
}

#[test]
fn what_is_no_list() {
    let value = Some(Fault::Value);
    let version_1 = || list().edit(|list| list.version.clear());
    assert_eq!(read(&version_1()), None);
    assert_eq!(read(&version_1().with(number(1))), value);
    assert_eq!(read(&version_1().listing(entry(7, &[reason(1)]))), value);
    for version in [0, 2] {
        assert_eq!(read(&list().edit(|list| list.version = der(INTEGER, &[&[version]]))), value);
    }
    assert_eq!(read(&list().listing(entry(7, &[reason(7)]))), value, "a reason that was never given out");
    assert_eq!(read(&list().listing(entry(7, &[reason(1), reason(1)]))), Some(Fault::Repeated));
    assert_eq!(read(&list().with(number(1)).with(number(1))), Some(Fault::Repeated));
    assert_eq!(read(&list().with(extension(&[0x55, 0x1D, 0x14], false, &[2, 1, 0x80]))), value);
    let empty = der(SEQUENCE, &[]);
    assert_eq!(
        read(&list().edit(|list| list.next_update.extend(&empty))),
        value,
        "no certificates are left out"
    );
    let crowd = (0..40).fold(list(), |list, n| list.with(extension(&[0x2A, n], false, &[])));
    assert_eq!(read(&crowd), Some(Fault::TooMany));
    assert_eq!(read(&list().edit(|list| list.this_update = utc("2605010000Z"))), value);
}

#[test]
fn what_is_no_scope() {
    let read = |fields: &[&[u8]]| read(&list().with(scope(fields)));
    let (yes, no) = (|tag| der(tag, &[&[0xFF]]), |tag| der(tag, &[&[0]]));
    assert_eq!(read(&[]), Some(Fault::Value));
    assert_eq!(read(&[&yes(0x81)]), None);
    assert_eq!(read(&[&yes(0x81), &no(0x82)]), None);
    assert_eq!(read(&[&yes(0x81), &yes(0x82)]), Some(Fault::Value), "neither these nor those are left");
    assert_eq!(read(&[&der(0x81, &[&[1]])]), Some(Fault::Value));
    assert_eq!(read(&[&at_uri("http://a"), &at_uri("http://a")]), Some(Fault::Trailing));
    assert_eq!(read(&[&der(0xA0, &[&der(0xA2, &[])])]), Some(Fault::Type));
    assert_eq!(read(&[&der(0xA0, &[&der(0xA0, &[])])]), Some(Fault::Truncated), "no name");
}

#[test]
fn a_response_in_full() {
    let der = Response::by("root", vec![Single::good("root", 1).revoked(4)]).signed_by(1);
    let OcspResponse::Basic(response) = OcspResponse::parse(&der).unwrap() else { panic!("{der:?}") };
    assert_eq!(response.responder, ResponderId::ByName(&dn("root")));
    let single = response.responses().next().unwrap();
    assert_eq!(single.cert_id.serial, [7]);
    assert!(matches!(single.status, CertStatus::Revoked { reason: Reason::Superseded, .. }));
    assert_eq!((single.this_update, single.next_update), (super::MAY, Some(super::JULY)));
}

#[test]
fn what_is_no_response() {
    let fault = |der: &[u8]| OcspResponse::parse(der).err().map(|malformed| malformed.fault);
    let status = |code: u8| der(SEQUENCE, &[&der(ENUMERATED, &[&[code]])]);
    for code in [0, 4, 7] {
        assert_eq!(fault(&status(code)), Some(Fault::Value), "{code} without an answer");
    }
    for code in [1, 2, 3, 5, 6] {
        assert_eq!(fault(&status(code)), None);
    }
    let good = Response::by("root", vec![Single::good("root", 1)]);
    let of = |single: Single| fault(&Response::by("root", vec![single]).signed_by(1));
    assert_eq!(of(Single::good("root", 1).edit(|s| s.status = vec![0x80, 1, 0])), Some(Fault::Value));
    assert_eq!(of(Single::good("root", 1).edit(|s| s.status = vec![0x83, 0])), Some(Fault::Type));
    assert_eq!(of(Single::good("root", 1).edit(|s| s.this_update = utc("260501000000Z"))), Some(Fault::Type));
    assert_eq!(fault(&good.edit(|r| r.responder = vec![0xA3, 0]).signed_by(1)), Some(Fault::Type));
    assert_eq!(fault(&successful(&[])), Some(Fault::Truncated));
}

#[test]
fn evidence_is_read_when_it_is_added() {
    let mut evidence = Evidence::none();
    let unreadable = evidence.add_crl(&b"no list"[..]).unwrap_err();
    assert!(unreadable.is_crl && evidence.is_empty());
    assert!(unreadable.to_string().starts_with("the CRL cannot be read: CertificateList at byte 0"));
    let list = list().listing(entry(7, &[])).signed_by(1);
    evidence.add_crl(list.clone()).unwrap();
    evidence.add_crl(&list[..]).unwrap();
    assert_eq!(evidence.crls().count(), 2);
    assert!(evidence.add_ocsp(&list[..]).is_err());
}

fn accepted(der: &[u8]) -> [Result<(), Malformed>; 2] {
    [CertificateList::parse(der).map(drop), OcspResponse::parse(der).map(drop)]
}

proptest! {
    /// Whatever is changed, it is read or refused; and what is cut off is always missed.
    #[test]
    fn changed_and_cut(place in 0..1000_usize, to in any::<u8>(), cut in 0..1000_usize) {
        let list = list().with(number(5)).listing(entry(7, &[reason(1)])).signed_by(1);
        let response = Response::by("root", vec![Single::good("root", 1).revoked(4)]).signed_by(1);
        for der in [list, response] {
            let mut changed = der.clone();
            changed[place % der.len()] = to;
            let _ = accepted(&changed);
            let _ = Evidence::none().with_crl(changed);
            prop_assert!(accepted(&der[..cut % der.len()]).iter().all(Result::is_err));
        }
    }
}
