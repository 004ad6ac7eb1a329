//! A block of extensions.

use super::{
    CertificateTypes, DistinguishedNames, EarlyData, EcPointFormats, Extension, KeyShare, OidFilter,
    PreSharedKey, ProtocolNameList, ServerName, SignedCertificateTimestamp, StatusRequest, SupportedVersions,
    table,
};
use crate::DecodeError;
use crate::code_points::{
    CertificateCompressionAlgorithm, ExtensionType, MaxFragmentLength, NamedGroup, PskKeyExchangeMode,
    SignatureScheme,
};
use crate::codec::{Len, List, Reader, Refused, Writer};
use crate::handshake::Kind;

/// How many bytes the smallest extension takes.
const SMALLEST: usize = 4;

/// How many extensions usual hellos have: a list that is allocated once.
const USUAL: usize = 16;

/// Extensions in the order of the message, unknown ones kept (RFC 9846 §4.3).
///
/// ```text
/// Extension extensions<0..2^16-1>;
/// ```
///
/// The floors that ClientHello (7) and ServerHello (6) give follow from the supported_versions that their TLS 1.3 form holds;
/// messages of TLS 1.2 may have less.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extensions<'a>(Vec<Extension<'a>>);

impl<'a> Extensions<'a> {
    /// None at all.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The extensions in the order of the message.
    pub fn iter(&self) -> core::slice::Iter<'_, Extension<'a>> {
        self.0.iter()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The extension of this type.
    #[must_use]
    pub fn get(&self, extension_type: ExtensionType) -> Option<&Extension<'a>> {
        self.iter().find(|extension| extension.extension_type() == extension_type)
    }

    /// Whether there is an extension of this type.
    #[must_use]
    pub fn contains(&self, extension_type: ExtensionType) -> bool {
        self.get(extension_type).is_some()
    }

    /// The types, in the order of the message.
    pub fn types(&self) -> impl Iterator<Item = ExtensionType> + Clone + use<'_, 'a> {
        self.iter().map(Extension::extension_type)
    }

    pub(crate) fn read(r: &mut Reader<'a, '_>, message: Kind) -> Result<Self, Refused> {
        let extensions = r.nested("extensions", Len::U16, 0..=0xffff, |r| {
            let mut list = Vec::with_capacity(r.at_most(SMALLEST).min(USUAL));
            while r.has_more() {
                list.push(Extension::read(r, message)?);
            }
            Ok(Self(list))
        })?;
        match extensions.fault(message) {
            None => Ok(extensions),
            Some(why) => Err(r.refuse(why)),
        }
    }

    pub(crate) fn write(&self, w: &mut Writer<'_>) {
        w.nested("extensions", Len::U16, 0xffff, |w| self.iter().for_each(|extension| extension.write(w)));
    }

    /// What is wrong with the block as a whole in this message.
    fn fault(&self, message: Kind) -> Option<DecodeError> {
        if let Some(extension_type) = self.duplicate() {
            return Some(DecodeError::DuplicateExtension { extension_type, message });
        }
        if message == Kind::ClientHello && self.has_more_after_pre_shared_key() {
            return Some(DecodeError::PreSharedKeyNotLast);
        }
        let extension_type = self.forbidden(message)?;
        Some(DecodeError::ForbiddenExtension { extension_type, message })
    }

    /// A ServerHello without supported_versions is one of TLS 1.2 (RFC 9846 §4.3.1): what is in it that was not asked
    /// for is the handshake's to refuse. What a ClientHello may hold in either version was read in its form.
    fn forbidden(&self, message: Kind) -> Option<ExtensionType> {
        let forbids = match message {
            Kind::ServerHello if !self.contains(ExtensionType::SUPPORTED_VERSIONS) => return None,
            Kind::ClientHello => table::has_no_form,
            _ => table::forbids,
        };
        self.types().find(|one| forbids(*one, message))
    }

    /// A type that stands twice. Those that are registered have low numbers, mostly: each has a bit.
    fn duplicate(&self) -> Option<ExtensionType> {
        let (mut seen, mut others) = (0_u64, 0);
        for one in self.types() {
            let bit = 1_u64.checked_shl(one.0.into()).unwrap_or_default();
            if seen & bit != 0 {
                return Some(one);
            }
            (seen, others) = (seen | bit, others + usize::from(bit == 0));
        }
        if others > 1 { self.duplicate_among_others() } else { None }
    }

    /// A block can hold 16384 extensions: they are sorted, not paired.
    fn duplicate_among_others(&self) -> Option<ExtensionType> {
        let mut types = self.types().filter(|one| u32::from(one.0) >= u64::BITS).collect::<Vec<_>>();
        types.sort_unstable();
        let mut pairs = types.iter().zip(types.iter().skip(1));
        pairs.find(|(one, next)| one == next).map(|(&one, _)| one)
    }

    fn has_more_after_pre_shared_key(&self) -> bool {
        let before_last = self.0.split_last().map_or(&[][..], |(_, before)| before);
        before_last.iter().any(|one| matches!(one, Extension::PreSharedKey(_)))
    }
}

impl<'a> From<Vec<Extension<'a>>> for Extensions<'a> {
    fn from(list: Vec<Extension<'a>>) -> Self {
        Self(list)
    }
}

impl<'a> FromIterator<Extension<'a>> for Extensions<'a> {
    fn from_iter<I: IntoIterator<Item = Extension<'a>>>(list: I) -> Self {
        Self(list.into_iter().collect())
    }
}

impl<'e, 'a> IntoIterator for &'e Extensions<'a> {
    type Item = &'e Extension<'a>;
    type IntoIter = core::slice::Iter<'e, Extension<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

macro_rules! getters {
    ($($getter:ident: $variant:ident -> $content:ty;)*) => {
        /// One getter for each recognised extension: what it holds, or `None` if it is not there.
        impl<'a> Extensions<'a> {$(
            #[doc = concat!("What ", stringify!($getter), " holds: [`Extension::", stringify!($variant), "`].")]
            #[must_use]
            pub fn $getter(&self) -> Option<$content> {
                self.iter().find_map(|extension| match *extension {
                    Extension::$variant(content) => Some(content),
                    _ => None,
                })
            }
        )*}
    };
}

getters! {
    server_name: ServerName -> ServerName<'a>;
    max_fragment_length: MaxFragmentLength -> MaxFragmentLength;
    status_request: StatusRequest -> StatusRequest<'a>;
    supported_groups: SupportedGroups -> List<'a, NamedGroup>;
    signature_algorithms: SignatureAlgorithms -> List<'a, SignatureScheme>;
    application_layer_protocol_negotiation: ApplicationLayerProtocolNegotiation -> ProtocolNameList<'a>;
    signed_certificate_timestamp: SignedCertificateTimestamp -> SignedCertificateTimestamp<'a>;
    client_certificate_type: ClientCertificateType -> CertificateTypes<'a>;
    server_certificate_type: ServerCertificateType -> CertificateTypes<'a>;
    compress_certificate: CompressCertificate -> List<'a, CertificateCompressionAlgorithm>;
    record_size_limit: RecordSizeLimit -> u16;
    pre_shared_key: PreSharedKey -> PreSharedKey<'a>;
    early_data: EarlyData -> EarlyData;
    supported_versions: SupportedVersions -> SupportedVersions<'a>;
    cookie: Cookie -> &'a [u8];
    psk_key_exchange_modes: PskKeyExchangeModes -> List<'a, PskKeyExchangeMode>;
    certificate_authorities: CertificateAuthorities -> DistinguishedNames<'a>;
    oid_filters: OidFilters -> List<'a, OidFilter<'a>>;
    signature_algorithms_cert: SignatureAlgorithmsCert -> List<'a, SignatureScheme>;
    key_share: KeyShare -> KeyShare<'a>;
    ec_point_formats: EcPointFormats -> EcPointFormats<'a>;
    session_ticket: SessionTicket -> &'a [u8];
    renegotiation_info: RenegotiationInfo -> &'a [u8];
}
