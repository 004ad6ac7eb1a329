use rand_core::{TryCryptoRng, TryRng};
use shake::{ExtendableOutput, Shake128, Shake128Reader, Update, XofReader};

use crate::kx::{FixedScalars, Group, KeyExchange};
use crate::rng::{Rng, SystemRng};
use crate::secret::Secret;
use crate::vectors::{self, hex};

/// Both sides, from given scalars, give these shares and this secret.
fn agrees(group: Group, [a, a_share]: [&str; 2], [b, b_share]: [&str; 2], secret: &str) {
    let side = |scalar| FixedScalars::new().with(group, &Secret::from_slice(&hex(scalar)));
    let offered = side(a).start(group, &mut SystemRng).unwrap();
    assert_eq!(offered.share(), hex(a_share));
    let agreed = side(b).respond(group, offered.share(), &mut SystemRng).unwrap();
    assert_eq!(agreed.share, hex(b_share));
    assert_eq!(agreed.secret.bytes(), hex(secret));
    assert_eq!(offered.agree(&agreed.share).unwrap(), agreed.secret);
}

/// RFC 7748 §6.1.
#[test]
fn rfc7748() {
    agrees(
        Group::X25519,
        [
            "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
            "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
        ],
        [
            "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
            "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
        ],
        "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
    );
}

/// RFC 5903 §8.1.
#[test]
fn rfc5903_p256() {
    agrees(
        Group::Secp256r1,
        [
            "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433",
            "04dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c3772581180
             5271a0461cdb8252d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3",
        ],
        [
            "c6ef9c5d78ae012a011164acb397ce2088685d8f06bf9be0b283ab46476bee53",
            "04d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63
             56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab",
        ],
        "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de",
    );
}

/// RFC 5903 §8.2.
#[test]
fn rfc5903_p384() {
    agrees(
        Group::Secp384r1,
        [
            "099f3c7034d4a2c699884d73a375a67f7624ef7c6b3c0f160647b67414dce655e35b538041e649ee3faef896783ab194",
            "04667842d7d180ac2cde6f74f37551f55755c7645c20ef73e31634fe72b4c55ee6de3ac808acb4bdb4c88732aee95f41aa
             9482ed1fc0eeb9cafc4984625ccfc23f65032149e0e144ada024181535a0f38eeb9fcff3c2c947dae69b4c634573a81c",
        ],
        [
            "41cb0779b4bdb85d47846725fbec3c9430fab46cc8dc5060855cc9bda0aa2942e0308312916b8ed2960e4bd55a7448fc",
            "04e558dbef53eecde3d3fccfc1aea08a89a987475d12fd950d83cfa41732bc509d0d1ac43a0336def96fda41d0774a3571
             dcfbec7aacf3196472169e838430367f66eebe3c6e70c416dd5f0c68759dd1fff83fa40142209dff5eaad96db9e6386c",
        ],
        "11187331c279962d93d604243fd592cb9d0a926f422e47187521287e7156c5c4d603135569b9e9d09cf5d4a270f59746",
    );
}

/// RFC 5903 §8.3.
#[test]
fn rfc5903_p521() {
    agrees(
        Group::Secp521r1,
        [
            "0037ade9319a89f4dabdb3ef411aaccca5123c61acab57b5393dce47608172a095aa
             85a30fe1c2952c6771d937ba9777f5957b2639bab072462f68c27a57382d4a52",
            "040015417e84dbf28c0ad3c278713349dc7df153c897a1891bd98bab4357c9ecbee1
             e3bf42e00b8e380aeae57c2d107564941885942af5a7f4601723c4195d176ced3e
             017cae20b6641d2eeb695786d8c946146239d099e18e1d5a514c739d7cb4a10ad8a7
             88015ac405d7799dc75e7b7d5b6cf2261a6a7f1507438bf01beb6ca3926f9582",
        ],
        [
            "0145ba99a847af43793fdd0e872e7cdfa16be30fdc780f97bccc3f078380201e9c67
             7d600b343757a3bdbf2a3163e4c2f869cca7458aa4a4effc311f5cb151685eb9",
            "0400d0b3975ac4b799f5bea16d5e13e9af971d5e9b984c9f39728b5e5739735a219b
             97c356436adc6e95bb0352f6be64a6c2912d4ef2d0433ced2b6171640012d9460f
             015c68226383956e3bd066e797b623c27ce0eac2f551a10c2c724d9852077b87220b
             6536c5c408a1d2aebb8e86d678ae49cb57091f4732296579ab44fcd17f0fc56a",
        ],
        "01144c7d79ae6956bc8edb8e7c787c4521cb086fa64407f97894e5e6b2d79b04d142
         7e73ca4baa240a34786859810c06b3c715a3a8cc3151f2bee417996d19f3ddea",
    );
}

/// The key exchanges of RFC 8448: X25519, and P-256 after the HelloRetryRequest of section 5.
#[test]
fn rfc8448() {
    for name in vectors::RFC8448_TRACES {
        let trace = vectors::rfc8448(name);
        let group = if name.starts_with("section5") { Group::Secp256r1 } else { Group::X25519 };
        let curve = if group == Group::Secp256r1 { "P-256" } else { "x25519" };
        let pair = |actor: &str| {
            let operation = format!("create an ephemeral {curve} key pair");
            let steps = trace["steps"].as_array().unwrap().iter();
            let step = steps.clone().find(|s| s["actor"] == actor && s["operation"] == operation).unwrap();
            [0, 1].map(|field| step["fields"][field]["hex"].as_str().unwrap().to_owned())
        };
        let (client, server) = (pair("client"), pair("server"));
        let secret = trace["values"]["shared_secret"].as_str().unwrap();
        agrees(group, [&client[0], &client[1]], [&server[0], &server[1]], secret);
    }
}

/// The accumulated test that Go's crypto/mlkem defines: keys, messages and ciphertexts from a SHAKE-128 stream, all
/// results absorbed by another.
fn accumulated(group: Group, rounds: usize) -> Vec<u8> {
    let mut stream = Stream(Shake128::default().finalize_xof());
    let mut results = Shake128::default();
    for _ in 0..rounds {
        round(group, &mut stream, &mut results);
    }
    let mut sum = [0; 32];
    results.finalize_xof().read(&mut sum);
    sum.to_vec()
}

/// 100 rounds against the hash that Go, PQClean and others agree on.
#[test]
fn ml_kem_768_accumulated() {
    let sum = hex("1114b1b6699ed191734fa339376afa7e285c9e6acf6ff0177d346696ce564415");
    assert_eq!(accumulated(Group::X25519MlKem768, 100), sum);
}

/// The same stream, and a sum that was computed here: that others agree is seen with BoringSSL's runner, whose ML-KEM-1024 is
/// Go's.
#[test]
fn ml_kem_1024_accumulated() {
    let sum = hex("dafdc6a75799978259954377f123d3f0150564fa287a80a976033052e4368142");
    assert_eq!(accumulated(Group::MlKem1024, 20), sum);
}

fn round(group: Group, stream: &mut Stream, results: &mut Shake128) {
    // What is X25519's stands behind what is ML-KEM's.
    let behind = if group == Group::X25519MlKem768 { 32 } else { 0 };
    let (key, ciphertext) = (group.client_share_len() - behind, group.server_share_len() - behind);
    let x25519 = Secret::from_slice(&[9; 32]);
    let exchange = FixedScalars::new().with(Group::X25519, &x25519);
    let mut again = stream.clone();
    let offered = exchange.start(group, stream).unwrap();
    results.update(&offered.share()[..key]);

    let agreed = exchange.respond(group, offered.share(), stream).unwrap();
    results.update(&agreed.share[..ciphertext]);
    results.update(&agreed.secret.bytes()[..32]);
    assert_eq!(offered.agree(&agreed.share).unwrap(), agreed.secret);

    let offered = exchange.start(group, &mut again).unwrap();
    let mut random = agreed.share;
    (stream as &mut dyn Rng).fill_bytes(&mut random[..ciphertext]);
    results.update(&offered.agree(&random).unwrap().bytes()[..32]);
}

/// The output of SHAKE-128 as a source of randomness.
#[derive(Clone)]
struct Stream(Shake128Reader);

impl TryRng for Stream {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        self.0.read(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Stream {}
