//! Is it the server that was wanted?

use rustls_pki_types::ServerName;

use super::forge::{Recipe, alt_names};
use crate::Refusal;
use crate::cert::Cert;
use crate::name::verify_server_name;

const DNS: u8 = 0x82;
const IP: u8 = 0x87;
const URI: u8 = 0x86;

fn verdict(names: &[(u8, &[u8])], wanted: &str) -> Result<(), Refusal> {
    let der = Recipe::leaf("subject.example").without_extensions().with(alt_names(names)).unsigned();
    verify_server_name(&Cert::parse(&der).unwrap(), &ServerName::try_from(wanted).unwrap())
}

const MISSED: Result<(), Refusal> = Err(Refusal::NameMismatch { presented: 1 });
const NONE_OF_THAT_TYPE: Result<(), Refusal> = Err(Refusal::NameMismatch { presented: 0 });

#[test]
fn any_of_the_names_will_do() {
    let names: &[(u8, &[u8])] = &[(URI, b"https://a.example"), (DNS, b"a.example"), (DNS, b"*.b.example")];
    assert_eq!(verdict(names, "a.example"), Ok(()));
    assert_eq!(verdict(names, "A.EXAMPLE."), Ok(()));
    assert_eq!(verdict(names, "x.b.example"), Ok(()));
    assert_eq!(verdict(names, "c.example"), Err(Refusal::NameMismatch { presented: 2 }));
}

#[test]
fn the_subject_is_never_searched() {
    assert_eq!(verdict(&[(DNS, b"a.example")], "subject.example"), MISSED);
    assert_eq!(verdict(&[(URI, b"https://subject.example")], "subject.example"), NONE_OF_THAT_TYPE);
    let bare = Recipe::leaf("subject.example").without_extensions().unsigned();
    let wanted = ServerName::try_from("subject.example").unwrap();
    let refusal = verify_server_name(&Cert::parse(&bare).unwrap(), &wanted);
    assert_eq!(refusal, Err(Refusal::NoSubjectAltName));
}

#[test]
fn one_name_that_is_no_name_does_not_spoil_the_others() {
    let names: &[(u8, &[u8])] = &[(DNS, b"not a name"), (DNS, b""), (DNS, b"a.example")];
    assert_eq!(verdict(names, "a.example"), Ok(()));
}

#[test]
fn addresses_are_compared_byte_by_byte() {
    let v6 = [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    let mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 192, 0, 2, 1];
    assert_eq!(verdict(&[(IP, &[192, 0, 2, 1])], "192.0.2.1"), Ok(()));
    assert_eq!(verdict(&[(IP, &[192, 0, 2, 2])], "192.0.2.1"), MISSED);
    assert_eq!(verdict(&[(IP, &v6)], "2001:db8::1"), Ok(()));
    assert_eq!(verdict(&[(IP, &v6)], "2001:db8::2"), MISSED);
    assert_eq!(verdict(&[(IP, &mapped)], "192.0.2.1"), MISSED);
    assert_eq!(verdict(&[(IP, &[192, 0, 2, 1])], "::ffff:192.0.2.1"), MISSED);
}

#[test]
fn an_address_is_no_host_name() {
    assert_eq!(verdict(&[(DNS, b"192.0.2.1")], "192.0.2.1"), NONE_OF_THAT_TYPE);
    assert_eq!(verdict(&[(IP, &[192, 0, 2, 1])], "host.example"), NONE_OF_THAT_TYPE);
    assert_eq!(verdict(&[(DNS, b"*.0.2.1")], "192.0.2.1"), NONE_OF_THAT_TYPE);
}
