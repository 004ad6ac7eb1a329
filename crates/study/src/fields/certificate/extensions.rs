//! What stands in extnValue of the extensions that are known (RFC 5280 §4.2, and others), as the ASN.1 of each has it.

use super::form::{Form, Piece};
use super::names::{ATTRIBUTE_LIST, ATTRIBUTES, GENERAL_NAME, GENERAL_NAMES};
use super::{BITS, BOOLEAN, CONTEXT, CONTEXT_LIST, IA5, INTEGER, NULL, OCTETS, SEQUENCE, parts, says};

/// By object identifier.
pub(super) fn form(dotted: &str) -> Option<&'static Form> {
    FORMS.iter().find(|(known, _)| *known == dotted).map(|(_, form)| form)
}

pub(super) const FORMS: &[(&str, Form)] = &[
    ("2.5.29.9", Form::Inside(&ATTRIBUTE_LIST)),
    ("2.5.29.14", Form::Parts(&[Piece::leaf(OCTETS, KEY_IDENTIFIER, says::digits)])),
    ("2.5.29.15", Form::Parts(&[Piece::leaf(BITS, KEY_USAGE, says::key_usage)])),
    ("2.5.29.17", Form::Inside(&GENERAL_NAMES)),
    ("2.5.29.18", Form::Inside(&GENERAL_NAMES)),
    ("2.5.29.19", Form::Inside(&BASIC_CONSTRAINTS)),
    ("2.5.29.30", Form::Inside(&NAME_CONSTRAINTS)),
    ("2.5.29.31", Form::Inside(&DISTRIBUTION_POINTS)),
    ("2.5.29.32", Form::Inside(&Form::Each(&POLICY))),
    ("2.5.29.33", Form::Inside(&POLICY_MAPPINGS)),
    ("2.5.29.35", Form::Inside(&AUTHORITY_KEY)),
    ("2.5.29.36", Form::Inside(&POLICY_CONSTRAINTS)),
    ("2.5.29.37", Form::Inside(&Form::Each(&Piece::object(PURPOSE)))),
    ("2.5.29.46", Form::Inside(&DISTRIBUTION_POINTS)),
    ("2.5.29.54", Form::Parts(&[Piece::leaf(INTEGER, SKIP, says::number)])),
    ("1.3.6.1.5.5.7.1.1", Form::Inside(&Form::Each(&ACCESS))),
    ("1.3.6.1.5.5.7.1.11", Form::Inside(&Form::Each(&ACCESS))),
    ("1.3.6.1.5.5.7.1.24", Form::Inside(&Form::Each(&Piece::leaf(INTEGER, FEATURE, says::feature)))),
    ("1.3.6.1.5.5.7.48.1.5", Form::Parts(&[Piece::leaf(NULL, NO_CHECK, says::null)])),
    ("1.3.6.1.4.1.11129.2.4.2", Form::Parts(&[Piece::leaf(OCTETS, PROMISES, says::promises)])),
    ("1.3.6.1.4.1.11129.2.4.3", Form::Parts(&[Piece::leaf(NULL, POISON, says::null)])),
];

/// `BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL }`
const BASIC_CONSTRAINTS: Form =
    Form::Parts(&[Piece::leaf(BOOLEAN, CA, says::boolean), Piece::leaf(INTEGER, PATH_LENGTH, says::number)]);

/// `NameConstraints ::= SEQUENCE { permittedSubtrees [0] OPTIONAL, excludedSubtrees [1] OPTIONAL }`
const NAME_CONSTRAINTS: Form = Form::Parts(&[
    Piece::node(CONTEXT_LIST, PERMITTED, SUBTREES),
    Piece::node(CONTEXT_LIST + 1, EXCLUDED, SUBTREES),
]);

/// `GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }`
const SUBTREES: Form = Form::Each(&Piece::node(
    SEQUENCE,
    SUBTREE,
    Form::Parts(&[
        GENERAL_NAME,
        Piece::leaf(CONTEXT, MINIMUM, says::number),
        Piece::leaf(CONTEXT + 1, MAXIMUM, says::number),
    ]),
));

/// `DistributionPoint ::= SEQUENCE { distributionPoint [0] OPTIONAL, reasons [1] OPTIONAL, cRLIssuer [2] OPTIONAL }`
const DISTRIBUTION_POINTS: Form = Form::Each(&Piece::node(
    SEQUENCE,
    DISTRIBUTION_POINT,
    Form::Parts(&[
        Piece::node(
            CONTEXT_LIST,
            POINT_NAME,
            Form::Parts(&[
                Piece::node(CONTEXT_LIST, FULL_NAME, GENERAL_NAMES),
                Piece::node(CONTEXT_LIST + 1, RELATIVE_TO_ISSUER, ATTRIBUTES),
            ]),
        ),
        Piece::leaf(CONTEXT + 1, REASONS, says::reasons),
        Piece::node(CONTEXT_LIST + 2, CRL_ISSUER, GENERAL_NAMES),
    ]),
));

/// `PolicyInformation ::= SEQUENCE { policyIdentifier, policyQualifiers SEQUENCE OF PolicyQualifierInfo OPTIONAL }`
const POLICY: Piece = Piece::node(
    SEQUENCE,
    POLICY_INFORMATION,
    Form::Parts(&[Piece::object(POLICY_ID), Piece::node(SEQUENCE, QUALIFIERS, Form::Each(&QUALIFIER))]),
);

/// `PolicyQualifierInfo ::= SEQUENCE { policyQualifierId, qualifier: CPSuri or UserNotice }`
const QUALIFIER: Piece = Piece::node(
    SEQUENCE,
    QUALIFIER_INFO,
    Form::Parts(&[
        Piece::object(QUALIFIER_ID),
        Piece::Choice(&[Piece::leaf(IA5, CPS_URI, says::ascii), Piece::node(SEQUENCE, NOTICE, USER_NOTICE)]),
    ]),
);

/// `UserNotice ::= SEQUENCE { noticeRef NoticeReference OPTIONAL, explicitText DisplayText OPTIONAL }`
const USER_NOTICE: Form = Form::Parts(&[
    Piece::node(
        SEQUENCE,
        NOTICE_REFERENCE,
        Form::Parts(&[
            Piece::any(ORGANIZATION, says::string),
            Piece::node(
                SEQUENCE,
                NOTICE_NUMBERS,
                Form::Each(&Piece::leaf(INTEGER, NOTICE_NUMBER, says::number)),
            ),
        ]),
    ),
    Piece::any(EXPLICIT_TEXT, says::string),
]);

/// `PolicyMappings ::= SEQUENCE OF SEQUENCE { issuerDomainPolicy, subjectDomainPolicy }`
const POLICY_MAPPINGS: Form = Form::Each(&Piece::node(
    SEQUENCE,
    POLICY_MAPPING,
    Form::Parts(&[Piece::object(ISSUER_POLICY), Piece::object(SUBJECT_POLICY)]),
));

/// `AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0], authorityCertIssuer [1], authorityCertSerialNumber [2] }`
const AUTHORITY_KEY: Form = Form::Parts(&[
    Piece::leaf(CONTEXT, AUTHORITY_KEY_ID, says::digits),
    Piece::node(CONTEXT_LIST + 1, AUTHORITY_ISSUER, GENERAL_NAMES),
    Piece::leaf(CONTEXT + 2, AUTHORITY_SERIAL, says::digits),
]);

/// `PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] OPTIONAL, inhibitPolicyMapping [1] OPTIONAL }`
const POLICY_CONSTRAINTS: Form = Form::Parts(&[
    Piece::leaf(CONTEXT, REQUIRE_POLICY, says::number),
    Piece::leaf(CONTEXT + 1, INHIBIT_MAPPING, says::number),
]);

/// `AccessDescription ::= SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation GeneralName }`
const ACCESS: Piece =
    Piece::node(SEQUENCE, ACCESS_DESCRIPTION, Form::Parts(&[Piece::object(METHOD), GENERAL_NAME]));

parts! {
    KEY_IDENTIFIER "KeyIdentifier", RFC 5280 "4.2.1.2": "The name of the key: most often a hash of it.";
    KEY_USAGE "KeyUsage", RFC 5280 "4.2.1.3": "A bit for each use that is allowed.";
    CA "cA", RFC 5280 "4.2.1.9": "Whether the holder is an authority: only then may the key sign certificates.";
    PATH_LENGTH "pathLenConstraint", RFC 5280 "4.2.1.9": "How many further authorities may stand between this one and a holder.";
    PERMITTED "permittedSubtrees", RFC 5280 "4.2.1.10": "Names of these kinds must lie in one of these.";
    EXCLUDED "excludedSubtrees", RFC 5280 "4.2.1.10": "No name may lie in one of these.";
    SUBTREE "GeneralSubtree", RFC 5280 "4.2.1.10": "A name, and with it all names below it.";
    MINIMUM "minimum", RFC 5280 "4.2.1.10": "How far below it begins; always 0.";
    MAXIMUM "maximum", RFC 5280 "4.2.1.10": "How far down it goes; never there.";
    DISTRIBUTION_POINT "DistributionPoint", RFC 5280 "4.2.1.13": "One place where a list of revoked certificates is found.";
    POINT_NAME "distributionPoint", RFC 5280 "4.2.1.13": "Where it is.";
    FULL_NAME "fullName", RFC 5280 "4.2.1.13": "Its addresses, all of the same list.";
    RELATIVE_TO_ISSUER "nameRelativeToCRLIssuer", RFC 5280 "4.2.1.13": "A last piece of a name, to be put behind that of the list's issuer.";
    REASONS "reasons", RFC 5280 "4.2.1.13": "For which reasons of revocation the list is; without it for all.";
    CRL_ISSUER "cRLIssuer", RFC 5280 "4.2.1.13": "Who signs the list, if not the certificate's issuer.";
    POLICY_INFORMATION "PolicyInformation", RFC 5280 "4.2.1.4": "One set of rules under which the certificate was issued.";
    POLICY_ID "policyIdentifier", RFC 5280 "4.2.1.4": "Which set of rules, as an object identifier.";
    QUALIFIERS "policyQualifiers", RFC 5280 "4.2.1.4": "What is to be known about these rules.";
    QUALIFIER_INFO "PolicyQualifierInfo", RFC 5280 "4.2.1.4": "One thing to be known about these rules.";
    QUALIFIER_ID "policyQualifierId", RFC 5280 "4.2.1.4": "Whether an address or a notice follows.";
    CPS_URI "cPSuri", RFC 5280 "4.2.1.4": "Where the authority says how it keeps these rules.";
    NOTICE "UserNotice", RFC 5280 "4.2.1.4": "Words to be shown to whoever relies on the certificate.";
    NOTICE_REFERENCE "noticeRef", RFC 5280 "4.2.1.4": "Words that somebody else keeps, by number.";
    ORGANIZATION "organization", RFC 5280 "4.2.1.4": "Who keeps them.";
    NOTICE_NUMBERS "noticeNumbers", RFC 5280 "4.2.1.4": "Under which numbers.";
    NOTICE_NUMBER "noticeNumber", RFC 5280 "4.2.1.4": "One of these numbers.";
    EXPLICIT_TEXT "explicitText", RFC 5280 "4.2.1.4": "The words themselves.";
    POLICY_MAPPING "PolicyMapping", RFC 5280 "4.2.1.5": "Two sets of rules that count as equal.";
    ISSUER_POLICY "issuerDomainPolicy", RFC 5280 "4.2.1.5": "What the issuer calls the rules.";
    SUBJECT_POLICY "subjectDomainPolicy", RFC 5280 "4.2.1.5": "What the holder calls rules that are as good.";
    AUTHORITY_KEY_ID "keyIdentifier", RFC 5280 "4.2.1.1": "The subjectKeyIdentifier of the issuer's certificate.";
    AUTHORITY_ISSUER "authorityCertIssuer", RFC 5280 "4.2.1.1": "Who issued the issuer's certificate.";
    AUTHORITY_SERIAL "authorityCertSerialNumber", RFC 5280 "4.2.1.1": "The serial number of the issuer's certificate.";
    REQUIRE_POLICY "requireExplicitPolicy", RFC 5280 "4.2.1.11": "After how many more certificates every one must name its rules.";
    INHIBIT_MAPPING "inhibitPolicyMapping", RFC 5280 "4.2.1.11": "After how many more certificates rules no longer count as equal to others.";
    PURPOSE "KeyPurposeId", RFC 5280 "4.2.1.12": "One purpose for which the certificate is meant.";
    SKIP "SkipCerts", RFC 5280 "4.2.1.14": "After how many more certificates anyPolicy no longer counts.";
    ACCESS_DESCRIPTION "AccessDescription", RFC 5280 "4.2.2.1": "One thing that can be fetched, and where.";
    METHOD "accessMethod", RFC 5280 "4.2.2.1": "What is found there, as an object identifier.";
    FEATURE "Feature", RFC 7633 "4": "A TLS extension that the server must answer when it is asked.";
    NO_CHECK "Nocheck", RFC 6960 "4.2.2.2.1": "Nothing: that the extension is there says it all.";
    PROMISES "SignedCertificateTimestampList", RFC 6962 "3.3": "The promises of the logs, in the form that TLS gives them.";
    POISON "poison", RFC 6962 "3.1": "Nothing: that the extension is there says it all.";
}
