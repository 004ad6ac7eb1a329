//! Names: distinguished ones (RFC 5280 §4.1.2.4), and those of every other kind (§4.2.1.6).

use super::form::{Form, Piece};
use super::{CONTEXT, CONTEXT_LIST, SEQUENCE, SET, parts, says};

/// `Name ::= SEQUENCE OF RelativeDistinguishedName`
pub(super) const NAME: Form = Form::Each(&RELATIVE_NAME);

/// `RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue`
const RELATIVE_NAME: Piece = Piece::told(SET, RELATIVE, says::relative_name, ATTRIBUTES);

pub(super) const ATTRIBUTES: Form = Form::Each(&Piece::node(
    SEQUENCE,
    ATTRIBUTE,
    Form::Parts(&[Piece::object(TYPE), Piece::any(VALUE, says::string)]),
));

/// `Attribute ::= SEQUENCE { type AttributeType, values SET OF AttributeValue }`
pub(super) const ATTRIBUTE_LIST: Form = Form::Each(&Piece::node(
    SEQUENCE,
    ATTRIBUTE_OF_SUBJECT,
    Form::Parts(&[
        Piece::object(TYPE),
        Piece::node(SET, VALUES, Form::Each(&Piece::any(VALUE, says::string))),
    ]),
));

/// `GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName`
pub(super) const GENERAL_NAMES: Form = Form::Each(&GENERAL_NAME);

pub(super) const GENERAL_NAME: Piece = Piece::Choice(&[
    Piece::node(
        CONTEXT_LIST,
        OTHER_NAME,
        Form::Parts(&[Piece::object(TYPE_ID), Piece::any(OTHER_VALUE, says::nothing)]),
    ),
    Piece::leaf(CONTEXT + 1, RFC822_NAME, says::ascii),
    Piece::leaf(CONTEXT + 2, DNS_NAME, says::ascii),
    Piece::leaf(CONTEXT_LIST + 3, X400_ADDRESS, says::nothing),
    Piece::told(CONTEXT_LIST + 4, DIRECTORY_NAME, says::directory_name, Form::Inside(&NAME)),
    Piece::leaf(CONTEXT_LIST + 5, EDI_PARTY_NAME, says::nothing),
    Piece::leaf(CONTEXT + 6, URI, says::ascii),
    Piece::leaf(CONTEXT + 7, IP_ADDRESS, says::address),
    Piece::told(CONTEXT + 8, REGISTERED_ID, says::object, Form::Object),
]);

parts! {
    RELATIVE "RelativeDistinguishedName", RFC 5280 "4.1.2.4": "One piece of a name: what kind of piece, and its text.";
    ATTRIBUTE "AttributeTypeAndValue", RFC 5280 "4.1.2.4": "One statement of a name; most pieces of names have just one.";
    ATTRIBUTE_OF_SUBJECT "Attribute", RFC 5280 "4.2.1.8": "One statement about the holder, with all its values.";
    TYPE "type", RFC 5280 "4.1.2.4": "What is stated, as an object identifier.";
    VALUE "value", RFC 5280 "4.1.2.4": "The text itself, in one of several alphabets that its tag names.";
    VALUES "values", RFC 5280 "4.2.1.8": "All that is stated of that kind.";
    OTHER_NAME "otherName", RFC 5280 "4.2.1.6": "A name of a kind that somebody else defines.";
    TYPE_ID "type-id", RFC 5280 "4.2.1.6": "Of which kind it is, as an object identifier.";
    OTHER_VALUE "value", RFC 5280 "4.2.1.6": "The name, in the form of its kind.";
    RFC822_NAME "rfc822Name", RFC 5280 "4.2.1.6": "A mailbox.";
    DNS_NAME "dNSName", RFC 5280 "4.2.1.6": "The name of a host; a client holds it against the name that it called.";
    X400_ADDRESS "x400Address", RFC 5280 "4.2.1.6": "An address of an older mail system.";
    DIRECTORY_NAME "directoryName", RFC 5280 "4.2.1.6": "A distinguished name, like that of the subject.";
    EDI_PARTY_NAME "ediPartyName", RFC 5280 "4.2.1.6": "A name from the exchange of business documents.";
    URI "uniformResourceIdentifier", RFC 5280 "4.2.1.6": "A URI: an address, or an identity such as spiffe://….";
    IP_ADDRESS "iPAddress", RFC 5280 "4.2.1.6": "An IP address: 4 octets, or 16; in a constraint with a mask as long.";
    REGISTERED_ID "registeredID", RFC 5280 "4.2.1.6": "An object identifier that stands for the holder.";
}
